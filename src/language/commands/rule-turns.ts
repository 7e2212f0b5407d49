/** Clauses of a rule as a question would have them: "has no activity in 7 days" is "without activity for 7 days". */
import type { RuleEvent } from '../request.ts';

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
const runs = '\\b(?:is |are |lies |runs? |goes |gets |slips |falls )?';
const closeDate = '(?:its|their|the|his|her) (?:expected )?clos(?:e|ing) dates?';
/** In their order: whose and what it is about, then what is said of it. */
const turns: [RegExp, string, RuleEvent?][] = [
  // "Anything over 300k", "a deal of theirs", "a deal except those of Globex"
  [/^(?:anything|everything|something)\b(?! (?:is|was|gets?) (?:changed|touched))/, 'deals'],
  [new RegExp(`^${aDeal} of (?:theirs|his|hers)\\b`), 'deals'],
  [
    new RegExp(
      `^${aDeal} (?:except|other than|but not|apart from|except for|excluding) (?:(?:those|the ones|ones|deals|that) )?(?:of |in |from |with )?(\\S+(?: \\S+)?) (?=is|are|has|have|over|under|above|below|worth|with|without|in|older)`,
    ),
    'deals except $1 ',
  ],
  [
    new RegExp(`${runs}(?:past|beyond|over) ${closeDate} (?:by|for|since) (?:more than|over) (\\d+) days?$`),
    'with days overdue over $1',
  ],
  [
    new RegExp(
      `${runs}(?:past|beyond|over) ${closeDate} (?:by|for|since) (?:at least )?(\\d+) days?(?: or more)?$`,
    ),
    'with days overdue of at least $1',
  ],
  [
    new RegExp(`${runs}(?:more than|over) (\\d+) days? (?:overdue|late|past due|past ${closeDate})\\b`),
    'with days overdue over $1',
  ],
  [
    new RegExp(`${runs}(?:at least )?(\\d+) days? (?:overdue|late|past due|past ${closeDate})\\b`),
    'with days overdue of at least $1',
  ],
  [new RegExp(`${runs}overdue (?:by|for) (?:more than|over) (\\d+) days?\\b`), 'with days overdue over $1'],
  [
    new RegExp(`\\b(?:slips?|goes|runs?|gets|falls?|passes) (?:past|beyond|over) ${closeDate}$`),
    'past their close date',
  ],
  [new RegExp(`\\b(?:passes|misses|has missed|has passed|goes by) ${closeDate}$`), 'past their close date'],
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
  [
    /\s+(?:is|are|was|gets?|has been|have been|being) (?:newly )?(?:created|opened|added) (?=in )/,
    ' ',
    'created',
  ],
  [new RegExp(`^(\\S+(?: \\S+)?) (?:loses|lost) (?:an? |any )?${noun}`), 'lost deals of $1', 'moved'],
  // The account, the owner, a field of it.
  [
    /^(?:the |its |an? )?(?:deal's )?(next step|close date|closing date|amount|owner|product|lead source) is (?:still )?(?:missing|empty|blank|not set|not filled in|unknown)$/,
    'deals without $1',
  ],
  [
    /^(?:the |its |an? )?(?:deal's )?(?:account|customer|client) is an? (\S+) (?:one|account|customer|client)$/,
    'deals of $1',
  ],
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
    /\b(?:goes|go|went|(?:has|have) gone|gone) (\S+ (?:days?|weeks?|months?)) without (?:any )?activity\b/,
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
  [/\b(?:has|have|had)(?:n['’]t| not) (?:had |seen |shown )?(?:any |recent )?(?=activit)/, 'with no '],
  [/\b(?:has|have|had) (?:had )?no (?=activit|action)/, 'with no '],
  // "Has activity within 3 days" is activity, and not the want of it.
  [
    /(?<!\b(?:no|not|never|nobody|without) |n['’]t )\b(?:with|has|have|had|having)((?: (?:recent|some|any|new|an|had))*) activity (?:in|within|during|over) (?:the )?(?:last |past )?(?=\d|a week|a month|one|two|three|four)/,
    'with activity in the last ',
  ],
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
