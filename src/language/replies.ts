/** Short replies that change one thing of the last question: "make it 45", "drop the region", "by money not by number". */
import { findField } from '../sales/fields.ts';
import { metricNamed } from '../sales/metrics.ts';
import { endsOf } from './bounds.ts';
import { type Reply, unplaced } from './by-place.ts';
import { redrawn } from './drawing.ts';
import { takenAs } from './group-limits.ts';
import { unitOf } from './measure-units.ts';
import type { Quantity } from './numbers.ts';
import type { Piece } from './pieces.ts';
import type { Clause, Frame, Having } from './request.ts';
import { fieldAt } from './vocabulary.ts';
import type { Word } from './words.ts';

/** "No limit", "show all": as many as there are. */
const unlimited =
  /^(?:no limit|show all|all of them|show them all|all|show all not \S+|without (?:a |the )?limit)$/;

/** "Drop the region", "all territories", "any stage": the limits on that field go. Null where it is no such reply. */
export function widened(before: Frame, typed: Word[]): Reply | null {
  const norms = typed.filter((word) => word.kind !== 'sign').map((word) => word.norm);
  const raw = typed.map((word) => word.text).join(' ');
  const rest = norms.join(' ').replace(/ (?:please|again|now|too|actually|then|instead)$/, '');
  if (
    /^(?:and )?(?:everyone|everybody)(?:s|'s)?$|^(?:and )?(?:for |of )?(?:the )?(?:whole|entire) (?:team|company)$/.test(
      rest,
    )
  )
    return without(before, ['owner', 'team']);
  const wider =
    /^(?:and )?not (?:only|just) (?:mine|me|my own|my deals|my own deals)(?: but)?(?: also| too)?(?: from| of| for)?(?: (?:the|my))?(?: (?:whole|entire|full))? team(?: too| as well| s)?$/;
  if (wider.test(rest)) {
    const clauses = before.clauses.filter(
      (clause) => clause.says !== 'mine' && !('field' in clause && clause.field === 'owner'),
    );
    const team: Clause = { says: 'mine', whose: 'team', not: false };
    return { frame: { ...before, clauses: [...clauses, team] }, changed: [clauses.length] };
  }
  if ((before.limit !== null || before.having) && unlimited.test(rest)) {
    const { having: _, ...all } = unplaced(before);
    return { frame: { ...all, limit: null }, changed: [] };
  }
  const said =
    /^(?:and |now |just |ok |please )*(?:drop|remove|ignore|forget|clear|lose|scrap|ditch|skip|without|minus|take out|get rid of|leave out|undo|cancel|kill|any|all|every|across all|for all|in all|not just|regardless of)(?: the| that| my| any)? (.+?)(?: filter| limit| restriction| condition| criterion| criteria| bit| part| thing| requirement)?(?: (?:all|any) (?:sizes?|amounts?|stages?|of them|will do|is fine)| (?:is|are) (?:fine|ok|okay|good)| will do)?$/.exec(
      rest.replace(/^- ?/, 'drop '),
    ) ?? (/^-\s*\S/.test(raw) ? [rest, rest] : null);
  if (!said?.[1]) return null;
  const words = said[1].split(' ');
  if (/^(?:days?|time|age|duration|length|date|dates|period|timeframe|time frame|name|names)$/.test(said[1]))
    return withoutKind(before, said[1]);
  const field = fieldAt(words, 0, before.of);
  return field && field.length === words.length ? without(before, [field.field]) : null;
}

const today =
  /^(?:and |but |ok |what about |how about |how is it |how does it look |what is it |what's it |as of )*(?:now|today|right now|currently|at the moment|nowadays)$/;

/** "And now?", of what was asked as of a past day. */
export function untilToday(before: Frame, typed: Word[]): Reply | null {
  const said = typed.filter((word) => word.kind !== 'sign').map((word) => word.norm);
  if (before.asOf === undefined || !today.test(said.join(' '))) return null;
  const { asOf: _, ...now } = unplaced(before);
  return { frame: now, changed: [] };
}

const pictured =
  /^(?:(?:and|now|ok|please|can you|could you|show|see|give|make|put|draw|do|have|get|want|me|it|that|this|them|those|into) )*(?:(?:as|in|with|into|a) )*(?:a |an |the )?(?:(?:bar|pie|line|column|nice|little|simple) )?(?:chart|graph|plot|diagram|picture|visual|visuali[sz]ation)(?: (?:of (?:it|that|this)|please|instead|too))*$|^(?:(?:and|now|please|can you|could you) )*(?:chart|graph|plot|visuali[sz]e|draw) (?:it|that|this|them)(?: please)?$/;
const tabled =
  /^(?:(?:show|give|make|put|me|it|that|this|in|into|as) )*(?:a |the )?table(?: (?:please|instead))*$/;

/** "As a chart", of groups or sides: what is drawn of them is drawn with the answer. */
export function drawn(before: Frame, typed: Word[]): Reply | null {
  const said = typed
    .filter((word) => word.kind !== 'sign')
    .map((word) => word.norm)
    .join(' ');
  const measured = before.measure.kind === 'metric' && /^(?:funnel|forecast)$/.test(before.measure.metric);
  const grouped = before.by.length > 0 || before.other !== null || measured;
  if (grouped && (pictured.test(said) || tabled.test(said)))
    return { frame: redrawn(before, said), changed: [] };
  return before.measure.kind === 'rows' && tabled.test(said) ? { frame: before, changed: [] } : null;
}

/** "Drop the days condition", "forget the dates". */
function withoutKind(before: Frame, said: string): Reply | null {
  const isDays = /^(?:day|time|age|duration|length)/.test(said);
  const gone = (clause: Clause): boolean =>
    /^name/.test(said)
      ? clause.says === 'names'
      : (isDays && (clause.says === 'stale' || (clause.says === 'range' && clause.unit === 'days'))) ||
        (!isDays && clause.says === 'period');
  const clauses = before.clauses.filter((clause) => !gone(clause));
  return clauses.length < before.clauses.length
    ? { frame: { ...unplaced(before), clauses }, changed: [] }
    : null;
}

/** "By money not by number", "value instead of count", "how many, not how much": another measure of the same. */
export function measuredAnew(before: Frame, typed: Word[]): Reply | null {
  if (before.of !== 'deal' || before.measure.kind === 'metric') return null;
  const said = typed
    .filter((word) => word.kind !== 'sign' || word.text === '$')
    .map((word) => word.norm)
    .join(' ')
    .replace(
      /^(?:(?:and|now|ok|okay|hm+|please|rather|show|give|me|it|that|them|same|but|by|in|as|the|a) )+/,
      '',
    )
    .replace(/ (?:please|instead|then|rather|now|though)$/, '');
  const other = (one: string): string =>
    `(?:,? (?:not|instead of|rather than|and not)(?: by| in| the| a)* ${one})?`;
  if (
    /^(?:list|table|rows|deals|list of (?:them|deals)|deals themselves)$/.test(said) &&
    before.measure.kind !== 'rows'
  )
    return {
      frame: { ...unplaced(before), measure: { kind: 'rows' }, by: [], sort: null, pipeline: false },
      changed: [],
    };
  const money = '(?:money|amounts?|value|values|dollars?|revenue|sum|\\$+|total value|total amount)';
  const number =
    '(?:counts?|numbers?|how many|(?:counts?|number) of (?:the |those )?deals|deal counts?|quantity)';
  const sum = new RegExp(`^${money}${other(number)}$`).test(said);
  const count = new RegExp(`^${number}${other(`(?:${money}|how much)`)}$`).test(said);
  if (sum === count || before.by.length === 0) return null;
  const measure: Frame['measure'] = sum ? { kind: 'sum', field: 'amount' } : { kind: 'count' };
  const { having: _, ...rest } = unplaced(before);
  return { frame: { ...rest, measure, pipeline: false }, changed: [] };
}

/** "Remove Yuki again", "without Priya": one of those who were asked for, or an exception. */
export function unnamed(before: Frame, list: readonly Piece[]): Reply | null {
  const [verb, ...rest] = list.filter((piece) => piece.is !== 'filler');
  const name = rest[0];
  if (
    !verb ||
    !/^(?:remove|drop|without|minus|lose|take out|leave out|exclude|not|kick out|scratch|ditch|-)$/i.test(
      verb.text,
    )
  )
    return null;
  if (name?.is !== 'name' || rest.length > 1) return null;
  const ids = name.match.entries.map((entry) => entry.id);
  const clauses = before.clauses.map((clause) =>
    clause.says === 'names' &&
    !clause.not &&
    clause.names.length > 1 &&
    clause.names.some(({ id }) => ids.includes(id))
      ? { ...clause, names: clause.names.filter(({ id }) => !ids.includes(id)) }
      : clause,
  );
  const changed = clauses.findIndex((clause, n) => clause !== before.clauses[n]);
  return changed < 0 ? null : { frame: { ...unplaced(before), clauses }, changed: [changed] };
}

function without(before: Frame, fields: string[]): Reply | null {
  const gone = (clause: Clause): boolean =>
    clause.says === 'mine'
      ? fields.includes('owner')
      : clause.says === 'status'
        ? fields.includes('status')
        : clause.says === 'missing'
          ? clause.fields.every((field) => fields.includes(field))
          : clause.says !== 'either' && fields.includes(clause.field);
  const left = before.clauses.filter((clause) => !gone(clause));
  if (left.length === before.clauses.length) return null;
  // Without a stage that says whether they are over, deals are those that are open.
  const judged = left.some((clause) => clause.says === 'status' || clause.says === 'period');
  const open: Clause = { says: 'status', is: ['open'], implied: true };
  const clauses =
    fields.includes('stage') && before.of === 'deal' && before.measure.kind !== 'metric' && !judged
      ? [open, ...left]
      : left;
  return { frame: { ...unplaced(before), clauses }, changed: [] };
}

/** "Top 5" of one figure: the first five of those that it was of; a rate has them of people. */
function listed(frame: Frame): Frame {
  const { cut: _, ...rest } = frame;
  const { by, other, of, measure } = frame;
  if (by.length > 0 || other || of === 'activity') return frame;
  if (measure.kind !== 'metric') return { ...rest, measure: { kind: 'rows' } };
  const groups = metricNamed(measure.metric).by;
  return groups === 'any' || groups.includes('owner') ? { ...frame, by: ['owner'] } : frame;
}

function firstOf({ of, by, measure }: Frame): Frame['sort'] {
  if (by.length > 0 || measure.kind === 'metric') return { field: 'measure', down: true };
  return findField(of, 'amount') ? { field: 'amount', down: true } : null;
}

/** "Make it 45": another number for the one length or amount that was asked for. */
export function renumbered(before: Frame, list: readonly Piece[], typed: Word[]): Reply | null {
  const telling = list.filter(
    (piece) => !['filler', 'goesOn', 'unread', 'prep', 'list', 'rank', 'compare'].includes(piece.is),
  );
  const [only, ...more] = telling;
  const norms = typed.map((word) => word.norm).join(' ');
  if (only?.is !== 'quantity' || more.length > 0) return null;
  if (
    !/^(?:(?:ok |and |now )*(?:hm+|no|make|try|set|change|lower|raise|increase|reduce|bump|push|extend|stretch|move|put|what about|how about|with|just|only|top|show|give me|rather)(?: it| that| me| the top| the bottom| the upper end| the lower end| the limit| the bar| the minimum| the maximum| the floor)?(?: to| down to| up to)?(?: the)?(?: top| first)? )*[^a-z]*(?:[\d.,]+|ten|fifteen|twenty|thirty|forty|fifty|sixty|ninety) ?[a-z]*(?: days?)?(?: instead| then| please| of them| rows| deals)?[^a-z]*$/.test(
      norms,
    )
  )
    return null;
  // "Top 5" of a list over 50k is no limit on the amount.
  const rows =
    only.quantity.unit === 'plain' &&
    only.quantity.value <= 100 &&
    /\b(?:top|first) \S+(?: (?:of them|rows|deals|please))?\W*$/.test(norms);
  if (rows && !/\b(?:top|first) (?:to|at)\b/.test(norms))
    return {
      frame: {
        ...listed(unplaced(before)),
        limit: only.quantity.value,
        sort: before.sort ?? firstOf(before),
      },
      changed: [],
    };
  const ranges = before.clauses.filter((clause) => clause.says === 'range');
  const fitting = ranges.filter(
    (clause) => only.quantity.unit === 'plain' || only.quantity.unit === clause.unit,
  );
  if (before.having && fitting.length === 0) {
    const having = movedEnd(before, before.having, only.quantity);
    return having && { frame: { ...unplaced(before), having }, changed: [] };
  }
  const [range, ...others] = fitting;
  // "Just 3 then": of a list that had a number.
  if (only.quantity.unit === 'plain' && !range && before.limit !== null)
    return { frame: { ...unplaced(before), limit: only.quantity.value }, changed: [] };
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
  return { frame: { ...unplaced(before), clauses }, changed: [clauses.indexOf(next)] };
}

/** "Make it 50%", of groups over 40%. */
function movedEnd(
  { of, measure }: Frame,
  { from, to, exclusive, currency }: Having,
  said: Quantity,
): Having | null {
  const found = takenAs(unitOf({ of, measure }), { unit: said.unit, ends: endsOf('least', said.value) });
  if (!found || (from !== null && to !== null)) return null;
  const value = said.value / found.times;
  return { ...(from === null ? { from, to: value } : { from: value, to }), exclusive, currency };
}
