/** The days that a metric is counted over. */
import { BadInput } from '../errors.ts';
import type { Condition } from '../sales/conditions.ts';
import { addDays, daysBetween, startOfDay } from '../sales/days.ts';
import { calendarOf } from '../sales/leaf.ts';
import type { Metric } from '../sales/metrics.ts';
import { type Period, resolvePeriod } from '../sales/periods.ts';
import type { Compiler } from './compiler.ts';
import type { Sight } from './sight.ts';

export type Span = { from: string; to: string };

/** The condition that the metric's own day lies in the period, or that there is none. Throws BadInput for no period. */
export function inPeriod(sight: Sight, metric: Metric): Condition {
  const period = periodOf(sight, metric);
  if (!period || (period.from === null && period.to === null)) return { all: [] };
  return {
    field: metric.dated,
    ...(period.from && { from: period.from }),
    ...(period.to && { to: period.to }),
  };
}

/**
 * The period with both its ends, as a quota needs it: an open beginning ("by EOQ") is that of the fiscal quarter in
 * which it ends, an open end ("since January") that of the quarter of today, or of its beginning where that is later.
 */
export function spanOf(sight: Sight, metric: Metric): Span {
  const { at } = sight;
  const period = periodOf(sight, metric) ?? { from: null, to: null };
  const from = period.from ?? quarterOf(period.to ?? at.today, at).from;
  const later = from > at.today ? from : at.today;
  return { from, to: period.to ?? quarterOf(later, at).to };
}

function periodOf({ question, at }: Sight, metric: Metric): Period | null {
  const name = question.period ?? metric.period;
  if (name === null) return null;
  const found = resolvePeriod(name, { ...calendarOf(at.use), now: at.use.now, zone: at.use.zone });
  if (found) return found;
  throw new BadInput(`"${name.slice(0, 60)}" is no period.`, {
    fix: 'Name one such as "this quarter", "last month" or "Q2 FY26".',
  });
}

function quarterOf(day: string, at: Compiler): Span {
  const { zone } = at.use;
  const now = startOfDay(day, zone);
  const found = resolvePeriod('this quarter', { ...calendarOf(at.use), now, zone });
  return { from: found?.from ?? day, to: found?.to ?? day };
}

/** How many of the span's days are over: 0 before it, 1 after it. Today counts as one of them. */
export function shareOver({ from, to }: Span, today: string): number {
  return Math.min(1, Math.max(0, (daysBetween(from, today) + 1) / daysBetween(from, addDays(to, 1))));
}
