/** Results as sellers, their managers and analysts ask for them, put in the words that the reader knows. */
import { type Turn, turning } from './turns.ts';

const goal = '(?:sales )?(?:quotas?|targets?|numbers?|goals?|plans?)';
const their = '(?:(?:the|my|our|his|her|their) )?';
const name =
  "(?!(?:my|our|the|this|that|it|he|she|they|we|you|there|what|who)\\b)\\p{L}[\\p{L}'-]*(?: \\p{Lu}[\\p{L}'-]+)?";
const group =
  '(rep|seller|ae|salesperson|team member|colleague|manager|team|region|territory|segment|industry|sector|vertical|country|product|account|customer|client|company|source|lead source)';
const places: Record<string, string> = { second: '2', third: '3', fourth: '4', fifth: '5' };
const ofWhom = (who = ''): string =>
  /^i$/i.test(who) ? 'my' : /^(?:we|they)$/i.test(who) ? 'our' : `${who}'s`;

const turns: Turn[] = [
  // "Deals sold by Vicki", "sold by month": what is sold is won.
  [/\bsold by\b/gi, 'won by'],
  // "Closed last week and were lost": how they ended is said behind.
  [
    /\b(?:(?:that |which )?(?:were |was |have |got )?)(?:closed|finished|ended)\b((?: (?!and\b|or\b|but\b)[^\s,?.!]+){0,5}),? (?:and|but) (?:they )?(?:were|was|are|got|have been) (won|lost)\b/gi,
    ' $2$1',
  ],
  // "The top ten deals by value": what they are sorted by, and no sum of them.
  [
    /\b((?:top|bottom|biggest|largest|best|smallest) (?:\d+ |ten |five |three |twenty |twelve |six |eight )?(?:\p{L}+ ){0,3}(?:deals|opps|opportunities|ones|wins|losses)(?: \p{L}+){0,4}?) (?:by|on) (?:(?:dollar|deal|total|contract) )?(?:value|money|size|worth|\$+)(?=[\s,.?!]|$)/giu,
    '$1 by amount',
  ],
  // "The second biggest deal"
  [
    /^(.*?)\b(?:(?:the|our|my) )?(second|third|fourth|fifth|2nd|3rd|4th|5th)[ -](biggest|largest|smallest|oldest|newest|highest|most valuable)((?: (?:open|won|lost))?) (?:deal|opp|opportunity|one)\b(?!s)([^,]*?)\s*[?.!]*$/i,
    (_, lead, nth, rank, status, rest) => {
      const whose = /\bmy (?:second|third|fourth|fifth|\d)/i.test(_ ?? '') ? ' of mine' : '';
      return `${lead}${rank}${status} deals${whose}${rest}, number ${places[(nth ?? '').toLowerCase()] ?? (nth ?? '').charAt(0)}`;
    },
  ],
  // "How often do we win Security deals": a share, and no count.
  [
    new RegExp(
      `\\bhow often (?:do|does|did|have|has) (i|we|they|${name}) (?:actually |really |usually )?(?:win|won)\\b(?: (?:a|an|the|our|my)(?= ))?`,
      'giu',
    ),
    (_, who) => `${ofWhom(who)} win rate of`,
  ],
  // "How did I do", "how have I been doing"
  [
    /\bhow (?:did|have|am) i (?:do|done|doing|been doing|perform|performed|performing|been performing|fare|fared)\b(?!,? (?:vs|versus|against|compared|with|on|in terms))/gi,
    'my performance',
  ],
  // "Is AMER ahead of EMEA", "did Dan beat Maya"
  [
    new RegExp(
      `^(?:and |so )?(?:is|are|was|were|did|does) (${name}) (?:doing |performing |tracking |running )?(?:ahead of|behind|better than|worse than|beating|beat|outperforming|outperform|outselling|outsell|leading|trailing) (${name})(?= (?:this|last|in|for|so far|ytd|qtd|mtd|q[1-4])\\b|\\s*[?.!]*$)`,
      'iu',
    ),
    'performance of $1 and $2',
  ],
  // "Is Tom behind", "is Priya ahead": of the quota.
  [
    new RegExp(
      `^(?:and |so )?(?:is|are|am|was|were) (i|we|my team|our team|${name}) (?:still |now |already |running |falling |lagging )*(?:behind|ahead|short|lagging|on plan|on course|on schedule)(?: (?:of|on) ${their}${goal})?(?= (?:this|last|in|for|so far|right now|ytd|qtd|mtd)\\b|\\s*[?.!]*$)`,
      'iu',
    ),
    (_, who) =>
      `quota standing of ${/^i$/i.test(who ?? '') ? 'mine' : /^(?:we|our team)$/i.test(who ?? '') ? 'my team' : who}`,
  ],
  // "How much pipeline do we have relative to quota"
  [
    new RegExp(
      `\\bhow much (?:open )?(?:pipeline|pipe) (?:do|does|have|has|did) (i|we|they|${name}) (?:have |got |hold |carry )*(?:relative to|compared (?:to|with)|against|vs\\.?|versus|in relation to|for|to cover|on top of) ${their}${goal}`,
      'giu',
    ),
    (_, who) => `${ofWhom(who)} pipeline coverage`,
  ],
  // Where the quarter ends
  [
    /\b(?:expected|projected|predicted|likely|estimated) (?:landing|finish|outcome|close-?out|result|number|total|bookings|revenue)(?: (?:number|point|spot))?\b/gi,
    'forecast',
  ],
  [
    /\b(?:what(?:['’]?s| is| will)|where(?:['’]?s| is| will)) (?:the |our |my )?(?:number|quarter|month|year|half|total)s? (?:be |likely |probably )*(?:going|likely|set|expected)?(?: to)? ?(?:be|look like|land|end up|come in|end|finish|come out)(?: at)?\b/gi,
    'forecast',
  ],
  // "Do we have enough to make Q2"
  [/\b(?:our |my |the )?asp\b|\baverage sell(?:ing)? price\b/gi, 'average deal size'],
  // "Quota attainment leaderboard", "leaderboard by won amount"
  [
    /^(?:(?:show|give)(?: me)? )?(?:the |a )?(.{3,40}?) (?:leader ?board|league table|ranking|rankings)(?=(?: (?:for|of|in|this|last|ytd|qtd|mtd)\b.*)?\s*[?.!]*$)/i,
    '$1 by owner, ranked',
  ],
  // "Which industry pays us the most", "who spends the most with us"
  [
    new RegExp(
      `\\b(?:which|what) ${group}s? (?:pay|spend|buy|purchase)s?(?: us)?(?: the)? most(?: money)?(?: (?:with|from|on) us)?\\b`,
      'gi',
    ),
    (_, what) => `top ${many(what ?? '')} by won amount`,
  ],
  [
    /^(?:and |so )?who (?:pays|spends|buys|bought|spent|paid)(?: us)?(?: the)? most(?: money)?(?: (?:with|from|on) us)?\b/gi,
    'top customers by won amount',
  ],
  // "Biggest customer we won this year": by what it brought.
  [
    new RegExp(
      `\\b(biggest|largest|smallest|best|most valuable) ${group} (?:that )?(?:we|i) (?:have |'ve )?(?:won|landed|signed|closed|sold to)\\b`,
      'gi',
    ),
    (_, rank, what) => `${/^small/i.test(rank ?? '') ? 'bottom' : 'top'} 1 ${many(what ?? '')} by won amount`,
  ],
  // "What does Darcel sell best"
  [
    new RegExp(
      `^(?:and |so )?what (?:do|does|did) (i|we|${name}) sell (?:the )?(best|most|worst|least)\\b`,
      'iu',
    ),
    (_, who, how) =>
      `${/^(?:worst|least)$/i.test(how ?? '') ? 'bottom 1' : 'top 1'} products of ${/^i$/i.test(who ?? '') ? 'mine' : /^we$/i.test(who ?? '') ? 'my team' : who} by won amount`,
  ],
  // "Mara's reps by win rate": each of them.
  [
    /^(?:(?:show|list|rank|compare) )?(\p{L}[\p{L} -]{0,40}?['’]s?) (?:reps|sellers|aes|salespeople|people|team members) by (win rate|close rate|quota attainment|attainment|coverage|performance|sales cycle|cycle time|won revenue|won amount|revenue)(?=[\s,.?!]|$)/giu,
    '$2 of $1 team by owner',
  ],
  [/\bteam members?\b(?= (?:closed|won|lost|sold|has|have|had|owns?|holds?|carries|is|are|by)\b)/gi, 'rep'],
  [/(?<=\b(?:which|what|each|per|by|every) )team members?\b/gi, 'rep'],
  // "Oldest deals in Discovery, 8 of them"
  [
    /^(?!.*\b(?:top|first|last|bottom) \d)(.*\b(?:oldest|biggest|largest|newest|smallest|latest|longest)\b.*?)[,;:–-]? +(\d{1,3}|three|four|five|six|seven|eight|nine|ten|twelve|twenty) of (?:them|those)\s*[?.!]*$/i,
    '$1, top $2',
  ],
  [
    /\b(?:how much|what)(?: (?:money|pipeline))? (?:is|do we have) at stake (?:at|with|in|for|on|across)\b/gi,
    'total open pipeline for',
  ],
  // "Slipped past their close date"
  [
    /\b(?:that |which )?(?:have |has |are )?(?:slipped|gone|slid|run|drifted|went) (?:past|beyond|over) (?:their|its|the) (?:expected |planned |original )?clos(?:e|ing) dates?\b/gi,
    'past their close date',
  ],
  [
    /\b(deals|opps|opportunities|leads) (?:that |which )(?:came|come|originated|stemmed) (?:in )?(?:from|through|via)\b/gi,
    '$1 from',
  ],
  [/\b(my|our|['’]s) (?:stuff|things|business)\b(?! (?:card|case|day|hour|unit|development))/gi, '$1 deals'],
  [/\b(?:slated|scheduled|set|expected|due|meant) to (?:land|close|come in|sign)\b/gi, 'closing'],
  [/\b(?:revenue|sales|bookings)\b(.{0,40}?),? (?:of |over |for )?all[- ]time\b/gi, 'won revenue$1'],
  // "Won, lost, whatever", "all of them, won or lost"
  [
    /,? (?:and |both )?won,? (?:and |or |& ?)?lost,? (?:whatever|any|anything|all|everything|open|both|or not|doesn['’]?t matter|don['’]?t care)(?=\s*(?:[,.;?!]|$))/gi,
    ', any status',
  ],
  // "What percentage of proposals end up won"
  [
    /\b(?:what|which) (?:share|percentage|percent|part|proportion|fraction|%) of (?:the |our |my )?(discovery|qualification|proposal|negotiation|contract)s?(?: deals| opps)? (?:(?:end|ends|ended) up|get|gets|got|become|turn(?:s|ed)? (?:in)?to|are|is|finish(?:es)? as|make it to) (?:as )?(won|a win|wins|lost|a loss|losses)\b/gi,
    (_, stage, end) => `conversion from ${stage} to ${/^lo/i.test(end ?? '') ? 'lost' : 'won'}`,
  ],
  // "The split between GTX and MG in revenue"
  [
    /^(?:what(?:['’]?s| is) |show (?:me )?)?(?:the )?split between (.+?) and (.+?) (?:in|of|by|on) (?:the )?(won revenue|revenue|pipeline|bookings|sales|open pipeline|deals|wins)\b/gi,
    '$3 of $1 vs $2',
  ],
  // "Win rate of Mara's team by owner": two things.
  [
    /(['’]s team) by (?=(?:the )?(?:owner|rep|seller|stage|product|segment|account|customer|country|industry|source|month|quarter|week)s?\b)/gi,
    '$1, by ',
  ],
  // "Reps under Melvin by won revenue"
  [
    /^((?:show |list |rank )?)(?:the )?(reps|sellers|agents|aes|people) (?:under|working under|below|led by|run by) (\p{L}[\p{L} '-]{2,40}?) by (.+)$/giu,
    '$1$4 managed by $3 by owner',
  ],
  // "Which region is lagging", "which team is furthest ahead": of the quota.
  [
    /^(?:and |so )?which (region|territory|team|manager)s? (?:is|are|seems?|looks?) (?:(?:the )?(?:most|furthest) )?(lagging|behind|trailing|struggling|falling behind|lagging behind|ahead|leading|in front)(?= (?:this|last|in|so far|right now)\b|\s*[?.!]*$)/gi,
    (_, what, how) =>
      `quota attainment by ${what}, ${/ahead|leading|front/i.test(how ?? '') ? 'highest' : 'lowest'} first`,
  ],
  [/^(?:so far|(?:until|till|up to) now),? (.+\bthis (?:year|quarter|month|week)\b)/gi, '$1 so far'],
  // "Is our win rate better than last quarter"
  [
    /^(?:and |so )?(?:is|are|was) ((?:our|my|the|\p{L}+['’]s) )?(win rate|close rate|sales cycle|coverage|revenue|bookings|quota attainment|attainment|average deal size)(?: (?:this|in) (?:quarter|month|year))? (?:better|worse|higher|lower|longer|shorter|up|down|bigger|smaller) (?:than|from|on) (?=last (?:week|month|quarter|year)\s*[?.!]*$)/giu,
    '$1$2 vs ',
  ],
  // "Am I ahead of where I was last quarter"
  [
    /^(?:and |so )?(?:am|are) (i|we) (?:ahead of|behind|better than|worse than|above|below|further than) where (?:i|we) (?:was|were|stood) (?=last |this time |a year|in |at )/gi,
    (_, who) => `${/^i$/i.test(who ?? '') ? 'my' : 'our'} performance compared to `,
  ],
  [
    /\b(?:quota|target) (?:hit|achievement|fulfil?ment|completion|reach) (?:rate|ratio|percentage|%)/gi,
    'quota attainment',
  ],
  // "The pipeline number for next quarter"
  [
    /\b(?:the )?(?:pipeline|pipe) (?:number|figure|total|value|amount|volume)s?\b(?! of deals)/gi,
    'total open pipeline',
  ],
  // "Which stage has the most money stuck in it"
  [
    /\b(?:which|what) (stage|region|territory|team|segment|product|industry|sector|country|rep|owner) (?:has|holds|have|carries) (?:the )?most (?:money|value|pipeline|amount|cash)(?: (?:stuck|tied up|sitting|locked up|parked|waiting))?(?: in (?:it|them|there))?(?=\s*[?.!]*$| (?:this|closing|in|for)\b)/gi,
    'open pipeline by $1, largest first',
  ],
  [/\bsorted by (?:how|for how) long (?:they|it)(?:['’]ve| have|['’]s| has)? been open\b/gi, 'sorted by age'],
  [
    /\b(?:(?:that|which|and) )?(?:isn['’]?t|is not|aren['’]?t|are not) (?:yet )?in (?!(?:the )?(?:past|future)\b)(\p{L}+)(?: (?:stage|phase))?(?: yet)?(?=[\s,.?!]|$)/giu,
    'not in $1',
  ],
  [
    /\b(deals|opps|opportunities) (?:that |which )?(i|we|they)? ?(?:should|ought to) have (?:closed|signed|landed|been closed|been signed)(?= (?:in|last|on|during) )/giu,
    (_, deals, who) => `${/^i$/i.test(who ?? '') ? 'my ' : ''}open ${deals} with close date`,
  ],
  [
    /\b(?:what|which) (?:share|percentage|percent|part|%|proportion) of (?!(?:the |our |my )?(?:decided|closed)\b)(?:the |our |my )?((?:\p{L}+ ){0,2})(?:deals|opps|opportunities) (?:were|was|are|is|got|did (?:we|i)) (?:won|win)\b|\bshare of ((?:\p{L}+ ){0,2})(?:deals|opps|opportunities) won\b/giu,
    (_, first = '', second = '') =>
      `win rate ${`${first}${second}`.trim() === '' ? '' : `of ${first}${second}`}`,
  ],
  // "What sectors do we lose in most"
  [
    /^(?:in )?(?:what|which) (sector|industry|industrie|segment|region|countrie|country|territorie|territory|product)s? do (?:we|i) lose (?:in |at |on |with )?(?:the )?(?:most|most often)(?: (?:in|at|on|with))?(?: deals)?\s*[?.!]*$/gi,
    (_, what = '') => `number of lost deals by ${what.replace(/ie$/i, 'y')}, most first`,
  ],
  [
    /\b(?:with (?:the )?)?most recent (?:activity|activities|touch|contact) (?:first|on top|at the top)\b/gi,
    'sorted by last activity, newest first',
  ],
  [
    /\b(?:how many days|how long|how much time)(?:,? (?:on average|typically|usually))?,? do (my|our|the|\p{L}+['’]s)? ?deals (?:usually |typically |normally )?(?:stay|sit|spend|remain|stand)(?: (?:on average|typically|usually))? in\b/giu,
    (_, whose = '') => `average days in stage of ${whose} open deals in`,
  ],
  [
    /^(?:please |pls |plz )?(?:make|build|create|draw up|produce|prepare|pull together) (?:me |us )?(?:a |an )?(?:table|list|overview|listing|report) (?:of|with|for|on) (?=\S)/gi,
    'show ',
  ],
  [
    /\b(?:how is|how was|how does|what is|show) the (?:evolution|development|progression|course) of /gi,
    'show ',
  ],
  [
    /\b(?:in|across) (?:the )?(?:whole |entire )?(?:system|crm|database)\b(?=.*[?.!]*$)(?=\s*[?.!]*$)/gi,
    ', any status',
  ],
  // "Missing the quarter", of people: its quota. A close date has no quarter that could be missing.
  [
    /\b(miss|misses|missing|missed) (?:the|our|their|my|his|her) (quarter|month|year)\b/gi,
    '$1 quota this $2',
  ],
  // "Which stage do my deals sit longest in"
  [
    /^(?:in )?(?:which|what) stages? (?:do|does|are|is) (my |our |the |\p{L}+['’]s )?(?:open )?(?:deals|opps|opportunities) (?:usually |typically )?(?:sit|sitting|spend|stay|staying|stuck|get stuck|hang|linger|wait|rest)(?: around)?(?: the| for the)? (?:longest|most time)(?: in)?(?=\W*$)/iu,
    (_, whose = '') => `average days in stage of ${whose}open deals by stage, longest first`,
  ],
  // "Last year, same month", "the same quarter of the previous year"
  [/\blast (?:year|yr)(?:['’]s)?,? (?:the )?same (week|month|quarter|period|time)\b/gi, 'same $1 last year'],
  [
    /\bsame (week|month|quarter|period|time) (?:of|in) (?:last|the (?:previous|prior|past)) (?:year|yr)\b/gi,
    'same $1 last year',
  ],
  // "Sum up yesterday": what happened then, and no sum of it.
  [
    /^(?:please |pls )?(?:(?:can|could) you )?(?:sum up|summari[sz]e|recap|(?:give me |do )?(?:a |the )?(?:summary|recap|run-?down) of) (yesterday|today|(?:this|last|the|the past|the last) (?:day|week|month))(?: for (?:me|us))?(?:[,.;–-].*)?[?.!]*$/i,
    (_, then = '') =>
      `what changed ${then.replace(/^the (?=day|week|month)/i, 'this ').replace(/^this day$/i, 'today')}`,
  ],
  // "Won and lost side by side"
  [/\b(won and lost|wins and losses)\b(.*?),? side by side\b/gi, 'number of $1 deals$2 by status'],
];

function many(what: string): string {
  const one = what.toLowerCase();
  return one.endsWith('y') && !one.endsWith('ay') ? `${one.slice(0, -1)}ies` : `${one}s`;
}

/** The text with such turns in the words that are read. */
export const asResultsAsked = turning(turns);
