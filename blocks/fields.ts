/** Fields of a deal as people read them: before and after, and the inputs that ask for them. */
import type { InputBlock } from '@slack/types';
import { count, day, dayMove, dayWithoutYear, list, money, number } from '../src/story/format.ts';
import { inputs } from './ids.ts';
import { type Here, input, option, plainText } from './kit.ts';
import { limits } from './limits.ts';
import { alphabetsIn, bold, data, lines, type Markup, md, nothing, plain, unseen } from './text.ts';

type FieldValue = string | number | boolean | null;
/** `shown` replaces a value that is an id ("p-priya" → "Priya Nair"). */
export type ShownField = {
  field: string;
  label: string;
  type: 'text' | 'name' | 'money' | 'number' | 'day' | 'instant' | 'days' | 'truth' | 'list';
  before: FieldValue;
  after: FieldValue;
  currency?: string | null;
  shown?: { before?: string; after?: string };
  /** What may be chosen, where the field has a fixed list. */
  options?: { value: string; label: string }[];
};

/** Never "null": a missing value is "empty". */
export const valueText = (field: ShownField, which: 'before' | 'after', here: Here): string => {
  const value = field[which];
  const shown = field.shown?.[which];
  if (value === null || value === '') return 'empty';
  if (shown !== undefined) return shown;
  if (field.type === 'day' && typeof value === 'string') return day(value);
  if (field.type === 'money' && typeof value === 'number')
    return money(value, field.currency ?? null, here.currency);
  if (field.type === 'days' && typeof value === 'number') return count(value, 'day');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? number(value) : value;
};

/** "3 Mar → 15 Apr 2026" */
export const moveText = (field: ShownField, here: Here, between = '→'): string => {
  const { before, after } = field;
  if (field.type === 'day' && typeof before === 'string' && typeof after === 'string')
    return dayMove(before, after, between);
  return `${valueText(field, 'before', here)} ${between} ${valueText(field, 'after', here)}`;
};

/** "Close date 3 Mar → *15 Apr 2026*", on one line with others. */
export const moveLine = (field: ShownField, here: Here): Markup => {
  const { before, after } = field;
  const days = field.type === 'day' && typeof before === 'string' && typeof after === 'string';
  const from =
    days && before.slice(0, 4) === after.slice(0, 4)
      ? dayWithoutYear(before)
      : valueText(field, 'before', here);
  return md`${data(field.label, limits.rowValue)} ${data(from, limits.rowValue)} → ${bold(data(valueText(field, 'after', here), limits.rowValue))}`;
};

/** "Phone number → *+498922847700*", where what stands there has been said. */
export const toLine = (field: ShownField, here: Here): Markup =>
  md`${data(field.label, limits.rowValue)} → ${bold(data(valueText(field, 'after', here), limits.rowValue))}`;

/** One line for each field, none left out. `open` is said where no value is wanted yet. */
export const changeLines = (fields: ShownField[], here: Here, open = 'empty'): Markup[] =>
  fields.map((field) => {
    const after = bold(data(field.after === null ? open : valueText(field, 'after', here), limits.value));
    const before = data(valueText(field, 'before', here), 200);
    const differs = notSeen(field);
    const note = differs === '' ? nothing : md`  ⚠️ ${data(differs)}`;
    return md`${bold(data(field.label))}  ${before} → ${after}${note}`;
  });

/**
 * The same in sections that Slack shows whole; `whole`: nothing of what is wanted is cut. What is not whole nobody can
 * say yes to at once.
 */
export const changeSections = (
  fields: ShownField[],
  here: Here,
  open?: string,
): { texts: Markup[]; whole: boolean } => {
  const texts: Markup[] = [];
  let whole = true;
  let total = 0;
  for (const line of changeLines(fields, here, open)) {
    const { length } = line.markup;
    total += length;
    if (length > limits.section.text || total > limits.allValues) {
      whole = false;
      continue;
    }
    const last = texts.at(-1);
    if (last && last.markup.length + length < limits.section.text) texts.splice(-1, 1, lines(last, line));
    else texts.push(line);
  }
  return {
    texts,
    whole: whole && fields.every((field) => valueText(field, 'after', here).length <= limits.value),
  };
};

/** What would be written and is not seen: hidden marks, line breaks, letters of an alphabet that was not there. */
export const notSeen = ({ before, after, shown }: ShownField): string => {
  if (typeof after !== 'string' || shown?.after !== undefined) return '';
  const stood = typeof before === 'string' ? alphabetsIn(before) : [];
  const now = alphabetsIn(after);
  const others = stood.length > 0 ? now.filter((one) => !stood.includes(one)) : now.length > 1 ? now : [];
  return list([...unseen(after), ...(others.length > 0 ? [`${list(others)} letters`] : [])]);
};

/** What a text input starts with; sent back unchanged it means "leave it". */
export const typedText = (value: string): string => plain(value, limits.input.typed);

/**
 * The input for a field, by its type; block id and action id are the field's own, so that errors sit at the field.
 * `alone`: the only one of its form; it must be filled, and what is there now stands above it.
 */
export const fieldInput = (field: ShownField, here: Here, alone = false): InputBlock => {
  const id = inputs.of(field.field);
  const value = field.after;
  const hint = alone || field.before === field.after ? undefined : `Now: ${valueText(field, 'before', here)}`;
  const optional = { optional: !alone, hint };
  // What has no room in a list is typed.
  const choices = (field.options ?? []).filter(
    ({ value: one }) => one !== '' && one.length <= limits.option.value,
  );
  if (choices.length > 0) {
    const options = choices.slice(0, limits.select.options).map((one) => option(one.label, one.value));
    const chosen = options.find((one) => one.value === value);
    return input(
      id,
      field.label,
      { type: 'static_select', action_id: id, options, ...(chosen ? { initial_option: chosen } : {}) },
      optional,
    );
  }
  if (field.type === 'day') {
    const start =
      typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? { initial_date: value } : {};
    return input(id, field.label, { type: 'datepicker', action_id: id, ...start }, optional);
  }
  if (field.type === 'money' || field.type === 'number' || field.type === 'days') {
    const label =
      field.type === 'money' ? `${field.label} (${field.currency ?? here.currency})` : field.label;
    const start = typeof value === 'number' ? { initial_value: String(value) } : {};
    return input(
      id,
      label,
      { type: 'number_input', action_id: id, is_decimal_allowed: field.type === 'money', ...start },
      optional,
    );
  }
  const start = typeof value === 'string' && value !== '' ? { initial_value: typedText(value) } : {};
  return input(
    id,
    field.label,
    {
      type: 'plain_text_input',
      action_id: id,
      max_length: limits.input.typed,
      ...start,
      placeholder: plainText(field.label, limits.input.placeholder),
    },
    optional,
  );
};
