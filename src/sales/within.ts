/** Limits on a figure, and how far it is from them. Pure. */

/** An absent end is open. */
export type Within = { from?: number; to?: number; exclusive?: ('from' | 'to')[] };

export function isWithin(value: number, { from, to, exclusive = [] }: Within): boolean {
  if (from !== undefined && (exclusive.includes('from') ? value <= from : value < from)) return false;
  return to === undefined || (exclusive.includes('to') ? value < to : value <= to);
}

/** 0 where it lies within, or just at an end that is not included. */
export const distanceTo = (value: number, { from = value, to = value }: Within): number =>
  Math.max(from - value, value - to, 0);
