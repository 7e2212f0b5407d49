/** What happened to a change, as sentences. Cards, notes, the feed and Why all use them. */
import type { FieldValue } from '../policy/nouns.ts';
import type { FieldType } from '../sales/fields.ts';
import { count, day, dayMove, dayWithoutYear, firstName, list, money, number } from './format.ts';

/** `shown` replaces a value that is an id ("P-priya" → "Priya Nair"). */
export type ToldField = {
  field: string;
  label: string;
  type: FieldType;
  before: FieldValue;
  after: FieldValue;
  currency?: string | null;
  shown?: { before?: string; after?: string };
};

/** A value as people read it; a missing one is "empty". */
export function told(field: ToldField, which: 'before' | 'after', company: string): string {
  const value = field[which];
  if (value === null || value === '') return 'empty';
  const shown = field.shown?.[which];
  if (shown !== undefined) return shown;
  if (field.type === 'day' && typeof value === 'string') return day(value);
  if (field.type === 'money' && typeof value === 'number')
    return money(value, field.currency ?? null, company);
  if (field.type === 'days' && typeof value === 'number') return count(value, 'day');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return number(value);
  return field.type === 'text' ? `"${value}"` : value;
}

/** "moved the close date of Acme Platform from 3 Mar to 15 Apr 2026" */
export function didTo(fields: ToldField[], deal: string, company: string): string {
  const parts = fields.map((field, n) => did(field, n === 0 ? ` of ${deal}` : '', company));
  return parts.length === 0 ? `changed nothing of ${deal}` : list(parts);
}

function did(field: ToldField, of: string, company: string): string {
  const what = `the ${field.label.toLowerCase()}${of}`;
  const { before, after } = field;
  const gone = before === null || before === '';
  if (after === null || after === '') return `emptied ${what}`;
  if (gone) return `set ${what} to ${told(field, 'after', company)}`;
  if (field.type === 'day' && typeof before === 'string' && typeof after === 'string') {
    return `moved ${what} from ${dayMove(before, after, 'to')}`;
  }
  const verb = field.field === 'stage' ? 'moved' : 'changed';
  return `${verb} ${what} from ${told(field, 'before', company)} to ${told(field, 'after', company)}`;
}

/** "Mara moved the close date of Acme Platform from 3 Mar to 15 Apr 2026." */
export const settled = (by: string, fields: ToldField[], deal: string, company: string): string =>
  `${firstName(by)} ${didTo(fields, deal, company)}.`;

/** "Mara changed the proposal and moved … to 30 Apr 2026 (proposed: 15 Apr)." */
export function settledEdited(
  by: string,
  fields: ToldField[],
  proposed: Record<string, FieldValue>,
  deal: string,
  company: string,
): string {
  const were = fields.flatMap((field) => {
    const value = proposed[field.field];
    if (value === undefined || value === field.after) return [];
    const { after } = field;
    const days = field.type === 'day' && typeof value === 'string' && typeof after === 'string';
    if (days && value.slice(0, 4) === after.slice(0, 4)) return [dayWithoutYear(value)];
    return [told({ ...field, after: value, shown: {} }, 'after', company)];
  });
  const tail = were.length > 0 ? ` (proposed: ${were.join(', ')})` : '';
  return `${firstName(by)} changed the proposal and ${didTo(fields, deal, company)}${tail}.`;
}

/** "Mara had Steward ask Priya Nair about Acme Platform." `to` is null where they are the one who is asked. */
export const nudged = (by: string, to: string | null, deal: string): string =>
  to === null
    ? `${firstName(by)} took up the question about ${deal}; it is in their own messages.`
    : `${firstName(by)} had Steward ask ${to} about ${deal}.`;

/** "Pipeline agent moved …, in auto mode." */
export const settledAlone = (agent: string, fields: ToldField[], deal: string, company: string): string =>
  `${agent} ${didTo(fields, deal, company)}, in auto mode.`;

/** "Mara undid this: close date is 3 Mar 2026 again." `left` are fields that somebody has changed since. */
export function undone(by: string, fields: ToldField[], left: Found[], company: string): string {
  const back = list(
    fields.map((field) => `${field.label.toLowerCase()} is ${told(field, 'after', company)} again`),
  );
  return `${firstName(by)} undid this${back ? `: ${back}` : ''}.${left.length > 0 ? ` Not undone: ${whoChanged(left, company)}.` : ''}`;
}

/** "Mara did it again: close date is 15 Apr 2026." */
export const redone = (by: string, fields: ToldField[], company: string): string =>
  `${firstName(by)} did it again: ${list(fields.map((field) => `${field.label.toLowerCase()} is ${told(field, 'after', company)}`))}.`;

/** What stands there instead of what was expected; `after` of the field is the value found. */
export type Found = { field: ToldField; by: string | null };

/** "Tom changed the close date to 30 Mar 2026" */
export const whoChanged = (found: Found[], company: string): string =>
  list(
    found.map(({ field, by }) => {
      const value = told(field, 'after', company);
      const what = `the ${field.label.toLowerCase()}`;
      return value === 'empty'
        ? `${by ?? 'somebody'} emptied ${what}`
        : `${by ?? 'somebody'} changed ${what} to ${value}`;
    }),
  );

/** "Not applied: Tom changed the close date to 30 Mar 2026." */
export const notApplied = (found: Found[], company: string): string =>
  `Not applied: ${whoChanged(found, company)}.`;
export const notUndone = (found: Found[], company: string): string =>
  `Not undone: ${whoChanged(found, company)}.`;

export const crmSilent = 'The CRM did not answer.';
export const outcomeUnknown = 'The answer of the CRM was lost, and this CRM cannot tell whether it did it.';
export const recordGone = 'It is no longer in the CRM.';

/** "Mara kept 30 Mar 2026 as the close date (proposed: 15 Apr 2026)." `proposed` of each field is what we wanted. */
export const kept = (by: string, found: Found[], company: string): string =>
  `${firstName(by)} kept ${list(
    found.map(
      ({ field }) =>
        `${told(field, 'after', company)} as the ${field.label.toLowerCase()} (proposed: ${told(field, 'before', company)})`,
    ),
  )}.`;
export const keptAsItWas = (by: string): string => `${firstName(by)} left it as it stands in the CRM.`;
/** On a button, where the year of this year goes without saying. */
export const short = (field: ToldField, which: 'before' | 'after', company: string, year: string): string => {
  const value = field[which];
  if (field.type === 'day' && typeof value === 'string' && value.startsWith(year))
    return dayWithoutYear(value);
  return told(field, which, company);
};
