/** What people of other tongues, trades and keyboards write: put in the words that are read. Nothing that limits is taken away. */
import { type Turn, turning } from './turns.ts';

const large: Record<string, number> = { lakh: 100_000, lac: 100_000, crore: 10_000_000 };

const weekdays: Record<string, string> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};

const turns: Turn[] = [
  // Short for a word
  [/\bhw (?=many|much|long|often)/gi, 'how '],
  [/\b(?:xcept|excpt|xcpt)\b/gi, 'except'],
  [/\bw\/?o (?=\p{L})/giu, 'without '],
  [/(?<=\p{L} )w\/? (?=(?:the |an? |no |any |close|accts|accounts|amt|amount|next|reason)\b)/giu, 'with '],
  [/\bb4\b/gi, 'before'],
  [/\b(close|closing|create|created|start|end) dt\b/gi, '$1 date'],
  [/\bamts?\b/gi, 'amount'],
  [/\baccts?\b/gi, 'accounts'],
  [/\b(win|close|conversion) rt\b/gi, '$1 rate'],
  [/\b(this|last|next|past|prev|previous|per|by) mo\b/gi, '$1 month'],
  [/\b(list|show|count|sum|group|sort) em\b/gi, '$1 them'],
  [
    /\b(since|by|until|till|before|after|on|from) (mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b(?!\p{L})/giu,
    (_, at, day) => `${at} ${weekdays[(day ?? '').slice(0, 3).toLowerCase()] ?? day}`,
  ],
  [/^# (?=(?:of |open|won|lost|deals|opps|my|stale|stuck|overdue)\b)/i, 'number of '],
  [/\b(?:quota|target) %(?= |$)/gi, 'quota attainment '],
  [/\b(\d+) ?x (?=or more|or less|at least)/gi, '$1 times '],
  [/(\bpushed (?:at least |more than |over )?\d+) ?x\b/gi, '$1 times'],
  [/\bone[- ](?:to|on|2)[- ]ones?\b/gi, '1:1'],
  [/^(win rate|quota attainment|forecast|pipeline|coverage|performance|attainment) me(?=\s|$)/i, 'my $1'],
  [/\b(my|our) (?:whole|entire|complete|full) team\b/gi, '$1 team'],
  [/\bthose (deals|opportunities|opps|leads|accounts) (?=where|which|that|with|in\b)/gi, '$1 '],
  [/\b(?:the )?sum total (?=of\b)/gi, 'total amount '],
  [/\ba quarter of a million\b/gi, '250k'],
  [/\bbetween today and (?=\S)/gi, 'between now and '],
  [/\b(?:everywhere|anywhere|everyone|everybody|anyone|everything|all) but (?=\p{Lu})/gu, 'except '],
  [/\b(?:their|its|the) (?:present|current) stage\b/gi, 'stage'],
  [
    /\bat least (\S+) but (?:at most|no more than|not more than|under) (\S+) (days|weeks)\b/gi,
    'between $1 and $2 $3',
  ],
  [
    /\b(strongest|highest|largest|biggest|best|weakest|lowest|smallest) (?:on|at) (?:the )?top\b/gi,
    '$1 first',
  ],
  [
    /^(?:please )?(?:order|sort|arrange|line up) (?:the |my |our |all )?(teams|reps|sellers|regions|territories|products|stages|segments|owners) (?:after|by|according to|on) (?:their |its )?([^,.?!]+)/i,
    '$2 by $1, ranked',
  ],
  [
    /\bhow (?:did|has|have|does) ((?:the |our |my )?[\p{L} ]{3,40}?) (?:develop(?:ed)?|evolved?|trend(?:ed)?|progress(?:ed)?)(?= )/giu,
    '$1',
  ],
  [
    /\b(deals|opps|opportunities) of (?:customers|accounts|clients|companies) (?=(?:from|in|based in|tagged|with)\b)/gi,
    '$1 ',
  ],
  [
    /\bhow many days (?:needs|takes|does it take|do(?:es)?) (?:a |the )?deals?(?: need| take)?(?: on average)?(?:,? from [\p{L} ]{3,30}? (?:until|till|to) (?:it is |it's |being |they are )?won)?/giu,
    'sales cycle',
  ],
  [
    /\b(?:the )?average (?:number )?of days (?:that )?(?:the )?(open )?deals (?:are|have been|sit) in it(?: now| already)?/gi,
    'average days in stage of $1deals',
  ],
  [
    /\bhow many times (?:was|is|were|has|have) (?:the |their )?close dates? (?:been )?pushed,? (?:in|on) average,? (?:for|of|over) (?:the |all )?(open )?deals(?: of each (?:seller|rep|owner))?/gi,
    'average close date pushes of $1deals by owner',
  ],
  [
    /^from which (?:lead )?sources? (?:did|do|have) (?:the |our )?deals (?:come|came|originate)(?: that (?:were|are|got))? (won|lost|created) ([^?]*)\?(?:\s*(?:the )?(?:count|number)s? of them(?: please)?)?[.!]*$/i,
    'number of $1 deals $2 by lead source',
  ],
  [
    /\b(?:for|in|of) (?:every|each) (region|team|territory|stage|phase|product|segment|rep|owner|seller|manager|month|quarter)(?=\s*(?:[,.;?!]|$|\b(?:the|how|what|please)\b))/gi,
    'by $1',
  ],
  [/\beach of (my|our|the) (?:reps|sellers|people|guys) (?:has|have)(?: got)?\b/gi, '$1 team has by owner'],
  [
    /\bwithout (?:the )?(?:product|stage|owner|region|team|account|segment|industry|lead source) (?=\p{Lu})/gu,
    'except ',
  ],
  [
    /^(and|but|now) only (?:the |those )?(?:deals|ones|opps) (?=(?:closed|won|lost|created|in|from|of|over|under|by)\b)/i,
    '$1 only ',
  ],
  [/\bwhich one (rep|seller|owner|team|region|product) (has|carries|owns|won|lost|holds)\b/gi, 'which $1 $2'],
  // Other words for how it is grouped
  [
    /,? \b(?:separated|divided|partitioned|segmented|broken (?:up|out)|ordered|listed|itemi[sz]ed|sliced|cut) (?:per|by|into|along)\b(?! (?:amount|value|date|close|size|age)\b)/gi,
    ' by',
  ],
  [
    /\b(?:please )?(?:divide|separate|partition|slice|cut) (?:it|that|them|this|those) (?:per|by|into|along)\b/gi,
    'by',
  ],
  [
    /\b(?:repartition|distribution|split-?up|decomposition|apportionment) of (?=(?:the |my |our |all )?(?:open |won |lost )?(?:pipeline|volume|amount|value|deals|opps|opportunit))/gi,
    'breakdown of ',
  ],
  [/,? (?:person|rep|seller|owner) by (?:person|rep|seller|owner)\b/gi, ' by owner'],
  [/,? (team|region|territory|product|segment) by \1\b/gi, ' by $1'],
  [/\b(day|week|month|quarter|year) (?:after|by|for|on) \1\b/gi, 'by $1'],
  [
    /\b(?:the )?(?:quantity|quantities|amount in number|headcount) of (?=(?:the |my |our |all )?(?:open |won |lost |stale )?(?:deals|opps|opportunit|leads))/gi,
    'number of ',
  ],
  [/,? (?:in number|in count|by count|in numbers)(?=\s*(?:[,.;?!]|$))/gi, ''],
  [/\bnot the (?:amount|value|sum|total),? (?:but )?(?:just )?(?=(?:the )?(?:count|number)\b)/gi, ''],
  [/\b(?:concluded|finished|ended|closed) (?:with success|successfully|positively|favou?rably)\b/gi, 'won'],
  [/\b(?:concluded|finished|ended|closed) (?:without success|unsuccessfully|negatively)\b/gi, 'lost'],
  [
    /\bamong (?:those|the ones|all|all the|the deals|the open deals|deals)(?: that are| which are)?(?= (?:in|of|from|with)\b)/gi,
    '',
  ],
  [/(?<=\bdeal|\bamount|\bone|\bvalue) among (?:the )?deals (?=(?:in|of|from)\b)/gi, ' of deals '],
  [
    /\b(?:fulfil?lment|achievement|accomplishment|completion) of (?:the )?(?:quota|target)s?\b/gi,
    'quota attainment',
  ],
  [/\b(?:quota|target) (?:fulfil?lment|achievement|accomplishment|completion)\b/gi, 'quota attainment'],
  [
    /\bin danger (?:to not|of not|not) (?:to )?(?:reach|reaching|make|making|hit|hitting|meet|meeting) (?:the |their |his |her |its )?(?:quotas?|targets?|numbers?)\b/gi,
    'at quota risk',
  ],
  [
    /\b(?:by which|by what|with which|what) factor does (?:the |our |my )?(?:open )?pipeline (?:cover|exceed) (?:the |our |my )?(?:remaining |rest of the )?(?:quotas?|targets?)\b/gi,
    'pipeline coverage',
  ],
  [
    /\bhow (?:quick|fast|soon|prompt) (?:is|are|was|were) (?:the )?first (?:contact|touch|response|reply|call)s?(?: (?:after|to|with|for|on) (?:a |the |new |our |each )*leads?(?: (?:arrives?|comes? in|came in|arrived))?)?(?:,? in (?:days|hours))?/gi,
    'time to first touch',
  ],
  [/\bhow long (?:lasts|takes|is lasting|runs) (?=(?:the|our|my|a)\b)/gi, 'how long is '],
  [/\bhow high (?=(?:is|was|are|were)\b)/gi, 'what '],
  [/\byear (?=20\d\d\b)/gi, ''],
  [/\b(?:foreseen|foreseeable|forecast|planned|anticipated) (?:for )?(?:closing|to close)\b/gi, 'closing'],
  [/,? (?:the )?both (?:together|combined|taken together)\b/gi, ''],
  [/,? taken together\b/gi, ''],
  [
    /\b(?:are|is|were|was) (?:meanwhile|in the meantime|by now|since then|now|nevertheless|nonetheless|still) (?=(?:open|won|lost|closed)\b)/gi,
    'are ',
  ],
  [
    /\b(?:the )?conversions?(?: rates?)? from (?:each|every|one) (?:stage|phase|step) to the (?:following|next|one after)(?: (?:one|stage|phase|step))?(?:,? in percent)?/gi,
    'funnel',
  ],
  [
    /\bhow much (?:money )?(?:did|do|have|has) (the |our |all )?(?:(\p{L}+) )?agents? (?:consume|consumed|use|used|burn|burned|burnt|cost)\b/giu,
    (_, _the, name) => (name ? `cost of the ${name} agent` : 'cost of the agents'),
  ],
  [
    /^(?:the )?states? of (?:the |all |our )?agents?\b(?: please)?(?:\s*:[^.;]*)?[.?!]*$/i,
    'status of the agents',
  ],
  [
    /^(?:please )?is (?:the )?(\p{L}+) agent (?:still |currently |now )?(?:paused|stopped|running|active|on|off)\s*[?.!]*$/iu,
    'status of the $1 agent',
  ],
  [
    /\bwhere (?:the field |the )?(next step|close date|amount|loss reason|lead source|owner|product) is (?:void|blank|empty|missing|not filled(?: in)?|unfilled)\b/gi,
    'without $1',
  ],
  [
    /,? (?:with|have|having) (?:their |the |its )?clos(?:e|ing) dates? (?:already |now |long )?behind (?:them|us|it)(?: and (?:are |is )?(?:nevertheless|nonetheless|still|yet) open)?\b/gi,
    ' past their close date',
  ],
  [
    /\bhave (?:their |the )?clos(?:e|ing) dates? (?:already |now |long )?behind (?:them|us)(?: and are (?:nevertheless|nonetheless|still|yet) open)?\b/gi,
    'are past their close date',
  ],
  [
    /\bwith (?:an? )?close date (?:that's |that is |that has |which has )?(?:already |long )?(?:gone by|passed|gone|come and gone)\b/gi,
    'past their close date',
  ],
  [
    /\b(?:stay|stayed|are|have been|sit|sitting)(?: there)? since the longest(?: time)?(?= in\b)/gi,
    'longest',
  ],
  [/\bput next to (?:each other|one another)\b/gi, 'compare'],
  [/\brather (?=(?:more|less|longer|over|under) than\b|over\b|under\b)/gi, ''],
  [/\bas (?=against\b)/gi, ''],
  [/\b(they|he|she|we|i) have each (?=\p{L})/giu, '$1 have '],
  [/,? for each(?=\s*(?:[,.;?!]|please|$))/gi, ''],
  [
    /\b(this|last) (week|month|quarter|year),? (?:vs\.?|versus|against|compared (?:to|with)) the (?:previous|prior|last|preceding) one\b/gi,
    '$1 $2 vs the previous $2',
  ],
  [/\bfor the (week|month|quarter|year) before this(?: one)?\b/gi, 'last $1'],
  [/\bthe (week|month|quarter|year) before this(?: one)?\b/gi, 'last $1'],
  [
    /\b(?:what|which) share of (?:the |our |my )?(?:decided|closed) deals (?:was|were|is|are|did we|have we|has been) (?:won|win)\b/gi,
    'win rate',
  ],
  [
    /[—–-]*\s*\bnever mind (?:anything|everything|those|the ones|deals|the deals)(?= (?:in|of|from|with|owned)\b)/gi,
    ' except',
  ],
  [/,? \bbar (?=(?:the|those|anything|any|ones|everything)\b)/gi, ' except '],
  [/\bbut (?:without|not) counting (?=\p{L})/giu, 'except '],
  [/\b(?:please )?leave (\p{L}+) out of (?:it|this|that|them)\b/giu, 'without $1'],
  [
    /^(?:please )?(add|include) ([\p{L} ]+?) to (?:it|that|this|the list|those|them)(?: also| too| as well)?\s*[.!]*$/iu,
    '$1 $2',
  ],
  [/\bi (?:would )?prefer (?:to (?:see|have) )?(?=the\b)/gi, ''],
  [
    /\bthe same (?:of|in|with) (?=(?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|last|this|20\d\d)\b)/gi,
    'the same for ',
  ],
  [
    /\bhow ([\p{L}.-]+(?: [\p{Lu}][\p{L}-]+)?) (?:is|has been|was|were|are) (?:performing|doing|getting on|faring|getting along)\b/giu,
    'performance of $1',
  ],
  [/[;,] (?:and )?(?:the )?(top (?:\d+|three|five|ten|twenty)) (?:will|would) do\b/gi, ', $1'],
  [
    /\bweek (?:commencing|beginning|starting)(?: on)?(?: (?:monday|sunday))?,?(?: the)? (?=\p{L}|\d)/giu,
    'week of ',
  ],
  [/\b(?:have|has) (the .+?) racked up\b/gi, 'are $1'],
  [
    /\bwhat (the (?:average|total|median|sum|number|amount)\b.+?) comes to(?=\s*(?:[,.;?!]|$))/gi,
    'what is $1',
  ],
  [/\bcnt\b/gi, 'count'],
  [/\b(?:oppts?|opptys?|optys?|oppty's|opps'?)\b(?!')/gi, 'opps'],
  [/\b(?:fcast|fcst|frcst)\b/gi, 'forecast'],
  [/\b(?:tmrw|tmr|tmrrw|tomoz)\b/gi, 'tomorrow'],
  [/\bthru\b/gi, 'through'],
  [/\b(this|the|last|next|current|prev|previous) (?:qtr|qrt|qrtr)\b/gi, '$1 quarter'],
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
  [/\b(for|in|of|over|during) the quarter\b(?! (?:of|in|before|after|that|\d))/gi, '$1 this quarter'],
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
    /^(?:do|did|have|are|will) (?:we|i|they|you) (?:have |got |get |had |see )?more ((?:\p{L}+ )?(?:deals|opps|wins|losses|leads)) (this \p{L}+) than (last \p{L}+)\s*[?.!]*(?:\s*(?:a |the )?(?:count|numbers?|figures?)(?: (?:pls|please))?)?[?.!]*$/iu,
    'number of $1 $2 vs $3',
  ],
  [
    /^did (i|we) (win|lose) more (this \p{L}+) than (last \p{L}+)\s*[?.!]*(?:\s*(?:a |the )?(?:count|numbers?|figures?)(?: (?:pls|please))?)?[?.!]*$/iu,
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
    /\b(?:brought|pulled|raked|hauled) in (?:the )?most(?: (?:money|cash|value))?(?! (?:\p{L}+ )?(?:deals|opps|wins|logos|customers|accounts|leads|revenue|amount|bookings|business)\b)(?=\s|[?.!,]|$)/giu,
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
export const usual = turning(turns);
