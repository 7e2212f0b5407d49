import { readShift, readVersus } from './comparing.ts';
import { dateClause } from './dates.ts';
import { readDateVerb, readEdge, readPeriod, readSoFar, readWithin } from './day-words.ts';
import { drawingIn } from './drawing.ts';
import { hasDuration, readBetween, readCompare, readField, readMotion, readQuantity } from './field-words.ts';
import { readAbout, readCurrency, readUnknown, readVague } from './guesses.ts';
import { isOpenEnd, readJoint, secondAt } from './joints.ts';
import { readExcept, readMissing, readWith } from './lacking.ts';
import { finish } from './measures.ts';
import {
  readBookings,
  readDidClose,
  readMetric,
  readPushed,
  readTrend,
  readTruth,
  readWho,
} from './metric-words.ts';
import { nameRun } from './named.ts';
import type { Piece } from './pieces.ts';
import { agoIn, pointIn, readAsOf } from './points.ts';
import type { AskedNoun } from './request.ts';
import { type Choice, emptyFrame, type Frame, type Option } from './request.ts';
import { readBy, readDirection, readRank, readSort } from './sorting.ts';
import { type About, clause, type Point, type State, skip, unread } from './state.ts';
import { readStatus } from './statuses.ts';
import { type Unknown, whichUnknown } from './unknown.ts';
import { fieldNamed } from './vocabulary.ts';
import { readMe } from './whose.ts';

export type Sentence = {
  frame: Frame;
  unread: string[];
  beyond: string[];
  assumptions: string[];
  assumed: boolean;
  which: { question: string; options: Option[] } | null;
  /** What was not read looks like a name. */
  unknown: Unknown | null;
  /** How many things were said about deals. */
  weight: number;
  noun: boolean;
  /** A metric was named, which needs no noun. */
  measured: boolean;
  /** A field was named that is added up or averaged. */
  sums: boolean;
  /** "Show me the lost ones": rows, after a number. */
  lists: boolean;
  /** "Which ones", "what's", "show": asks for things. */
  listed: boolean;
  /** "Show them": the rows behind a number. */
  shows: boolean;
  /** Nothing but accounts was named: their deals are meant. */
  named: boolean;
  /** "Closing in the next 10 days" needs no noun. */
  dated: boolean;
  point: Point | null;
  goesOn: boolean;
  asked: boolean;
  used: { from: number; to: number; read: string }[];
};

type Reader = (s: State, at: number) => number;

/** Reads the whole sentence. `choices` are answers given to questions back. */
export function sentence(
  list: readonly Piece[],
  about: About,
  choices: Choice[],
  of: AskedNoun = 'deal',
  before: Frame | null = null,
): Sentence {
  const s: State = {
    // Some ways put another piece in the place of one.
    list: [...list],
    about,
    choices,
    before,
    frame: { ...emptyFrame, clauses: [], by: [], of },
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
    shift: null,
    trend: null,
    limited: null,
    point: null,
    lacking: false,
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
    beyond: s.lacking ? [...texts(s, s.beyond), 'the other side'] : texts(s, s.beyond),
    assumptions: [...new Set(s.assumptions)],
    assumed: s.assumed,
    which: s.which,
    unknown: whichUnknown(s),
    point: s.point,
    weight: s.weight,
    noun: list.some((piece) => piece.is === 'noun'),
    measured: s.frame.measure.kind === 'metric' || s.asked.has('booked'),
    sums:
      'field' in s.frame.measure &&
      list.some(
        (piece) =>
          piece.is === 'field' && ['money', 'number', 'days'].includes(fieldNamed(piece.field)?.type ?? ''),
      ),
    named:
      (onlyAccounts(list) && s.frame.clauses.some((one) => 'field' in one && one.field === 'account')) ||
      (list.some((piece) => /^(?:everything|anything|all but)/i.test(piece.text)) &&
        s.frame.clauses.some((one) => one.says === 'names')) ||
      s.frame.clauses.some((one) => one.says === 'missing'),
    dated:
      list.some(
        (piece) =>
          (piece.is === 'date' && piece.open) ||
          piece.is === 'overdue' ||
          (piece.is === 'field' && fieldNamed(piece.field)?.type === 'day'),
      ) && s.frame.clauses.some((one) => one.says === 'period'),
    listed: list.some((piece) => /^(?:which|what|show|list)/i.test(piece.text)),
    lists:
      s.asked.has('list') && list.some((piece) => /\bones$/i.test(piece.text)) && s.frame.clauses.length > 0,
    shows: list.some((piece) => piece.is === 'goesOn' && /^(?:show|list|now show)/i.test(piece.text)),
    goesOn: list.some((piece) => piece.is === 'goesOn'),
    asked: ['count', 'sum', 'average', 'median', 'list', 'howLong', 'largest', 'smallest', 'top'].some(
      (what) => s.asked.has(what),
    ),
    used: list
      .filter((piece, index) => !s.unread.has(index) && piece.is !== 'filler')
      .map((piece) => ({ from: piece.from, to: piece.to, read: piece.is })),
  };
}

const onlyAccounts = (list: readonly Piece[]): boolean =>
  list.every(
    (piece) =>
      ['filler', 'and', 'or', 'prep', 'list', 'status'].includes(piece.is) ||
      piece.text === '+' ||
      (piece.is === 'name' && piece.match.entries.every((entry) => entry.kind === 'account')),
  );

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
const note =
  (what: string): Reader =>
  (s, at) => {
    s.asked.add(what);
    return at + 1;
  };

/** "What did I win", "I lost": mine. In "I need", "can I see" it says nothing. */
function readFiller(s: State, at: number): number {
  if (secondAt(s, at) !== null) return readJoint(s, at);
  // "Share of won deals from partners" asks for no list.
  if (/^share$/i.test(s.list[at]?.text ?? '') && /^of$/i.test(s.list[at + 1]?.text ?? ''))
    return unread(s, at);
  const name = s.list[skip(s, at + 1, ['filler'])];
  const every = s.list[at - 1];
  // "Any product but Support"; "open deals but Priya" says too little to be read.
  if (/^but$/i.test(s.list[at]?.text ?? '') && (name?.is === 'name' || name?.is === 'me')) {
    const all = /^(?:all|any|every|anything|everything|anyone|anybody|everyone|everybody)$/i.test(
      every?.text ?? '',
    );
    if (every?.is !== 'field' && !all) return unread(s, at);
    s.not = true;
  }
  // "Deals with them": with whom?
  const nobody = s.before === null && !s.list.slice(0, at).some((piece) => piece.is === 'name');
  if (/^them$/i.test(s.list[at]?.text ?? '') && /^(?:with|for|from|by)$/i.test(every?.text ?? '') && nobody)
    return unread(s, at);
  if (isLoneMe(s, at)) clause(s, { says: 'mine', whose: 'mine', not: false });
  const next = s.list[skip(s, at + 1, ['filler', 'didClose'])];
  const verb = s.list[at + 1];
  // "How many activities did I do"
  const does = s.frame.of === 'activity' && /^(?:did|have)$/i.test(every?.text ?? '');
  const isMine = does || next?.is === 'status' || verb?.is === 'date';
  if (/^i$/i.test(s.list[at]?.text ?? '') && isMine) clause(s, { says: 'mine', whose: 'mine', not: false });
  return at + 1;
}

/** "Lost deals, me, last month": between commas it is a limit like the others. */
function isLoneMe(s: State, at: number): boolean {
  const [before, after] = [s.list[at - 1], s.list[at + 1]];
  const parts = (piece: Piece | undefined): boolean => piece?.is === 'and' && /^[,+&]$/.test(piece.text);
  return (
    /^me$/i.test(s.list[at]?.text ?? '') &&
    (parts(before) || (before === undefined && parts(after))) &&
    (parts(after) || after === undefined)
  );
}

/** "Mine or Tom's", "of Tom or me": the deals of both. */
function joinsMine(s: State, at: number): boolean {
  const [before, after] = [s.list[at - 1], s.list[skip(s, at + 1)]];
  const isMine = (piece: Piece | undefined): boolean => piece?.is === 'me' && piece.whose === 'mine';
  const isPerson = (piece: Piece | undefined): boolean =>
    piece?.is === 'name' && piece.match.entries.every((entry) => entry.kind === 'person');
  return (isMine(before) && isPerson(after)) || (isPerson(before) && isMine(after));
}

/** "Or Security", in a thread: beside the one that was asked for. */
function alternative(s: State, at: number): boolean {
  const begins = s.before !== null && s.list.slice(0, at).every((piece) => piece.is === 'filler');
  return begins && s.list[skip(s, at + 1)]?.is === 'name';
}

/** "Stale deals / Priya": a limit beside what was said, and no choice between the two. */
function slashed(s: State, at: number): boolean {
  const [before, sign, after] = [s.list[at - 1], s.list[at], s.list[at + 1]];
  return (
    sign?.text === '/' &&
    (after?.is === 'name' || after?.is === 'period') &&
    (['noun', 'metric', 'overdue', 'motion', 'status', 'field'].includes(before?.is ?? '') ||
      (after.is === 'name' &&
        before?.is === 'name' &&
        !before.match.entries.some(({ kind }) => after.match.entries.some((one) => one.kind === kind))))
  );
}

const readers: { [K in Piece['is']]: Reader } = {
  filler: readFiller,
  goesOn: pass,
  prep: (s, at) => {
    const next = s.list[skip(s, at + 1)];
    // "Show deals in": in what?
    if (isOpenEnd(s, at)) return unread(s, at);
    const money = next?.is === 'quantity' && next.quantity.unit === 'money';
    // "Closing through March": until its end; "Monday through Friday" has its beginning before it.
    if (/^(?:through|thru)$/i.test(s.list[at]?.text ?? '') && next?.is === 'period')
      return dateClause(s, s.list.indexOf(next), 'by', at);
    // "Closing around Easter": how many days before and after was not said.
    if (/^around$/i.test(s.list[at]?.text ?? '') && next?.is === 'period') return unread(s, at);
    // "Deals around 50k"
    return /^around$/i.test(s.list[at]?.text ?? '') && money ? readAbout(s, at) : at + 1;
  },
  and: readJoint,
  list: note('list'),
  count: note('count'),
  sum: note('sum'),
  average: note('average'),
  median: note('median'),
  howLong: note('howLong'),
  about: readAbout,
  vague: readVague,
  currency: readCurrency,
  metric: readMetric,
  versus: readVersus,
  shift: (s, at) => agoIn(s, at) ?? readShift(s, at),
  trend: readTrend,
  bookings: readBookings,
  didClose: readDidClose,
  who: readWho,
  pushed: readPushed,
  truth: readTruth,
  chart: (s, at) => {
    s.asked.add(`draw ${drawingIn(s.list[at]?.text ?? '')}`);
    return at + 1;
  },
  how: note('how'),
  unread: readUnknown,
  // "No next step + over 50k"
  orMore: (s, at) => (s.list[at]?.text === '+' ? at + 1 : unread(s, at)),
  beyond: (s, at) => {
    s.beyond.add(at);
    return at + 1;
  },
  or: (s, at) => (joinsMine(s, at) || alternative(s, at) || slashed(s, at) ? at + 1 : unread(s, at)),
  noun: (s, at) => {
    const piece = s.list[at];
    if (piece?.is === 'noun' && piece.pipeline) s.frame.pipeline = true;
    if (piece?.is === 'noun' && !piece.pipeline) s.asked.add('deals');
    return at + 1;
  },
  status: readStatus,
  motion: readMotion,
  age: (s, at) => (hasDuration(s, at) ? at + 1 : unread(s, at)),
  date: readDateVerb,
  overdue: (s, at) => {
    if (s.frame.of !== 'deal') return unread(s, at);
    s.impliesOpen = true;
    clause(s, { says: 'period', field: 'close_date', period: 'before today' });
    return at + 1;
  },
  compare: readCompare,
  between: readBetween,
  within: readWithin,
  soFar: readSoFar,
  asOf: readAsOf,
  shareOf: note('shareOf'),
  until: readEdge,
  missing: readMissing,
  with: (s, at) => (isOpenEnd(s, at) ? unread(s, at) : readWith(s, at)),
  except: readExcept,
  by: readBy,
  each: readBy,
  sort: readSort,
  direction: readDirection,
  rank: readRank,
  me: readMe,
  field: readField,
  name: (s, at) => nameRun(s, at),
  quantity: (s, at) => agoIn(s, at) ?? readQuantity(s, at),
  period: (s, at) => pointIn(s, at) ?? readPeriod(s, at),
};
