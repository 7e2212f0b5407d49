/** Turns of phrase that say the same as plainer words: put so before anything is read. */
import { withoutCourtesies } from './courtesies.ts';
import { groupsLimited } from './group-limit-words.ts';
import { pointsCompared } from './point-words.ts';
import { withSaidBeside } from './said-beside.ts';
import { spokenOut } from './shorthand.ts';
import { stageTimed } from './stage-time-words.ts';
import { trendsAsked } from './trend-words.ts';
import { type Turn, turning } from './turns.ts';
import { measuredTogether } from './two-measures.ts';
import { usual } from './usages.ts';

const bounds =
  'under|below|less than|smaller than|lower than|beneath|over|above|more than|bigger than|larger than|greater than';
const upper = /^(?:under|below|less than|smaller than|lower than|beneath)$/i;

const nobody = [
  "(?:nobody|no[- ]?one|none of us)(?:'s| has| have| had)?(?: ever| yet| really)?",
  "(?:we|i|they) (?:have|had|did|do)(?:n['’]?t| not)(?: ever| yet| really)?",
  "(?:we|i)['’]ve (?:not|never)(?: yet)?",
  '(?:have|had) (?:we|i|they) not',
  "haven['’]?t (?:we|i|they)",
].join('|');
const spoke =
  '(?:talk(?:ed)?|spoke|spoken|chatted|in touch|in contact|met|meet|call(?:ed)?|phon(?:ed|e)|e-?mail(?:ed)?|mail(?:ed)?|written|wrote|contact(?:ed)?|reach(?:ed)?(?: out)?|heard|hear|visit(?:ed)?|followed up|follow up|engaged|engage|checked in|check in|dealt|touch(?:ed)?)(?: (?:to|with|from|on|at))?';

/** "Stale limit 21" is one of Steward's own limits. */
const ownLimit =
  /\b(?:stale|inactiv\w*|activity|discount|approval|bulk|hourly|confidence|days|cards?|agent)$/i;

const idioms: Turn[] = [
  [
    /^\W*(?:and |so )?why (?:did|do|are|have) (?:we|i) (?:lose|losing|lost) (?:so many |so much |(?:all )?(?:the|these|those|our) )?(deals|opps|opportunities|business)\b/i,
    'number of lost deals by loss reason',
  ],
  [
    /^\W*(?:and |so )?why (?:did|have) (?:we|i) (?:lose|lost) (?:the |our )?(?!it\b|them\b|that\b|this\b|to\b|out\b)(\S.*?)(?:'s)?(?: (?:deal|opp|opportunity|business|account))?[?.! ]*$/i,
    'lost deals for $1, with reason',
  ],
  [
    /\bclose dates? (?:(?:was|were|has|have|had|has been|have been|had been|got) )?(?:moved|changed|slipped|delayed|postponed|shifted)(?= (?:(?:more than|at least|over|exactly) )?(?:once|twice|thrice|two|three|four|five|\d))/i,
    'close date was pushed',
  ],
  // Both stand in the forecast.
  [
    /\b(?:commit|best[- ]case)(?:,? (?:and|vs\.?|versus|or|against|compared (?:to|with))(?: the)? (?:commit|best[- ]case|pipeline))+(?! (?:by|created))/i,
    'forecast',
  ],
  // "Make a pie chart of", "draw me a graph of": what is drawn comes after it.
  [
    /^(\W*(?:(?:please|can you|could you|i want|i need|i'd like|let me see|show me|give me|show)[\s,]+)*)(?:(?:make|create|build|draw|generate|produce|plot|do|give|show|put together)(?: me| us)? )?(?:a |an |the |some )?((?:pie|bar|line|column|donut|doughnut) )?(charts?|graphs?|plots?|diagrams?)(?: (?:of|for|with|showing|that shows|about)|:) (?=\S)/i,
    (_, lead = '', kind = '') => `${lead}${kind.trim() === '' ? 'chart' : `${kind.trim()} chart`} of `,
  ],
  [
    /\b(?:pipeline|pipe) (?:creation|generation|gen)\b|\bcreated (?:pipeline|pipe)\b|\bpipegen\b/i,
    'pipeline created',
  ],
  // "Nothing under 20k", "ditch anything over 100k": the other side of the limit.
  [
    new RegExp(
      `\\b(?:(?:and |but )?(?:nothing|none|no deals?|no opps?)|(?:and |but )?(?:ditch|drop|exclude|excluding|remove|hide|skip|leave out|without|minus|lose|cut|forget|ignore)(?: out)? (?:anything|everything|all|those|the ones|the deals|deals|whatever)(?: (?:that is|that are|that's|worth|with))?) (${bounds}) (?=[$€£]?\\d)`,
      'i',
    ),
    (_, side) => (upper.test(side ?? '') ? 'of at least ' : 'of at most '),
  ],
  // "Nobody has talked to (in 30 days)", "we haven't followed up on": untouched.
  [
    new RegExp(
      `\\b(?:(?:that|which|who|whom) )?(?:${nobody}) (?:been )?${spoke}(?: (?:or|nor|and) ${spoke})*(?! (?:won|lost|closed|open)\\b)(?: (?:them|it))?(?=\\s|[?.!,]|$)`,
      'i',
    ),
    // By whom is kept where it is the asker: those are their own.
    (words) => (/\bi\b/i.test(words) ? "i haven't touched" : 'untouched'),
  ],
  // "How far are we from quota", "gap to target": how much of it is reached, and of what.
  [
    /\bhow (?:far|close|near|much)(?: (?:off|away|short|short of))? (?:is|are|am) (we|i|they|our team|my team|the team|(?!from |to |off |the |our |my )[\p{L}.-]+(?: (?!from |to |off |of |below |under |currently |now |still |away |short |hitting |reaching )[\p{L}-]+)?)(?: currently| now| still)?(?: (?:off|away|short))?(?: (?:from|to|of|off|below|under|hitting|reaching))*(?: (?:the|our|my|his|her|their))? (?:quota|targets?|goal|number|plan)\b/iu,
    (_, who) => `quota attainment${whoseIs(who ?? '')}`,
  ],
  [
    /\bhow (?:far|much|close)(?: (?:off|from|to|short of|below|under|away from))+(?: (?:the|our|my))? (?:quota|target|goal|number) (?:is|are|am) (we|i|they)\b/i,
    (_, who) => `quota attainment${whoseIs(who ?? '')}`,
  ],
  [
    /\b(?:the |our |my )?(?:gap|distance|what(?:'s| is) (?:left|missing)|how much (?:is )?(?:left|missing)|left|remaining|shortfall|amount left) (?:to|until|till|against|towards|from|for|to hit|to reach|to make)(?: (?:the|our|my))? (?:quota|target|goal|number)\b/i,
    'quota attainment',
  ],
  // "Who works at Acme", "who do we know at Acme": its contacts.
  [
    /^\W*(?:and |so )?(?:who(?:'s| is| are)?(?: (?:working|works?|employed|our contacts?|the contacts?|our people|the people))? at|who do (?:we|you|i) know (?:at|in)|whom do (?:we|i) know (?:at|in)|people (?:working )?at|names at) (?!risk\b|the\b|all\b|least\b|most\b|work\b|stake\b|this\b|our\b|quota\b|target\b|\d)/i,
    'contacts at ',
  ],
  // "My deals won or lost since May" are rows; how many of each is asked with other words.
  [
    /^(?!.*\b(?:how many|how much|count|number|total|sum|average|more|share|ratio|by)\b)(.*?)\b(?:(deals?|opps?)\b ?)?((?:that |which )?(?:were |are |was )?)(?:closed[- ])?won(?: deals| ones)? or (?:closed[- ])?lost(?: (?:deals?|opps?|ones?))?\b/i,
    '$1won and lost deals',
  ],
  // "Wins vs losses", "won against lost": both, one beside the other.
  [
    /\b(?:(?:deals? |number of |count of |how many )?(?:that |were |we |are |did we )*)(?:closed[- ])?(?:won|wins?|winning)(?: deals?)?(?: (?:vs\.?|versus|against|compared (?:to|with)|v)| ?\/| or)(?: (?:the|those))? ?(?:closed[- ])?(?:lost|losses|loss|lose|losing)(?: (?:deals|ones))?\b(?! (?:rate|ratio|reason))/i,
    'won and lost deals by status',
  ],
  // "Meine offenen Deals über 50.000 €": the words around a number, and what says which deals.
  [/(?<!\p{L})(?:über|ueber|mehr als) (?=[€$£]? ?\d)/iu, 'over '],
  [/(?<!\p{L})(?:unter|weniger als) (?=[€$£]? ?\d)/iu, 'under '],
  [/(?<!\p{L})mindestens (?=[€$£]? ?\d)/iu, 'at least '],
  [/(?<!\p{L})(?:höchstens|maximal) (?=[€$£]? ?\d)/iu, 'at most '],
  [/(?<!\p{L})meine[nr]? (?=(?:offen|gewonnen|verloren)|deals?\b|opportunit)/iu, 'my '],
  [/(?<!\p{L})offene[nr]? (?=deals?\b|opportunit)/iu, 'open '],
  [/(?<!\p{L})gewonnene[nr]? (?=deals?\b|opportunit)/iu, 'won '],
  [/(?<!\p{L})verlorene[nr]? (?=deals?\b|opportunit)/iu, 'lost '],
  // "Who won the biggest deal this quarter": that deal, and whose it is.
  [
    /^\W*(?:(?:and|so|hey|hi|ok|please),? )*(?:tell me |show me )?who (has|have|had|owns|holds|won|closed|lost|is (?:on|working on)|works on|carries) (?:the|our) (?:single )?(biggest|largest|smallest|oldest|newest|latest|longest open|most valuable|highest[- ]value)(?: (open|won|lost))?(?: (deals?|opps?|opportunity|opportunities|ones?|wins?|loss|losses))?(?![\p{L}])(.*?)[?.! ]*$/iu,
    (whole, verb, rank, status, said, rest) => {
      if (
        /^ ?(?!(?:this|last|in|of|from|for|by|since|with|over|under|so|on|at|ever|right|now|currently|among)\b)\p{L}/iu.test(
          rest ?? '',
        )
      )
        return whole ?? '';
      const noun =
        !said || /^one$/i.test(said) ? 'one' : /s$/i.test(said) && !/loss$/i.test(said) ? 'deals' : 'deal';
      const how = status || { won: 'won', closed: 'won', lost: 'lost' }[(verb ?? '').toLowerCase()] || '';
      return `${rank} ${noun === 'one' ? `one ${how}` : `${how} ${noun}`}${rest}, with owner`;
    },
  ],
  [/\b(?:on )?(\p{Lu}[\p{L}-]+)['’]s (?:plate|desk|patch|turf)\b(?! of)/u, "$1's deals"],
  [/\bmy (?:book(?: of business)?|plate|patch|turf|portfolio)\b(?! of)/i, 'my deals'],
  // "How far am I from quota", "how close is Priya to her number"
  [
    /\bhow (?:far|close|near) (?:am|is|are|was|were) (i|we|my team|our team|the team|[\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:away |off |still )?(?:to|from|of|towards|off|on|with|behind|short of)?\s?(?:(?:the|my|our|her|his|their) )?(?:sales )?(?:quota|target|number|goal|plan)s?\b(?! of)/iu,
    (_, who) =>
      /^i$/i.test(who ?? '')
        ? 'my attainment'
        : /^we$/i.test(who ?? '')
          ? 'attainment'
          : `attainment of ${who}`,
  ],
  // "Have we enough pipe to cover Q2"
  [
    /\b(?:(?:do|have|has) (we|i|they) (?:have |got )?|is there )?enough (?:open )?(?:pipe|pipeline)(?: there)? (?:to|for) (?:(?:cover|hit|make|reach|meet|get to|land|carry|deliver|close) )?(?:(?:my|our|the) )?(?:(?:quota|target|number|goal|plan)(?: (?:for|in|of))? ?)?/i,
    (_, who) => `${/^i$/i.test(who ?? '') ? 'my ' : ''}coverage `,
  ],
  // "Which reps look like missing their number"
  [
    /\b(?:(?:that |who )?(?:looks?|looking|seems?|are|is|will be|may be|might be) )?(?:likely to miss|like(?:ly)? (?:missing|to miss)|set to miss|about to miss|going to miss|gonna miss|on track to miss|on course to miss|in danger of missing|to be missing|will miss|might miss|may miss|could miss|short of|falling short of|fall short of|behind on|not going to (?:hit|make|reach|meet)|won't (?:hit|make|reach|meet)|will not (?:hit|make|reach|meet)|wont (?:hit|make|reach|meet)|unlikely to (?:hit|make|reach|meet)) (?:the |their |his |her |my |our |its )?(?:sales )?(?:quotas?|targets?|numbers?|goals?|plans?)\b/i,
    'at quota risk',
  ],
  // "Which product sells best", "our worst selling products", "who sold the most"
  [
    /\b(?:(?:which|what)(?:'s| is| are)? )?(?:(?:our|the|my) )?(best|top|worst)[ -]?selling (product|rep|region|territory|segment|industr)(?:y|ies|s)?\b/i,
    (_, how, what) => ranked(how, what),
  ],
  [
    /\b(?:which|what) (product|rep|region|territory|segment|industr)(?:y|ies|s)? (?:sells?|sold|(?:is|are) selling|brings? in|brought in|makes?|made) (?:us )?(?:the )?(best|most|worst|least)\b(?: (?:money|revenue))?/i,
    (_, what, how) => ranked(how, what),
  ],
  [/^who (?:sells|sold|is selling) (?:the )?(best|most|worst|least)\b/i, (_, how) => ranked(how, 'rep')],
  // "Are we going to make the quarter"
  [
    /\b(?:are|am|will|do|can) (we|i) (?:(?:going|gonna|likely|set|about) (?:to )?|gonna )?(?:make|hit|reach|land|meet) (?:the|our|my|this) (quarter|month|year|half)\b(?:'s)?(?: (?:number|target|quota|goal|plan)s?\b)?/i,
    (_, who, period) => `${/^i$/i.test(who ?? '') ? 'am I' : 'are we'} on track this ${period}`,
  ],
  [
    /^(?:who|which reps?|any(?:one|body))(?:'s| is| are)? (?:(?:falling|lagging|running) )?behind(?=(?: (?:right now|so far|currently|(?:this|last) \p{L}+))?[?.! ]*$)/iu,
    'who is at risk',
  ],
  // "How has Priya performed", "how Priya has done"
  [
    /\bhow (?!many|much|long|often|big|well|is|are|was|were)(?:(?:has|have|had|did|does) )?([\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:(?:has|have|had) )?(?:performed|done|fared?|been (?:doing|performing))\b/iu,
    'performance of $1',
  ],
  [/\b(?:from|by) me\b(?= (?:clos|due|open|in|that|which|won|lost|over|under|with|this|next))/i, 'of mine'],
  // "How do I compare to Tom", "how does Priya stack up against me"
  [
    /\bhow (?:do|does|did|have|has|am|is) (i|we|[\p{L}.-]+(?: (?!doing|performing|tracking)[\p{Lu}][\p{L}-]+)?) (?:compar(?:e|ed|ing)|stack(?:ed|ing)? up|measur(?:e|ed|ing) up) (?:to|with|against|versus|vs\.?)(?= )/iu,
    (_, who) => `${/^i$/i.test(who ?? '') ? 'me' : (who ?? '')} vs`,
  ],
  [
    /\bhow (?:do|did|have|am) i (?:compar(?:e|ed|ing)|stack(?:ed|ing)? up|measur(?:e|ed|ing) up)\s?[,:](?= me\b)/i,
    '',
  ],
  [/\bopen (?:for|with) me\b/i, 'open of mine'],
  // "Team vs team"
  [
    /\b(teams?|reps?|regions?|territor(?:y|ies)|products?|owners?)\s+(?:vs\.?|versus|against|by) \1\b/i,
    'by $1',
  ],
  [/\bquarter by quarter\b/i, 'by quarter'],
  // "… sorted by amount limit 5", "my open deals, limit five"
  [
    /[,;]? limit(?:ed)?(?: to| of|:)? (\d+|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|fifty)(?=\W*$)/i,
    (words, many, at, text = '') =>
      /\b(?:sort|order|list|show|rank|deals?\b|opps?\b|opportunit|pipeline\b|leads?\b)/i.test(text) &&
      !ownLimit.test(text.slice(0, Number(at)))
        ? `, ${many} rows`
        : words,
  ],
  // Open deals are "active" too, but not in a time.
  [
    /\b(?:(that |which )?(?:were |are |was |is )?)active (?=(?:(?:in|within|during|over) (?:the )?(?:last|past)|since|today|yesterday|(?:this|last) (?:week|month|quarter))\b)/i,
    'with activity ',
  ],
  // "Where does Priya land next month"
  [
    /\bwhere (?:do|does|will|are|is) (we|i|they|[\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:going to )?(?:land|landing|end up|come out|finish)\b/iu,
    (_, who) =>
      /^(?:we|they)$/i.test(who ?? '')
        ? 'forecast'
        : /^i$/i.test(who ?? '')
          ? 'my forecast'
          : `forecast of ${who}`,
  ],
  [/\bgoing up or down\b/i, 'trend'],
  [/\bon average how big (?:is|are)\b|\bhow big (?:is|are) (?=.* on average)/i, 'average size of'],
  [/\bhow big (?:is|are) (?=(?:my|our|the|their|\p{L}+'s) (?:average|typical))/iu, 'what is '],
  [/\bhow (?:big|large|much) (?:is|are) (?=the [\p{L}\d' -]+ (?:deal|opp|opportunity)\b)/iu, 'amount of '],
  [/\bbreak ([^,.;]{3,60}) down by\b/i, '$1 by'],
  [/\bsplit ([^,.;]{3,60}) by\b/i, '$1 by'],
  [
    /\b(?:twenty) (ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)\b(?! (?:days?|weeks?|months?|deals?|k\b|thousand|percent))/i,
    (_, said) => `20${spoken(said ?? '')}`,
  ],
  [/\bhow long (?:they|it|these|those|the deals) (?:have|has) been open\b/i, 'age'],
  [
    /\b(?:with |of )?(five|six|seven)[ -]figures?\b(?: (deals?|opps?|opportunities|wins?))?/i,
    (_, figures, noun) => {
      const least = 10 ** ({ five: 4, six: 5, seven: 6 }[(figures ?? '').toLowerCase()] ?? 5);
      return `${noun || ''} of at least ${least} and under ${least * 10} `;
    },
  ],
  [/\b(this|last) (?:or|and) next (week|month|quarter|year)\b/i, '$1 $2 or next $2'],
  [/\bover (?=(?:the )?(?:christmas|easter|thanksgiving|weekend|new year)\b)/i, 'on '],
  [/\b(more than|over|less than|under|at least|longer than) (?:a|one) year ago\b/i, '$1 365 days ago'],
  [/\bin whole euros\b/i, 'in EUR'],
  // "Who are my best reps by win rate"
  [/^who(?:'s| is| are) (?=(?:my|our) (?:\d+ )?(?:top|best|bottom|weakest)\b)/i, ''],
  [/\bwhat am i worth\b/i, 'total open pipeline of mine'],
  [/\b(?:the )?(\p{L}+) book (?=by\b|per\b|of\b|in\b)/iu, '$1 pipeline '],
];

const small = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
  ' ',
);
const ones = 'one two three four five six seven eight nine'.split(' ');
function spoken(said: string): string {
  const at = small.indexOf(said.toLowerCase());
  if (at >= 0) return String(10 + at);
  const one = ones.indexOf(said.toLowerCase().split(/[ -]/)[1] ?? '');
  return String(20 + one + 1);
}

const whoseIs = (who: string): string => {
  if (/^(?:we|they|the team)$/i.test(who)) return '';
  if (/^i$/i.test(who)) return ' of mine';
  return ` of ${who}`;
};

function ranked(how = '', what = ''): string {
  const groups = /^industr$/i.test(what)
    ? 'industries'
    : /^territory$/i.test(what)
      ? 'territories'
      : `${what}s`;
  return `${/^(?:worst|least)$/i.test(how) ? 'bottom 3' : 'top'} ${groups} by won amount`;
}

const put = turning(idioms);

/** The text in plainer words, where it has such turns. */
export const plainly = (text: string): string =>
  put(
    spokenOut(
      usual(
        withSaidBeside(
          pointsCompared(stageTimed(groupsLimited(trendsAsked(measuredTogether(withoutCourtesies(text)))))),
        ),
      ),
    ),
  )
    .replace(/\s+/g, ' ')
    .trim();
