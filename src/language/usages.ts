/** What people of other tongues, trades and keyboards write: put in the words that are read. Nothing that limits is taken away. */
import { spelledOut } from './abbreviations.ts';
import { asWorked } from './activity-words.ts';
import { bidden } from './commands/otherwise.ts';
import { asResultsAsked } from './results-words.ts';
import { inOurWords } from './said-otherwise.ts';
import { asSellersSay } from './sales-talk.ts';
import { type Turn, turning } from './turns.ts';

const large: Record<string, number> = { lakh: 100_000, lac: 100_000, crore: 10_000_000 };

const turns: Turn[] = [
  [
    /\b(?:that |which )?(?:have|has|had)(?:n['’]t|\snot)(?:\s(?:had|seen|shown|any|recent|some))*\sactivity\s(?:in|within|for|over|during)\s(?=(?:the\s)?(?:(?:last|past)\s)?\d)/gi,
    'without activity in ',
  ],
  // "With activity within 3 days": what was done lately, and not what nothing was done about for so long.
  [
    /(?<!\b(?:no|not|never|nobody|none|without|one)\s|n['’]t\s)\b(with|has|have|had|having|show|showing|saw|seen|see)((?:\s(?:recent|some|any|new|fresh|an|had))*)\s(?:activity|activities)\s(?:in|within|during|over)\s(?:the\s)?(?:(?:last|past)\s)?(?=\d)/gi,
    'with activity in the last ',
  ],
  [/[\s,.]+(?:lol|haha+|hehe+|lmao|hihi)\s*[.!?]*$/i, ''],
  // "2 lakh", "1.5 crore"
  [
    /\b(\d+(?:\.\d+)?) ?(lakh|lac|crore)s?\b/gi,
    (_, many, unit) => String(Math.round(Number(many) * (large[(unit ?? '').toLowerCase()] ?? 1))),
  ],
  // "Superior to 30 000", as French and Spanish have it
  [/\b(?:superior (?:to|than|of)|upper than) (?=[€$£]?\s?\d)/gi, 'over '],
  [/\b(?:inferior (?:to|than|of)|lower than) (?=[€$£]?\s?\d)/gi, 'under '],
  // "The count of my deals as on today"
  [/,?\s?\bas (?:on|at|per) (?:today|now|date|on date)\b/gi, ''],
  [/\b(?:till|upto) date\b/gi, 'so far'],
  [/\bconfirm (?:me )?(?=(?:the|my|our|how|what|which)\b)/gi, 'tell me '],
  [
    /\b(?:produce|prepare|generate|draw up|put together|compile|work out) (?:me |us )?(?=(?:the|a|my|our) (?:\p{L}+ )?(?:list|forecast|table|overview|report|sum|total|count|figure)\b)/giu,
    'show ',
  ],
  [/\b(?:the )?calendar (?:year )?(?=20\d\d\b)/gi, ''],
  [
    /\b(?:slated|scheduled|pencill?ed in|earmarked|expected to land|set to land|set to close) (?:for|in) /gi,
    'closing in ',
  ],
  [
    /,?\s?\b(?:counted|counting|measured|reckoned) from (?:its |their |the )?(?:creation|creation date|day of creation)\b/gi,
    '',
  ],
  [
    /,?\s?\b(?:no matter|regardless of|irrespective of|independent of|whatever|never mind) (?:the |which |what |their |its )?(?:stage|stages|owner|amount|size|value|product|region)(?: (?:it is|they are|it's) in)?\b/gi,
    '',
  ],
  [
    /\b(no|without(?: an?)?|lacking(?: an?)?) ((?:\p{L}+ ){0,2}(?:reason|step|date|amount|value|owner|source|contact|product|industry)s?) (?:recorded|on file|entered|filled in|given|noted|captured|set|specified|on record)\b/giu,
    '$1 $2',
  ],
  [/\bon my (?:side|end)\b/gi, 'of mine'],
  [
    /(\d[\d.,]*\s?[km]?) (?:each|apiece|per deal)(?=\s*(?:[,.;?!]|$|\bin\b|\bclosing\b|\bwith\b|\bfor\b))/gi,
    '$1',
  ],
  [/\b(?:by|in) \${1,3}(?=\s*(?:[,.;?!]|$))/gi, 'by amount'],
  [
    /\b(?:starting )?from (?:the )?(oldest|newest|largest|smallest|biggest|highest|lowest)(?: (?:one|ones|on|onwards?|first|down))?(?=\s*(?:[,.;?!]|$))/gi,
    '$1 first',
  ],
  [
    /\b(?:i |we )?(?:don't|do not|dont|no) need (?:for )?(?:the |any )?(?:names|list|details|rows|table|deals themselves)\s*[,;:.–-]*\s*(?:just|only)\b/gi,
    '',
  ],
  [
    /(\bfunnel\b[^,.?;]*),? where (?:do|are|is) (?:we|they|i|it) (?:leak|lose|drop|losing|leaking|dropping)\w*(?: (?:them|deals|most|off))?/gi,
    '$1',
  ],
  // "Which logos did I land": the deals by which they were won. How many accounts that are, is another question.
  [
    /(^|\b(?:which|what|list|show me|show|give me) (?:of )?(?:my |our |the )?)(?:new )?(?:accounts|customers|clients|companies|logos)(?= (?:that )?(?:(?:did|have|has) )?(?:i|we|they|\p{L}+)(?: \p{L}+)? (?:win|won|land|landed|bag|bagged|snag|snagged)\b(?! deals))/giu,
    '$1deals',
  ],
  [
    /^((?:(?:which|what|list|show me|show|give me|my|our|the|all|new) )*)(?:accounts|customers|clients|companies|logos) (?:that )?(?:were |was |got |have been )?(?:newly )?(?:won|landed)(?! deals)(?=(?: (?:in|this|last|since|during|by me|so far|ytd|qtd|mtd|over|under)\b.*)?[\s?.!]*$)/i,
    '$1won deals',
  ],
  [/\b(did|have|has) (i|we|they|\p{Lu}\p{L}+) (?:land|landed|bag|bagged|snag|snagged)\b/gu, '$1 $2 win'],
  [/(?<!['’]s? )\b(?:the |my )?(?:whole|entire|complete) team(?=\s*(?:[,.;?!]|$))/gi, 'my team'],
  // "With close date already in the past but still open", "open but close date gone"
  [
    /(?:(?:with|w\/|whose|where|but|and) )?(?:the |its |their |a )?close ?dates? (?:is |are |has |have |was |were )?(?:already |long |now )?(?:in the past|gone(?: by)?|passed|behind us|come and gone)\b(?: (?:but|and|yet|while) (?:still|are still|is still|not closed)(?: open)?)?/gi,
    ' past their close date',
  ],
  // Quota risk by its other names
  [
    /\b(?:at risk|in danger|in trouble|behind|short) (?:on|for|of|with|regarding) (?:of )?(?:missing |not making )?(?:the |their |his |her |its )?(?:quotas?|targets?|numbers?)\b/gi,
    'at quota risk',
  ],
  [
    /\b(?:list of )?reps? (?:who are |that are |being )?(?:at risk|in danger|in trouble)\b/gi,
    'reps at quota risk',
  ],
  [
    /\b(?:average |avg |mean )?(?:response|reaction)(?: time)? (?:on|to) (?:new )?leads\b/gi,
    'time to first touch',
  ],
  [
    /\b(for|in|of|over|during) the quarter\b(?! (?:of|in|before|after|that|which|\p{L}+ing|to|\d))/giu,
    '$1 this quarter',
  ],
  [/\b(i|we|they)( did| do)? loose\b/gi, '$1$2 lose'],
  [/\bbetween the (\d{1,2})(?:st|nd|rd|th) and (\d{1,2})(st|nd|rd|th)\b/gi, 'between the $1th and the $2$3'],
  // Why it is asked, said before or after
  [
    /^(?:(?:monday|tuesday|wednesday|thursday|friday|weekly|daily|morning|qbr|1:1|pipeline|forecast|board|team) )(?:prep|review|meeting|call|standup|stand-up|sync)\s*[:–-]\s*/i,
    '',
  ],
  [
    /^(?:ok(?:ay)?[,.!]* )?(?:all|everything|it)(?:'s| is)? (?:good|fine|ok|okay|clear|calm|quiet)(?: again| now)?\s*[,.!;:–-]+\s*(?=\S+ \S)/i,
    '',
  ],
  [/[,;]? and (?:yes,? )?i (?:already )?know about [^,.?;!]{2,30}(?=\s*(?:[,.;?!]|$))/gi, ''],
  [
    /^is the (\p{L}+) agent (?:ok|okay|all right|alright|working|up|running|healthy|fine|alive)\s*[?.!]*(?:\s+(?:it )?(?:seems?|seemed|looks?|looked|feels?|felt)\b[^?.!]*[?.!]*)?$/iu,
    'status of the $1 agent',
  ],
  [
    /^what (?:does|did|do|has|have) (?:the )?(\p{L}+) agent (?:cost|spend|spent)(?: us)?\b/iu,
    'cost of the $1 agent',
  ],
  [/\b(?:until|till|up to) now\b/gi, 'so far'],
  // "Do we have more lost deals this month than last month? Numbers", "did I win more this q than last q"
  [
    /^(?:do|did|have|are|will) (?:we|i|they|you) (?:have |got |get |had |see )?more ((?:\p{L}+ )?(?:deals|opps|wins|losses|leads)) (this \p{L}+) than (last(?: \p{L}+)?)\s*[?.!]*(?:\s*(?:a |the )?(?:count|numbers?|figures?)(?: (?:pls|please))?)?[?.!]*$/iu,
    'number of $1 $2 vs $3',
  ],
  [
    /^did (i|we|they|\p{Lu}\p{L}+) (win|lose|close) more (this \p{L}+) than (last(?: \p{L}+)?)\s*[?.!]*(?:\s*(?:a |the )?(?:count|numbers?|figures?)(?: (?:pls|please))?)?[?.!]*$/iu,
    (_, who, did, now, before) => `how many deals did ${who} ${did} ${now} vs ${before}`,
  ],
  [
    /\bwhat do you (?:predict|expect|forecast|project)(?: that)? (?:we|i)(?:'ll| will| are going to) (?:close|book|win|land|make)\b/gi,
    'forecast',
  ],
  [
    /\b((?:days|weeks|time|long) (?:have|has|do|did) (?:\p{L}+ ){1,3})(?:spent|spend) (?=in (?:their|its|the|each|a)\b)/giu,
    '$1',
  ],
  [
    /\bhow (?:fast|quickly|soon) (?:are|do|did) (?:the |our )?reps (?:get(?:ting)?|respond(?:ing)?|react(?:ing)?|reach(?:ing)?(?: out)?) to (?:the |new |our )*leads\b(?:\s*[?.!,;:]+\s*(?:the )?(?:time to first touch\b)?)?/gi,
    'time to first touch',
  ],
  [
    /\b(?:(?:the )?(?:conversions?|drop-?offs?|pass(?:ing)? through)(?: rates?)?) (?:(?:from )?(?:one |each |every )?stage to (?:the )?(?:next(?: (?:stage|one))?|stage)|between (?:the )?stages|(?:at|in|through) (?:each|every) stage|stage by stage)\b/gi,
    'funnel',
  ],
  [/\bcounts? as (?=stale\b|overdue\b|inactive\b|lost\b|won\b|open\b)/gi, 'are '],
  [/\bhow much (?:is|do we have|have we) (?:riding|hanging|depending) on\b/gi, 'total open pipeline for'],
  [
    /\b(drop|remove|forget|lose|skip) the (amount|stage|owner|region|period|date|team|product)(?: (?:thing|bit|part|stuff))\b/gi,
    '$1 the $2',
  ],
  [/, but only\b/gi, ', only'],
  [/\bin (?:this|that) stage(?=(?: only)?\s*(?:[,.;?!]|$))/gi, 'in stage'],
  [
    /\b(?:that(?:'s| is| are)|which (?:is|are)|what(?:'s| is)) (?:meant|supposed|due|expected|planned|set|going) to (?:land|close|come in)\b/gi,
    'closing',
  ],
  [/^what (?:have|did) (i|we) (?:won|win)\b([^,?]*),? in total\s*[?.!]*$/i, 'how much have $1 won$2'],
  [
    /\b(forecast\b(?:(?!\bby\b)[^,.;?])*?),? (?:at |for |as of )?(?:the )?(?:very )?end of (?=q[1-4]\b)/gi,
    '$1 in ',
  ],
  [
    /\b(forecast\b(?:(?!\bby\b)[^,.;?])*?),? (?:at |for |as of )?(?:the )?(?:very )?end of (?:the |this )?quarter\b/gi,
    '$1 this quarter',
  ],
  [
    /\b(?:highest|largest|biggest|greatest|most)(?: ones?)? to (?:the )?(?:lowest|smallest|least)(?: ones?)?\b/gi,
    'largest first',
  ],
  [
    /\b(?:lowest|smallest|least)(?: ones?)? to (?:the )?(?:highest|largest|biggest|greatest|most)(?: ones?)?\b/gi,
    'smallest first',
  ],
  // "Forecast q2 me", "closing next week, me": whose
  [
    /^(?!.*\b(?:show|give|tell|send|let|help|remind|for|to|with|by|from|of|and|assign|ask|dm|ping|about)\b[^,]{0,12}\bme\b)(.*\S)[, ]+me\s*[.!?]*$/i,
    '$1, mine',
  ],
  [/\b(what (?:can|could|do) (?:you|steward)) (?:actually|really|even|all|possibly) do\b/gi, '$1 do'],
  [/^(?:nah|nope|nay|naw),? (?=\S)/i, 'no, '],
  [
    /\beach (rep|team|region|owner)(?:,? (?:individually|separately|on (?:their|its) own|one by one))\s*[.?!]*$/i,
    'by $1',
  ],
  [/\b(the same (?:quarter|month|period)) (?:a|one) year (?:earlier|before|ago|back)\b/gi, '$1 last year'],
  [/^(?:run|give|show|tell|pull) me (?:the |some )?(?:numbers|figures)\s*[:–-]\s*(?=\S+ \S)/i, ''],
  [/\bof the same(?=\s*[?.!]*$)/gi, 'of them'],
  [/^((?:and|so|then) )?how looks? (?=(?:the|my|our)\b)/i, '$1what is '],
  [
    /\bhow much makes (?:it|that|this)(?:,? (?:in total|in all|all together|altogether))?,? (?=\S)/gi,
    'total amount of ',
  ],
  [/\b(my|our|the|his|her|all) affairs\b/gi, '$1 deals'],
  [/,?\s(?:you can|can you|could you) (?:show|list|tell)(?: me| it| them)?(?: please)?\s*[?.!]*$/i, ''],
  // What is brought in is money, unless it is said to be deals.
  [
    /\b(?:brought|pulled|raked|hauled) in (?:the )?most(?: (?:money|cash|value|business))?(?! (?:\p{L}+ )?(?:deals|opps|wins|logos|customers|accounts|leads|revenue|amount|bookings|business)\b)(?=\s|[?.!,]|$)/giu,
    'won the most revenue',
  ],
  [/\b(?:brought|pulled|raked|hauled) in (?:the )?most(?= (?:\p{L}+ )?leads\b)/giu, 'has the most'],
  [/\b(?:brought|pulled|raked|hauled) in (?:the )?most\b/gi, 'won the most'],
  [/\bconversions?(?: rates?)? (?:from|of) leads? (?:in)?to \p{L}+/giu, 'lead conversion'],
  [
    /\s*,\s*(?:as )?(?:i'm|i am|im) (?:covering|standing in|filling in|asking|doing this) for (?:him|her|them|\p{Lu}\p{L}+)(?: (?:today|this week|now))?\s*[.!]*$/iu,
    '',
  ],
  [/\b(?:the )?product mix(?: of| for)?\b(.*)$/i, 'amount$1 by product'],
  [/\bwhich (?:rep|seller|ae|salesperson) (won|lost|closed|sold|booked) the most\b/gi, 'who $1 the most'],
  // "Lost deals from Q4 2025" are that quarter's; "from Q4 on" are those since.
  [
    /\bfrom (?=(?:q[1-4]|h[12])(?:[ ,]+(?:fy ?)?(?:20)?\d\d)?\b(?!\s*(?:on|onwards?|onward|to|until|till|through|up|and on|forward|[-–]|[ ,]+(?:fy ?)?(?:20)?\d\d)(?![\p{L}])))/giu,
    'in ',
  ],
  // Commands in another order
  [
    /^(\p{L}+)(?: agent)? (?:may|can|should) (?:run|start|work|go|continue)(?: again| once more| now)+\s*[.!]*$/iu,
    'resume the $1 agent',
  ],
  [
    /^(?:the )?(.+? playbook)\s*[:,–-]\s*(?:go live|start|on|switch on|activate|turn on|now)\s*[.!]*$/i,
    'activate the $1',
  ],
  [
    /^(\S+(?: \S+)?) back to (?:the )?(?:default|standard|factory)s?(?: settings| values| limits)?\s*[.!]*$/i,
    'reset $1 to defaults',
  ],
  [
    /^(stop|pause|halt|resume) everything\s*[!.,;]+\s*(?:i mean )?all (?:the )?agents(?:,? (?:right )?now)?\s*[!.]*$/i,
    '$1 all agents',
  ],
  [/\b(?:switch|turn|put) (every|each|all)(?: of)?(?: the| our)? agents? back on\b/gi, 'resume all agents'],
];

/** The text with such turns put plainly. */
export const usual = (text: string): string =>
  put(inOurWords(asSellersSay(asWorked(asResultsAsked(bidden(spelledOut(text)))))));

const put = turning(turns);
