/** By what to group and sort, and how many to show. */
import type { FieldName } from '../sales/fields.ts';
import { dateClause } from './dates.ts';
import { isEach } from './group-limits.ts';
import { fieldRun } from './lacking.ts';
import { readBookings, readMetric } from './metric-words.ts';
import type { Piece } from './pieces.ts';
import { clause, type State, skip, sureField, take, unread } from './state.ts';
import { readStatus } from './statuses.ts';
import { fieldNamed } from './vocabulary.ts';

export function readBy(s: State, at: number): number {
  // "Open pipeline by owner, each over 500k"
  if (isEach(s.list[at]) && ['compare', 'between', 'quantity'].includes(s.list[at + 1]?.is ?? ''))
    return at + 1;
  // "How many was that, each?": by what it was by before.
  if (
    /^each$/i.test(s.list[at]?.text ?? '') &&
    s.list[skip(s, at + 1, ['filler'])] === undefined &&
    s.before &&
    s.before.by.length > 0
  )
    return at + 1;
  // "Tom and Priya: open amount each": by those who were named.
  const many = s.frame.clauses.find((one) => one.says === 'names' && !one.not && one.names.length > 1);
  if (
    /^each$/i.test(s.list[at]?.text ?? '') &&
    s.list[skip(s, at + 1, ['filler'])] === undefined &&
    many?.says === 'names' &&
    s.frame.by.length === 0 &&
    fieldNamed(many.field)?.groupable
  ) {
    s.frame.by = [many.field];
    return at + 1;
  }
  const past = skip(s, at + 1, ['filler', 'sum', 'status']);
  const next = s.list[past]?.is === 'noun' ? past : skip(s, at + 1, ['filler', 'sum']);
  const piece = s.list[next];
  // "By won amount"
  const measured = s.list[skip(s, next + 1, ['filler'])];
  if (piece?.is === 'status' && measured?.is === 'field' && fieldNamed(measured.field)?.type === 'money') {
    readStatus(s, next);
    s.asked.add('sum');
    s.frame.sort = { field: 'measure', down: s.frame.sort?.down ?? true };
    return skip(s, next + 1, ['filler']) + 1;
  }
  // "By closed-won dollars", "by value"
  const sum = s.list.findIndex((one, place) => place > at && place < past && one.is === 'sum');
  if (
    sum > at &&
    s.list[at]?.is === 'by' &&
    /^(?:dollars?|money|value|\$+)$/i.test(s.list[sum]?.text ?? '')
  ) {
    for (let place = at + 1; place < sum; place++) if (s.list[place]?.is === 'status') readStatus(s, place);
    s.asked.add('sum');
    s.frame.sort = { field: 'measure', down: s.frame.sort?.down ?? true };
    return sum + 1;
  }
  if (piece?.is === 'period' && s.list[at]?.is === 'by') return dateClause(s, next, 'by', at);
  if (piece?.is === 'name' || piece?.is === 'me') return at + 1;
  if (piece?.is === 'metric' || piece?.is === 'bookings') {
    s.frame.sort = { field: 'measure', down: s.frame.sort?.down ?? true };
    return piece.is === 'metric' ? readMetric(s, next) : readBookings(s, next);
  }
  // A company's own agents are its reps; Steward's own are no group of deals.
  if (piece && /^agents?$/i.test(piece.text)) {
    s.frame.by = ['owner'];
    s.weight += 1;
    return next + 1;
  }
  if (piece?.is === 'noun' || piece?.is === 'count') {
    const pipeline = piece.is === 'noun' && piece.pipeline;
    for (let place = at + 1; place < next; place++) if (s.list[place]?.is === 'status') readStatus(s, place);
    s.frame.pipeline ||= pipeline;
    s.asked.add(pipeline ? 'sum' : 'count');
    s.frame.sort = { field: 'measure', down: s.frame.sort?.down ?? true };
    return skip(s, next + 1);
  }
  if (piece?.is !== 'field') return sortBy(s, at, next);
  const groupable = (field: FieldName): boolean => fieldNamed(field)?.groupable === true;
  if (!groupable(piece.field)) return sortBy(s, at, next);
  const { fields, end } = fieldRun(s, next);
  // "Per stage … for each rep": both.
  const all = [...new Set([...s.frame.by, ...fields.filter(groupable)])];
  s.weight += 1;
  if (all.length > 2 || !fields.every(groupable)) return unread(s, next, end);
  s.frame.by = all;
  return end;
}

/** "By value" is one word for a sum. */
export const saysBy = ({ is, text }: Piece): boolean => is === 'by' || (is === 'sum' && /^by /i.test(text));

export function readSort(s: State, at: number): number {
  const next = skip(s, at + 1, ['filler', 'by', 'prep']);
  const subject = s.list[next];
  // "Sort open deals by age": the "by" after what is sorted says by what.
  // "Rank the reps by pipeline": the reps are the groups.
  const whose = subject?.is === 'me' && subject.whose === 'team' && s.list.slice(next + 1).some(saysBy);
  if (whose && /reps|people|guys|folks|team/i.test(subject.text)) {
    s.frame.by = ['owner'];
    s.asked.add('ranked');
    return at + 1;
  }
  if (subject && groups(s, next)) {
    const by = s.list.slice(next + 1).some(saysBy);
    if (by && subject.is === 'field') {
      s.frame.by = [subject.field];
      s.asked.add('ranked');
      s.weight += 1;
      return next + 1;
    }
  }
  if (
    subject &&
    ['count', 'sum', 'bookings', 'metric', 'noun'].includes(subject.is) &&
    !/^sort/i.test(s.list[at]?.text ?? '')
  ) {
    s.asked.add('ranked');
    return at + 1;
  }
  const later = s.list.slice(next).some((piece) => piece.is === 'by' || piece.is === 'direction');
  if (later && subject && ['status', 'noun', 'me', 'name'].includes(subject.is)) return at + 1;
  // "Deals in Negotiation sorted by": by what?
  const said = s.list[at]?.text ?? '';
  const bare = /^(?:sort|order)/i.test(said) && s.frame.by.length === 0;
  if (!subject && (bare || /\bby$/i.test(`${said} ${s.list[at + 1]?.text ?? ''}`.trim())))
    return unread(s, at);
  // "By rep, ranked": by what was measured.
  if (!subject || ['until', 'period'].includes(subject.is)) {
    s.asked.add('ranked');
    return at + 1;
  }
  // "Ranked by wins"
  if (subject.is === 'status') {
    s.asked.add('ranked');
    return readStatus(s, next);
  }
  return sortBy(s, at, next);
}

function sortBy(s: State, at: number, next: number): number {
  const piece = s.list[next];
  // "Sorted by oldest": it says of what by itself.
  if (piece?.is === 'direction' || piece?.is === 'rank') return next;
  const field = piece ? sureField(piece) : null;
  if (!piece || !field) return unread(s, at);
  const type = fieldNamed(field)?.type;
  const grouped = s.frame.by.length > 0;
  const usual = type === 'money' || type === 'number' || type === 'days';
  s.frame.sort = {
    field: grouped && type === 'money' ? 'measure' : field,
    down: s.frame.sort?.down ?? usual,
  };
  if (grouped && type === 'money') s.asked.add('sum');
  take(s, next);
  s.weight += 1;
  // "Sorted by owner, then amount": one order is all there is, and the second asks for no total.
  const second = skip(s, next + 1, ['filler', 'and', 'goesOn', 'by']);
  const other = s.list[second];
  const more = s.list[at]?.is === 'sort' && second > next + 1 && other && sureField(other);
  return more ? unread(s, next + 1, second + 1) : next + 1;
}

const directionField: [RegExp, FieldName][] = [
  [/chronolog/, 'created_on'],
  [/newest|oldest|latest|earliest|recent/, 'created_on'],
  [/next first|nearest|closest/, 'close_date'],
  [/longest|shortest/, 'days_in_stage'],
  [/soonest/, 'close_date'],
  [/large|big|high|small|low|most/, 'amount'],
];

/** Of what is closed the latest is what was closed last. */
function latestOf(s: State, field: FieldName | undefined): FieldName | undefined {
  const status = [...s.frame.clauses, ...(s.before?.clauses ?? [])].find((one) => one.says === 'status');
  const closed =
    (status?.says === 'status' && !status.is.includes('open')) ||
    s.list.some((piece) => piece.is === 'status' && !piece.status.includes('open'));
  const quiet = s.list.some((piece) => piece.is === 'motion' && piece.motion === 'activity');
  if (field === 'days_in_stage' && quiet) return 'days_since_activity';
  return field === 'created_on' && closed ? 'close_date' : field;
}

export function readDirection(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'direction') return at + 1;
  const measured = [s.frame, s.before].some((frame) => frame && frame.by.length > 0);
  // By their names deals have no order: that of the amounts would be another one.
  const amounts = ['money', 'number', 'days', 'date', undefined];
  const sorted = s.frame.sort?.field;
  const ofNames = sorted && sorted !== 'measure' && !amounts.includes(fieldNamed(sorted)?.type);
  if (/^alphabet/i.test(piece.text) && !measured && !ofNames) return unread(s, at);
  // "Created desc"
  const before = s.list[at - 1];
  if (before?.is === 'date' && s.frame.sort === null && /^(?:asc|desc)/i.test(piece.text)) {
    s.unread.delete(at - 1);
    s.frame.sort = { field: before.field, down: piece.down };
    s.weight += 1;
    return at + 1;
  }
  // "Worst first" is of what is measured; of a list it says nothing.
  if (/best|worst|strong|weak/i.test(piece.text) && !measured) return unread(s, at);
  const field =
    s.frame.sort?.field ??
    (measured && !/new|old|late|early|soon/.test(piece.text) ? 'measure' : null) ??
    latestOf(s, directionField.find(([words]) => words.test(piece.text.toLowerCase()))?.[1]);
  if (!field) return unread(s, at);
  const dated = fieldNamed(field)?.type === 'day';
  // Of days that have passed the oldest has the most.
  const passed = fieldNamed(field)?.type === 'days' && /old|new|late|earl|recent/i.test(piece.text);
  const down = dated && /^(longest)/.test(piece.text) ? false : piece.down !== passed;
  s.frame.sort = { field, down };
  s.weight += 1;
  return at + 1;
}

const groups = (s: State, at: number): boolean => {
  const piece = s.list[at];
  return piece?.is === 'field' && fieldNamed(piece.field)?.groupable === true;
};

export function readRank(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'rank') return at + 1;
  const after = s.list[at + 1];
  const counted = after?.is === 'quantity' && after.quantity.unit === 'plain';
  if (piece.text === 'first' && !counted) return s.frame.sort ? at + 1 : unread(s, at);
  // "First 3 deals to close"
  const closing = s.list.slice(at).some((one) => one.is === 'date' && one.open && one.field === 'close_date');
  if (/^first$/i.test(piece.text) && closing && after?.is === 'quantity') {
    s.frame.limit = after.quantity.value;
    s.frame.sort = { field: 'close_date', down: false };
    s.weight += 1;
    return at + 2;
  }
  if (/(?:^|the )(?:most|fewest|least)$/.test(piece.text) && !counted) {
    if (s.frame.by.length === 0) return unread(s, at);
    s.frame.sort = { field: 'measure', down: piece.down };
    return at + 1;
  }
  const measured =
    s.list[skip(s, counted ? at + 2 : at + 1, ['filler', 'prep', 'me', 'name'])]?.is === 'metric';
  if (measured || (/best|worst|weak/i.test(piece.text) && s.list.some((one) => one.is === 'metric'))) {
    s.frame.sort = { field: 'measure', down: piece.down };
    if (counted) s.frame.limit = after.quantity.value;
    return counted ? at + 2 : at + 1;
  }
  if (/best|worst/i.test(piece.text) && s.frame.by.length > 0) {
    s.asked.add('top');
    s.frame.sort = { field: 'measure', down: piece.down };
    return at + 1;
  }
  const before = s.list[skip(s, 0) === at ? -1 : at - 1];
  let next = at + 1;
  if (after?.is === 'quantity' && after.quantity.unit === 'plain') {
    s.frame.limit = after.quantity.value;
    next = at + 2;
  } else if (before?.is === 'quantity' && before.quantity.unit === 'plain' && s.taken.has(at - 1))
    s.frame.limit = before.quantity.value;
  else if (s.list.slice(at + 1, at + 3).some((one) => /^(?:win|loss)$/i.test(one.text))) s.frame.limit = 1;
  else if (
    /^(?:deal|opportunity|opp|win|loss|one)$/i.test(
      s.list[skip(s, at + 1, ['filler', 'prep', 'status', 'me', 'name'])]?.text ?? '',
    )
  )
    s.frame.limit = 1;
  if (
    s.frame.limit !== null &&
    s.list[skip(s, next, ['filler', 'prep', 'status', 'me', 'name'])]?.is === 'noun'
  )
    s.asked.add('topDeals');
  const named = skip(s, next, ['filler', 'prep', 'status', 'me']);
  if (/^agents$/i.test(s.list[named]?.text ?? '')) {
    s.frame.by = ['owner'];
    s.frame.sort = { field: 'measure', down: piece.down };
    s.weight += 1;
    return named + 1;
  }
  // "Top 5 lost accounts": what lies between says which.
  if (s.list[named]?.is === 'field' && groups(s, named))
    for (let place = next; place < named; place++) if (s.list[place]?.is === 'status') readStatus(s, place);
  if (groups(s, named)) next = named;
  const subject = s.list[skip(s, next)];
  const grouped =
    subject?.is === 'field' &&
    fieldNamed(subject.field)?.groupable &&
    s.list[skip(s, next) + 1]?.is !== 'name';
  if (subject?.is === 'field' && grouped) {
    s.frame.by = [subject.field];
    s.frame.sort = { field: 'measure', down: piece.down };
    s.weight += 1;
    if (subject.field === 'lost_reason' && !s.frame.clauses.some((one) => one.says === 'status'))
      clause(s, { says: 'status', is: ['lost'], implied: false });
    s.asked.add('top');
    return skip(s, next) + 1;
  }
  const byField =
    subject?.is === 'field' &&
    ['money', 'number', 'days', 'day'].includes(fieldNamed(subject.field)?.type ?? '');
  if (subject?.is === 'field' && byField) {
    s.frame.sort = { field: subject.field, down: piece.down };
    next = skip(s, next) + 1;
  } else if (/^(?:first|top)$/i.test(piece.text) && s.frame.sort) {
    // "By close date, top 5": it has been said by what.
  } else if (/^first$/i.test(piece.text) && s.before?.sort) s.frame.sort = s.before.sort;
  else if (s.frame.by.length > 0 || (s.before && s.before.by.length > 0))
    s.frame.sort = { field: 'measure', down: piece.down };
  else {
    s.frame.sort = { field: latestOf(s, piece.field ?? 'amount') ?? 'amount', down: piece.down };
    if (/best|worst|weak/i.test(piece.text)) return unread(s, at);
    if (piece.field === null && !s.list.slice(at).some((one) => one.is === 'by' || one.is === 'sort'))
      s.assumptions.push(`"${piece.text}" = by amount.`);
  }
  s.weight += 1;
  return next;
}
