/** What was typed into a form's fields, as values of the deal; wrong ones as sentences that sit at the field. Pure. */
import { typedText } from '../../blocks/fields.ts';
import { inputs } from '../../blocks/ids.ts';
import type { FieldValue } from '../policy/nouns.ts';
import { isDay } from '../sales/days.ts';
import { findField } from '../sales/fields.ts';
import { day } from '../story/format.ts';

export type TypedFields = { values: Record<string, FieldValue>; errors: Record<string, string> };

const LARGEST = 1e12;

/** `today`: YYYY-MM-DD in the company's zone; an open deal cannot close before it. Errors are keyed by block id, as Slack wants them. */
export function typedFields(form: Record<string, string | string[] | null>, today: string): TypedFields {
  const result: TypedFields = { values: {}, errors: {} };
  for (const [block, typed] of Object.entries(form)) {
    const name = block.startsWith(inputs.of('')) ? block.slice(inputs.of('').length) : null;
    const field = name === null ? undefined : findField('deal', name);
    if (!field || !name || Array.isArray(typed)) continue;
    const read = valueOf(field.type, field.label, typed, today);
    if ('error' in read) result.errors[block] = read.error;
    else result.values[name] = read.value;
  }
  return result;
}

function valueOf(
  type: string,
  label: string,
  typed: string | null,
  today: string,
): { value: FieldValue } | { error: string } {
  if (typed === null || typed === '') return { value: null };
  if (type === 'day') {
    if (!isDay(typed)) return { error: `${label} must be a day, such as ${day(today)}.` };
    return typed < today ? { error: `${label} must not be before today, ${day(today)}.` } : { value: typed };
  }
  if (type === 'money' || type === 'number' || type === 'days') {
    const value = Number(typed.replaceAll(',', ''));
    if (!Number.isFinite(value)) return { error: `${label} must be a number, such as 42000.` };
    if (value < 0 || value > LARGEST)
      return { error: `${label} must be between 0 and ${LARGEST.toLocaleString('en-US')}.` };
    return { value: Math.round(value * 100) / 100 };
  }
  return typed.length > 500
    ? { error: `${label} has ${typed.length} characters; at most 500 fit.` }
    : { value: typed };
}

/** The fields whose typed value differs from the one the form was opened with. */
export const changedFields = (
  values: Record<string, FieldValue>,
  before: Record<string, FieldValue>,
): Record<string, FieldValue> =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const was = before[name] ?? null;
      return typeof was === 'string' && typeof value === 'string'
        ? value !== was && value !== typedText(was)
        : value !== was;
    }),
  );
