/** Fields, amounts and lengths of time in a sentence. */
import { otherSide } from './comparing.ts';
import { dateClause } from './dates.ts';
import { namesGroups } from './group-limits.ts';
import type { Piece } from './pieces.ts';
import { durationField, quantityRange } from './ranges.ts';
import { isBetweenStages } from './stage-spans.ts';
import { clause, type State, skip, sureField, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';
export function readMotion(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'motion') return at + 1;
  if (s.frame.of === 'deal') {
    s.impliesOpen = true;
    s.weight += 1;
  } else if (s.frame.of === 'account' && piece.motion === 'activity') s.weight += 1;
  else if (s.frame.of === 'lead' && piece.motion === 'activity')
    clause(s, { says: 'missing', fields: ['first_touch_on'], any: false, not: false });
  else return unread(s, at);
  return at + 1;
}

export function readCompare(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'compare') return at + 1;
  const next = skip(s, at + 1);
  // "Over the past 4": four what?
  const lead = s.list[at - 1];
  if (/^past$/i.test(piece.text) && lead?.is === 'prep' && /\bthe$|^(?:in|over|during)$/i.test(lead.text))
    return unread(s, at, next + 1);
  if (s.list[next]?.is === 'quantity') return quantityRange(s, next, piece.compare, at);
  // "Close date >= 2026-04-01"
  const dated = s.list[at - 1];
  if (s.list[next]?.is === 'period' && dated?.is === 'field' && fieldNamed(dated.field)?.type === 'day') {
    const edges = { over: 'after', least: 'since', under: 'before', most: 'by', exactly: 'in' } as const;
    return dateClause(s, next, edges[piece.compare], at);
  }
  // "Did we win more than last month"
  if (
    s.list[next]?.is === 'period' &&
    s.list.some((one) => one.is === 'status' || one.is === 'didClose' || one.is === 'bookings')
  )
    return otherSide(s, next) ?? unread(s, at);
  // "Stage = Proposal"
  if (piece.compare === 'exactly' && ['name', 'status'].includes(s.list[next]?.is ?? '')) return at + 1;
  const place = skip(s, at + 1, ['filler', 'prep', 'status', 'me']);
  const measured = s.list[place];
  const named = measured ? sureField(measured) : null;
  const type = named ? fieldNamed(named)?.type : undefined;
  if (/^(?:max|min)/i.test(piece.text) && ['money', 'number', 'days'].includes(type ?? '')) {
    const kind = piece.compare === 'most' ? 'largest' : 'smallest';
    s.asked.add(kind);
    if (named && type !== 'money') s.frame.measure = { kind, field: named };
    take(s, place);
    s.weight += 1;
    return at + 1;
  }
  return unread(s, at);
}

export function readBetween(s: State, at: number): number {
  const first = skip(s, at + 1);
  const joint = s.list[first + 1];
  const second = skip(s, first + 2);
  if (isBetweenStages(s, at)) return at + 1;
  if (joint?.is !== 'and' && joint?.is !== 'prep' && joint?.text !== '-') return unread(s, at);
  if (s.list[first]?.is === 'period' && s.list[second]?.is === 'period')
    return dateClause(s, first, 'between', at, second);
  if (s.list[first]?.is !== 'quantity' || s.list[second]?.is !== 'quantity') return unread(s, at);
  return quantityRange(s, first, 'least', at, second);
}

export function readField(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'field') return at + 1;
  // "Kicked down the road 3 times (close date pushes)": said already.
  const counted = piece.field === 'close_date_pushes';
  if (counted && s.frame.clauses.some((one) => one.says === 'range' && one.field === piece.field))
    return at + 1;
  if (s.frame.by.length === 0 && namesGroups(s, at)) {
    s.frame.by = [piece.field];
    s.weight += 1;
    return at + 1;
  }
  const next = skip(s, at + 1);
  const after = s.list[next];
  const before = s.list.slice(0, at).findLast((one) => one.is !== 'filler' && one.is !== 'prep');
  const type = fieldNamed(piece.field)?.type;
  // "Accounts without open deals": which have none is no limit on a deal.
  const lacked = s.list[skip(s, next + 1, ['filler', 'status'])];
  if (
    after?.is === 'missing' &&
    /^(?:with|without|have|has|having|lack|do|does|don't|w\/o|who|that)/i.test(after.text) &&
    lacked?.is === 'noun'
  )
    return unread(s, at, next + 1);
  // "Reps without any wins", "accounts with no Platform deal": what follows is what they lack.
  if (
    after?.is === 'missing' &&
    governs.test(after.text) &&
    s.list[skip(s, next + 1, ['filler'])]?.is !== 'field' &&
    !endsHere(s, next)
  )
    return unread(s, at, next + 1);
  if (after?.is === 'missing' && !(s.list[skip(s, next + 1, ['filler'])]?.is === 'field' && after.surely)) {
    clause(s, { says: 'missing', fields: [piece.field], any: false, not: false });
    return next + 1;
  }
  if (after?.is === 'with' && /set|filled|present/.test(after.text)) {
    clause(s, { says: 'missing', fields: [piece.field], any: false, not: true });
    return next + 1;
  }
  // "Amount desc"
  if (
    after?.is === 'direction' &&
    next === at + 1 &&
    /^(?:asc|desc)/i.test(after.text) &&
    s.frame.sort === null
  ) {
    const grouped = s.frame.by.length > 0 && type === 'money';
    if (grouped) s.asked.add('sum');
    s.frame.sort = { field: grouped ? 'measure' : piece.field, down: after.down };
    s.weight += 1;
    return next + 1;
  }
  // "Any stage", "all regions": no limit.
  const every = /^(?:any|all|every|each|whatever|all the)$/i.test(s.list[at - 1]?.text ?? '');
  if (every && fieldNamed(piece.field)?.groupable && after?.is !== 'missing' && after?.is !== 'name') {
    s.weight += 1;
    return at + 1;
  }
  if (piece.field === 'close_date' && (after?.is === 'overdue' || s.list[at - 1]?.is === 'overdue'))
    return at + 1;
  // "Compare win rates of the territories"
  if (
    fieldNamed(piece.field)?.groupable &&
    s.frame.measure.kind === 'metric' &&
    (s.asked.has('compare') || s.asked.has('ranked'))
  ) {
    s.frame.by = [piece.field];
    s.weight += 1;
    return at + 1;
  }
  // "Accounts outside France"
  const left = after?.is === 'except' ? s.list[skip(s, next + 1)] : null;
  if (
    piece.field === 'account' &&
    left?.is === 'name' &&
    left.match.entries.every((entry) => entry.field?.startsWith('account.'))
  )
    return at + 1;
  // "Technology accounts": whose industry it is, is said with the value.
  const value = s.list[at - 1];
  if (
    piece.field === 'account' &&
    value?.is === 'name' &&
    value.match.entries.every((entry) => entry.kind === 'value' || entry.kind === 'tag')
  )
    return at + 1;
  const far = s.list[skip(s, next + 1)];
  const bounded = after?.is === 'until' && far?.is === 'quantity';
  if (after && (bounded || ['compare', 'between', 'within', 'quantity'].includes(after.is))) {
    s.weight += 1;
    return at + 1;
  }
  if (after && ['name', 'except'].includes(after.is) && fieldNamed(piece.field)?.names) return at + 1;
  if (after?.is === 'name' && after.match.entries.some((entry) => entry.field === piece.field)) return at + 1;
  if (after && ['period', 'until', 'by', 'compare', 'pushed'].includes(after.is) && type === 'day')
    return at + 1;
  if (
    before &&
    ['sum', 'average', 'median', 'count'].includes(before.is) &&
    ['money', 'days', 'number'].includes(type ?? '')
  ) {
    const kind = before.is === 'average' || before.is === 'median' ? before.is : 'sum';
    s.frame.measure = { kind, field: piece.field };
    s.asked.add(kind);
    s.weight += 1;
    return at + 1;
  }
  // "Deals worth looking at"
  if (/^worth$/i.test(piece.text) && !s.asked.has('sum') && s.list[at - 1]?.is === 'noun')
    return unread(s, at);
  // "value of open deals", "open deal value"; "lost to price", "how many over what value" are something else.
  const reason = s.list[at - 1]?.is === 'prep' && /^(to|on|at)$/i.test(s.list[at - 1]?.text ?? '');
  if (type === 'money' && !s.asked.has('count') && !reason) {
    s.asked.add('sum');
    return at + 1;
  }
  // "which reps have the most open deals"
  const subject =
    s.list.slice(0, at).every((one) => ['filler', 'list', 'count', 'prep'].includes(one.is)) &&
    !s.asked.has('count');
  // "Team forecast by rep": by what is said; the team is whose it is.
  const groups = s.list.slice(next + 1).some((one) => one.is === 'by' || one.is === 'each');
  if (subject && groups && /^team$/i.test(piece.text) && after?.is === 'metric') {
    clause(s, { says: 'mine', whose: 'team', not: false });
    return at + 1;
  }
  if (
    subject &&
    fieldNamed(piece.field)?.groupable &&
    (s.list.slice(at + 1).some((one) => one.is === 'noun' || one.is === 'metric') ||
      (piece.field === 'lost_reason' &&
        s.list.slice(at + 1).some((one) => one.is === 'period' || one.is === 'sort')))
  ) {
    s.frame.by = [piece.field];
    if (piece.field === 'lost_reason' && !s.frame.clauses.some((one) => one.says === 'status'))
      clause(s, { says: 'status', is: ['lost'], implied: false });
    s.weight += 1;
    return at + 1;
  }
  return unread(s, at);
}

const governs =
  /^(?:with|without|w\/o|sans|have|has|having|don't|dont|do not|doesn't|does not|haven't|hasn't|there)\b/i;

/** "Close date: there is no" */
const endsHere = (s: State, at: number): boolean => s.list.slice(at + 1).every((one) => one.is === 'filler');

export function readQuantity(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'quantity') return at + 1;
  const { quantity } = piece;
  const then = s.list[at + 1];
  const bounded = then?.is === 'orMore' || quantity.plus;
  const next = s.list[skip(s, at + 1, ['filler', 'status', 'me', 'rank'])];
  if (quantity.unit === 'plain' && !bounded && (next?.is === 'noun' || then?.is === 'rank')) {
    s.frame.limit = quantity.value;
    take(s, at);
    s.weight += 1;
    return at + 1;
  }
  // "Highest first, 8 rows"
  if (
    quantity.unit === 'plain' &&
    !bounded &&
    /^(?:rows?|lines?|results?|entries|items|records|hits)$/i.test(then?.text ?? '')
  ) {
    s.frame.limit = quantity.value;
    take(s, at + 1);
    s.weight += 1;
    return at + 2;
  }
  const joint = s.list[at + 1];
  const second = skip(s, at + 2, ['filler']);
  if ((joint?.text === '-' || joint?.text === 'to') && s.list[second]?.is === 'quantity')
    return quantityRange(s, at, 'least', at, second);
  // "Sorted by age, give me 15"
  if (quantity.unit === 'plain' && !bounded && s.list[at + 1] === undefined && asksFor(s.list[at - 1])) {
    s.frame.limit = quantity.value;
    s.weight += 1;
    return at + 1;
  }
  // "Which five reps have the fewest open deals"
  const group = s.list[at + 1];
  if (
    quantity.unit === 'plain' &&
    !bounded &&
    group?.is === 'field' &&
    fieldNamed(group.field)?.groupable &&
    s.frame.by.length === 0
  ) {
    // "Deals with two products": how many one deal has of them is no field.
    if (
      s.list[at - 1]?.is === 'with' ||
      (/^in$/i.test(s.list[at - 1]?.text ?? '') && s.list[at - 2]?.is === 'noun')
    )
      return unread(s, at, at + 2);
    s.frame.limit = quantity.value;
    s.frame.by = [group.field];
    take(s, at + 1);
    s.weight += 1;
    return at + 2;
  }
  const before = s.list.slice(0, at).findLast((one) => one.is !== 'filler' && one.is !== 'prep');
  const valued = before?.is === 'field' && ['money', 'number'].includes(fieldNamed(before.field)?.type ?? '');
  if (bounded || quantity.unit === 'days' || durationField(s, before))
    return quantityRange(s, at, 'least', at);
  return valued ? quantityRange(s, at, 'exactly', at) : unread(s, at);
}

const asksFor = (piece: Piece | undefined): boolean =>
  piece?.is === 'list' ||
  /^(?:give me|gimme|just|only|max|limit|limit to|top|first|us|me)$/i.test(piece?.text ?? '');

export const hasDuration = (s: State, at: number): boolean =>
  s.list.some(
    (one, place) => one.is === 'quantity' && one.quantity.unit === 'days' && Math.abs(place - at) < 5,
  );
