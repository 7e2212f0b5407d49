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
const shortMonths = months.map((month) => month.slice(0, 3)).concat('sept');

/** 1 to 12; null for what is no month. */
export function monthNumber(norm: string): number | null {
  const long = months.indexOf(norm);
  if (long >= 0) return long + 1;
  const short = shortMonths.indexOf(norm.replace(/\.$/, ''));
  return short < 0 ? null : short === 12 ? 9 : short + 1;
}

export const isDay = (name: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(name);
