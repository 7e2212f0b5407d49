/** A request about a past day: what is meant by its other periods, and what is asked back before it is one. */
import { startOfDay } from '../sales/days.ts';
import { metricNamed } from '../sales/metrics.ts';
import { options } from './fragments.ts';
import { periodDays } from './period-days.ts';
import type { Clause, Frame, Option, Reading } from './request.ts';
import type { Point } from './state.ts';
import type { Wording } from './understanding.ts';

type On = Pick<Wording, 'calendar' | 'now' | 'zone'>;

/** As the deals stood then. "This quarter" stays the one of today, "the next 30 days" are those that came then. */
export function standing(frame: Frame, use: On): Frame {
  const asOf = frame.asOf ?? frame.otherAsOf;
  if (asOf === undefined || asOf === null) return frame;
  const pinned = (clause: Clause): Clause =>
    clause.says === 'period' ? { ...clause, period: inDays(clause.period, asOf, use) } : clause;
  return { ...frame, clauses: frame.clauses.map(pinned), other: frame.other?.map(pinned) ?? null };
}

/** A period by its days, where another day would make others of its name. What is past due was so on that day. */
function inDays(name: string, asOf: string, { calendar, now, zone }: On): string {
  const then = startOfDay(asOf, zone);
  const seen = (at: Date) => periodDays(name, { ...calendar, now: at, zone });
  const [here, there] = [seen(now), seen(then)];
  if (name === 'before today' || JSON.stringify(here) === JSON.stringify(there)) return name;
  const span = /^(?:last|next|within) \d/.test(name) ? there : here;
  if (!span) return name;
  const { from, to } = span;
  return from && to ? `${from}..${to}` : from ? `from ${from}` : `by ${to}`;
}

type Asks = { question: string; options: Option[] };

/** What stands at no point in time, and what was to close then or stood then, is asked back. */
export function pointAsked(frame: Frame, point: Point | null, text: string, use: Wording): Asks | null {
  const { measure, asOf, ...rest } = frame;
  if (asOf !== undefined && measure.kind === 'metric') {
    const { label } = metricNamed(measure.metric);
    return {
      question: `${label} is of a period, and cannot be asked as of a past day. Is this meant?`,
      options: options(text, [{ ...rest, measure }], use),
    };
  }
  if (point?.is !== 'either') return null;
  const clauses = frame.clauses.filter((one) => !(one.says === 'period' && one.field === 'close_date'));
  const then = standing({ ...frame, clauses, asOf: point.day }, use);
  return { question: thenOrClosing, options: options(text, [then, frame], use) };
}

const thenOrClosing = 'As it stood then, or what was to close then?';

/** Whether a reading is, or may be, about a past day: nothing can be done or watched then. */
export const isOfThen = (reading: Reading): boolean =>
  (reading.say === 'question' && (reading.frame.asOf ?? reading.frame.otherAsOf) !== undefined) ||
  (reading.say === 'which' && reading.question === thenOrClosing);
