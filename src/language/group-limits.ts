/** "Reps with more than 5 open deals", "teams with coverage below 3": a limit on the measure of each group, not on each deal. */
import type { FieldName } from '../sales/fields.ts';
import { type MetricName, metricNamed } from '../sales/metrics.ts';
import { type Ends, joinedEnds } from './bounds.ts';
import { isFigure, type MeasureUnit, unitOf } from './measure-units.ts';
import type { Quantity } from './numbers.ts';
import { namesOfField, type Piece } from './pieces.ts';
import type { Frame } from './request.ts';
import { type State, skip } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

/** A limit as it was said: the pieces from `start` to `end`, which is not included. */
type Said = { start: number; end: number; ends: Ends; unit: Quantity['unit']; currency: string | null };
/** What each group is measured by, and how a number is to be taken for it. */
type Found = { unit: MeasureUnit; times: number; asks: ('count' | 'sum' | 'booked')[] };

/** Reads the limit where it is one on groups, and gives the place to go on from; else null. */
export function groupLimit(s: State, said: Said): number | null {
  const { by } = s.frame;
  s.frame.by = byPeople(s);
  const found =
    ofMetric(s, said) ?? ofCount(s, said) ?? ofSum(s, said) ?? ofMiddle(s, said) ?? ofEach(s, said);
  if (!found || said.currency === 'KR') {
    s.frame.by = by;
    return null;
  }
  const ends = scaled(said.ends, found.times);
  const { having } = s.frame;
  const both = having ? joinedEnds(having, ends) : ends;
  if (!both) return null;
  const foreign = said.currency !== s.about.companyCurrency ? said.currency : null;
  s.frame.having = { ...both, currency: having?.currency ?? foreign };
  s.limited = { unit: found.unit, places: [...(s.limited?.places ?? []), [said.start, said.end]] };
  for (const what of found.asks) s.asked.add(what);
  if (found.asks.includes('sum')) {
    // "How many reps have over 500k pipeline": not how many deals.
    s.asked.delete('count');
    s.frame.measure = { kind: 'sum', field: 'amount' };
  }
  s.weight += 1;
  return said.end;
}

/** "Anyone below 50% of quota", "my reps with more than 5 deals": each of them, though no field was named. */
function byPeople({ frame, list, before }: State): FieldName[] {
  const people = list.some(({ is, text }) =>
    is === 'me'
      ? /\b(?:reps|people|guys|folks)$/i.test(text)
      : /^(?:any|every|some)(?:one|body)$/i.test(text),
  );
  return people && frame.by.length === 0 && before === null ? ['owner'] : frame.by;
}

const scaled = ({ from, to, exclusive }: Ends, times: number): Ends => ({
  from: from === null ? null : from / times,
  to: to === null ? null : to / times,
  exclusive,
});

/** Once all words are read: a limit on groups holds where there are groups, and their measure is counted in its unit. */
export function finishGroupLimit(s: State): void {
  const { frame, limited } = s;
  if (!limited || !frame.having) return;
  const measured = measuredHere(s);
  const grouped = frame.by.length > 0 || isGrouped(s.before);
  const compared = frame.other !== null || s.before?.other != null;
  if (grouped && !compared && isFigure(measured.measure) && unitOf(measured) === limited.unit) return;
  delete frame.having;
  for (const [start, end] of limited.places) for (let at = start; at < end; at++) s.unread.add(at);
}

/** A reply that names no measure of its own is about the one before. */
function measuredHere({ frame, before, asked }: State): Pick<Frame, 'of' | 'measure'> {
  const own = frame.measure.kind === 'metric' || measures.some((what) => asked.has(what));
  return before && before.measure.kind !== 'rows' && !own ? before : frame;
}

const measures = ['count', 'sum', 'average', 'median', 'largest', 'smallest', 'howLong'];

const isGrouped = (before: Frame | null): before is Frame => before !== null && before.by.length > 0;

/** "Which reps have over 500k open pipeline", "products with less than 100k won": whether the field at `at` names the groups. */
export function namesGroups(s: State, at: number): boolean {
  const field = s.list[at];
  const first = s.list
    .slice(0, at)
    .every(({ is }) => ['filler', 'list', 'count', 'prep', 'name'].includes(is));
  if (field?.is !== 'field' || !fieldNamed(field.field)?.groupable || !first) return false;
  if (s.list.some((piece) => isValueOf(piece, field.field))) return false;
  const next = skip(s, at + 1, saidBetween);
  const held = s.list[next];
  // "Accounts in EMEA with open pipeline over 200k"
  const from = held?.is === 'noun' && held.pipeline ? skip(s, next + 1, saidBetween) : next;
  const bound = ['compare', 'between'].includes(s.list[from]?.is ?? '');
  const place = bound ? skip(s, from + 1) : from;
  const said = s.list[place];
  if (said?.is !== 'quantity' || !(bound || said.quantity.plus || s.list[place + 1]?.is === 'orMore'))
    return false;
  const rest = s.list.slice(at + 1);
  if (said.quantity.unit === 'money') return rest.some(isAmount);
  if (said.quantity.unit === 'days') return false;
  return (said.quantity.unit === 'plain' && rest.some(isCounted)) || rest.some(({ is }) => is === 'metric');
}

/** "Owner Tom", "Negotiation stage": one of what the field names. */
const isValueOf = (piece: Piece, field: FieldName): boolean =>
  piece.is === 'name' &&
  piece.match.entries.some((entry) => entry.field === field || namesOfField(field).includes(entry.kind));

const saidBetween: Piece['is'][] = [
  ...(['filler', 'prep', 'with', 'who', 'status', 'date', 'bookings', 'didClose'] as const),
  ...(['sum', 'average', 'median', 'field', 'metric', 'name', 'me'] as const),
];

/** "Win rate over 40%", "less than 3x coverage", "a sales cycle over 60 days". */
function ofMetric(s: State, said: Said): Found | null {
  const metric = metricOf(s);
  if (metric === null) return null;
  const { unit } = metricNamed(metric);
  const found = takenAs(unit, said);
  if (!found) return null;
  // A percentage is of nothing else; a length of time or an amount may be of the deals.
  const beside =
    isBeside(s, said, ({ is }) => is === 'metric') || isApart(s, said) || isPointed(s) || isAlone(s);
  return said.unit === 'percent' || beside ? { ...found, asks: [] } : null;
}

function metricOf({ list, before }: State): MetricName | null {
  const named = list.find((piece) => piece.is === 'metric');
  if (named?.is === 'metric') return named.metric;
  return isGrouped(before) && before.measure.kind === 'metric' ? before.measure.metric : null;
}

/** How a number is to be taken for a measure that is counted in this unit; null where it does not fit. */
export function takenAs(
  unit: MeasureUnit,
  { unit: said, ends }: Pick<Said, 'unit' | 'ends'>,
): Omit<Found, 'asks'> | null {
  const most = Math.max(ends.from ?? 0, ends.to ?? 0);
  switch (unit) {
    case 'share':
      // "Attainment under 50": nobody means 50 times the quota. "Under 1" may be all of it, or a hundredth.
      return said === 'percent' || (said === 'plain' && most > 2) ? { unit, times: 100 } : null;
    case 'ratio':
      return said === 'percent' ? { unit, times: 100 } : said === 'plain' ? { unit, times: 1 } : null;
    case 'days':
      return said === 'days' ? { unit, times: 1 } : null;
    case 'currency':
      return said === 'money' ? { unit, times: 1 } : null;
    case 'number':
      return said === 'plain' ? { unit, times: 1 } : null;
  }
}

const counted: Found = { unit: 'number', times: 1, asks: ['count'] };
const summed: Found = { unit: 'currency', times: 1, asks: ['sum'] };

/** "More than 5 open deals", "at least 3 stuck deals", "10 or more wins". */
function ofCount(s: State, { start, end, unit }: Said): Found | null {
  if (unit !== 'plain' || s.frame.by.length === 0) return null;
  const next = skip(s, end, ['filler', 'status', 'me', 'motion', 'overdue', 'name']);
  const behind = s.list.slice(end, next + 1).some(isCounted);
  // "Open deals per rep where count > 10"
  return behind || s.list[start - 1]?.is === 'count' ? counted : null;
}

const isCounted = (piece: Piece): boolean =>
  (piece.is === 'noun' && !piece.pipeline) ||
  (piece.is === 'status' && /^(?:wins|losses)$/i.test(piece.text));

/** "Over 500k open pipeline", "less than 100k won", "won more than 500k", "over 1m in open deals". */
function ofSum(s: State, said: Said): Found | null {
  const { end, unit } = said;
  if (unit !== 'money' || s.frame.by.length === 0) return null;
  const next = skip(s, end, ['filler', 'status', 'sum', 'me']);
  const within = s.list[next];
  // "Over 1m in open deals", "more than 200k worth of deals"
  if (within?.is === 'prep' && /^(?:in|of|worth of)$/i.test(within.text)) {
    const held = s.list[skip(s, next + 1, ['filler', 'status', 'me'])];
    if (held?.is === 'noun') return summed;
  }
  if (s.list.some((piece) => piece.is === 'noun' && !piece.pipeline)) return null;
  if (isBeside(s, said, ({ is }) => is === 'bookings')) return { ...summed, asks: ['sum', 'booked'] };
  return isBeside(s, said, isAmount) ? summed : null;
}

const isAmount = (piece: Piece): boolean =>
  (piece.is === 'noun' && piece.pipeline) ||
  ['bookings', 'didClose', 'status', 'sum'].includes(piece.is) ||
  (piece.is === 'date' && piece.closed) ||
  (piece.is === 'field' && fieldNamed(piece.field)?.type === 'money');

/** "An average deal size over 50k", "a median age of more than 90 days". */
function ofMiddle(s: State, { start, unit }: Said): Found | null {
  if (s.frame.by.length === 0 || (unit !== 'money' && unit !== 'days')) return null;
  const before = s.list.slice(0, start).findLastIndex(({ is }) => is === 'average' || is === 'median');
  if (before < 0 || skip(s, before + 1, ['filler', 'prep', 'field', 'noun', 'status', 'age']) !== start)
    return null;
  return { unit: unit === 'money' ? 'currency' : 'days', times: 1, asks: [] };
}

/** "Open deals by owner, more than 5", "open pipeline by owner, each over 500k"; "only those over 500k" of groups before. */
function ofEach(s: State, said: Said): Found | null {
  const each = isEach(s.list[said.start - 1]);
  const pointed = isPointed(s);
  if (!each && !pointed && !isApart(s, said)) return null;
  const unit = pointed ? unitOf(measuredHere(s)) : unitSaid[said.unit];
  // Of a count an amount is one of the deals; a bare number after a comma may be one of days.
  if (!each && !pointed && unit !== 'number') return null;
  const found = unit === undefined ? null : takenAs(unit, said);
  return found && { ...found, asks: [] };
}

const unitSaid: Partial<Record<Quantity['unit'], MeasureUnit>> = {
  plain: 'number',
  money: 'currency',
  days: 'days',
};

/** "Only those over 40%", "who has more than 20", of the groups that were spoken of; "more than 10" where they have a limit. */
const isPointed = ({ before, list }: State): boolean =>
  isGrouped(before) &&
  !list.some(({ is }) => is === 'noun' || is === 'by') &&
  ((before.having !== undefined && !list.some(({ text }) => /^only$/i.test(text))) ||
    list.some(({ is, text }) => is === 'who' || /\b(?:those|ones|these|them)\b/i.test(text)));

/** "Under 3", of a coverage before: nothing else is said. */
const isAlone = ({ before, list }: State): boolean =>
  isGrouped(before) && list.every(({ is }) => alone.has(is));

const alone = new Set<Piece['is']>(['filler', 'and', 'goesOn', 'compare', 'between', 'quantity', 'orMore']);

export const isEach = (piece: Piece | undefined): boolean => /^each$/i.test(piece?.text ?? '');

/** "… by owner, more than 5", "… by owner with more than 5": apart from what it is grouped by, and with nothing behind it but what is apart, too. */
function isApart(s: State, { start, end }: Said): boolean {
  const group = s.list.slice(0, start).findLastIndex(({ is }) => !aside.has(is));
  const field = s.list[group];
  const joints = s.list.slice(group + 1, start);
  // "The deals by owner over 5": nothing parts them.
  return (
    [undefined, 'and'].includes(s.list[skip(s, end)]?.is) &&
    joints.some(({ is }) => is === 'and' || is === 'with') &&
    field?.is === 'field' &&
    s.frame.by.includes(field.field)
  );
}

/** "By owner as of 1 March, more than 5", "per rep, only those with more than 15". */
const aside = new Set<Piece['is']>(['filler', 'and', 'with', 'prep', 'asOf', 'until', 'period']);

/** Directly before the limit, or directly behind it. */
function isBeside(s: State, { start, end }: Said, is: (piece: Piece) => boolean): boolean {
  const before = s.list.slice(0, start).findLast((piece) => !between.has(piece.is));
  const after = s.list.slice(end).find((piece) => !between.has(piece.is));
  return [before, after].some((piece) => piece !== undefined && is(piece));
}

const between = new Set<Piece['is']>(['filler', 'prep', 'with']);
