/** Which deals a rule is for: "a deal is worth more than $500,000 and has no activity in 7 days" as the limits of a question. */
import type { Clause, Frame, RuleEvent } from '../request.ts';
import { emptyFrame } from '../request.ts';
import type { CommandRead, Talk } from './read.ts';

export type When = { frame: Frame; happens: RuleEvent | null; assumptions: string[] };
export type WhenRead = When | { asks: string } | Extract<CommandRead, { which: unknown }>;

/** Every word of it is read, or it is asked about: a rule from half a condition would be another rule. */
export function conditionOf(parts: string[], talk: Talk): WhenRead {
  const clauses: Clause[] = [];
  const assumptions: string[] = [];
  let happens: RuleEvent | null = null;
  for (const part of parts.flatMap(split)) {
    const found = partOf(part, talk);
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

/** At "and", but not within "between 50k and 100k". */
function split(words: string): string[] {
  const parts = words.split(/(?:,| )+(?:and also|and|but also|but|while|as well as)\s+|,\s+/);
  return parts.reduce<string[]>((all, part) => {
    const last = all.at(-1);
    if (last !== undefined && /\bbetween\s+\S+(?: \S+)?$/.test(last) && /^[$€£\d]/.test(part))
      return [...all.slice(0, -1), `${last} and ${part}`];
    return [...all, part.trim()];
  }, []);
}

type Part = { frame: Frame; happens: RuleEvent | null; assumptions: string[] };

function partOf(
  words: string,
  talk: Talk,
): Part | { asks: string } | Extract<CommandRead, { which: unknown }> {
  if (
    /(?:^|\s)(?:or|unless|except when|otherwise)\s/.test(words) &&
    !/\b(?:days?|more|less|over|above|higher|times?) or (?:more|less|over|fewer|longer|above|older)\b|\bor (?:more|less|longer|fewer|above|higher|over)\b/.test(
      words,
    )
  )
    return { asks: `Only one of them, or all? Say each as a rule of its own: "${words.slice(0, 80)}".` };
  const { text, happens } = plainly(words);
  if (elsewhere.test(text))
    return {
      asks: `Not understood: "${words.slice(0, 100)}". No rule was made. What can happen to a deal in a rule: it is created, moves to a stage, is won or lost.`,
    };
  let which: Extract<CommandRead, { which: unknown }> | null = null;
  for (const asked of phrasings(text)) {
    const reading = talk.question(asked);
    if (reading.say === 'which') which ??= { which: reading };
    if (reading.say !== 'question' || !isLimit(reading.frame)) continue;
    if (reading.frame.clauses.length === 0 && text !== '') continue;
    return { frame: reading.frame, happens, assumptions: reading.assumptions };
  }
  if (which) return which;
  return {
    asks: `Not understood: "${words.slice(0, 100)}". No rule was made. Say it as a limit on deals, such as "over $50,000", "without next step" or "in Negotiation for 30 days".`,
  };
}

/** It tells of something that happens, and not of how a deal is. */
const elsewhere =
  /\b(?:leaves|leave|left|drops?|dropped|falls?|fell|exits?|returns?|returned|re-?opens?|re-?opened|slips?|changes?|changed|re-?assigned|raises?|raised|lowers?|lowered|increases?|increased|decreases?|decreased|grows?|grew|shrinks?|gains?|loses|jumps?|rises?|rose|(?:moves?|goes|went|comes?|gets?|is moved|moved) (?:back|out|away|from|up|down|forward|backwards?|ahead)|out of)\b/;

/** Nothing but limits on deals. */
const isLimit = (frame: Frame): boolean =>
  frame.of === 'deal' &&
  frame.measure.kind === 'rows' &&
  frame.by.length === 0 &&
  frame.limit === null &&
  frame.other === null &&
  frame.cut === undefined &&
  frame.skip === undefined &&
  frame.having === undefined &&
  frame.asOf === undefined &&
  frame.show === undefined;

/** The same limit as questions say it; the first that is wholly read is it. */
const phrasings = (text: string): string[] => {
  const rest = text.replace(/^deals ?/, '').trim();
  return rest === ''
    ? ['deals']
    : [`deals ${rest}`, `deals that ${rest}`, `deals that are ${rest}`, `${rest} deals`];
};

const noun = '(?:deals?|opps?|opportunit(?:y|ies))';
const aDeal = `(?:(?:if|when|an?|any|the|this|that|each|every|all|some|one|another|our|of|these|those|its?) )*(?:open )?${noun}`;
const lead = /^(?:that|which|it|they|its|he|she|there)(?:'s)?\s+/;

/** From a clause to the limit that it says, and what happens where it tells of something that happens. */
export function plainly(words: string): { text: string; happens: RuleEvent | null } {
  let happens: RuleEvent | null = null;
  let text = ` ${words.trim()} `.replace(/\s+/g, ' ').trim();
  for (const [pattern, as, event] of turns) {
    const before = text;
    text = text.replace(pattern, as).replace(/\s+/g, ' ').trim();
    // A new deal that comes in is created, and moves nowhere.
    if (event && text !== before) happens ??= event;
  }
  return { text: text.replace(lead, '').trim(), happens };
}

const to = '(?:in ?to|to|in|on|at)';
/** In their order: whose and what it is about, then what is said of it. */
const turns: [RegExp, string, RuleEvent?][] = [
  [/^one of (my|our|the) deals\b/, '$1 deals'],
  [/^one of (\S+(?: \S+)?)'s? deals\b/, 'deals of $1'],
  [/^(?:a|any|the|every) (?:new deal|deal|opportunity) of mine\b/, 'my deals'],
  [/^my (?:deal|opportunity|opp)\b/, 'my deals'],
  [/\bwhose\b/, 'with'],
  // A deal that came about.
  [new RegExp(`^(?:(?:a|any|the|every|each) )?new ${noun}\\b`), 'deals', 'created'],
  [
    /\s+(?:is|are|was|gets?|has been|have been|being) (?:newly )?(?:created|opened|added|entered)$/,
    '',
    'created',
  ],
  [/\s+(?:comes|come) in(?=$| (?:for|from|of|with|over|under|above)\b)/, '', 'created'],
  // The account, the owner, a field of it.
  [
    /^(?:the |an? )?(?:deal's |deals? )?(?:account|customer|client)(?: of (?:the|a) deal)? (?:is |has been |was )?tagged (?:as |with )?/,
    'deals tagged ',
  ],
  [/^(?:the |an? )?(?:deal's )?(?:account|customer|client) has (?:the |a )?tag /, 'deals tagged '],
  [/^(?:an? |any |the )?(\S+) (?:account|customer) has (?:an? |any )?deals? /, 'deals tagged $1 and '],
  [
    /^(?:the |its |an? )?(?:deal's )?(?:account|customer|client|company) is (?:not )?(?=in )/,
    'deals of accounts ',
  ],
  [/^(?:the |its |an? )?(?:deal's )?(?:account|customer|client|company) is /, 'deals of '],
  [/^(?:the |its |an? )?(?:deal's |deal )?(?:owner|rep|seller) is /, 'deals of '],
  [/^(?:the |its |an? )?(?:deal's |deal )?stage is /, 'deals in '],
  [
    /^(?:the |its |an? )?(?:deal's |deal )?(?:amount|size|value|deal size|deal value|worth) (?:is|exceeds|goes|gets) (?=over|above|under|below|more|less|at|between|greater|larger|smaller|higher|lower)/,
    'deals ',
  ],
  [/^(?:the |its |an? )?(?:deal's |deal )?(?:amount|size|value) exceeds /, 'deals over '],
  [
    /^(?:the |its |an? )?(?:deal's |deal )?(?:close|closing) date is in the past$/,
    'deals past their close date',
  ],
  [
    /^(?:the |its |an? )?(?:deal's |deal )?(?:close|closing) date (?:is|falls|lies) (?:in )?/,
    'deals closing ',
  ],
  [
    /^(?:the |its |an? )?(?:close|closing) date (?:of (?:the|a|any) deal )?(?:is|has) (?:already )?(?:past|passed|over|gone)$/,
    'deals past their close date',
  ],
  [
    /\b(?:goes|go|went) (\S+ (?:days?|weeks?|months?)) without (?:any )?activity\b/,
    'without activity for $1',
  ],
  [/\bwith close date is in the past$/, 'past their close date'],
  [
    /^(?:nobody|no one|noone) (?:has |have )?(?:touched|contacted|done anything (?:about|on|for)|worked on) (?:an?|any|the) (?:deal|opportunity)\b/,
    'deals with no activity',
  ],
  // The deal itself.
  [new RegExp(`^${aDeal}\\b(?! of mine)`), 'deals'],
  // What happens to it.
  [
    new RegExp(
      `\\b(?:is|are|was|gets?|has been|have been) (?:marked|set|moved|closed|put|changed|flagged)(?: as| ${to})? (?:closed[- ]?)?(won|lost)\\b`,
    ),
    '$1',
    'moved',
  ],
  [/\b(?:is|are|was|gets?|has been|have been|becomes?) (?:closed[- ]?)?(won|lost)\b/, '$1', 'moved'],
  [
    new RegExp(
      `\\b(?:moves?|goes|go|comes?|gets?|advances?|progresses?|changes?|is moved|are moved|is set|has moved|has come|enters?|reaches|reach)(?: forward| on| over)? ${to} (?:the )?`,
    ),
    'in ',
    'moved',
  ],
  [/\b(?:enters?|reaches|reach|hits) (?:the )?/, 'in ', 'moved'],
  // How it is.
  [/\b(?:is|are|'s) (?:still |now |currently |already )?tagged (?:as |with )?/, 'tagged '],
  [/^tagged as /, 'tagged '],
  [/\b(?:has|have|had) (?:had )?no (?=activit|action)/, 'with no '],
  [
    /\bwith no activity (?:in|for|within|since) (?:the )?(?:last |past )?(?=\d|a week|a month|one|two|three|four)/,
    'without activity for ',
  ],
  [/\bfor an? week$/, 'for 7 days'],
  [/\b(?:has|have) no (?!activit)/, 'without '],
  [/\b(?:doesn't|does not|don't|do not) have (?:an? |any )?/, 'without '],
  [/\bwith no (?!activit)/, 'without '],
  [/\bwithout an? (?=next|close|amount|owner)/, 'without '],
  [/\b(?:has|have) (?:an? )?(?=next step|close date|amount|owner|product|lead source)/, 'with '],
  [
    /\b(?:is|are|has been|have been|was|hasn't been|haven't been|isn't|aren't) (?=pushed|untouched|overdue|inactive|stale|idle)/,
    '',
  ],
  [
    /\b(?:hasn't|haven't|has not|have not|isn't|is not|wasn't|was not) (?:been )?(?:touched|contacted|worked(?: on)?) (?:for|in|since) (?:the )?(?:last |past )?/,
    'without activity for ',
  ],
  [
    /\b(?:hasn't|haven't|has not|have not) moved (?:for|in) (?:the )?(?:last |past )?/,
    'in the same stage for ',
  ],
  [/\b(?:has|have) been (?=in )/, ''],
  [
    /\b(?:sits|sit|stays|stay|remains|remain|stands|stand|is stuck|are stuck|has been stuck|has been sitting|has sat|lingers) in\b/,
    'in',
  ],
  [/\b(?:is|are|was|'s|has been|have been) (?:still |now |already |currently )?worth\b/, 'worth'],
  [
    /\b(?:is|are) (?:still |now |already |currently )?past (?:its|their|the) (?:close|closing) date\b/,
    'past their close date',
  ],
  [
    /\b(?:is|are|was|were|'s) (?:still |now |already |currently |both )?(?=in\b|not\b|over\b|under\b|above\b|below\b|between\b|at\b|more\b|less\b|older\b|younger\b|larger\b|bigger\b|smaller\b|of\b|owned\b|closing\b|for\b|with\b|without\b|from\b)/,
    '',
  ],
  [/\b(?:it |they )?closes?\b(?= this| next| in| within| before| by| after| on| today| tomorrow)/, 'closing'],
  [/\b(?:exceeds|exceed|tops|surpasses)\b/, 'over'],
  [/^deals (?:it|they) /, 'deals '],
  [/^(?:it|they|the deal|its) (?:is |are )?(?:still |now )?/, ''],
  [/\b(?:is|are) still\b/, ''],
  [/\bowned by\b/, 'of'],
  [/\blonger than\b/, 'for more than'],
];
