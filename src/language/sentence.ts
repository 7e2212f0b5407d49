/** Pieces → a question, and what was left over. Reads from left to right; each kind of piece has its reader. */
import type { FieldName } from '../sales/fields.ts';
import { dateClause } from './dates.ts';
import { nameRun } from './named.ts';
import type { Piece } from './pieces.ts';
import { durationField, quantityRange } from './ranges.ts';
import type { Choice, Clause, Frame, Option, Status } from './request.ts';
import { type About, assume, clause, type State, skip, sureField, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

export type Sentence = {
  frame: Frame;
  unread: string[];
  beyond: string[];
  assumptions: string[];
  assumed: boolean;
  which: { question: string; options: Option[] } | null;
  /** How many things were said about deals. */
  weight: number;
  noun: boolean;
  goesOn: boolean;
  asked: boolean;
  used: { from: number; to: number; read: string }[];
};

type Reader = (s: State, at: number) => number;

/** Reads the whole sentence. `choices` are answers given to questions back. */
export function sentence(list: Piece[], about: About, choices: Choice[]): Sentence {
  const s: State = {
    list,
    about,
    choices,
    frame: { clauses: [], measure: { kind: 'rows' }, by: [], sort: null, limit: null, pipeline: false },
    taken: new Set(),
    unread: new Set(),
    beyond: new Set(),
    assumptions: [],
    assumed: false,
    which: null,
    not: false,
    asked: new Set(),
    impliesOpen: false,
    weight: 0,
  };
  for (const piece of list) {
    if (piece.corrected !== null && piece.is !== 'name')
      s.assumptions.push(`Read "${piece.text}" as ${piece.corrected}.`);
  }
  let at = 0;
  while (at < list.length) {
    const piece = list[at];
    if (!piece) break;
    at = s.taken.has(at) || s.unread.has(at) ? at + 1 : readers[piece.is](s, at);
  }
  finish(s);
  return {
    frame: s.frame,
    unread: texts(s, s.unread),
    beyond: texts(s, s.beyond),
    assumptions: [...new Set(s.assumptions)],
    assumed: s.assumed,
    which: s.which,
    weight: s.weight,
    noun: list.some((piece) => piece.is === 'noun'),
    goesOn: list.some((piece) => piece.is === 'goesOn'),
    asked: s.asked.has('count') || s.asked.has('sum') || s.asked.has('average') || s.asked.has('list'),
    used: list
      .filter((piece, index) => !s.unread.has(index) && piece.is !== 'filler')
      .map((piece) => ({ from: piece.from, to: piece.to, read: piece.is })),
  };
}

// Neighbours that were not read are quoted together.
function texts(s: State, places: Set<number>): string[] {
  const sorted = [...places].sort((a, b) => a - b);
  const out: string[] = [];
  sorted.forEach((place, index) => {
    const text = s.list[place]?.text ?? '';
    if (index > 0 && sorted[index - 1] === place - 1) out[out.length - 1] += ` ${text}`;
    else out.push(text);
  });
  return out;
}

const pass: Reader = (_, at) => at + 1;
const lost: Reader = (s, at) => unread(s, at);
const note =
  (what: string): Reader =>
  (s, at) => {
    s.asked.add(what);
    return at + 1;
  };

const readers: { [K in Piece['is']]: Reader } = {
  filler: pass,
  goesOn: pass,
  prep: pass,
  and: pass,
  list: note('list'),
  count: note('count'),
  sum: note('sum'),
  average: note('average'),
  unread: lost,
  orMore: lost,
  beyond: (s, at) => {
    s.beyond.add(at);
    return at + 1;
  },
  or: (s, at) => unread(s, at),
  noun: (s, at) => {
    const piece = s.list[at];
    if (piece?.is === 'noun' && piece.pipeline) s.frame.pipeline = true;
    if (piece?.is === 'noun' && !piece.pipeline) s.asked.add('deals');
    return at + 1;
  },
  status: readStatus,
  motion: (s, at) => {
    s.impliesOpen = true;
    s.weight += 1;
    return at + 1;
  },
  age: (s, at) => (hasDuration(s, at) ? at + 1 : unread(s, at)),
  date: readDateVerb,
  overdue: (s, at) => {
    s.impliesOpen = true;
    clause(s, { says: 'period', field: 'close_date', period: 'before today' });
    return at + 1;
  },
  compare: readCompare,
  between: readBetween,
  within: readWithin,
  until: readEdge,
  missing: readMissing,
  with: readWith,
  except: readExcept,
  by: readBy,
  each: readBy,
  sort: readSort,
  direction: readDirection,
  rank: readRank,
  me: (s, at) => {
    const piece = s.list[at];
    if (piece?.is === 'me') clause(s, { says: 'mine', whose: piece.whose, not: s.not });
    s.not = false;
    return at + 1;
  },
  field: readField,
  name: (s, at) => nameRun(s, at),
  quantity: readQuantity,
  period: (s, at) => dateClause(s, at, 'in', at),
};

function readStatus(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'status') return at + 1;
  const all: Status[] = ['open', 'won', 'lost'];
  const is = s.not ? all.filter((one) => !piece.status.includes(one)) : piece.status;
  s.not = false;
  const known = s.frame.clauses.find((one) => one.says === 'status');
  if (known?.says !== 'status') {
    if (!piece.surely) assume(s, `"${piece.text}" = ${is.join(' or ')}.`);
    clause(s, { says: 'status', is, implied: false });
    return at + 1;
  }
  const before = s.list[at - 1];
  if (before?.is === 'and' || before?.is === 'or')
    known.is = all.filter((one) => known.is.includes(one) || is.includes(one));
  else {
    // "Won deals closed in March": the narrower holds.
    const both = known.is.filter((one) => is.includes(one));
    if (both.length === 0) return unread(s, at);
    known.is = both;
  }
  return at + 1;
}

function readDateVerb(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'date') return at + 1;
  const uses = s.list.slice(at + 1).some((next) => ['period', 'quantity'].includes(next.is));
  const earlier = s.list.slice(0, at).some((next) => ['period', 'quantity'].includes(next.is));
  if (!uses && !earlier) return unread(s, at);
  if (piece.open && !s.frame.clauses.some((one) => one.says === 'status')) s.impliesOpen = true;
  if (piece.closed) clause(s, { says: 'status', is: ['won', 'lost'], implied: false });
  return at + 1;
}

function readCompare(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'compare') return at + 1;
  const next = skip(s, at + 1);
  return s.list[next]?.is === 'quantity' ? quantityRange(s, next, piece.compare, at) : unread(s, at);
}

function readBetween(s: State, at: number): number {
  const first = skip(s, at + 1);
  const joint = s.list[first + 1];
  const second = skip(s, first + 2);
  if (joint?.is !== 'and' && joint?.is !== 'prep' && joint?.text !== '-') return unread(s, at);
  if (s.list[first]?.is === 'period' && s.list[second]?.is === 'period')
    return dateClause(s, first, 'between', at, second);
  if (s.list[first]?.is !== 'quantity' || s.list[second]?.is !== 'quantity') return unread(s, at);
  return quantityRange(s, first, 'least', at, second);
}

function readWithin(s: State, at: number): number {
  const next = skip(s, at + 1);
  const piece = s.list[next];
  if (piece?.is === 'period') return at + 1;
  if (piece?.is === 'quantity' && piece.quantity.unit === 'days') return quantityRange(s, next, 'within', at);
  return unread(s, at);
}

function readEdge(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'until') return at + 1;
  const next = skip(s, at + 1);
  if (s.list[next]?.is === 'period' && piece.edge !== 'ago') {
    const joint = s.list[next + 1];
    const other = skip(s, next + 2);
    const upTo =
      joint?.text === 'to' || joint?.text === '-' || (joint?.is === 'until' && joint.edge === 'before');
    if (piece.edge === 'since' && upTo && s.list[other]?.is === 'period')
      return dateClause(s, next, 'between', at, other);
    return dateClause(s, next, piece.edge, at);
  }
  // "deals from EMEA", "from 50k to 100k"
  if (piece.text === 'from' && s.list[next]?.is === 'name') return at + 1;
  const far = skip(s, next + 2);
  if (
    piece.edge === 'since' &&
    s.list[next]?.is === 'quantity' &&
    s.list[next + 1]?.text === 'to' &&
    s.list[far]?.is === 'quantity'
  ) {
    return quantityRange(s, next, 'least', at, far);
  }
  return unread(s, at);
}

function readMissing(s: State, at: number): number {
  const next = skip(s, at + 1, ['filler']);
  const piece = s.list[next];
  if (piece?.is === 'name' || piece?.is === 'status') return readExcept(s, at);
  if (piece?.is !== 'field') return unread(s, at);
  const { fields, any, end } = fieldRun(s, next);
  clause(s, { says: 'missing', fields, any, not: false });
  return end;
}

function readWith(s: State, at: number): number {
  const next = skip(s, at + 1, ['filler']);
  const piece = s.list[next];
  const after = s.list[skip(s, next + 1)];
  const bound =
    after &&
    ['compare', 'missing', 'name', 'between', 'period', 'quantity', 'until', 'within', 'orMore'].includes(
      after.is,
    );
  if (piece?.is !== 'field' || bound || s.list[next + 1]?.is === 'field') return at + 1;
  const { fields, end } = fieldRun(s, next);
  clause(s, { says: 'missing', fields, any: false, not: true });
  return end;
}

function fieldRun(s: State, at: number): { fields: FieldName[]; any: boolean; end: number } {
  const fields: FieldName[] = [];
  let any = false;
  let end = at;
  for (let place = at; ; ) {
    const piece = s.list[place];
    if (piece?.is !== 'field') break;
    fields.push(piece.field);
    end = place + 1;
    let next = end;
    const joint = s.list[next];
    if (joint?.is !== 'and' && joint?.is !== 'or') break;
    while (['and', 'or', 'missing', 'filler'].includes(s.list[next]?.is ?? '')) {
      if (s.list[next]?.is === 'or') any = true;
      next += 1;
    }
    place = next;
  }
  return { fields, any, end };
}

function readExcept(s: State, at: number): number {
  const next = skip(s, at + 1);
  const piece = s.list[next];
  const field = piece?.is === 'field' ? s.list[skip(s, next + 1)] : null;
  if (piece?.is !== 'name' && piece?.is !== 'status' && piece?.is !== 'me' && field?.is !== 'name')
    return unread(s, at);
  s.not = true;
  return at + 1;
}

function readBy(s: State, at: number): number {
  const past = skip(s, at + 1, ['filler', 'sum', 'status']);
  const next = s.list[past]?.is === 'noun' ? past : skip(s, at + 1, ['filler', 'sum']);
  const piece = s.list[next];
  if (piece?.is === 'period' && s.list[at]?.is === 'by') return dateClause(s, next, 'by', at);
  if (piece?.is === 'name' || piece?.is === 'me') return at + 1;
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
  const [first, second] = fields.filter(groupable);
  s.frame.by = [first, second].filter((field) => field !== undefined);
  s.weight += 1;
  return fields.every(groupable) && fields.length < 3 ? end : unread(s, next, end);
}

function readSort(s: State, at: number): number {
  return sortBy(s, at, skip(s, at + 1, ['filler', 'by', 'prep']));
}

function sortBy(s: State, at: number, next: number): number {
  const piece = s.list[next];
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
  return next + 1;
}

const directionField: [RegExp, FieldName][] = [
  [/newest|oldest|latest|earliest|recent/, 'created_on'],
  [/longest|shortest/, 'days_in_stage'],
  [/soonest/, 'close_date'],
  [/large|big|high|small|low|most/, 'amount'],
];

function readDirection(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'direction') return at + 1;
  const field =
    s.frame.sort?.field ?? directionField.find(([words]) => words.test(piece.text.toLowerCase()))?.[1];
  if (!field) return unread(s, at);
  const dated = fieldNamed(field)?.type === 'day';
  const down = dated && /^(longest)/.test(piece.text) ? false : piece.down;
  s.frame.sort = { field, down };
  s.weight += 1;
  return at + 1;
}

function readRank(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'rank') return at + 1;
  const after = s.list[at + 1];
  const counted = after?.is === 'quantity' && after.quantity.unit === 'plain';
  if (piece.text === 'first' && !counted) return s.frame.sort ? at + 1 : unread(s, at);
  if (/most$|fewest$|least$/.test(piece.text) && !counted) {
    if (s.frame.by.length === 0) return unread(s, at);
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
  else if (s.list[skip(s, at + 1)]?.text === 'deal' || s.list[skip(s, at + 1)]?.text === 'opportunity')
    s.frame.limit = 1;
  const subject = s.list[skip(s, next)];
  const grouped =
    subject?.is === 'field' &&
    fieldNamed(subject.field)?.groupable &&
    s.list[skip(s, next) + 1]?.is !== 'name';
  if (subject?.is === 'field' && grouped) {
    s.frame.by = [subject.field];
    s.frame.sort = { field: 'measure', down: piece.down };
    s.weight += 1;
    return skip(s, next) + 1;
  }
  const byField =
    subject?.is === 'field' &&
    ['money', 'number', 'days', 'day'].includes(fieldNamed(subject.field)?.type ?? '');
  if (subject?.is === 'field' && byField) {
    s.frame.sort = { field: subject.field, down: piece.down };
    next = skip(s, next) + 1;
  } else if (s.frame.by.length > 0) s.frame.sort = { field: 'measure', down: piece.down };
  else {
    s.frame.sort = { field: piece.field ?? 'amount', down: piece.down };
    if (piece.field === null && !s.list.slice(at).some((one) => one.is === 'by' || one.is === 'sort'))
      s.assumptions.push(`"${piece.text}" = by amount.`);
  }
  s.weight += 1;
  return next;
}

function readField(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'field') return at + 1;
  const next = skip(s, at + 1);
  const after = s.list[next];
  const before = s.list.slice(0, at).findLast((one) => one.is !== 'filler' && one.is !== 'prep');
  const type = fieldNamed(piece.field)?.type;
  if (after?.is === 'missing' && !(s.list[skip(s, next + 1, ['filler'])]?.is === 'field' && after.surely)) {
    clause(s, { says: 'missing', fields: [piece.field], any: false, not: false });
    return next + 1;
  }
  if (after?.is === 'with' && /set|filled|present/.test(after.text)) {
    clause(s, { says: 'missing', fields: [piece.field], any: false, not: true });
    return next + 1;
  }
  if (after && ['compare', 'between', 'within', 'quantity'].includes(after.is)) {
    s.weight += 1;
    return at + 1;
  }
  if (after && ['name', 'except'].includes(after.is) && fieldNamed(piece.field)?.names) return at + 1;
  if (after && ['period', 'until', 'by'].includes(after.is) && type === 'day') return at + 1;
  if (
    before &&
    ['sum', 'average', 'count'].includes(before.is) &&
    ['money', 'days', 'number'].includes(type ?? '')
  ) {
    s.frame.measure = { kind: before.is === 'average' ? 'average' : 'sum', field: piece.field };
    s.asked.add(before.is === 'average' ? 'average' : 'sum');
    s.weight += 1;
    return at + 1;
  }
  // "value of open deals", "open deal value"
  if (type === 'money') {
    s.asked.add('sum');
    return at + 1;
  }
  // "which reps have the most open deals"
  const subject =
    s.list.slice(0, at).every((one) => ['filler', 'list', 'count', 'prep'].includes(one.is)) &&
    !s.asked.has('count');
  if (
    subject &&
    fieldNamed(piece.field)?.groupable &&
    s.list.slice(at + 1).some((one) => one.is === 'noun')
  ) {
    s.frame.by = [piece.field];
    s.weight += 1;
    return at + 1;
  }
  return unread(s, at);
}

function readQuantity(s: State, at: number): number {
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
  const before = s.list.slice(0, at).findLast((one) => one.is !== 'filler' && one.is !== 'prep');
  const valued = before?.is === 'field' && ['money', 'number'].includes(fieldNamed(before.field)?.type ?? '');
  if (bounded || quantity.unit === 'days' || durationField(s, before))
    return quantityRange(s, at, 'least', at);
  return valued ? quantityRange(s, at, 'exactly', at) : unread(s, at);
}

const hasDuration = (s: State, at: number): boolean =>
  s.list.some(
    (one, place) => one.is === 'quantity' && one.quantity.unit === 'days' && Math.abs(place - at) < 5,
  );

/** What the sentence as a whole says: measure, default limits, motions that named no length. */
function finish(s: State): void {
  motions(s);
  const { frame } = s;
  const closed = frame.clauses.some((one) => one.says === 'status');
  if ((s.impliesOpen || frame.pipeline) && !closed) {
    frame.clauses.unshift({ says: 'status', is: ['open'], implied: true });
  }
  if (s.asked.has('count')) frame.measure = { kind: 'count' };
  else if (s.asked.has('average')) {
    if (frame.measure.kind !== 'average') frame.measure = { kind: 'average', field: 'amount' };
  } else if (s.asked.has('sum')) {
    if (frame.measure.kind !== 'sum') frame.measure = { kind: 'sum', field: 'amount' };
    const vague = s.list.some((one) => one.is === 'sum' && one.text.toLowerCase().startsWith('total'));
    const amount =
      s.list.some((one) => one.is === 'field' && fieldNamed(one.field)?.type === 'money') || frame.pipeline;
    if (vague && !amount) asksTotal(s);
  } else if (frame.by.length > 0)
    frame.measure = frame.pipeline ? { kind: 'sum', field: 'amount' } : { kind: 'count' };
  else if (frame.pipeline && !s.asked.has('deals') && frame.sort === null)
    frame.measure = { kind: 'sum', field: 'amount' };
  if (frame.measure.kind !== 'rows' && frame.by.length === 0) {
    frame.sort = null;
  }
}

/** "Total open deals" may mean how many, or how much. */
function asksTotal(s: State): void {
  const words = 'total';
  const chosen = s.choices.find((choice) => choice.words === words);
  if (chosen)
    s.frame.measure = chosen.ids[0] === 'count' ? { kind: 'count' } : { kind: 'sum', field: 'amount' };
  else {
    s.which ??= {
      question: 'How many deals, or their total amount?',
      options: [
        {
          label: 'How many',
          kind: 'reading',
          fact: null,
          choice: { words, kind: 'reading', ids: ['count'] },
        },
        {
          label: 'Total amount',
          kind: 'reading',
          fact: null,
          choice: { words, kind: 'reading', ids: ['sum'] },
        },
      ],
    };
  }
}

/** "Stuck" without a number: longer than the setting says. "No activity" without one: none at all. */
function motions(s: State): void {
  for (const piece of s.list) {
    if (piece.is !== 'motion') continue;
    const field: FieldName = piece.motion === 'stage' ? 'days_in_stage' : 'days_since_activity';
    const said = s.frame.clauses.some(
      (one: Clause) =>
        (one.says === 'range' || one.says === 'stale' || one.says === 'period') &&
        (one.field === field || (piece.motion === 'activity' && one.field === 'last_activity_on')),
    );
    if (
      piece.motion === 'stage' &&
      !/in (the |their |its |one |current )*(same |current )*stage/.test(piece.text)
    ) {
      s.assumptions.push(`"${piece.text}" = in the same stage.`);
    }
    if (said) continue;
    if (piece.motion === 'activity' && /^(no|without|with no|had no) /.test(piece.text))
      clause(s, { says: 'missing', fields: ['last_activity_on'], any: false, not: false });
    else clause(s, { says: 'stale', field, setting: 'stale_days' });
  }
}
