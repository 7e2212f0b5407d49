/** A reply in a thread: what it changes of the last question. */
import { joinedEnds } from './bounds.ts';
import { saysSize } from './deal-size.ts';
import type { NameKind } from './kinds.ts';
import { joinedPeriod, type When } from './period-joins.ts';
import type { Piece } from './pieces.ts';
import type { Clause, Cut, Frame } from './request.ts';
import type { Sentence } from './sentence.ts';
import type { Word } from './words.ts';

/** Whether words in a thread go on from its last question: they say so, or they are no question by themselves. */
export const isReply = (found: Sentence, [first]: readonly Piece[]): boolean =>
  found.goesOn ||
  /^only$/i.test(first?.text ?? '') ||
  !(found.noun || found.measured || (found.sums && found.frame.clauses.length > 0));

const pointing = /\b(?:it|its|that|this|those|these|they|them|their|theirs|ones?|which|same|rest|others?)\b/i;

/**
 * Whether words have a subject of their own, so that they need no question before them: "average deal size by owner", "who
 * won most", "what closes this month", "everything in AMER". What points at something ("who owns them") goes on from it, and
 * so does a measure alone ("total by owner", "how many does Tom have"): of what, was said before.
 */
export function hasSubject(list: readonly Piece[], { frame }: Sentence): boolean {
  if (list.some(({ is, text }) => is !== 'period' && is !== 'name' && pointing.test(text))) return false;
  const [first, ...rest] = list.filter(({ is }) => is !== 'filler');
  if (first?.is === 'who' || list.some(({ text }) => /^everything$/i.test(text))) return true;
  // "What did Tom win", "how much do we have in Proposal": somebody did it, or has it there.
  if (asks.test(list.map(({ text }) => text).join(' ')) && list.some(isSomebody) && list.some(isState))
    return true;
  if (first?.is === 'list' && /^what/i.test(first.text)) return rest.some(({ is }) => happens.has(is));
  return 'field' in frame.measure && saysSize(list);
}

const asks = /^(?:(?:so|ok|okay|hey|hi|now),? )*(?:what|how (?:much|many)|did|does|do|has|have)\b/i;
const happens = new Set<Piece['is']>(['date', 'motion', 'overdue', 'pushed', 'missing']);

const isSomebody = (piece: Piece): boolean =>
  piece.is === 'me' ||
  (['filler', 'status', 'didClose'].includes(piece.is) && /\b(?:i|we)\b/i.test(piece.text)) ||
  isNamed(piece, ['person', 'team']);

const isState = (piece: Piece): boolean =>
  ['status', 'date', 'didClose'].includes(piece.is) || isNamed(piece, ['stage']);

const isNamed = (piece: Piece, kinds: NameKind[]): boolean =>
  piece.is === 'name' && piece.match.entries.some(({ kind }) => kinds.includes(kind));

/** "And Globex", "Qualification too": beside what was asked for. "What about Globex" is in its place. */
export function adds(typed: Word[], before: Frame): boolean {
  const norms = typed.filter((word) => word.kind !== 'sign').map((word) => word.norm);
  const said = norms.join(' ');
  if (/ (?:too|as well|also)$/.test(said) || /^(?:also|plus|add|and also|and add|nor|or)\b/.test(said))
    return true;
  // "And Tom?" asks the same of somebody else; "and Tom" names one more.
  const asked = typed.some((word) => word.kind === 'sign' && word.text.includes('?'));
  return (
    before.measure.kind === 'rows' && !asked && /^and (?!what|how|only|just|now|by|the ones|those)/.test(said)
  );
}

/**
 * The last question with what is said now: a limit on the same field takes the old one's place, others are added. With
 * `more` names are added to those on their field.
 */
export function narrowed(
  before: Frame,
  found: Sentence,
  when: When,
  more = false,
): { frame: Frame; changed: number[] } {
  const said = more
    ? { ...found.frame, clauses: found.frame.clauses.map((one) => united(before, one)) }
    : found.frame;
  const keyOf = (clause: Clause): string =>
    'field' in clause
      ? `${clause.says === 'names' && clause.not ? 'not ' : ''}${clause.field}`
      : clause.says === 'mine'
        ? 'owner'
        : clause.says;
  const fresh = said.clauses
    .filter((clause) => !(clause.says === 'status' && clause.implied))
    .map((clause) => joinedPeriod(before, insteadOf(before, clause), more, when));
  for (const clause of fresh) bounded(before, clause);
  const added = (clause: Clause): boolean =>
    more && fresh.some((one) => one.says === 'names' && one.field === 'owner' && !one.not) && isMine(clause);
  const addsMine = (clause: Clause): boolean =>
    more && fresh.some(isMine) && clause.says === 'names' && clause.field === 'owner' && !clause.not;
  const kept = before.clauses.filter(
    (clause) => added(clause) || addsMine(clause) || !fresh.some((one) => keyOf(one) === keyOf(clause)),
  );
  // A metric judges by the status itself.
  const limits = found.measured ? kept.filter((clause) => clause.says !== 'status') : kept;
  const clauses = [...limits, ...fresh];
  const asks =
    found.frame.measure.kind !== 'rows' && (found.asked || found.measured || found.frame.by.length > 0);
  const listed =
    (found.shows && said.by.length === 0) ||
    (found.lists && said.by.length === 0) ||
    (found.asked && found.noun && found.frame.measure.kind === 'rows' && found.frame.by.length === 0);
  const measure = asks
    ? said.by.length > 0 && !found.asked && !found.measured && before.measure.kind !== 'rows'
      ? before.measure
      : said.measure
    : listed
      ? said.measure
      : before.measure;
  const other = said.other ?? before.other;
  const grouped = said.by.length > 0 || (!listed && before.by.length > 0);
  const of = found.noun || found.measured ? said.of : before.of;
  const single = measure.kind !== 'rows' && !grouped && !other;
  // "The biggest", after a figure: the deals themselves again.
  const rows = !found.asked || (said.measure.kind === 'rows' && said.limit !== null);
  const shown = single && said.sort !== null && rows && !found.measured;
  const by =
    said.by.length > 0
      ? more
        ? [...new Set([...before.by, ...said.by])].slice(-2)
        : said.by
      : listed
        ? []
        : before.by;
  const frame: Frame = {
    of,
    ...(before.show && of === before.of ? { show: before.show } : {}),
    other,
    clauses,
    measure:
      measure.kind === 'rows' && (grouped || other) ? { kind: 'count' } : shown ? { kind: 'rows' } : measure,
    by,
    ...havingOf(before, said.having, { measure, by, other }),
    // One figure is of all there are.
    sort: single && !shown ? null : (said.sort ?? (listed ? null : before.sort)),
    limit: single && !shown ? null : (said.limit ?? before.limit),
    pipeline: before.pipeline || said.pipeline,
    ...pointsOf(before, found),
  };
  const cut = cutOf(before, frame, found);
  if (cut)
    Object.assign(frame, {
      cut,
      ...(before.cut || said.limit !== null ? {} : { limit: null, sort: said.sort }),
    });
  else if (before.cut && frame.measure.kind === 'rows' && frame.limit === null) {
    const { limit, skip, sort } = before.cut;
    Object.assign(frame, { limit, sort, ...(skip ? { skip } : {}) });
  }
  return { frame, changed: fresh.map((clause) => clauses.indexOf(clause)) };
}

/** "Vs a month ago", and then "and a week ago?": another point to compare with. */
function pointsOf(before: Frame, found: Sentence): Pick<Frame, 'asOf' | 'otherAsOf'> {
  const { point, frame } = found;
  if (frame.other || before.otherAsOf === undefined)
    return {
      ...asOf(before, found),
      ...(frame.otherAsOf === undefined ? {} : { otherAsOf: frame.otherAsOf }),
    };
  const otherAsOf = point?.is === 'then' ? point.day : point?.is === 'now' ? null : before.otherAsOf;
  return { ...(before.asOf === undefined ? {} : { asOf: before.asOf }), otherAsOf };
}

/** A point in time stays until another one is named, or today. */
function asOf(before: Frame, { point }: Sentence): Pick<Frame, 'asOf'> {
  if (point?.is === 'then') return { asOf: point.day };
  return point?.is === 'now' || before.asOf === undefined ? {} : { asOf: before.asOf };
}

/** A limit on groups stays for as long as they and their measure do. */
function havingOf(
  before: Frame,
  said: Frame['having'],
  next: Pick<Frame, 'measure' | 'by' | 'other'>,
): Pick<Frame, 'having'> {
  const { measure, by, other } = before;
  const same = JSON.stringify({ measure, by, other }) === JSON.stringify(next);
  if (!said) return same && before.having ? { having: before.having } : {};
  // "Over 40%", then "and under 60%": both ends hold.
  const both = same && before.having ? joinedEnds(before.having, said) : null;
  const apart = both && (both.from ?? 0) < (both.to ?? 0);
  return { having: apart ? { ...said, ...both } : said };
}

/** "Average?", of the top 10: of those ten. How many there are, and a rate, are of all. */
function cutOf(before: Frame, next: Frame, found: Sentence): Cut | null {
  const { measure, by } = next;
  if (measure.kind === 'rows' || measure.kind === 'metric' || next.of !== before.of) return null;
  if (before.cut) return before.cut;
  if (before.measure.kind !== 'rows' || before.limit === null || before.by.length > 0 || found.noun)
    return null;
  if (measure.kind === 'count' && by.length === 0) return null;
  return { limit: before.limit, ...(before.skip ? { skip: before.skip } : {}), sort: before.sort };
}

/** "Not Tom, Priya", of Tom's deals: Priya's. "Not Tom", of Tom's and Dan's: Dan's. */
function insteadOf(before: Frame, clause: Clause): Clause {
  if (clause.says !== 'names' || !clause.not) return clause;
  const known = before.clauses.find((one) => one.says === 'names' && one.field === clause.field && !one.not);
  if (known?.says !== 'names') return clause;
  const has = (names: { id: string }[], id: string): boolean => names.some((one) => one.id === id);
  const left = known.names.filter(({ id }) => !has(clause.names, id));
  const others = clause.names.filter(({ id }) => !has(known.names, id));
  if (left.length === known.names.length) return clause;
  const names = left.length > 0 ? left : others;
  return names.length > 0 ? { ...clause, names, not: false } : clause;
}

const isMine = (clause: Clause): boolean => clause.says === 'mine' && clause.whose === 'mine' && !clause.not;

/** "Over 50k", then "and under 100k": both ends hold. */
function bounded(before: Frame, clause: Clause): void {
  const known = before.clauses.find(
    (one) => one.says === 'range' && 'field' in clause && one.field === clause.field,
  );
  if (clause.says !== 'range' || known?.says !== 'range' || known.currency !== clause.currency) return;
  const [low, high] = clause.from === null ? [known.from, clause.to] : [clause.from, known.to];
  const apart =
    (clause.from === null) !== (clause.to === null) && (known.from === null) !== (known.to === null);
  if (!apart || low === null || high === null || low >= high) return;
  clause.from = low;
  clause.to = high;
  clause.exclusive = [...new Set([...known.exclusive, ...clause.exclusive])];
}

function united(before: Frame, clause: Clause): Clause {
  if (clause.says === 'status') {
    const known = before.clauses.find((one) => one.says === 'status');
    if (known?.says !== 'status') return clause;
    const is = (['open', 'won', 'lost'] as const).filter(
      (one) => known.is.includes(one) || clause.is.includes(one),
    );
    return { ...clause, is };
  }
  if (clause.says !== 'names') return clause;
  const known = before.clauses.find(
    (one) => one.says === 'names' && one.field === clause.field && one.not === clause.not,
  );
  if (known?.says !== 'names') return clause;
  const others = clause.names.filter((name) => !known.names.some((one) => one.id === name.id));
  return { ...known, names: [...known.names, ...others] };
}
