/** Groups, measures and limits in other words than the reader's: "divided per seller", "by which factor", "everywhere but EMEA". */
import { type Turn, turning } from './turns.ts';

const seller =
  '(?:reps?|sellers?|owners?|aes?|people|person|colleagues?|salespeople|team members?|guys|folks|one|ones)';
const standsFrom = (how: string): string =>
  `^(?:so |and )?(?:(?:show me |tell me )?(?:who|(?:which|what)(?: one)?(?: of)? (?:(?:my|our|the) )?${seller})(?: (?:of|on|in|from) (?:my|our|the) team)?) (?:is|are|sits|stands|comes)(?: currently| now)? (?:the )?(?:${how})`;
const reaching =
  '(?: reaching| hitting| making| meeting)? (?:(?:the|their|his|her|our) )?(?:quotas?|targets?|numbers?|goals?|plan)\\b';
const ofTeam = (said: string): string => (/\b(?:my|our)\b/i.test(said) ? ' of my team' : '');

const turns: Turn[] = [
  [
    /\bhow long,? (on average|typically|usually),? (it took|it takes|did it take|does it take|has it taken)\b/gi,
    'how long $2 $1',
  ],
  [/\bhow long it (?:took|takes)\b/gi, 'how long did it take'],
  [
    /^what did (we|i) (?:close|win) ([^,?]+),? (?:deal by deal|one by one|each deal)\s*[?.!]*$/i,
    'list the deals $1 won $2',
  ],
  [
    /\bhow long does it (?:usually |normally |typically )?take(?: on average)?,? (?:from creating|from the creation of) (?:a|the) deal (?:to|until|till) (?:winning|closing|won)(?: it)?/gi,
    'average sales cycle',
  ],
  [
    /\bhow (?:the |our |my |do )?deals (?:convert|progress|move|pass|go) (?:from )?(?:one |each )?stage to (?:the )?(?:next|another)(?: (?:one|stage))?/gi,
    'the funnel',
  ],
  [
    /^(?:which|who|whom)(?: one)? (?:from|of|in|on) (my|our) (?:people|team|reps|guys|folks|sellers)(?= (?:has|have|had|holds|owns|won|lost|closed|carries|got)\b)/i,
    'which rep of $1 team',
  ],
  [
    /\bso far (?:in |for )?(?=(?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|this (?:week|month|quarter|year))\b)(\w+(?: (?:week|month|quarter|year))?)/gi,
    'in $1 so far',
  ],
  [
    /\bhow much (?:revenue|money|business|turnover|umsatz|in sales) (have|has|did|do|does) (\p{L}+(?: \p{Lu}\p{L}+)?) (?:made|make|done|do|generated?|earn(?:ed)?|produced?|bring in|brought in)\b/giu,
    'how much $1 $2 won',
  ],
  [
    /^(.*\b(?:by|per) (?:the )?(?:stage|rep|owner|seller|team|region|territory|product|segment|month|quarter|account|customer|industry|country)s?\b.{0,40}?),? (?:with|including|incl\.?|and) (?:the |their |its )*(?:amounts?|values?|totals?|sums?)\s*[.?!]*$/i,
    'total amount of $1',
  ],
  [
    /^how long do(?:es)? (my|our|\p{Lu}[\p{L}-]+['’]s) deals? (?:usually |typically |normally |generally |on average )*take(?: (?:usually|typically|normally|on average))?\s*\?*$/iu,
    '$1 sales cycle',
  ],
  [
    /\b(?:that |which )?(?:we|i) (?:expect|hope|plan|think|reckon|assume|aim) (?:to|will|should) (?=(?:close|land|come in|sign|win)\b)/gi,
    'expected to ',
  ],
  // "Which manager sold the most in Q3"
  [
    /\bwhich (manager|team|region|territory|segment|industry|country|product|account|customer) (won|lost|closed|sold|booked|brought in) (?:the )?most\b(?! (?:deals|opps|opportunities))/gi,
    (_, what, did) =>
      /^lost$/i.test(did ?? '')
        ? `amount of lost deals by ${what}, largest first`
        : `won amount by ${what}, largest first`,
  ],
  // "Is Grace or Dan doing better this quarter"
  [
    /^(?:and |so )?(?:is|was) (\p{L}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]+)?) or (\p{L}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]+)?) (?:doing|performing|tracking|looking) (?:better|worse|stronger|weaker)\b/iu,
    'performance of $1 and $2',
  ],
  [
    /\b(?:what|how)(?:['’]?s| is) my number(?: looking)?(?: like| now| right now| so far)?(?=\s*[?.!]*$| (?:this|for|in)\b)/gi,
    'my quota attainment',
  ],
  [
    /^((?:show |list |which )?(?:.{0,40}\b)?(?:lost|losses|lose)\b.{0,60}?),? (?:and|&) why\s*[?.!]*$/i,
    '$1, with loss reason',
  ],
  // "Who is furthest from quota", "which of my reps is furthest behind target"
  [
    new RegExp(
      `${standsFrom('furthest|farthest|most|worst|deepest|the furthest')} (?:away |off )?(?:from|below|behind|off|under)${reaching}`,
      'i',
    ),
    (whole = '') => `quota attainment${ofTeam(whole)} by owner, lowest first`,
  ],
  // "Who is closest to quota": of those who have not reached it.
  [
    new RegExp(`${standsFrom('closest|nearest')} (?:to|from)${reaching}`, 'i'),
    (whole = '') => `quota attainment${ofTeam(whole)} by owner, under 100%`,
  ],
  [
    /\b(?:(?:in|at) )?(?:which|what) (?:stage|phase|step) (?:do|did|are|have) (?:we|i) (?:lose|losing|lost)(?: (?:the )?most)?(?: (?:of (?:our|the|my) )?(?:deals|opps))?(?: most)?\b|\bwhere (?:do|did|are) (?:we|i) (?:lose|losing) (?:(?:the )?most(?: of (?:our|the|my))? (?:deals|opps)|(?:the )?most)\b/gi,
    'the funnel',
  ],
  [
    /\b(which|what) (product|rep|region|territory|segment|industry|customer|account|team)s? (?:bring|earn|make|give)s?(?: us| in)? (?:the )?most (?:money|revenue|cash|business)\b/gi,
    (_, __, what) => `top ${(what ?? '').replace(/y$/i, 'ie')}s by won amount`,
  ],
  [/\bnot yet (?=(?:in|at) )/gi, 'not '],
  [
    /\b(?:that |which )?(?:nobody|no[- ]?one) (?:has |had |have )?(?:yet )?(?:claimed|taken|picked up|grabbed|assigned)(?: yet| so far)?\b|\b(?:that |which )?(?:have|has|are|were|is) ?(?:not|n't|n’t) (?:been |yet )*(?:claimed|picked up|taken)(?: yet| so far)?\b/gi,
    'unclaimed',
  ],
  [/\bbreak down (?=(?:the|my|our|all|open|won|lost)\b[^.?!]*\bby\b)/gi, 'show '],
  [
    /^which (?:rep|seller|ae|salesperson|colleague|person|one) ((?:of|on|in|from) (?:my|our) team) (has|won|lost|closed|owns|holds) (?:the )?most ([^?]+?)\s*\?*$/i,
    'who $2 the most $3 $1',
  ],
  [/\b(?:average|avg|mean) ticket(?: size| value)?\b/gi, 'average deal size'],
  [
    /^(?:please )?(?:make|give|show|build|do)?(?: me| us)? ?(?:a |the )?ranking of (?:the |my |our |all )?(sellers|reps|teams|regions|products|owners) (?:by|per|on|for) (?:the )?([^,.?!]+)/i,
    '$2 by $1, ranked',
  ],
  [
    /,? ?\b(region|product|stage|owner|rep|team|territory|segment|industry|month|quarter|source|amount|value)[- ]?wise\b/gi,
    ' by $1',
  ],
  [/\bbreak[- ]?up\b(?= (?:please|pls|of|by|per)\b|\s*[.!?]*$)/gi, 'breakdown'],
  [
    /\b(\p{Lu}[\p{L}-]+) is (?:at )?how (?:much|many) (?:%|percent|per cent) (?:to|of|on) (?:the |his |her )?(?:quota|target)\b/gu,
    'quota attainment of $1',
  ],
  [
    /\b[Hh]ow stands? (?:it (?:with|for) )?((?:my|our|the) team|\p{Lu}[\p{L}-]+) (?:against|vs|versus|on|with|to) (?:the |their |our |my |his |her )?(?:quotas?|targets?)\b/gu,
    'quota attainment of $1',
  ],
  [/\b(have|has) not (?:an? |any )(?=(?:close|next|amount|owner|product|contact|loss)\b)/gi, '$1 no '],
  [/\bdid (i|we) not (touch|contact)(?:ed)?\b/gi, 'have $1 not $2ed'],
  [/\bstrictly (?=(?:more|less|over|under|above|below|greater|before|after)\b)/gi, ''],
  [
    /,? (?:both (?:days|dates|ends|months) (?:included|inclusive)|inclusive(?:ly)?(?: of both)?)(?=\s*(?:[,.;?!]|$|\b(?:per|by|in|for)\b))/gi,
    '',
  ],
  [/\b(q[1-4]|h[12]) (?:up )?to date\b/gi, '$1 so far'],
  [
    /\bthe (largest|biggest|smallest|oldest|newest|highest) of (my|our|\p{Lu}[\p{L}-]+['’]s) (open |won |lost )?(?:deals|opportunities|opps)\b/gu,
    (_, rank, whose, status) => {
      const of = /^my$/i.test(whose ?? '')
        ? 'mine'
        : /^our$/i.test(whose ?? '')
          ? 'ours'
          : whose?.slice(0, -2);
      return `the ${rank} ${status ?? ''}deal of ${of}`;
    },
  ],
  [/\b(deals|opportunities|opps|leads) in (\p{Lu}[\p{L}-]+)['’]s name\b/gu, '$1 of $2'],
  [/^(?:please |kindly |pls )*send (?=(?:those|the|all|my|our|a list)\b(?!.*\bto \p{L}))/iu, 'show me '],
  // "How much deals", "on the moment", "until and with 31 March", "in the month February": English with its own accent
  [/\bhow much (?=(?:(?:open|won|lost|new|stale) )?(?:deals|opps|opportunities|leads)\b)/gi, 'how many '],
  [/\bon the moment\b/gi, 'at the moment'],
  [/\b(?:until|till|up to) and (?:with|including|incl\.?) (?=\S)/gi, 'by '],
  [
    /\b(deals|opps|opportunities) (?:that |which )?(?:must|should|have to|need to|has to) (?=close\b)/gi,
    '$1 ',
  ],
  [
    /\b(?:the )?month (?:of )?(?=(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)/gi,
    '',
  ],
  [
    /^(?:do i see (?:it|this|that) (?:right|correctly),? that|is it (?:right|true|correct),? that|am i right,? that) (we|i) (?:have|have got|'ve got) (?:only |just )?\S+ (?=(?:\p{L}+ )?(?:deals|opps)\b)/iu,
    'number of my team ',
  ],
  [
    /\bwhere (?:do|will|are|should) (we|i) (?:(?:expect(?:ed)?|going|likely|think|hope) (?:to |we(?:'ll| will) )?|gonna )?(?:land|end up|come out|finish up)(?= (?:this|next|in|by|for|at)\b|\s*[?.!]*$)/gi,
    (_, who) => (/^i$/i.test(who ?? '') ? 'my forecast' : 'forecast'),
  ],
  [/\bwhat do (i|we) (?:still|currently|already|actually) have\b/gi, 'what do $1 have'],
  [
    /\bhow (?:(am i|are we|i['’]?m|i am|we['’]?re|we are)|(?:is|does) (\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)) (?:doing|do|tracking|going|looking|standing|getting on|stand)(?: so far| right now| currently)? (?:vs\.?|versus|against|to|on|with|compared (?:to|with)) (?:my |our |the |his |her |their )?(?:quotas?|targets?)\b/giu,
    (_, us, who) => `quota attainment of ${who ?? (/we/i.test(us ?? '') ? 'my team' : 'mine')}`,
  ],
  [
    /\bhow much (?:is|are|am) (i|we|\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) (?:still )?(?:short of|off|away from|below|under|behind) (?:his|her|my|our|their|the) (?:quota|target|number)\b/giu,
    (_, who) =>
      `quota attainment of ${/^i$/i.test(who ?? '') ? 'mine' : /^we$/i.test(who ?? '') ? 'my team' : who}`,
  ],
  // "Am I going to make my number", "will we hit quota", "is Dan going to make it to quota"
  [
    /^((?:so|and|hey|ok|okay|well|but),? )?(?:(?:am|are|is|will|would|do|does|can|think|reckon|you think) )+(i|we|my team|our team|the team|\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?(?:,? and \p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)?)(?:['’](?:m|re|ll))? (?:will |still |really |actually |even |likely to |going to |gonna |able to |about to |set to |(?:think|believe) (?:i|we)(?:['’]ll| will) )*(?:hit|make|reach|meet|get to|attain) (?:my |our |the |his |her |their )?(?:sales )?(?:quotas?|targets?|numbers?|goals?|plans?)\b(?!.*\bforecast\b)/iu,
    (_, before, who) =>
      `${before ?? ''}quota standing of ${/^i$/i.test(who ?? '') ? 'mine' : /^(?:we|our team|the team)$/i.test(who ?? '') ? 'my team' : who}`,
  ],
  // "How did I do last quarter", "did I hit quota last quarter": of nobody else.
  [
    /^((?:so|and|hey|ok|okay|well|but),? )?how (?:did i (?:do|perform)|was i doing|have i (?:been doing|done|performed))(?= (?:this|last|in|on|so|over|during|since|yesterday|compared|against|vs|versus)\b|\s*[?.!]*$)/i,
    (_, before) => `${before ?? ''}my performance`,
  ],
  [
    /^how much (?:do|must|should) (i|we) (?:still |yet )?(?:need to |have to )?(?:close|win|sell|book|bring in)(?= (?:this|by|in)\b|\s*[?.!]*$)/i,
    (_, who) => (/^i$/i.test(who ?? '') ? 'my quota attainment' : 'quota attainment of my team'),
  ],
  [
    /^how much (?:is|do (?:i|we)) (?:still )?(?:missing|lack(?:ing)?|left) (?:to|for|from|until|till) (?:hit |make |reach )?(my|our|the)? ?(?:quota|target|number)\b/i,
    (_, whose) => (/^my$/i.test(whose ?? '') ? 'my quota attainment' : 'quota attainment of my team'),
  ],
  [
    /^(?:(?:who has|show me|what is|whats|what's) )?(?:the )?(worst|lowest|best|highest) (win rate|attainment|quota attainment|coverage)(?= (?:this|last|in)\b|\s*[?.!]*$)/i,
    (_, end, what) => `who has the ${/worst|lowest/i.test(end ?? '') ? 'lowest' : 'highest'} ${what}`,
  ],
  [
    /^(?:the |our )?lead sources((?: (?:this|last) (?:week|month|quarter|year))?)\s*[?.!]*$/i,
    (_, when) => `number of leads${when ? ` created${when}` : ''} by source`,
  ],
  [
    /^(?:which are |show me |what are )?(?:(my) |the |our )?slowest (?:open )?(?:deals|opps|opportunities)\b/i,
    (_, whose) => `${whose ? 'my ' : ''}open deals by days in stage, longest first`,
  ],
  [
    /^((?:so|and|hey|ok|okay|well|but),? )?(?:did|have|had) i (?:even |ever |actually |really |already |not )*(?:hit|make|made|meet|met|reach(?:ed)?|beat(?:en)?|exceed(?:ed)?|miss(?:ed)?|attain(?:ed)?) (?:my |our |the )?(?:sales )?(?:quotas?|targets?|numbers?|goals?)\b/i,
    (_, before) => `${before ?? ''}my quota attainment`,
  ],
  [
    /\bhow much (?:do|does|would) (i|we) (?:still |yet )?(?:need|have|lack) to (?:hit|make|reach|get to|meet) (?:my |our |the )?(?:quota|target|number)s?\b/gi,
    (_, who) => (/^i$/i.test(who ?? '') ? 'my quota attainment' : 'quota attainment of my team'),
  ],
  // "What percent of my quota am I at", "how far is Dan from his target"
  [
    /\b(?:(?:what|which|how many|how much) )?(?:percent(?:age)?|per cent|%|share|part|much) of (?:the |my |our |(\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)['’]s )?(?:quotas?|targets?|numbers?) (?:(?:am|are|is|have|has|did|do) (?:i|we|they|he|she)|(?:is|has|did) (\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?))(?: (?:at|reached|reach|hit|made|make|done|achieved|achieve|closed|got|covered))?\b/giu,
    (found, whose, who) =>
      `quota attainment of ${whose ?? who ?? (/\b(?:we|our)\b/i.test(found ?? '') ? 'my team' : 'mine')}`,
  ],
  [
    /\b(?:how (?:far|close|near)|where) (?:am i|are we)(?: (?:at|along|standing|now))?,? (?:to|towards?|from|off|with|against|on|vs|versus|compared to)(?: (?:reaching|hitting|making))? (my|our|the) (?:quota|target|number)s?\b/gi,
    (_, whose) => (/our/i.test(whose ?? '') ? 'quota attainment of my team' : 'my quota attainment'),
  ],
  [/\bsince (more than|over|at least|longer than|about) (\S+ (?:days|weeks|months))\b/gi, 'for $1 $2'],
  [/\bsince (\d+ (?:days|weeks|months))\b(?! ago)/gi, 'for $1'],
  [
    /\bhow long does it (?:usually |normally |typically |generally |on average )*take (me|us)(?: (?:usually|normally|typically|on average))* to (?:win|close|land|finish) (?:an? |one |my |our |the )?(?:average |typical )?deals?\b/gi,
    (_, who) => `${/us/i.test(who ?? '') ? 'our' : 'my'} sales cycle`,
  ],
  // "Maya or Grace, who has more": who is asked about comes last
  [
    /^(\p{L}[\p{L} .'-]* or \p{L}[\p{L} .'-]*?)\s*[,:;–-]\s*(who (?:has|have|had|won|closed|lost|owns|carries|holds|got|did)\b[^?.!]*?\bmore\b[^?.!]*?)\s*[?.!]*$/giu,
    '$2, $1',
  ],
  [
    /\bwho (has|have|had|won|closed|lost|owns|carries|holds)(?: got)? more (?!than\b|\d)(?!.*\b(?:than|or|vs|versus)\b)/gi,
    'who $1 the most ',
  ],
  [
    /\bi (?:do not|don't|dont|can't|cannot|can not) (?:find|see|locate) (?=(?:the|my|our|all|any)\b)/gi,
    'show ',
  ],
  [
    /^(?:and |now |then |please )*(?:restrict|narrow|limit|filter|reduce|confine|keep) (?:it|this|that|them|those|these|the list|the results?)(?: down)? (?:to|on) (?:only |just )?(?:the ones |those |the |deals )?(?=(?:above|over|under|below|in|from|of|with|without|closing|created|won|lost|open|owned|which|that)\b)/i,
    'only ',
  ],
  [
    /^(?:show |list |give me |all )?team(?:['’]?s)? (deals|opps|opportunities) (?=(?:nobody|noone|no one|that|which|who|in|over|under|without|with|closing|stuck|older|untouched|at|due)\b)/i,
    "my team's $1 ",
  ],
  [
    /\b(?:that |which )?(?:have|has) been in (?:their |its |the )?(?:current |present )?stage (?:the |for the )?longest\b/gi,
    'by days in stage',
  ],
  // "Against all of last year" is against more than the same part of it.
  [
    /(?<!\b(?:vs\.?|versus|against|with|to) )\ball of (?=(?:last|this|the last|the past) (?:week|month|quarter|year)\b)/gi,
    '',
  ],
  [/\b(?:trailing|rolling) (?=\d+ (?:days|weeks|months)\b)/gi, 'last '],
  [/,? (top \d+) (?:is|are|will be|would be) (?:plenty|enough|fine|ok|okay|good)\b/gi, ', $1'],
  [/\b(?:freshest|youngest) (?:on top|at the top|first)\b/gi, 'newest first'],
  [
    /\b(?:that are |which are |being )?since (more than|over|at least) (\d+ (?:days|weeks|months)) (?=in\b)/gi,
    'for $1 $2 ',
  ],
  [
    /(?<!^(?:and |now |then |but |ok,? |show )*)\bonly (?:those|the ones) (?=(?:above|over|under|below|with)\b)|\bonly (?:those|the ones) (?=(?:in|from|of|without|closing)\b|with (?!more|less|fewer|over|under|above|below|at |\d))|\bonly deals (?=(?:above|over|under|below|in|from|of|with|without|closing)\b)/gi,
    'only ',
  ],
  [/\b(?:broken|split|cut) down (?:to|into|onto|on|across) (?:the )?(?=\p{L})/giu, 'by '],
  [/\b(?:please )?(?:split|break) (?:it|that|them|this|those)(?: down| up)? (?:per|by|into|along)\b/gi, 'by'],
  [/,? effective (?:now|immediately|today|at once)(?=\s*(?:[,.;!]|$))/gi, ''],
  [/^(?:i'm |i am |just |was )?wondering (?=which|how|what|who)/i, ''],
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
    /\bhow many days (?:(?:needs|takes|does it take) (?:a |the )?deals?|do(?:es)? (?:a |the |our )?deals? (?:need|take))(?: on average)?(?:,? from [\p{L} ]{3,30}? (?:until|till|to) (?:it is |it's |being |they are )?won)?/giu,
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
  [
    /\b(performance|attainment|win rates?|forecast|coverage|bookings|revenue) (?:of|for) (?:every|each) (rep|seller|owner|team|region)(?= (?:in|on|from)\b)/gi,
    '$1 by $2',
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
  [/(['’]s|\bmy|\bher|\bhis|\btheir) lot\b(?! of\b)/gi, '$1 deals'],
  [
    /\b(?:(?:please )?put (?:it |them |this |those |these |the list |the deals )?)?in (?:the )?order of (?:the |their )?(?=\p{L})/giu,
    'sorted by ',
  ],
  [/\b(everything|anything|all|everyone|everybody|anyone)( else)? beside\b/gi, '$1 except'],
  [/,? for that matter\b/gi, ''],
  // "The amounts next to it", "the closing date of each": what is shown of each row
  [
    /\b(with (?:the |their |its )?\p{L}+(?: \p{L}+)?(?: and (?:the |their |its )?\p{L}+(?: \p{L}+)?)?),? (?:(?:next to|beside|alongside|against|opposite) (?:it|them|each(?: (?:one|deal|of them))?)|(?:of|for) each(?: (?:one|deal|of them))?|alongside)(?=\s*(?:[,.;?!]|$|so\b|please\b))/giu,
    '$1',
  ],
  [/,? (?:and )?(?:on|up ?on) (?:what|which) grounds\b/gi, ' by loss reason'],
  [/\b(lost|closed[- ]won|closed[- ]lost) business\b/gi, '$1 deals'],
  [/\bwhat(?:['’]s| is) the damage (?:in|on|of|from) /gi, 'how much is '],
  [
    /\b[Ww]hat (?:do|does|did) ((?:the|my|our|all)\b[^,.?]+?|\p{Lu}[^,.?]+?) (?:come|amount|add up|sum up) to\b/gu,
    'how much is $1',
  ],
  [/\b(?:dated|down|set) to close\b/gi, 'closing'],
  [/\b(?:get|bring|push|drag|carry) ((?:a|an|one|the|our|my) deals?|deals) over the line\b/gi, 'close $1'],
  [
    /\b(?:(?:that |which )?(?:we|i|they) )?(?:got|brought|pushed|dragged|carried)(?: (?:them|it))? over the line\b/gi,
    (said) => `${/\b(?:we|i|they)\b/i.exec(said ?? '')?.[0] ?? ''} won`,
  ],
  // "In which stage is the open deal of Vandelay?": that deal, with its stage
  [
    /^\W*(?:and |so )?(?:in |at )?(?:which|what) stage is ((?:the|my|our|\p{Lu}[\p{L}.-]*['’]s)\b[^?.!,]*\b(?:deal|opp|opportunity)\b[^?.!,]*?)(?: (?:in|at))?(?: (?:right )?now| currently| at the moment)?\s*[?.!]*$/giu,
    'show $1, with stage',
  ],
  [
    /\bthe same (?:cut|view|breakdown|split|slice|picture|report|numbers|figures|list|question) (?:for|in|of|again for) /gi,
    'the same for ',
  ],
  [
    /^(?:and |now )?(?:the )?same(?: (?:cut|view|thing|again|numbers|figures))?\s*[,:;–-]\s*(?=\S)/gi,
    'same for ',
  ],
  // "Five deals more valuable", "the most big first", of those who have another grammar
  [/\bmore valuable\b(?! than)/gi, 'most valuable'],
  [
    /\b(?:the )?(?:most|more) (big|large|great|high|small|low|old|new|long|short)(?= (?:ones? )?(?:first|on top|at the top|deals?|opps?|opportunit)\b)/gi,
    (_, word) => `${word}${/big/i.test(word ?? '') ? 'g' : ''}est`,
  ],
  [/\b(?:half[- ]a[- ]|a half[- ]|half[- ])dozen\b/gi, 'six'],
  [/\b(?:a|one) dozen\b/gi, 'twelve'],
  [/\b(top|first|last|next) dozen\b/gi, '$1 12'],
  [
    /\b(won|wins?|closed|closes?|booked|books?|landed|lands?|signed|signs?) the most business\b/gi,
    '$1 the most revenue',
  ],
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
];

/** The text with such turns in the words that are read. */
export const inOurWords = turning(turns);
