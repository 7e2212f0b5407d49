/** Win rate, coverage, attainment, bookings, trends: what is measured, and by which days. */
import { type FieldName, findField } from '../sales/fields.ts';
import { type Metric, metricNamed } from '../sales/metrics.ts';
import { datedOf } from './dates.ts';
import type { Compare } from './phrases.ts';
import type { Clause } from './request.ts';
import { clause, type State, skip, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

type Range = Extract<Clause, { says: 'range' }>;

export function readMetric(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'metric') return at + 1;
  const { measure } = s.frame;
  if (measure.kind === 'metric' && measure.metric !== piece.metric) return unread(s, at);
  s.frame.measure = { kind: 'metric', metric: piece.metric };
  s.weight += 1;
  // "Team performance", "rep win rates".
  const before = s.list[at - 1];
  if (before?.is === 'field' && s.unread.has(at - 1) && mayGroup(s, before.field)) {
    s.unread.delete(at - 1);
    s.frame.by = [before.field];
  }
  return at + 1;
}

function mayGroup(s: State, field: FieldName): boolean {
  const { measure } = s.frame;
  if (measure.kind !== 'metric' || fieldNamed(field)?.groupable !== true) return false;
  const { by } = metricNamed(measure.metric);
  return by === 'any' || by.includes(field);
}

export function readTrend(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'trend') return at + 1;
  s.trend = { by: piece.by, at };
  s.weight += 1;
  return at + 1;
}

/** What was won, by its amount. */
export function readBookings(s: State, at: number): number {
  if (!s.frame.clauses.some((one) => one.says === 'status'))
    clause(s, { says: 'status', is: ['won'], implied: false });
  s.asked.add('sum');
  s.frame.measure = { kind: 'sum', field: 'amount' };
  return at + 1;
}

/** Deals whose close date was moved to a later day; how often is counted, when is not. */
export function readPushed(s: State, at: number): number {
  const next = s.list[skip(s, at + 1)];
  if (next?.is === 'period' || next?.is === 'until') return unread(s, at);
  const first = skip(s, at + 1);
  const place = next?.is === 'compare' ? skip(s, first + 1) : first;
  const times = timesAt(s, place);
  const compare = next?.is === 'compare' ? next.compare : 'least';
  const limit = bound(times ?? 1, compare);
  clause(s, {
    ...{ says: 'range', field: 'close_date_pushes', unit: 'number', currency: null, said: null },
    ...limit,
  });
  if (times === null) return next?.is === 'compare' ? unread(s, first) : at + 1;
  let end = place + 1;
  while (/^(?:times?|x|or more|or less)$/i.test(s.list[end]?.text ?? '')) take(s, end++);
  return end;
}

const adverbs: Record<string, number> = { once: 1, twice: 2, thrice: 3 };

function timesAt(s: State, at: number): number | null {
  const piece = s.list[at];
  if (piece?.is === 'quantity') return piece.quantity.unit === 'plain' ? piece.quantity.value : null;
  return adverbs[piece?.text.toLowerCase() ?? ''] ?? null;
}

function bound(value: number, compare: Compare): Pick<Range, 'from' | 'to' | 'exclusive'> {
  const from = compare === 'under' || compare === 'most' ? null : value;
  const to = compare === 'under' || compare === 'most' || compare === 'exactly' ? value : null;
  return { from, to, exclusive: compare === 'over' ? ['from'] : compare === 'under' ? ['to'] : [] };
}

export function readTruth(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is === 'truth') clause(s, { says: 'truth', field: piece.field, value: piece.value });
  return at + 1;
}

/** Once all words are read: a performance is of somebody, a trend goes by the month, the quarter or the year. */
export function finishMetric(s: State): void {
  const { frame } = s;
  const named = s.list.some((piece) => piece.is === 'noun');
  if (s.asked.has('how') && frame.measure.kind === 'rows' && !named)
    frame.measure = { kind: 'metric', metric: 'performance' };
  // How an agent does is another question.
  const agents = s.list.some(
    (piece) => piece.is === 'name' && piece.match.entries.every((entry) => entry.kind === 'agent'),
  );
  if (agents) s.lacking = true;
  if (frame.measure.kind === 'metric') {
    const metric = metricNamed(frame.measure.metric);
    frame.of = metric.of === 'lead' ? 'lead' : 'deal';
    const people = frame.clauses.find((one) => one.says === 'names' && peopleFields.includes(one.field));
    if (frame.by.length === 0 && (metric.name === 'performance' || metric.name === 'quota_risk'))
      frame.by = [people?.says === 'names' && people.field !== 'owner.manager' ? people.field : 'owner'];
    // A metric judges by the status itself: "win rate of lost deals" is no rate.
    const judged = frame.clauses.some((one) => one.says === 'status' && !one.implied);
    if (judged && !(metric.name === 'cycle_time' && isWon(s))) s.lacking = true;
    frame.clauses = frame.clauses.filter((one) => one.says !== 'status');
    usualPeriod(s, metric);
    frame.pipeline = false;
    frame.limit = frame.by.length > 0 ? frame.limit : null;
  }
  if (s.trend) finishTrend(s, s.trend);
}

/** A metric of a period is of the usual one where none is said, here or before in the thread; it is shown. */
export function usualPeriod(s: State, metric: Metric): void {
  const known = [...s.frame.clauses, ...(s.before?.clauses ?? [])];
  const said = known.some((one) => one.says === 'period' && one.field === metric.dated);
  if (metric.period === null || said) return;
  s.frame.clauses.push({ says: 'period', field: metric.dated, period: metric.period });
  s.assumptions.push(`No period was said: ${metric.period}.`);
}

const isWon = (s: State): boolean =>
  s.frame.clauses.every((one) => one.says !== 'status' || one.is.join() === 'won');

const peopleFields = ['owner', 'team', 'territory', 'owner.manager'];

function finishTrend(s: State, trend: NonNullable<State['trend']>): void {
  const { frame } = s;
  const dated = frame.measure.kind === 'metric' ? metricNamed(frame.measure.metric).dated : datedOf(frame);
  const field = `${dated === 'created_on' ? 'created' : 'close'}_${trend.by}`;
  // What the open pipeline was in a month that is over is not what closes in it.
  const standing =
    frame.pipeline || frame.clauses.some((one) => one.says === 'status' && one.is.includes('open'));
  if (frame.by.some((one) => findField(frame.of, one)?.bucket)) return;
  if (!findField(frame.of, field) || (standing && dated !== 'created_on') || frame.by.length > 1)
    s.beyond.add(trend.at);
  else frame.by = [field, ...frame.by.filter((one) => one !== field)];
}
