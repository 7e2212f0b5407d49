/** Win rate, coverage, attainment, bookings, trends: what is measured, and by which days. */
import { type FieldName, findField } from '../sales/fields.ts';
import { type Metric, metricNamed } from '../sales/metrics.ts';
import { endsOf } from './bounds.ts';
import { datedOf } from './dates.ts';
import type { Frame } from './request.ts';
import { clause, type State, skip, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

export function readMetric(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'metric') return at + 1;
  const { measure } = s.frame;
  if (measure.kind === 'metric' && measure.metric !== piece.metric) return unread(s, at);
  s.frame.measure = { kind: 'metric', metric: piece.metric };
  s.weight += 1;
  // "At risk of missing their number"
  let end = at + 1;
  if (piece.metric === 'quota_risk')
    while (/^(?:of|missing|their|the|his|her|number|numbers|quota|target)$/i.test(s.list[end]?.text ?? ''))
      end += 1;
  // "Team performance", "rep win rates".
  const before = s.list[at - 1];
  if (before?.is === 'field' && s.unread.has(at - 1) && mayGroup(s, before.field)) {
    s.unread.delete(at - 1);
    s.frame.by = [before.field];
  }
  return end;
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

/** What was won, by its amount. "Revenue over 100k", "sorted by revenue" mean the amount itself. */
export function readBookings(s: State, at: number): number {
  const next = s.list[skip(s, at + 1)];
  const before = s.list.slice(0, at).findLast((piece) => piece.is !== 'filler');
  s.weight += 1;
  if (next && ['compare', 'between', 'orMore', 'quantity'].includes(next.is)) return at + 1;
  if (before?.is === 'sort') {
    s.frame.sort = { field: 'amount', down: s.frame.sort?.down ?? true };
    return at + 1;
  }
  s.asked.add('booked');
  if (!s.asked.has('average') && !s.asked.has('median')) {
    s.asked.add('sum');
    s.frame.measure = { kind: 'sum', field: 'amount' };
  }
  return at + 1;
}

/** "How much did we close": what was won, on its close date. */
export function readDidClose(s: State, at: number): number {
  s.asked.add('booked');
  s.weight += 1;
  if (/\bi(?:'ve)?\b/i.test(s.list[at]?.text ?? '')) clause(s, { says: 'mine', whose: 'mine', not: false });
  s.assumptions.push('Closed = won.');
  return at + 1;
}

/** "Who won most?" asks by owner; "reps who have …" says no more than "reps". */
export function readWho(s: State, at: number): number {
  const first = s.list.slice(0, at).every((piece) => ['filler', 'list', 'prep', 'and'].includes(piece.is));
  const named = s.list.some(
    (piece) => piece.is === 'name' && piece.match.entries.some((one) => one.kind === 'person'),
  );
  const next = s.list[skip(s, at + 1, ['filler'])];
  // "Who's ghosting me?" asks for customers.
  if (next?.is === 'motion' && /ghost/i.test(next.text)) return unread(s, at, at + 2);
  // "Who's the owner with the most of these"
  if (first && next?.is === 'field' && next.field === 'owner') take(s, s.list.indexOf(next));
  if (first && !named && s.frame.by.length === 0) {
    s.frame.by = ['owner'];
    s.weight += 1;
  }
  return at + 1;
}

/** Bookings are of what was won, unless the words name another status. */
export function finishBookings(s: State): void {
  const closed = s.frame.clauses.find((one) => one.says === 'status' && !one.implied);
  if (s.asked.has('booked') && !closed) {
    s.frame.clauses = s.frame.clauses.filter((one) => one.says !== 'status');
    s.frame.clauses.unshift({ says: 'status', is: ['won'], implied: false });
    s.impliesOpen = false;
  }
  // "How much closed": nobody adds up what was lost. Beside "closed deals" both may be meant, and that is said.
  const both = closed?.says === 'status' && closed.is.join() === 'won,lost';
  const said = s.list.some(
    (piece) =>
      (piece.is === 'status' && piece.text.toLowerCase() === 'closed') ||
      (piece.is === 'date' && piece.closed && s.asked.has('count')),
  );
  const verb = s.list.some((piece) => piece.is === 'date' && piece.closed);
  if (
    both &&
    said &&
    (verb || s.asked.has('sum') || s.asked.has('average') || s.frame.by.includes('owner'))
  ) {
    closed.is = ['won'];
    s.assumptions = s.assumptions.map((one) => (one === '"closed" = won or lost.' ? 'Closed = won.' : one));
  }
}

/** Deals whose close date was moved to a later day; how often is counted, when is not. */
export function readPushed(s: State, at: number): number {
  const next = s.list[skip(s, at + 1)];
  // "Slipped: close date in the past": what it means is said beside it.
  const slips = /slip/i.test(s.list[at]?.text ?? '') && next?.is !== 'quantity' && next?.is !== 'compare';
  if (slips && s.list.some((piece) => piece.is === 'overdue')) {
    s.assumptions.push('Slipped = past their close date.');
    return at + 1;
  }
  if (next?.is === 'period' || next?.is === 'until') return unread(s, at);
  const first = skip(s, at + 1);
  const place = next?.is === 'compare' ? skip(s, first + 1) : first;
  const times = timesAt(s, place);
  const compare = next?.is === 'compare' ? next.compare : 'least';
  const limit = endsOf(compare, times ?? 1);
  clause(s, {
    ...{ says: 'range', field: 'close_date_pushes', unit: 'number', currency: null, said: null },
    ...limit,
  });
  if (times === null) return next?.is === 'compare' ? unread(s, first) : at + 1;
  let end = place + 1;
  while (/^(?:times?|x|or more|or less)$/i.test(s.list[end]?.text ?? '')) take(s, end++);
  // When it was pushed is not kept: "twice this quarter".
  const then = skip(s, end);
  return s.list[then]?.is === 'period' ? unread(s, then) : end;
}

const adverbs: Record<string, number> = { once: 1, twice: 2, thrice: 3 };

function timesAt(s: State, at: number): number | null {
  const piece = s.list[at];
  if (piece?.is === 'quantity') return piece.quantity.unit === 'plain' ? piece.quantity.value : null;
  return adverbs[piece?.text.toLowerCase() ?? ''] ?? null;
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
  if (s.asked.has('how') && frame.measure.kind === 'rows' && !named && !s.point)
    frame.measure = { kind: 'metric', metric: 'performance' };
  // "Numbers?" alone asks for none in particular.
  const alone = s.list.every((piece) => piece.is === 'metric' || piece.is === 'filler');
  if (
    alone &&
    s.before === null &&
    /^(?:numbers|stats|results|doing)$/i.test(s.list.find((piece) => piece.is === 'metric')?.text ?? '')
  )
    s.lacking = true;
  // How an agent does is another question.
  const agents = s.list.some(
    (piece) => piece.is === 'name' && piece.match.entries.every((entry) => entry.kind === 'agent'),
  );
  if (agents) s.lacking = true;
  if (frame.measure.kind === 'metric') {
    const metric = metricNamed(frame.measure.metric);
    frame.of = metric.of === 'lead' ? 'lead' : 'deal';
    const people = frame.clauses.find((one) => one.says === 'names' && peopleFields.includes(one.field));
    const standing = metric.name === 'quota_risk' && asksStanding(s);
    if (standing) frame.by = [];
    else if (frame.by.length === 0 && (metric.name === 'performance' || metric.name === 'quota_risk'))
      frame.by = [people?.says === 'names' && people.field !== 'owner.manager' ? people.field : 'owner'];
    const staged = frame.clauses.some((one) => one.says === 'names' && one.field === 'stage');
    // "Slowest in EMEA": in what is not said.
    const ranks = s.list.some((piece) => piece.is === 'metric' && /^days per stage$/i.test(piece.text));
    if (ranks && !staged && frame.by.join() !== 'stage') s.lacking = true;
    if (metric.name === 'stage_time' && frame.by.length === 0 && !staged) frame.by = ['stage'];
    // A metric judges by the status itself: "win rate of lost deals" is no rate.
    middle(s, metric);
  }
  if (frame.measure.kind === 'metric') {
    const metric = metricNamed(frame.measure.metric);
    const judged = frame.clauses.some((one) => one.says === 'status' && !one.implied);
    if (judged && !(metric.name === 'cycle_time' && isWon(s))) s.lacking = true;
    frame.clauses = frame.clauses.filter((one) => one.says !== 'status');
    usualPeriod(s, metric);
    frame.pipeline = false;
    frame.limit = frame.by.length > 0 ? frame.limit : null;
  }
  // "Weekly wins: last week vs the week before" compares two, and draws no line.
  const compared = s.shift !== null || frame.other?.some((one) => one.says === 'period');
  if (s.trend && !compared) finishTrend(s, s.trend);
}

/** "Am I on track", "are we behind plan", "is Dan going to miss quota": how they stand, not who of them is at risk. */
function asksStanding({ frame, list }: State): boolean {
  if (frame.by.length > 0 && frame.by.join() !== 'owner') return false;
  const said = list.map(({ text }) => text).join(' ');
  const words = list.some(
    (piece) => piece.is === 'metric' && /\bon (?:track|pace)\b|\bstanding\b/i.test(piece.text),
  );
  return words || ofOneself(frame) || (frame.by.length === 0 && /^(?:so )?(?:are|will|do) we\b/i.test(said));
}

/** The asker's own, or of people who are named. */
export const ofOneself = ({ clauses }: Frame): boolean =>
  clauses.some(
    (one) =>
      (one.says === 'mine' && one.whose === 'mine' && !one.not) ||
      (one.says === 'names' && one.field === 'owner' && !one.not),
  );

/** A metric of a period is of the usual one where none is said, here or before in the thread; it is shown. */
export function usualPeriod(s: State, metric: Metric): void {
  const known = [...s.frame.clauses, ...(s.before?.clauses ?? [])];
  const said = known.some((one) => one.says === 'period' && one.field === metric.dated);
  if (metric.period === null || said) return;
  s.frame.clauses.push({ says: 'period', field: metric.dated, period: metric.period });
  s.assumptions.push(`No period was said: ${metric.period}.`);
}

/** "Median sales cycle": the middle one; of a rate there is none. */
function middle(s: State, metric: Metric): void {
  if (!s.asked.has('median')) return;
  if (metric.name === 'cycle_time') {
    s.frame.measure = { kind: 'median', field: 'cycle_days' };
    if (!s.frame.clauses.some((one) => one.says === 'status' && !one.implied))
      s.frame.clauses.push({ says: 'status', is: ['won'], implied: false });
  } else if (metric.name === 'time_to_first_touch')
    s.frame.measure = { kind: 'median', field: 'response_days' };
  else s.lacking = true;
}

const isWon = (s: State): boolean =>
  s.frame.clauses.every((one) => one.says !== 'status' || one.is.join() === 'won');

const peopleFields = ['owner', 'team', 'territory', 'owner.manager'];

/** What the weeks, months and quarters of a day are called. */
const buckets: Record<FieldName, string> = { created_on: 'created', close_date: 'close', done_on: 'done' };

function finishTrend(s: State, trend: NonNullable<State['trend']>): void {
  const { frame } = s;
  const dated = frame.measure.kind === 'metric' ? metricNamed(frame.measure.metric).dated : datedOf(frame);
  const field = `${buckets[dated] ?? 'close'}_${trend.by}`;
  // What the open pipeline was in a month that is over is not what closes in it.
  const standing =
    frame.pipeline || frame.clauses.some((one) => one.says === 'status' && one.is.includes('open'));
  // "Deals closing per month" asks for their close dates.
  const closing = s.list.some((piece) => piece.is === 'date' && piece.open && piece.field === 'close_date');
  if (frame.by.some((one) => findField(frame.of, one)?.bucket)) {
    // "Pipeline trend by week": not what closes in each.
    const line = /trend|over time/i.test(s.list[trend.at]?.text ?? '');
    if (line && standing && !closing && dated !== 'created_on') s.beyond.add(trend.at);
    return;
  }
  if (!findField(frame.of, field) || (standing && dated !== 'created_on' && !closing) || frame.by.length > 1)
    s.beyond.add(trend.at);
  else frame.by = [field, ...frame.by.filter((one) => one !== field)];
}
