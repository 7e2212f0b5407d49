/** "What % of the pipeline is EMEA", "Tom's share of won deals", "share of open deals by team". */
import type { FieldName } from '../sales/fields.ts';
import { openAssumed } from './measures.ts';
import type { ReadWith } from './read-with.ts';
import type { Clause, Frame, Reading } from './request.ts';

type Asked = Extract<Reading, { say: 'question' }>;
type Read = (text: string, use: ReadWith) => Reading;
/** What the words name: the whole, the limits of the part (none: each group is a part), how these begin, and the groups. */
type Said = { whole: string; part: string | null; before?: true; by?: string | undefined };

const share =
  '(?:%|pct|per ?cent(?:age)?|share|portion|proportion|fraction|percentage share|relative share|part)';
const asks =
  "^(?:(?:so|and|ok|okay|hey|also),? )*(?:show (?:me )?|give me |tell me |what(?:'?s)? (?:is |are |was |were )?|which |how (?:much|big|large|high) (?:a |is the |was the ))?(?:an? |the )?";
const is =
  "(?:(?:that |which )?(?:is|are|was|were|comes?|came|sits?|sat|stands?|stood|lies|lay|belongs?(?: to)?|belonged(?: to)?|has|have|had|goes|went|isn't|aren't))";
/** What a part begins with that has no verb before it: "the pipeline closing this quarter". */
const begins =
  '(?:closing|closes|closed|created|older|newer|over|under|above|below|without|missing|owned by|assigned to|stuck|with|won|lost)';
const per = '(?:by|per|for each|in each|split by|broken down by|grouped by)';
const of = `${share} of (?:the )?`;
const each =
  "each (team|rep|owner|territory|region|stage|product|account|segment|source|industry|manager)(?:'s|s)?";
const holds =
  '(?: (?:has|have|holds?|makes? up|brings? in|brought in|accounts? for|contributes?|owns?|represents?|is|gets?))?';

const written: [string, (found: string[]) => Said][] = [
  [
    `${asks}${of}(.+?)(?: that)? (?:do(?:es)? )?${each}${holds}$`,
    ([whole = '', by]) => ({ whole, part: null, by }),
  ],
  [`${asks}${each} ${of}(.+)$`, ([by, whole = '']) => ({ whole, part: null, by })],
  [
    `${asks}${of}(.+?) (${is}) (.+?)(?:,? ${per} ([\\p{L} ]+?))?$`,
    ([whole = '', verb, part = '', by]) => ({ whole, part: negated(verb, part), by }),
  ],
  [
    `${asks}${of}(.+?) (${begins}.*?)(?:,? ${per} ([\\p{L} ]+?))?$`,
    ([whole = '', part = '', by]) => ({ whole, part, by }),
  ],
  [
    `${asks}how (?:much|many) of (?:the )?(.+?) (${is}) (.+?),? \\(?(?:in|as(?: an?)?)? ?(?:%|per ?cent(?:age)?|a share)\\)?$`,
    ([whole = '', verb, part = '']) => ({ whole, part: negated(verb, part) }),
  ],
  [`${asks}${of}(.+?),? ${per} ([\\p{L} ]+)$`, ([whole = '', by]) => ({ whole, part: null, by })],
  [`${asks}(.+?)(?:['’]s?)? ${of}(.+)$`, ([part = '', whole = '']) => ({ whole, part, before: true })],
  [
    `${asks}(.+?),? (?:as|in) (?:an? |the )?${of}(.+)$`,
    ([part = '', whole = '']) => ({ whole, part, before: true }),
  ],
];
const shapes = written.map(([shape, said]) => [new RegExp(shape, 'iu'), said] as const);

const negated = (verb: string | undefined, part: string): string =>
  /n't$/i.test(verb ?? '') ? `not ${part}` : part;

/** "The total pipeline" is the pipeline: only a whole has parts. */
const inAll = /^(?:our |the )?(?:total|overall|entire|whole|complete|all(?: of)?(?: the)?) /i;
const ofEach = new RegExp(`^${each} (.+)$`, 'iu');
const spoken = /^(?:that|those|them|these|it|this|which)(?: deals)?$/i;

const named = /%|\b(?:pct|per ?cent(?:age)?|share|portion|proportion|fraction|part)\b/i;
const longest = 200;

/** Null where the words ask for no share, or the whole or its part is not understood. `read` reads a list or a figure. */
export function readShare(clean: string, use: ReadWith, read: Read): Reading | null {
  if (clean.length > longest || !named.test(clean)) return null;
  const text = clean.replace(/[?.! ]+$/, '');
  for (const [shape, said] of shapes) {
    const found = shape.exec(text);
    const reading = found ? asShare(clean, said(found.slice(1)), use, read) : null;
    if (reading) return reading;
  }
  return null;
}

function asShare(clean: string, said: Said, use: ReadWith, read: Read): Reading | null {
  const { thread = null } = use;
  const [, one, theirs] = ofEach.exec(said.whole) ?? [];
  if (one && theirs && !said.by) return asShare(clean, { ...said, whole: theirs, by: one }, use, read);
  const plain = said.whole.replace(inAll, '');
  const alone = { ...use, thread: null };
  const whole = spoken.test(plain)
    ? asBefore(thread)
    : read(said.by && !said.part ? `${plain} by ${said.by}` : plain, alone);
  if (!whole) return null;
  if ('say' in whole && whole.say === 'which') return { ...whole, text: clean };
  const frame = 'say' in whole ? (whole.say === 'question' ? whole.frame : null) : whole;
  const of = frame && measured(frame);
  if (!frame || !of) return null;
  const assumptions = 'say' in whole ? whole.assumptions : [];
  const asked = (
    part: Clause[],
    by: FieldName[],
    more: string[] = [],
    clauses: Clause[] = frame.clauses,
  ): Asked => ({
    say: 'question',
    frame: { ...groupsOf(frame, by), clauses, measure: { kind: 'share', of, part } },
    changed: [],
    goesOn: spoken.test(plain),
    text: clean,
    spans: [],
    assumptions: [...new Set([...assumptions, ...more])].filter(
      (one) =>
        (one !== openAssumed || isOpen(clauses)) && (one !== closedAssumed || clauses === frame.clauses),
    ),
    path: 'plain',
  });
  if (said.part === null) return frame.by.length > 0 ? asked([], frame.by) : null;
  const noun = nouns[frame.of];
  const tries = said.before
    ? [`${said.part} ${noun}`, `${noun} ${said.part}`, said.part]
    : [`${noun} ${said.part}`, `${noun} in ${said.part}`, `${noun} of ${said.part}`, `${said.part} ${noun}`];
  for (const words of tries) {
    const part = read(said.by ? `${words} by ${said.by}` : words, alone);
    if (part.say === 'which') return { ...part, text: clean };
    if (part.say !== 'question' || part.frame.of !== frame.of || !measured(part.frame)) continue;
    if (frame.by.length > 0 && part.frame.by.length > 0) return null;
    const limits = part.frame.clauses.filter(
      (one) => !(one.says === 'status' && one.implied) && !isIn(one, frame.clauses),
    );
    if (limits.length === 0) continue;
    const among = whichHave(frame.clauses, limits);
    if (!among) return null;
    return asked(limits, [...frame.by, ...part.frame.by], part.assumptions, among);
  }
  return null;
}

/** The limits of the whole, in which there must be what the part is: of the won deals none are lost, but of those that closed. */
function whichHave(whole: Clause[], part: Clause[]): Clause[] | null {
  const [of, is] = [whole, part].map((some) => some.find((one) => one.says === 'status'));
  if (of?.says !== 'status' || is?.says !== 'status' || is.is.every((one) => of.is.includes(one)))
    return whole;
  const closed = ['won', 'lost'];
  // "% of deals lost": what is open may still be won.
  const from = of.implied ? [] : of.is;
  return [...from, ...is.is].every((one) => closed.includes(one))
    ? whole.map((one) => (one === of ? { ...of, is: ['won', 'lost'], implied: false } : one))
    : null;
}

const nouns: Record<Frame['of'], string> = {
  deal: 'deals',
  lead: 'leads',
  activity: 'activities',
  account: 'accounts',
  contact: 'contacts',
};

const isOpen = (clauses: Clause[]): boolean => clauses.some((one) => one.says === 'status' && one.implied);

/** Said of the whole, which it is no longer when what was lost is asked for. */
const closedAssumed = 'Closed = won.';

const isIn = (one: Clause, clauses: Clause[]): boolean =>
  clauses.some((other) => JSON.stringify(other) === JSON.stringify(one));

const asBefore = (thread: Frame | null): Frame | null =>
  thread && !thread.other && thread.measure.kind !== 'metric' ? { ...thread, by: [] } : null;

/** A figure of amounts is one in money; rows and numbers are counted. A figure of anything else, or of some rows of many, has no parts. */
function measured({ measure, other, limit, cut, having }: Frame): 'count' | 'amount' | null {
  if (other || limit !== null || cut || having) return null;
  if (measure.kind === 'rows' || measure.kind === 'count') return 'count';
  return measure.kind === 'sum' && measure.field === 'amount' ? 'amount' : null;
}

const groupsOf = ({ show: _, draw: _d, rowOf: _r, ...frame }: Frame, by: FieldName[]): Frame => ({
  ...frame,
  by,
  sort: null,
});
