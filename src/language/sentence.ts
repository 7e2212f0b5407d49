import { otherSide, readShift, readVersus } from './comparing.ts';
import { dateClause } from './dates.ts';
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
import type { AskedNoun } from './noun.ts';
import type { Piece } from './pieces.ts';
import { durationField, quantityRange } from './ranges.ts';
import { type Choice, emptyFrame, type Frame, type Option } from './request.ts';
import { readBy, readDirection, readRank, readSort } from './sorting.ts';
import { type About, clause, type State, skip, sureField, take, unread } from './state.ts';
import { readStatus } from './statuses.ts';
import { squash } from './text.ts';
import { chosenUnknown, whichUnknown } from './unknown.ts';
import { fieldNamed } from './vocabulary.ts';

export type Sentence = {
  frame: Frame;
  unread: string[];
  beyond: string[];
  assumptions: string[];
  assumed: boolean;
  which: { question: string; options: Option[] } | null;
  /** What was not read looks like a name. */
  unknown: { question: string; options: Option[] } | null;
  /** How many things were said about deals. */
  weight: number;
  noun: boolean;
  /** A metric was named, which needs no noun. */
  measured: boolean;
  /** A field was named that is added up or averaged. */
  sums: boolean;
  /** "Show them": the rows behind a number. */
  shows: boolean;
  /** Nothing but accounts was named: their deals are meant. */
  named: boolean;
  /** "Closing in the next 10 days" needs no noun. */
  dated: boolean;
  goesOn: boolean;
  asked: boolean;
  used: { from: number; to: number; read: string }[];
};

type Reader = (s: State, at: number) => number;

/** Reads the whole sentence. `choices` are answers given to questions back. */
export function sentence(
  list: Piece[],
  about: About,
  choices: Choice[],
  of: AskedNoun = 'deal',
  before: Frame | null = null,
): Sentence {
  const s: State = {
    list,
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

const onlyAccounts = (list: Piece[]): boolean =>
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

const answeringWords =
  /^(?:respond|responding|reply|react|answer|contact|reach|touch|touching|call|get|back|follow|pick)$/i;

const wellKnownStages =
  /^(?:prospecting|prospect|engaging|discovery|qualification|qualifying|qualified|demo|evaluation|proposal|negotiation|negotiating|contract|contracting|verbal|procurement|legal|closing|commitment|onboarding)$/i;

/** A stage that other companies have, and this one has not: which of its own is meant? */
function readUnknown(s: State, at: number): number {
  const text = s.list[at]?.text ?? '';
  const chosenName = chosenUnknown(s, at);
  if (chosenName !== null) return chosenName;
  // "How fast do we respond"
  if (s.asked.has('howLong') && answeringWords.test(text)) return at + 1;
  const counted = s.list[at + 1];
  // "Last 5 won deals", "next 5 deals to close"
  if (/^(?:last|next)$/i.test(text) && counted?.is === 'quantity' && counted.quantity.unit === 'plain') {
    const closed = s.list.some((piece) => piece.is === 'status' && !piece.status.includes('open'));
    const next = /^next$/i.test(text);
    s.frame.limit = counted.quantity.value;
    s.frame.sort = { field: closed || next ? 'close_date' : 'created_on', down: !next };
    take(s, at + 1);
    s.weight += 1;
    return at + 1;
  }
  if (!wellKnownStages.test(text) || s.frame.of !== 'deal') return unread(s, at);
  const words = squash(text);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'stage');
  const stages = s.about.lexicon.stages.filter((stage) => !chosen || chosen.ids.includes(stage.id));
  const names = stages.map(({ id, name }) => ({ id, name }));
  if (names.length === 0) return unread(s, at);
  clause(s, { says: 'names', field: 'stage', kind: 'stage', names, not: s.not });
  s.not = false;
  if (!chosen)
    s.which ??= {
      question: `No stage is called "${text}" here. Which one?`,
      options: names.slice(0, 25).map(({ id, name }) => ({
        label: name,
        kind: 'stage',
        fact: null,
        choice: { words, kind: 'stage', ids: [id] },
      })),
    };
  return at + 1;
}

/** "About 50k": between what? */
function readAbout(s: State, at: number): number {
  const next = skip(s, at + 1);
  const piece = s.list[next];
  if (piece?.is !== 'quantity' || (piece.quantity.unit !== 'money' && piece.quantity.unit !== 'plain'))
    return unread(s, at);
  const { value } = piece.quantity;
  const currency = piece.quantity.unit === 'money' ? piece.quantity.currency : null;
  const words = squash(`about${value}`);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  const wide = Number(chosen?.ids[0] ?? 0.1);
  const own = currency === null || currency === s.about.companyCurrency;
  const near = (share: number): [number, number] => [
    Math.round(value * (1 - share)),
    Math.round(value * (1 + share)),
  ];
  const [from, to] = near(wide);
  clause(s, {
    ...{ says: 'range', field: 'amount', unit: 'money', from, to, exclusive: [], said: null },
    currency: own ? null : currency,
  });
  if (!chosen)
    s.which ??= {
      question: `About ${number(value)}: between what?`,
      options: [0.1, 0.2, 0.5].map((share) => ({
        label: `${number(near(share)[0])} to ${number(near(share)[1])}`,
        kind: 'reading',
        fact: null,
        choice: { words, kind: 'reading', ids: [String(share)] },
      })),
    };
  return next + 1;
}

const roundAmounts = [25_000, 50_000, 100_000, 250_000];

/** "The big ones": from which amount? */
function readVague(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'vague' || s.frame.of !== 'deal') return unread(s, at);
  // "The tiny ones, under 5k": said.
  if (s.list.some((one) => one.is === 'quantity' && one.quantity.unit === 'money')) return at + 1;
  const words = squash(piece.text);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  const limit = Number(chosen?.ids[0] ?? roundAmounts[2]);
  clause(s, {
    ...{ says: 'range', field: 'amount', unit: 'money', currency: null, said: null },
    from: piece.up ? limit : null,
    to: piece.up ? null : limit,
    exclusive: [piece.up ? 'from' : 'to'],
  });
  if (!chosen)
    s.which ??= {
      question: `"${piece.text}": ${piece.up ? 'over' : 'under'} which amount?`,
      options: roundAmounts.map((amount) => ({
        label: `${piece.up ? 'Over' : 'Under'} ${number(amount)}`,
        kind: 'reading',
        fact: null,
        choice: { words, kind: 'reading', ids: [String(amount)] },
      })),
    };
  return at + 1;
}

const number = (value: number): string => value.toLocaleString('en-US');

/** "June to August 2017" needs no "from". */
function readPeriod(s: State, at: number): number {
  const joint = s.list[at + 1];
  const other = skip(s, at + 2);
  // "Q2 or later"
  if (joint?.is === 'orMore' && /later|onward|beyond|after|earlier|before|sooner/i.test(joint.text)) {
    take(s, at + 1);
    return dateClause(s, at, joint.compare === 'most' ? 'by' : 'from', at);
  }
  return /^(?:to|-|through|thru|until|till)$/i.test(joint?.text ?? '') && s.list[other]?.is === 'period'
    ? dateClause(s, at, 'between', at, other)
    : dateClause(s, at, 'in', at);
}

/** "Only EUR ones": deals in that currency; beside an amount it is the amount's. */
function readCurrency(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'currency' || s.frame.of !== 'deal') return unread(s, at);
  const names = [{ id: piece.code, name: piece.code }];
  clause(s, { says: 'names', field: 'currency', kind: 'value', names, not: s.not });
  s.not = false;
  return at + 1;
}

/** "What did I win", "I lost": mine. In "I need", "can I see" it says nothing. */
function readFiller(s: State, at: number): number {
  const name = s.list[skip(s, at + 1, ['filler'])];
  const every = s.list[at - 1];
  // "Any product but Support"
  if (/^but$/i.test(s.list[at]?.text ?? '') && every?.is === 'field' && name?.is === 'name') s.not = true;
  const next = s.list[skip(s, at + 1, ['filler', 'didClose'])];
  const verb = s.list[at + 1];
  if (/^i$/i.test(s.list[at]?.text ?? '') && (next?.is === 'status' || verb?.is === 'date'))
    clause(s, { says: 'mine', whose: 'mine', not: false });
  return at + 1;
}

const readers: { [K in Piece['is']]: Reader } = {
  filler: readFiller,
  goesOn: pass,
  prep: pass,
  and: pass,
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
  shift: readShift,
  trend: readTrend,
  bookings: readBookings,
  didClose: readDidClose,
  who: readWho,
  pushed: readPushed,
  truth: readTruth,
  chart: pass,
  how: note('how'),
  unread: readUnknown,
  // "No next step + over 50k"
  orMore: (s, at) => (s.list[at]?.text === '+' ? at + 1 : unread(s, at)),
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
    if (piece?.is === 'me' && s.frame.of === 'activity' && piece.whose !== 'mine') return unread(s, at);
    if (piece?.is === 'me') clause(s, { says: 'mine', whose: piece.whose, not: s.not });
    s.not = false;
    return at + 1;
  },
  field: readField,
  name: (s, at) => nameRun(s, at),
  quantity: readQuantity,
  period: readPeriod,
};

function readMotion(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'motion') return at + 1;
  if (s.frame.of === 'deal') {
    s.impliesOpen = true;
    s.weight += 1;
  } else if (s.frame.of === 'lead' && piece.motion === 'activity')
    clause(s, { says: 'missing', fields: ['first_touch_on'], any: false, not: false });
  else return unread(s, at);
  return at + 1;
}

function readDateVerb(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'date') return at + 1;
  // "How many did Priya close last quarter" is over; "which deals close this month" is to come.
  const past = s.list.slice(0, at).some((one) => /^(?:did|have|has)$/i.test(one.text));
  if (piece.open && past && piece.text.toLowerCase() === 'close') return readDidClose(s, at);
  const into = s.list[skip(s, at + 1)];
  if (
    /^entered$/i.test(piece.text) &&
    into?.is === 'name' &&
    into.match.entries.some((entry) => entry.kind === 'stage')
  )
    s.list[at] = { ...piece, field: 'stage_since', open: true };
  const uses = s.list.slice(at + 1).some((next) => ['period', 'quantity', 'within'].includes(next.is));
  const earlier = s.list.slice(0, at).some((next) => ['period', 'quantity'].includes(next.is));
  if (s.asked.has('howLong') || (s.frame.of === 'activity' && piece.field === 'done_on')) return at + 1;
  if (s.frame.sort?.field === 'close_date' && piece.field === 'close_date' && piece.open) return at + 1;
  if (!uses && !earlier)
    return s.trend || s.shift || s.list.some((one) => one.is === 'trend' || one.is === 'shift')
      ? at + 1
      : (statusNamed(s, at) ?? unread(s, at));
  if (piece.open && s.frame.of === 'deal' && !s.frame.clauses.some((one) => one.says === 'status'))
    s.impliesOpen = true;
  if (piece.closed) clause(s, { says: 'status', is: ['won', 'lost'], implied: false });
  return at + 1;
}

/** "New leads": those whose status is New, where the data has it. */
function statusNamed(s: State, at: number): number | null {
  const said = s.list[at]?.text.toLowerCase();
  const status = s.about.lexicon.values.find(
    (one) => one.noun === s.frame.of && one.field === 'status' && one.value.toLowerCase() === said,
  );
  if (!status) return null;
  clause(s, {
    says: 'names',
    field: 'status',
    kind: 'value',
    names: [{ id: status.value, name: status.value }],
    not: s.not,
  });
  s.not = false;
  return at + 1;
}

function readCompare(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'compare') return at + 1;
  const next = skip(s, at + 1);
  if (s.list[next]?.is === 'quantity') return quantityRange(s, next, piece.compare, at);
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
  // "Within the quarter"
  const bucket = piece?.is === 'field' ? /^close_(month|quarter|year)$/.exec(piece.field)?.[1] : undefined;
  if (bucket) {
    clause(s, { says: 'period', field: 'close_date', period: `this ${bucket}` });
    return next + 1;
  }
  if (piece?.is === 'quantity' && piece.quantity.unit === 'days') return quantityRange(s, next, 'within', at);
  return unread(s, at);
}

function readEdge(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'until') return at + 1;
  const next = pastEvent(s, skip(s, at + 1));
  // "In Engaging since before 2017": there for so long.
  if (/^since before$/i.test(piece.text) && s.list[next]?.is === 'period') {
    const staged = s.list.some(
      (one) => one.is === 'name' && one.match.entries.some((entry) => entry.kind === 'stage'),
    );
    if (!staged) return unread(s, at);
    s.list[at] = { ...piece, is: 'date', field: 'stage_since', open: true, closed: false };
    return dateClause(s, next, 'before', at);
  }
  if (s.list[next]?.is === 'period' && piece.edge !== 'ago') {
    const joint = s.list[next + 1];
    const other = skip(s, next + 2);
    const upTo =
      /^(?:to|-|up to|through|thru|until|till)$/i.test(joint?.text ?? '') ||
      (joint?.is === 'until' && joint.edge === 'before');
    if (piece.edge === 'since' && upTo && s.list[other]?.is === 'period')
      return dateClause(s, next, 'between', at, other);
    return dateClause(s, next, piece.edge, at);
  }
  // "deals from EMEA", "from 50k to 100k"
  if (
    /^from$/i.test(piece.text) &&
    ['name', 'field', 'except', 'me', 'noun'].includes(s.list[next]?.is ?? '')
  )
    return at + 1;
  const far = skip(s, next + 2);
  if (
    piece.edge === 'since' &&
    s.list[next]?.is === 'quantity' &&
    /^(?:to|up to|until|till|through)$/i.test(s.list[next + 1]?.text ?? '') &&
    s.list[far]?.is === 'quantity'
  ) {
    return quantityRange(s, next, 'least', at, far);
  }
  return unread(s, at);
}

const events =
  /^(?:offsite|off-site|kickoff|kick-off|sko|qbr|summit|conference|launch|meeting|review|trip|holidays?|vacation|demo|deadline|event|retreat|townhall|training|audit|workshop)$/i;

/** "Before the offsite on 12 May": the day is what counts. */
function pastEvent(s: State, at: number): number {
  if (!events.test(s.list[at]?.text ?? '')) return at;
  const next = skip(s, at + 1);
  if (s.list[next]?.is !== 'period') return at;
  take(s, at);
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
    value.match.entries.every((entry) => entry.field?.startsWith('account.') || entry.kind === 'tag')
  )
    return at + 1;
  if (after && ['compare', 'between', 'within', 'quantity'].includes(after.is)) {
    s.weight += 1;
    return at + 1;
  }
  if (after && ['name', 'except'].includes(after.is) && fieldNamed(piece.field)?.names) return at + 1;
  if (after?.is === 'name' && after.match.entries.some((entry) => entry.field === piece.field)) return at + 1;
  if (after && ['period', 'until', 'by'].includes(after.is) && type === 'day') return at + 1;
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
  const before = s.list.slice(0, at).findLast((one) => one.is !== 'filler' && one.is !== 'prep');
  const valued = before?.is === 'field' && ['money', 'number'].includes(fieldNamed(before.field)?.type ?? '');
  if (bounded || quantity.unit === 'days' || durationField(s, before))
    return quantityRange(s, at, 'least', at);
  return valued ? quantityRange(s, at, 'exactly', at) : unread(s, at);
}

const asksFor = (piece: Piece | undefined): boolean =>
  piece?.is === 'list' ||
  /^(?:give me|gimme|just|only|max|limit|limit to|top|first|us|me)$/i.test(piece?.text ?? '');

const hasDuration = (s: State, at: number): boolean =>
  s.list.some(
    (one, place) => one.is === 'quantity' && one.quantity.unit === 'days' && Math.abs(place - at) < 5,
  );
