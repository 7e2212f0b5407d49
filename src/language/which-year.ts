/** "Q4", "November": a part of the year that bears none. */
import { bucketOf } from '../sales/periods.ts';
import { periodDays } from './period-days.ts';
import type { About } from './state.ts';

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
const partOfYear = new RegExp(`^(?:Q[1-4]|H[12]|${months})$`, 'i');

export const bearsNoYear = (name: string): boolean => partOfYear.test(name);

/** The year in which a part of the year falls that is named without one. */
export const yearNow = (name: string, { today, calendar }: Pick<About, 'today' | 'calendar'>): number =>
  Number(bucketOf(today, /^[QH]\d$/i.test(name) ? 'year' : 'month', calendar).slice(0, 4));

/** Of what has been: the last one that has begun. */
export function lastBegun(name: string, about: Pick<About, 'today' | 'calendar' | 'now' | 'zone'>): string {
  if (!bearsNoYear(name)) return name;
  const from = periodDays(name, { ...about.calendar, now: about.now, zone: about.zone })?.from;
  return from != null && from > about.today ? `${name} ${yearNow(name, about) - 1}` : name;
}
