/** "vs last quarter", "East against West", "year over year": the other side of a comparison. */
import { daysBetween } from '../sales/days.ts';
import { type FieldName, findField } from '../sales/fields.ts';
import { type MetricName, metricNamed } from '../sales/metrics.ts';
import { bucketOf, type Calendar } from '../sales/periods.ts';
import { dateClause, datedOf } from './dates.ts';
import { usualPeriod } from './metric-words.ts';
import { monthsBack, which } from './months.ts';
import { nameRun } from './named.ts';
import { periodDays } from './period-days.ts';
import type { Piece } from './pieces.ts';
import { otherPoint } from './points.ts';
import type { Clause, Frame } from './request.ts';
import { type About, assume, clause, type State, skip, take, unread } from './state.ts';
import { lastBegun } from './which-year.ts';
import type { Word } from './words.ts';

type Period = Extract<Clause, { says: 'period' }>;

export function readVersus(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'versus') return at + 1;
  if (piece.asks) {
    s.asked.add('compare');
    // "Compare this quarter's wins with last"
    for (const [place, { text }] of s.list.entries()) {
      const then = place > at && joins.test(text) ? otherPoint(s, place + 1) : null;
      if (then !== null) {
        take(s, place);
        break;
      }
      const bare = place > at && joins.test(text) ? withoutNoun(s, place + 1) : null;
      if (bare === null || otherSide(s, bare) === null) continue;
      take(s, place);
      break;
    }
    return at + 1;
  }
  const then = otherPoint(s, at + 1);
  if (then !== null) return then;
  // "Last month vs the month before": the word after says how much earlier.
  if (s.list[skip(s, at + 1)]?.is === 'shift') return at + 1;
  const both = meAnd(s, at);
  if (both !== null) return both;
  withoutNoun(s, at + 1);
  return otherSide(s, skip(s, at + 1)) ?? unread(s, at);
}

const joins = /^(?:with|to|and)(?: an?)?$/i;

/** "This year against last": of the unit that the other side has. The place of the period that it makes; null where it makes none. */
function withoutNoun(s: State, from: number): number | null {
  const at = skip(s, from, ['prep', 'filler']);
  const place = /^this$/i.test(s.list[at - 1]?.text ?? '') ? at - 1 : at;
  const piece = s.list[place];
  const side = which[piece?.text.toLowerCase().replace(/^the /, '') ?? ''];
  const first = s.list.slice(0, from).findLast((one) => one.is === 'period');
  const [, of, unit] =
    first?.is === 'period' ? (/^(this|last|next) (\w+(?: year)?)$/.exec(first.period.name) ?? []) : [];
  const next = s.list[place + 1];
  const alone = next === undefined || /^one$/i.test(next.text) || !ofSomething.has(next.is);
  if (!piece || !side || !unit || of === side || !alone) return null;
  s.list[place] = { ...piece, is: 'period', period: { name: `${side} ${unit}`, length: 1 } };
  if (/^one$/i.test(s.list[place + 1]?.text ?? '')) take(s, place + 1);
  return place;
}

const ofSomething = new Set<Piece['is']>(['field', 'noun', 'name', 'unread', 'quantity', 'metric', 'period']);

/** "Me vs Tom", "Tom against me": both people, side by side; null where it says something else. */
function meAnd(s: State, at: number): number | null {
  const left = s.list[at - 1];
  const next = skip(s, at + 1, ['prep']);
  const right = s.list[next];
  const isMe = (piece: Piece | undefined): boolean =>
    (piece?.is === 'filler' && /^(?:me|i)$/i.test(piece.text)) ||
    (piece?.is === 'me' && piece.whose === 'mine');
  const isPerson = (piece: Piece | undefined): boolean =>
    piece?.is === 'name' && piece.match.entries.some((entry) => entry.kind === 'person');
  // "My win rate vs Tom", "Tom's win rate vs mine": whose it is was said before.
  const { clauses } = s.frame;
  const mine = clauses.some((one) => one.says === 'mine' && one.whose === 'mine' && !one.not);
  const persons = clauses.some((one) => one.says === 'names' && one.field === 'owner' && !one.not);
  const sides =
    ((isMe(left) || (mine && !persons)) && isPerson(right)) ||
    ((isPerson(left) || (persons && !mine)) && isMe(right));
  if (!sides) return null;
  clause(s, { says: 'mine', whose: 'mine', not: false });
  s.asked.add('sideBySide');
  if (!isPerson(right)) return next + 1;
  return nameRun(s, next);
}

/** Reads what stands at `at` as the other side; null where nothing there can be one. */
export function otherSide(s: State, at: number): number | null {
  const kind = s.list[at]?.is;
  if (kind !== 'name' && kind !== 'period') return null;
  const own = s.frame.clauses;
  s.frame.clauses = [];
  const end = kind === 'period' ? dateClause(s, at, 'in', at) : nameRun(s, at);
  const said = s.frame.clauses;
  s.frame.clauses = own;
  if (said.length === 0) return null;
  for (let place = at; place < end; place++) take(s, place);
  s.frame.other = [...(s.frame.other ?? []), ...said];
  return end;
}

export function readShift(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'shift') return at + 1;
  s.shift = piece.by;
  s.weight += 1;
  return at + 1;
}

/** Makes both sides whole, once all words are read: what is compared with what. */
export function finishSides(s: State): void {
  if (s.shift) shifted(s, s.shift);
  if (s.asked.has('sideBySide') && s.frame.by.length === 0) {
    const { measure } = s.frame;
    if (measure.kind === 'rows' && !s.list.some((piece) => piece.is === 'noun')) performance(s, 'owner');
    else s.frame.by = ['owner'];
    if (s.frame.measure.kind === 'rows')
      s.frame.measure = s.frame.pipeline ? { kind: 'sum', field: 'amount' } : { kind: 'count' };
  }
  if (s.asked.has('compare') && s.frame.other === null) splitNames(s);
  for (const other of s.frame.other ?? []) {
    if (other.says === 'period') {
      notAhead(s, other);
      ownPeriod(s, other);
      samePart(s, other);
    } else if ('field' in other && !own(s).some((one) => 'field' in one && one.field === other.field))
      // "Open deals vs AMER": against what? Nothing of it may be left out in silence.
      s.lacking = true;
    // "Tom's pipeline relative to his quota": one side beside itself is no comparison.
    if (other.says === 'names' && own(s).some((one) => sameNames(one, other))) s.lacking = true;
  }
  const { frame } = s;
  if (frame.otherAsOf !== undefined && frame.otherAsOf === ownPoint(s)) s.lacking = true;
  // What was open a quarter ago is not what was to close then.
  const standing =
    frame.pipeline || frame.clauses.some((one) => one.says === 'status' && one.is.includes('open'));
  if (standing && frame.other?.some((one) => one.says === 'period' && one.field === 'close_date'))
    s.lacking = true;
  if (frame.other === null) {
    if (s.asked.has('compare') && frame.measure.kind !== 'metric' && frame.by.length === 0) s.lacking = true;
    return;
  }
  const performs = frame.measure.kind === 'metric' && frame.measure.metric === 'performance';
  if (
    (performs || frame.measure.kind === 'rows') &&
    !askedBefore(s) &&
    !s.list.some((piece) => piece.is === 'noun') &&
    bothPeople(s)
  )
    return;
  if (frame.measure.kind === 'rows' && (s.before === null || s.before.measure.kind === 'rows'))
    frame.measure = frame.pipeline ? { kind: 'sum', field: 'amount' } : { kind: 'count' };
}

const sameNames = (one: Clause, other: Extract<Clause, { says: 'names' }>): boolean =>
  one.says === 'names' &&
  one.field === other.field &&
  one.not === other.not &&
  one.names.map(({ id }) => id).join() === other.names.map(({ id }) => id).join();

/** "Win rate 2025", then "EMEA vs AMER": of what was asked before. */
const askedBefore = ({ before }: State): boolean =>
  before !== null && !(before.measure.kind === 'metric' && before.measure.metric === 'performance');

/** The past day of the first side; null is now. */
const ownPoint = ({ point, frame, before }: State): string | null =>
  point?.is === 'now' ? null : (frame.asOf ?? before?.asOf ?? null);

/** The limits of the first side, those of the thread's last question included. */
const own = (s: State): Clause[] => [...s.frame.clauses, ...(s.before?.clauses ?? [])];

/** "Compare East and West": the first is one side, the second the other. */
function splitNames(s: State): void {
  const { frame } = s;
  const named = frame.clauses.find(
    (one) => one.says === 'names' && !one.not && one.names.length > 1 && one.field !== 'stage',
  );
  if (named?.says !== 'names') return;
  const [first, second, ...more] = named.names;
  const nothingElse = !s.list.some((piece) => piece.is === 'noun') && frame.measure.kind === 'rows';
  const grouped = people.includes(named.field);
  if (grouped && nothingElse && s.asked.size === 1 && !askedBefore(s)) {
    performance(s, named.field);
    return;
  }
  if (!first || !second || more.length > 0) {
    if (frame.by.length === 0) frame.by = [named.field];
    return;
  }
  named.names = [first];
  frame.other = [{ ...named, names: [second] }];
}

/** "Priya vs Tom": how both perform. */
function bothPeople(s: State): boolean {
  const { frame } = s;
  const [other, ...more] = frame.other ?? [];
  if (other?.says !== 'names' || more.length > 0 || !people.includes(other.field)) return false;
  const first = frame.clauses.find((one) => one.says === 'names' && one.field === other.field && !one.not);
  if (first?.says !== 'names') return false;
  first.names = [...first.names, ...other.names];
  frame.other = null;
  performance(s, other.field);
  return true;
}

function performance(s: State, by: FieldName): void {
  s.frame.measure = { kind: 'metric', metric: 'performance' };
  s.frame.by = [by];
  // Of what has been: its period was read before it was known that it is one.
  for (const one of s.frame.clauses) if (one.says === 'period') one.period = lastBegun(one.period, s.about);
  usualPeriod(s, metricNamed('performance'));
}

const people: FieldName[] = ['owner', 'team', 'territory'];

const units = ['day', 'week', 'month', 'quarter', 'half', 'year'];

/** "Vs last quarter" alone: this quarter is the first side. */
function ownPeriod(s: State, other: Period): void {
  if (own(s).some((one) => one.says === 'period' && one.field === other.field)) return;
  const said = /^(last|next|this) (\w+)$/.exec(other.period);
  const unit =
    said && units.includes(said[2] ?? '')
      ? said[2]
      : /^(?:Q|q)\d/.test(other.period)
        ? 'quarter'
        : /^\d{4}$|^FY/.test(other.period)
          ? 'year'
          : null;
  if (unit === null || said?.[1] === 'this') {
    s.lacking = true;
    return;
  }
  s.frame.clauses.push({ says: 'period', field: other.field, period: `this ${unit}` });
  assume(s, `Compared with this ${unit}.`);
}

/** "This quarter vs last year": a part of a year is compared with the same part of the last one, and not with all of it. */
function samePart(s: State, other: Period): void {
  if (other.period !== 'last year' || saysAll(s)) return;
  const mine = own(s).find((one): one is Period => one.says === 'period' && one.field === other.field);
  const { calendar, now, zone } = s.about;
  const span = mine && periodDays(mine.period, { ...calendar, now, zone });
  const year = periodDays('last year', { ...calendar, now, zone });
  if (!mine || !span?.from || !span.to || !year?.from || !year.to) return;
  const days = (Date.parse(span.to) - Date.parse(span.from)) / 86_400_000 + 1;
  const period = days < 360 && span.from > year.to ? earlier(s, mine.period, 'year') : null;
  if (period === null) return;
  other.period = period;
  assume(s, `Compared with the same part of last year; say "${year.to.slice(0, 4)}" for all of it.`);
}

/** "Against all of last year" */
const saysAll = ({ list }: State): boolean =>
  list.some(({ is, text }, at) => is === 'filler' && /^all\b/i.test(text) && list[at + 1]?.is === 'period');

const looksAhead: MetricName[] = ['coverage', 'forecast', 'quota_risk'];

/** "Q1 against Q4", said in March: the Q4 that has been. */
function notAhead(s: State, other: Period): void {
  const { calendar, now, zone, today } = s.about;
  const span = periodDays(other.period, { ...calendar, now, zone });
  const { measure } = s.frame;
  // "Coverage Q1 vs Q2" may well be of what is to come.
  if (measure.kind === 'metric' && looksAhead.includes(measure.metric)) return;
  if (!/^[QH]\d$/.test(other.period) || !span?.from || !span.to || span.from <= today) return;
  const back = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  other.period = named(`${back(span.from)}..${back(span.to)}`, calendar);
}

/** The same days, so much earlier. */
function shifted(s: State, by: 'year' | 'quarter' | 'month' | 'week'): void {
  const { frame } = s;
  const known = s.before?.clauses.find((one): one is Period => one.says === 'period');
  // "And the quarter before that": in the place of the one that was asked for.
  const alone =
    s.list.some((one) => one.is === 'shift' && /before|earlier/i.test(one.text)) &&
    !s.list.some((one) => one.is === 'versus');
  if (known && alone) {
    const period = earlier(s, known.period, by);
    if (period === null) s.lacking = true;
    else frame.clauses.push({ ...known, period });
    return;
  }
  const field: FieldName =
    frame.measure.kind === 'metric' ? metricNamed(frame.measure.metric).dated : datedOf(frame);
  let said = frame.clauses.find((one): one is Period => one.says === 'period' && one.field === field);
  // In a thread the period that was asked for is the first side.
  if (!said && known) {
    const period = earlier(s, known.period, by);
    if (period === null) s.lacking = true;
    else frame.other = [{ ...known, period }];
    return;
  }
  if (!said) {
    // "The same month last year": of this month.
    const shift = s.list.find((one) => one.is === 'shift');
    const own = /\bsame (week|month|quarter)\b/i.exec(shift?.text ?? '')?.[1]?.toLowerCase() ?? by;
    said = { says: 'period', field, period: `this ${own}` };
    frame.clauses.push(said);
    assume(s, `Of this ${own}.`);
  }
  const bucket = eachOf(s, said, by);
  if (bucket) {
    frame.by = [bucket];
    if (frame.measure.kind === 'rows') frame.measure = { kind: 'count' };
    return;
  }
  const unit = /^this (\w+)$/.exec(said.period)?.[1];
  const before = unit === by ? `last ${by}` : earlier(s, said.period, by);
  if (before === null) s.lacking = true;
  else frame.other = [{ ...said, period: before }];
}

/** "Month over month this year": each of its months, not the same year a month earlier. */
function eachOf(
  s: State,
  { field, period }: Period,
  by: 'year' | 'quarter' | 'month' | 'week',
): FieldName | null {
  const said = s.list.find((one) => one.is === 'shift')?.text ?? '';
  if (!/\b(?:over|on)\b|\/|^[wmqy]o[wmqy]$/i.test(said) || s.frame.by.length > 0) return null;
  const { calendar, now, zone } = s.about;
  const span = periodDays(period, { ...calendar, now, zone });
  if (!span?.from || !span.to || daysBetween(span.from, span.to) < 2 * days[by] - 1) return null;
  const bucket = field.replace(/_(?:date|on)$/, `_${by}`);
  return findField(s.frame.of, bucket) ? bucket : null;
}

/** At least, of the shortest such. */
const days = { week: 7, month: 28, quarter: 90, year: 365 };

const months = { year: 12, quarter: 3, month: 1 };

function earlier(s: State, period: string, by: 'year' | 'quarter' | 'month' | 'week'): string | null {
  const { calendar, now, zone } = s.about;
  const span = periodDays(period, { ...calendar, now, zone });
  return span?.from && span.to ? moved(`${span.from}..${span.to}`, by, 1, calendar) : null;
}

/** The same days so many weeks, months, … earlier; later where it is negative. */
export function moved(
  range: string,
  by: 'year' | 'quarter' | 'month' | 'week',
  times: number,
  calendar: Calendar,
): string {
  const back = (day: string): string => {
    const at = new Date(`${day}T00:00:00Z`);
    if (by !== 'week') return monthsBack(at, months[by] * times);
    at.setUTCDate(at.getUTCDate() - 7 * times);
    return at.toISOString().slice(0, 10);
  };
  const [from = '', to = ''] = range.split('..');
  return named(`${back(from)}..${back(to)}`, calendar);
}

const after =
  /^(?:and |now |what about |how about |then |show |for |in |the )*(?:(next) one|(?:(?:(week|month|quarter|year)|one) (?:after|afterwards|following)(?: (?:that|it|this|this one|that one))?)|following (week|month|quarter|year|one)|(?:a|one) (week|month|quarter|year) later)$/;

/** "And the month after", of what was asked of a period: the same of the one behind it. */
export function following(
  before: Frame,
  typed: Word[],
  about: About,
): { frame: Frame; changed: number[] } | null {
  const said = typed.filter((word) => word.kind !== 'sign').map((word) => word.norm);
  const found = after.exec(said.join(' '));
  const at = before.clauses.findIndex((one) => one.says === 'period');
  const known = before.clauses[at];
  if (!found || known?.says !== 'period' || before.other) return null;
  // The next one of a list is a row.
  if (found[1] && before.measure.kind === 'rows') return null;
  const { calendar, now, zone } = about;
  const span = periodDays(known.period, { ...calendar, now, zone });
  if (!span?.from || !span.to) return null;
  const unit =
    [found[2], found[3], found[4]].find((one) => one !== undefined && one !== 'one') ??
    unitOf(span.from, span.to);
  if (unit !== 'week' && unit !== 'month' && unit !== 'quarter' && unit !== 'year') return null;
  const period = moved(`${span.from}..${span.to}`, unit, -1, calendar);
  const clauses = before.clauses.map((one, place) => (place === at ? { ...known, period } : one));
  return { frame: { ...before, clauses }, changed: [at] };
}

function unitOf(from: string, to: string): string | null {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days === 7) return 'week';
  if (days >= 28 && days <= 31) return 'month';
  if (days >= 90 && days <= 92) return 'quarter';
  return days === 365 || days === 366 ? 'year' : null;
}

/** A whole month, quarter or year of these days by its name. */
function named(range: string, calendar: Calendar): string {
  const [from = '', to = ''] = range.split('..');
  for (const by of ['month', 'quarter', 'year'] as const) {
    const key = bucketOf(from, by, calendar);
    const days = { month: 31, quarter: 92, year: 366 }[by];
    const next = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const before = new Date(Date.parse(`${from}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const length = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
    const whole =
      bucketOf(to, by, calendar) === key &&
      bucketOf(next, by, calendar) !== key &&
      bucketOf(before, by, calendar) !== key;
    if (whole && length <= days)
      return by === 'month' ? monthName(key) : by === 'quarter' ? `${key.slice(5)} ${key.slice(0, 4)}` : key;
  }
  return range;
}

const monthName = (key: string): string =>
  new Date(`${key}-01T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
