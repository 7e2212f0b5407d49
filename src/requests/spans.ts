/** A named period as instants, for what has a time rather than a day: runs, costs. */
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { day, periodNamed } from '../story/format.ts';
import type { Company } from './company.ts';

const daysOf = (period: string, { calendar, now, zone }: Company) =>
  resolvePeriod(period, { ...calendar, now, zone });

/** From the first instant of its first day to the first after its last. */
export function instantsOf(period: string, company: Company): { from: Date; to: Date } {
  const days = daysOf(period, company);
  return {
    from: days?.from ? startOfDay(days.from, company.zone) : new Date(0),
    to: startOfDay(addDays(days?.to ?? dayIn(company.now, company.zone), 1), company.zone),
  };
}

/** "last week (9 Mar to 15 Mar 2026)". */
export function periodSaid(period: string, company: Company): string {
  const days = daysOf(period, company);
  const named = periodNamed(period);
  // Named by its days, it needs them only once.
  if (!days?.from || !days.to || named !== period) return named;
  if (days.from === days.to) return `${period} (${day(days.from)})`;
  const [from, to] = [day(days.from), day(days.to)];
  return `${period} (${from.slice(-4) === to.slice(-4) ? from.slice(0, -5) : from} to ${to})`;
}
