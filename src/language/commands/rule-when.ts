/** Which deals a rule is for: "a deal is worth more than $500,000 and has no activity in 7 days" as the limits of a question. */
import type { Clause, Frame, Reading, RuleEvent } from '../request.ts';
import { emptyFrame } from '../request.ts';
import type { CommandRead, Talk } from './read.ts';
import { type MoveRead, moveIn } from './rule-moves.ts';
import { plainly } from './rule-turns.ts';

type When = { frame: Frame; happens: RuleEvent | null; assumptions: string[] };
export type WhenRead = When | { asks: string } | Extract<CommandRead, { which: unknown }>;

/** Every word of it is read, or it is asked about: a rule from half a condition would be another rule. */
export function conditionOf(parts: string[], talk: Talk): WhenRead {
  const clauses: Clause[] = [];
  const assumptions: string[] = [];
  let happens: RuleEvent | null = null;
  for (const { words, alone } of parts.flatMap(split)) {
    const found = partOf(words, talk) ?? alternativesOf(words, alone, talk) ?? unread(words);
    if ('asks' in found || 'which' in found) return found;
    clauses.push(...found.frame.clauses);
    assumptions.push(...found.assumptions);
    if (happens !== null && found.happens !== null && happens !== found.happens)
      return { asks: 'Two things that happen are in it. Say one rule for each.' };
    happens ??= found.happens;
  }
  const frame = { ...emptyFrame, clauses: once(clauses) };
  if (frame.clauses.every((one) => one.says === 'status' && one.implied) && happens === null)
    return {
      asks: 'For which deals? Say a limit, such as "deals over $100,000" or "deals tagged strategic".',
    };
  const whole = withStatus(frame);
  const isOpen = whole.frame.clauses.some((one) => one.says === 'status' && one.is.join() === 'open');
  if (typeof happens === 'object' && happens !== null && !isOpen)
    return { asks: 'What happens to a field is looked at on open deals only. Leave won and lost ones out.' };
  // "When Priya wins a deal": that it is won is no state to be told of for ever.
  if (whole.assumptions.length === 0) happens ??= 'moved';
  const told = assumptions.filter((line) => !line.startsWith('Open deals only'));
  return { frame: whole.frame, happens, assumptions: [...new Set([...told, ...whole.assumptions])] };
}

/** Warnings and changes are about open deals, unless won or lost ones are meant. */
function withStatus(frame: Frame): Pick<When, 'frame' | 'assumptions'> {
  const said = frame.clauses.filter((one) => one.says === 'status');
  const own = said.filter((one) => one.says === 'status' && !one.implied);
  const others = frame.clauses.filter((one) => one.says !== 'status');
  if (own.length > 0) return { frame: { ...frame, clauses: [...others, ...own] }, assumptions: [] };
  return {
    frame: { ...frame, clauses: [...others, { says: 'status', is: ['open'], implied: true }] },
    assumptions: ['Open deals only.'],
  };
}

const once = (clauses: Clause[]): Clause[] => {
  const seen = new Set<string>();
  return clauses.filter((one) => {
    const key = JSON.stringify(one);
    return seen.has(key) ? false : seen.add(key);
  });
};

/** At "and", but not within "between 50k and 100k". `alone`: there is no "and" beside it. */
function split(words: string): { words: string; alone: boolean }[] {
  const parts = words.split(/(?:,| )+(?:and also|and|but also|but|while|as well as)\s+|,\s+/);
  const whole: string[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last !== undefined && /\bbetween\s+\S+(?: \S+)?$/.test(last) && /^[$€£\d]/.test(part))
      whole[whole.length - 1] = `${last} and ${part}`;
    else whole.push(part.trim());
  }
  return whole.map((part) => ({ words: part, alone: whole.length === 1 }));
}

type Part = { frame: Frame; happens: RuleEvent | null; assumptions: string[] };

type Found = Part | { asks: string } | Extract<CommandRead, { which: unknown }>;

/** Null: it is no limit as a whole. */
function partOf(words: string, talk: Talk): Found | null {
  if (/(?:^|\s)(?:unless|except when|otherwise)\s/.test(words))
    return { asks: `Say it without "unless", as a limit of its own: "${words.slice(0, 80)}".` };
  const move = moveIn(words);
  if (move) return 'asks' in move ? move : movedDeals(move, talk);
  const { text, happens } = plainly(words);
  if (elsewhere.test(text)) return happening(words);
  let which: Extract<CommandRead, { which: unknown }> | null = null;
  for (const asked of phrasings(text)) {
    const reading = talk.question(asked);
    if (reading.say === 'which') which ??= { which: reading };
    if (reading.say !== 'question' || !isLimit(reading.frame)) continue;
    if (reading.frame.clauses.length === 0 && text !== '') continue;
    if (ofNextStep.test(words) && !fieldsOf(reading.frame.clauses).includes('next_step')) continue;
    if (saysMore(reading) || orsIn(text) > choicesIn(reading.frame.clauses)) continue;
    return { frame: reading.frame, happens, assumptions: reading.assumptions };
  }
  return orsIn(text) > 0 ? null : which;
}

/** What happens to a field, of the deals that are named beside it. */
function movedDeals({ move, deals, notes }: Extract<MoveRead, { move: unknown }>, talk: Talk): Found {
  const found = deals === null ? null : (partOf(`deals ${deals}`, talk) ?? unread(deals));
  if (found && ('asks' in found || 'which' in found)) return found;
  if (found?.happens) return { asks: 'Two things that happen are in it. Say one rule for each.' };
  return {
    frame: found?.frame ?? emptyFrame,
    happens: move,
    assumptions: [...(found?.assumptions ?? []), ...notes],
  };
}

/** When it was written is not known: "the next step is older than 10 days" is nothing of the deal's age. */
const ofNextStep = /^(?:the |its |an? |any )?(?:deal's )?next step\b/;

const unread = (words: string): { asks: string } => ({
  asks: `Not understood: "${words.slice(0, 100)}". No rule was made. Say it as a limit on deals, such as "over $50,000", "without next step" or "in Negotiation for 30 days".`,
});
const happening = (words: string): { asks: string } => ({
  asks: `Not understood: "${words.slice(0, 100)}". No rule was made. What can happen to a deal in a rule: it is created, moves to a stage, is won or lost, or its amount, close date or owner changes.`,
});

/** "5 days or more" is one limit. */
const orMore =
  /\b(?:days?|weeks?|months?|more|less|over|above|higher|times?|[\d.,]+[km]?) or (?:more|less|over|fewer|longer|above|older|higher|larger|bigger)\b/g;
const orsIn = (words: string): number => words.replace(orMore, ' ').match(/\bor\b/g)?.length ?? 0;

/** How many "or" the limits say: "in Contract or Negotiation", "without next step or close date". */
const choicesIn = (clauses: Clause[]): number =>
  clauses.reduce((sum, one) => {
    if (one.says === 'names' && !one.not) return sum + one.names.length - 1;
    if (one.says === 'missing' && one.any) return sum + one.fields.length - 1;
    return one.says === 'status' && !one.implied ? sum + one.is.length - 1 : sum;
  }, 0);

/** "Over 500k or the account is strategic": each of them is a limit by itself, of how a deal is. Null: there is no "or". */
function alternativesOf(words: string, alone: boolean, talk: Talk): Found | null {
  if (orsIn(words) === 0) return null;
  const { sides, about } = sidesOf(words);
  const read: Clause[][] = [];
  const assumptions: string[] = [];
  for (const side of sides) {
    const found = partOf(side, talk) ?? unread(side);
    if ('asks' in found || 'which' in found) return found;
    const limits = found.frame.clauses.filter((one) => one.says !== 'status' || !one.implied);
    if (found.happens !== null || limits.length === 0 || limits.some(isOfHead))
      return { asks: `Say each as a rule of its own: "${words.slice(0, 80)}".` };
    // "The next step is empty or older than 10 days": older is the deal, as far as is known.
    if (about.has(side) && !fieldsOf(limits).every((field) => fieldsOf(read[0] ?? []).includes(field)))
      return unread(side);
    read.push(limits);
    assumptions.push(...found.assumptions);
  }
  const one = oneOf(read);
  // "A or B and C" is two things to different people.
  if (one === null && !alone)
    return {
      asks: `What belongs together in "${words.slice(0, 80)}" and what else is said? Say each as a rule of its own.`,
    };
  const clause: Clause = one ?? { says: 'either', of: read };
  return { frame: { ...emptyFrame, clauses: [clause] }, happens: null, assumptions };
}

/** "The amount is over 500k or under 5k": what it is about holds on where a side begins with what is said of it. */
function sidesOf(words: string): { sides: string[]; about: Set<string> } {
  const [first = '', ...others] = words
    .replace(/^(?:if |when )?either\s+/, '')
    .split(/,?\s+or\s+(?:if |when |whenever )?/);
  const about =
    /^(?:the|its|an?|any) (?:deal's )?(?!deal |opportunity |account |customer )\w+(?: \w+)? (?:is|are)\b/.exec(
      first,
    )?.[0];
  const carried = others.map((side) => (about && !ofItsOwn.test(side) ? `${about} ${side}` : side));
  return { sides: [first, ...carried], about: new Set(carried.filter((side, n) => side !== others[n])) };
}
const fieldsOf = (limits: Clause[]): string[] =>
  limits.flatMap((one) => ('field' in one ? [one.field] : one.says === 'missing' ? one.fields : []));
const ofItsOwn = /^(?:the|its?|an?|any|there|no|has|have|in|without|with|tagged|of|for)\b/;

/** Said before the noun, where an alternative has no place. */
const isOfHead = (one: Clause): boolean =>
  one.says === 'status' ||
  one.says === 'stale' ||
  (one.says === 'mine' && one.whose !== 'territory' && !one.not);

/** Names of one field are one limit: "in Contract or Negotiation". */
function oneOf(sides: Clause[][]): Clause | null {
  const [first] = sides.flat();
  if (first?.says !== 'names' || first.not) return null;
  const all = sides.flatMap((limits) => {
    const [only] = limits;
    return limits.length === 1 && only?.says === 'names' && only.field === first.field && !only.not
      ? [only]
      : [];
  });
  return all.length === sides.length ? { ...first, names: all.flatMap(({ names }) => names) } : null;
}

/** It tells of something that happens, and not of how a deal is. */
const elsewhere =
  /\b(?:leaves|leave|left|drops?|dropped|falls?|fell|exits?|returns?|returned|re-?opens?|re-?opened|slips?|changes?|changed|re-?assigned|raises?|raised|lowers?|lowered|increases?|increased|decreases?|decreased|grows?|grew|shrinks?|gains?|loses|jumps?|rises?|rose|(?:moves?|goes|went|comes?|gets?|is moved|moved) (?:back|out|away|from|up|down|forward|backwards?|ahead)|out of)\b/;

/** Nothing but limits on deals: whatever else a question may hold is none. */
const isLimit = (frame: Frame): boolean =>
  Object.entries(frame).every(
    ([key, value]) =>
      ['clauses', 'sort', 'pipeline'].includes(key) ||
      (key === 'measure' && frame.measure.kind === 'rows') ||
      JSON.stringify(value) ===
        JSON.stringify(Object.entries(emptyFrame).find(([name]) => name === key)?.[1]),
  );

type Asked = Extract<Reading, { say: 'question' }>;

/** A question may pass over a word that changes nothing in it; a rule may not. */
function saysMore({ text, spans, frame }: Asked): boolean {
  const beside = [...text.matchAll(/[\p{L}\p{N}$€£%'.-]+/gu)].filter(
    ({ 0: word, index }) =>
      !harmless.test(word) && !spans.some(({ start, end }) => index < end && index + word.length > start),
  );
  // "Deals over 100k close": when?
  const undated =
    spans.some(({ read }) => read === 'date') &&
    !frame.clauses.some(({ says }) => says === 'period' || says === 'range');
  const closes = spans.some(
    ({ read, start, end }) => read === 'date' && /^clos/i.test(text.slice(start, end)),
  );
  const dated = frame.clauses.some(
    (one) => one.says === 'period' || ('field' in one && /close/.test(one.field)),
  );
  return beside.length > 0 || undated || (closes && !dated);
}
const harmless =
  /^(?:an?|the|any|all|every|each|is|are|was|were|be|been|being|has|have|had|it|its|they|their|there|of|in|on|at|for|to|with|and|that|which|than|so|my|our|me|i|we|deals?|please|also|still|now|currently|already|one|ones|open|with|as|by|from|more|or|'s|s)$/i;

/** The same limit as questions say it; the first that is wholly read is it. */
const phrasings = (text: string): string[] => {
  const rest = text.replace(/^deals ?/, '').trim();
  return rest === ''
    ? ['deals']
    : [`deals ${rest}`, `deals that ${rest}`, `deals that are ${rest}`, `${rest} deals`];
};
