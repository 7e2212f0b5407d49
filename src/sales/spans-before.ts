/** The periods before a period, as long as it is: what it is compared with. Pure. */
import { addDays, daysBetween, startOfDay } from './days.ts';
import { bucketLabel, bucketOf, type Calendar, resolvePeriod } from './periods.ts';

export type Days = { from: string; to: string };
type Reckoning = Calendar & { zone: string };

const units = ['month', 'quarter', 'half', 'year'] as const;
type Unit = (typeof units)[number];
const usualDays: Record<Unit, number> = { month: 30, quarter: 90, half: 180, year: 365 };

/**
 * The last `count` before it, the earliest first, without a gap. Before a month the months, before a fiscal quarter, half or
 * year those before; before any other days spans of as many days.
 */
export function spansBefore(span: Days, count: number, use: Reckoning): Days[] {
  const unit = unitOf(span, use);
  const days = lengthOf(span);
  const spans: Days[] = [];
  for (let next = span.from; spans.length < count; ) {
    const last = addDays(next, -1);
    const one = unit ? around(unit, last, use) : { from: addDays(next, -days), to: last };
    if (!one) break;
    spans.unshift(one);
    next = one.from;
  }
  return spans;
}

/** How many days such a period usually has: 90 of each quarter, whatever its months. */
export function usualLength(span: Days, use: Reckoning): number {
  const unit = unitOf(span, use);
  return unit ? usualDays[unit] : lengthOf(span);
}

/** "Q4 2025", "Feb 2026", "2025"; null for days that are none of these. */
export function spanLabel(span: Days, use: Reckoning): string | null {
  const unit = unitOf(span, use);
  return unit === null || unit === 'half' ? null : bucketLabel(bucketOf(span.from, unit, use), { ...use });
}

const unitOf = (span: Days, use: Reckoning): Unit | null =>
  units.find((unit) => {
    const found = around(unit, span.from, use);
    return found?.from === span.from && found.to === span.to;
  }) ?? null;

function around(unit: Unit, day: string, { zone, ...calendar }: Reckoning): Days | null {
  const found = resolvePeriod(`this ${unit}`, { ...calendar, now: startOfDay(day, zone), zone });
  return found?.from && found.to ? { from: found.from, to: found.to } : null;
}

const lengthOf = ({ from, to }: Days): number => daysBetween(from, to) + 1;
