/** What a period is called, and the names of months. */

/** `name` is resolved by sales/periods.ts. `days` is set where the length was said in days. */
export type PeriodWords = {
  name: string;
  length: number;
  /** "3/4": the two days that it may be. */
  either?: [string, string];
};

/** The folded word so many places on; '' beyond the end. */
export type At = (offset: number) => string;

export const months =
  'january february march april may june july august september october november december'.split(' ');
const numbers = new Map([
  ...months.map((month, at): [string, number] => [month, at + 1]),
  ...[...months.map((month) => month.slice(0, 3)), 'sept'].flatMap((short, at): [string, number][] => [
    [short, at === 12 ? 9 : at + 1],
    [`${short}.`, at === 12 ? 9 : at + 1],
  ]),
]);

/** 1 to 12; null for what is no month. */
export const monthNumber = (norm: string): number | null => numbers.get(norm) ?? null;

/** "This", "last" and "next", and what else is said for them before a week, a month, … */
export const which: Record<string, string> = {
  this: 'this',
  current: 'this',
  present: 'this',
  ongoing: 'this',
  last: 'last',
  past: 'last',
  previous: 'last',
  prior: 'last',
  prev: 'last',
  next: 'next',
  coming: 'next',
  following: 'next',
  upcoming: 'next',
};

export const isDay = (name: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(name);

/** The last day of a month stays the last day. */
export function monthsBack(at: Date, count: number): string {
  const lastOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const wasLast = at.getUTCDate() === lastOf(at.getUTCFullYear(), at.getUTCMonth());
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - count, 1));
  const last = lastOf(first.getUTCFullYear(), first.getUTCMonth());
  first.setUTCDate(wasLast ? last : Math.min(at.getUTCDate(), last));
  return first.toISOString().slice(0, 10);
}
