/** A reply in a thread: what it changes of the last question. */
import type { Piece } from './pieces.ts';
import type { Clause, Frame } from './request.ts';
import type { Sentence } from './sentence.ts';
import { fieldAt } from './vocabulary.ts';
import type { Word } from './words.ts';

/** Whether words in a thread go on from its last question: they say so, or they are no question by themselves. */
export const isReply = (found: Sentence): boolean =>
  found.goesOn || !(found.noun || found.measured || (found.sums && found.frame.clauses.length > 0));

/** "And Globex", "Qualification too": beside what was asked for. "What about Globex" is in its place. */
export function adds(typed: Word[], before: Frame): boolean {
  const norms = typed.filter((word) => word.kind !== 'sign').map((word) => word.norm);
  const said = norms.join(' ');
  if (/ (?:too|as well|also)$/.test(said) || /^(?:also|plus|add|and also|and add)\b/.test(said)) return true;
  return before.measure.kind === 'rows' && /^and (?!what|how|only|just|now|by|the ones|those)/.test(said);
}

/**
 * The last question with what is said now: a limit on the same field takes the old one's place, others are added. With
 * `more` names are added to those on their field.
 */
export function narrowed(before: Frame, found: Sentence, more = false): { frame: Frame; changed: number[] } {
  const said = more
    ? { ...found.frame, clauses: found.frame.clauses.map((one) => united(before, one)) }
    : found.frame;
  const keyOf = (clause: Clause): string =>
    'field' in clause
      ? `${clause.says === 'names' && clause.not ? 'not ' : ''}${clause.field}`
      : clause.says === 'mine'
        ? 'owner'
        : clause.says;
  const fresh = said.clauses.filter((clause) => !(clause.says === 'status' && clause.implied));
  for (const clause of fresh) bounded(before, clause);
  const kept = before.clauses.filter((clause) => !fresh.some((one) => keyOf(one) === keyOf(clause)));
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
  const frame: Frame = {
    of,
    ...(before.show && of === before.of ? { show: before.show } : {}),
    other,
    clauses,
    measure: measure.kind === 'rows' && (grouped || other) ? { kind: 'count' } : measure,
    by: said.by.length > 0 ? said.by : listed ? [] : before.by,
    sort: said.sort ?? (listed ? null : before.sort),
    limit: said.limit ?? before.limit,
    pipeline: before.pipeline || said.pipeline,
  };
  return { frame, changed: fresh.map((clause) => clauses.indexOf(clause)) };
}

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
  if (clause.says !== 'names' || clause.not) return clause;
  const known = before.clauses.find((one) => one.says === 'names' && one.field === clause.field && !one.not);
  if (known?.says !== 'names') return clause;
  const others = clause.names.filter((name) => !known.names.some((one) => one.id === name.id));
  return { ...known, names: [...known.names, ...others] };
}

type Reply = { frame: Frame; changed: number[] };

/** "Who owns it", of one deal: the answer that is there says so. */
const asksOwner =
  /^(?:and )?(?:who owns (?:it|this|that|this one|that one)|who is the owner|whose (?:is (?:it|that|this)|deal is (?:it|that|this)))$/;

/** "No limit", "show all": as many as there are. */
const unlimited =
  /^(?:no limit|show all|all of them|show them all|all|show all not \S+|without (?:a |the )?limit)$/;

/** "Drop the region", "all territories", "any stage": the limits on that field go. Null where it is no such reply. */
export function widened(before: Frame, typed: Word[]): Reply | null {
  const norms = typed.filter((word) => word.kind !== 'sign').map((word) => word.norm);
  const rest = norms.join(' ').replace(/ (?:please|again|now|too|actually|then|instead)$/, '');
  if (
    /^(?:and )?(?:everyone|everybody)(?:s|'s)?$|^(?:and )?(?:for |of )?(?:the )?(?:whole|entire) (?:team|company)$/.test(
      rest,
    )
  )
    return without(before, ['owner', 'team']);
  if (before.limit !== null && unlimited.test(rest))
    return { frame: { ...before, limit: null }, changed: [] };
  if (before.limit === 1 && before.measure.kind === 'rows' && asksOwner.test(rest))
    return { frame: before, changed: [] };
  const said =
    /^(?:and |now |just )?(?:drop|remove|ignore|forget|clear|lose|any|all|every|across all|for all|in all|not just|regardless of)(?: the| that| my)? (.+?)(?: filter| limit| restriction| bit| part)?$/.exec(
      rest,
    );
  if (!said?.[1]) return null;
  const words = said[1].split(' ');
  const field = fieldAt(words, 0, before.of);
  return field && field.length === words.length ? without(before, [field.field]) : null;
}

function without(before: Frame, fields: string[]): Reply | null {
  const gone = (clause: Clause): boolean =>
    clause.says === 'mine'
      ? fields.includes('owner')
      : clause.says === 'status'
        ? fields.includes('status')
        : clause.says === 'missing'
          ? clause.fields.every((field) => fields.includes(field))
          : fields.includes(clause.field);
  const clauses = before.clauses.filter((clause) => !gone(clause));
  return clauses.length < before.clauses.length ? { frame: { ...before, clauses }, changed: [] } : null;
}

/** "Make it 45": another number for the one length or amount that was asked for. */
export function renumbered(before: Frame, list: Piece[], typed: Word[]): Reply | null {
  const telling = list.filter(
    (piece) => !['filler', 'goesOn', 'unread', 'prep', 'list', 'rank', 'compare'].includes(piece.is),
  );
  const [only, ...more] = telling;
  const norms = typed.map((word) => word.norm).join(' ');
  if (only?.is !== 'quantity' || more.length > 0) return null;
  if (
    !/^(?:(?:ok |and |now )*(?:hm+|no|make|try|set|change|lower|raise|increase|reduce|put|what about|how about|with|just|only|top|show|give me|rather)(?: it| that| me| the top| the bottom| the upper end| the lower end| the limit| the bar| the minimum| the maximum| the floor)?(?: to| down to| up to)?(?: the)?(?: top| first)? )*[^a-z]*(?:[\d.,]+|ten|fifteen|twenty|thirty|forty|fifty|sixty|ninety) ?[a-z]*(?: days?)?(?: instead| then| please| of them| rows| deals)?[^a-z]*$/.test(
      norms,
    )
  )
    return null;
  const ranges = before.clauses.filter((clause) => clause.says === 'range');
  const fitting = ranges.filter(
    (clause) => only.quantity.unit === 'plain' || only.quantity.unit === clause.unit,
  );
  const [range, ...others] = fitting;
  // "Just 3 then": of a list that had a number.
  if (only.quantity.unit === 'plain' && !range && before.limit !== null)
    return { frame: { ...before, limit: only.quantity.value }, changed: [] };
  if (range?.says !== 'range' || others.length > 0) return null;
  const end = /\b(?:top|upper|maximum|max|ceiling)\b/.test(norms)
    ? 'to'
    : /\b(?:bottom|lower end|minimum|min|floor)\b/.test(norms)
      ? 'from'
      : null;
  if (range.from !== null && range.to !== null && end === null) return null;
  const said = only.quantity.value;
  // "Over 50k", then "make it 80".
  const before50k = range.unit === 'money' && Math.max(range.from ?? 0, range.to ?? 0) >= 1_000;
  const value = before50k && only.quantity.unit === 'plain' && said < 1_000 ? said * 1_000 : said;
  const next: Clause = {
    ...range,
    said: null,
    ...(end !== null ? { [end]: value } : range.from === null ? { to: value } : { from: value }),
  };
  const clauses = before.clauses.map((clause) => (clause === range ? next : clause));
  return { frame: { ...before, clauses }, changed: [clauses.indexOf(next)] };
}
