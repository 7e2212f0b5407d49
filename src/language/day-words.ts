/** Days and periods in a sentence: the verbs and edges around them say which day is limited, and where it ends. */

import { moved } from './comparing.ts';
import { dateClause } from './dates.ts';
import { readDidClose } from './metric-words.ts';
import { periodDays } from './period-days.ts';
import { quantityRange } from './ranges.ts';
import { clause, type State, skip, take, unread } from './state.ts';
/** "June to August 2017" needs no "from". */
export function readPeriod(s: State, at: number): number {
  // "March so far", "so far this quarter"
  const piece = s.list[at];
  const worked =
    piece?.is === 'period' ? /\S+ (?:business|working) days?$/i.exec(piece.text)?.[0] : undefined;
  const counted = piece?.is === 'period' ? /\d+ days$/.exec(piece.period.name)?.[0] : undefined;
  if (worked && counted) s.assumptions.push(`${worked} are counted as ${counted}.`);
  const near = [at - 1, at + 1].find((place) =>
    /^(?:so far|to date|till now|until now|up to now)$/i.test(s.list[place]?.text ?? ''),
  );
  if (piece?.is === 'period' && near !== undefined) {
    const { calendar, now, zone, today } = s.about;
    const span = periodDays(piece.period.name, { ...calendar, now, zone });
    const under = span?.from && span.to && span.from <= today && today <= span.to;
    if (under) piece.period.name = `${span.from}..${today}`;
    if (under || !/^to date$/i.test(s.list[near]?.text ?? '')) {
      s.unread.delete(near);
      take(s, near);
    }
  }
  andNext(s, at);
  const joint = s.list[at + 1];
  const other = skip(s, at + 2);
  // "Q2 or later"
  if (joint?.is === 'orMore' && /later|onward|beyond|after|earlier|before|sooner/i.test(joint.text)) {
    take(s, at + 1);
    return dateClause(s, at, joint.compare === 'most' ? 'by' : 'from', at);
  }
  const goesTo = /^(?:to|-|through|thru|until|till)$/i.test(joint?.text ?? '') && !s.taken.has(at + 1);
  return goesTo && s.list[other]?.is === 'period'
    ? dateClause(s, at, 'between', at, other)
    : dateClause(s, at, 'in', at);
}

/** "To date" beside a period that is over: until when, is not guessed. */
export function readSoFar(s: State, at: number): number {
  const beside = [s.list[at - 1], s.list[at + 1]].find((piece) => piece?.is === 'period');
  const past = /^to date$/i.test(s.list[at]?.text ?? '') && beside && s.list[at - 2]?.is !== 'until';
  return past ? unread(s, at) : at + 1;
}

const behind =
  /^(?:(?:the )?(?:next|following)(?: one)?|(?:the )?(?:(?:week|month|quarter|year) (?:after|following)|one after)(?: (?:that|it))?)$/i;

/** "Next week and the week after", "this month or next": both, as one period. */
function andNext(s: State, at: number): void {
  const piece = s.list[at];
  const joint = s.list[at + 1]?.is;
  const unit =
    piece?.is === 'period'
      ? /^(?:this|last|next) (week|month|quarter|year)$/.exec(piece.period.name)?.[1]
      : null;
  if (piece?.is !== 'period' || !isUnit(unit) || (joint !== 'and' && joint !== 'or')) return;
  for (let end = Math.min(at + 6, s.list.length); end > at + 2; end--) {
    const said = s.list
      .slice(at + 2, end)
      .map(({ text }) => text)
      .join(' ');
    if (!behind.test(said)) continue;
    const named = /\b(?:week|month|quarter|year)\b/i.exec(said)?.[0].toLowerCase();
    if (named !== undefined && named !== unit) return;
    const { calendar, now, zone } = s.about;
    const span = periodDays(piece.period.name, { ...calendar, now, zone });
    const after = span?.from && span.to ? moved(`${span.from}..${span.to}`, unit, -1, calendar) : null;
    const to = after && periodDays(after, { ...calendar, now, zone })?.to;
    if (!to) return;
    piece.period.name = `${span?.from}..${to}`;
    for (let place = at + 1; place < end; place++) take(s, place);
    return;
  }
}

const isUnit = (unit: string | null | undefined): unit is 'week' | 'month' | 'quarter' | 'year' =>
  Boolean(unit);

export function readDateVerb(s: State, at: number): number {
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
  const known = s.list.some((one) => one.is === 'status');
  if (piece.closed && !s.frame.clauses.some((one) => one.says === 'status')) {
    if (!known) s.assumptions.push('Closed = won.');
    clause(s, { says: 'status', is: known ? ['won', 'lost'] : ['won'], implied: false });
  }
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

export function readWithin(s: State, at: number): number {
  const next = skip(s, at + 1);
  const piece = s.list[next];
  if (piece?.is === 'period') return at + 1;
  // "Within the quarter"
  const bucket =
    piece?.is === 'field' ? /^close_(week|month|quarter|year)$/.exec(piece.field)?.[1] : undefined;
  if (bucket) {
    clause(s, { says: 'period', field: 'close_date', period: `this ${bucket}` });
    return next + 1;
  }
  if (piece?.is === 'quantity' && piece.quantity.unit === 'days') return quantityRange(s, next, 'within', at);
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

/** "Wins from last quarter": those of it, and of no later one; "from last month on" goes on. */
function isOnlyOf(s: State, at: number): boolean {
  const after = s.list[at + 1];
  const on = after?.is === 'orMore' || /^(?:on|onwards?|forward|to|until|till)$/i.test(after?.text ?? '');
  return !on && /^(?:the )?(?:last|past|previous|prior|prev|this|yesterday)\b/i.test(s.list[at]?.text ?? '');
}

export function readEdge(s: State, at: number): number {
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
      (joint?.is === 'until' && (joint.edge === 'before' || joint.edge === 'by'));
    // "From this week onwards"
    if (piece.edge === 'since' && /^onwards?$/i.test(joint?.text ?? '')) take(s, next + 1);
    if (piece.edge === 'since' && upTo && s.list[other]?.is === 'period')
      return dateClause(s, next, 'between', at, other);
    if (/^from$/i.test(piece.text) && isOnlyOf(s, next)) return dateClause(s, next, 'in', at);
    return dateClause(s, next, piece.edge, at);
  }
  // "deals from EMEA", "from 50k to 100k"
  if (
    /^from$/i.test(piece.text) &&
    ['name', 'field', 'except', 'me', 'noun'].includes(s.list[next]?.is ?? '')
  )
    return at + 1;
  const long = s.list[next];
  // "From 50k upwards": the words after it say the same.
  const bound = s.list[next + 1];
  if (
    /^from$/i.test(piece.text) &&
    long?.is === 'quantity' &&
    bound?.is === 'orMore' &&
    bound.compare === 'least'
  )
    return at + 1;
  // "No activity since three weeks"
  if (piece.edge === 'since' && long?.is === 'quantity' && long.quantity.unit === 'days')
    return quantityRange(s, next, 'least', at);
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
