/** Turns of politeness and rambling around a request: they ask for nothing, and are taken off before it is read. */
import { type Turn, turning } from './turns.ts';

const kind = '(?:kind|good|nice|sweet|lovely|helpful)';
const doing = /^(show|list|tell|giv|pull|gett|find|count|check|look|send|add|sort|bring|run|do)ing$/i;
const plain: Record<string, string> = { giv: 'give', gett: 'get' };
const verb = (word: string): string => {
  const root = doing.exec(word)?.[1]?.toLowerCase();
  return root === undefined ? word : (plain[root] ?? root);
};

const turns: Turn[] = [
  [
    /^((?:good (?:morning|afternoon|evening)|hi|hey|hello)\b[^,.!?]{0,20})[,.!]+\s*(?:i )?hope (?:you|your|that|all|everyone|everything)\b[^.!?]*[.!?]*$/i,
    '$1',
  ],
  [
    /^(?:(?:good (?:morning|afternoon|evening)|hi|hey|hello)\b[^,.!?]{0,20}[,.!]+\s*)?(?:i )?hope (?:you|your|that|all|everyone|everything)\b[^.!?]*[.!?]+\s*(?=\S+ \S)/i,
    '',
  ],
  [
    /[,.]? is that (?:how (?:it|this) works|right|correct|ok(?:ay)?|how (?:you|i|one) (?:do|does) (?:it|that|this))\s*\?+$/i,
    '',
  ],
  [
    /,? for (?:the|my|our|a|an) (?:\p{L}+ )?(?:deck|slides?|presentation|newsletter|dashboard|spreadsheet|standup|stand-up|handout)\s*[.!]*$/iu,
    '',
  ],
  [
    /,?\s?\b(?:like )?(?:from (?:the )?)?(?:start|beginning|first (?:call|contact|touch)|creation) to (?:the )?(?:finish|end|close|signature|won)\b(?=\s*(?:[,.;?!]|$))|,? end to end\b/gi,
    '',
  ],
  [
    /,? (?:can|could|would|will) you (?:please )?(?:show|list|tell)(?: (?:it|them|that))? to me(?: please)?\s*[?.!]*$/i,
    '',
  ],
  [
    /\b((?:call|meeting|1:1|one-on-one|sync|review|standup|chat|catch-?up|qbr|demo)(?: (?:with|w\/?) [\p{L}-]+)?) in (?:about |like )?(?:\d+|five|ten|fifteen|twenty|thirty|a few|a couple of|an?|half an) (?:minutes?|mins?|hours?|secs?|seconds?)\b/giu,
    '$1',
  ],
  [/\b(?:please )?(?:be honest|honest question)\b[,:!]?\s*/gi, ''],
  [/^is there (?:a|any) way (?:for me )?to (?=(?:see|know|get|show|find out)\b)/i, ''],
  [
    /^i (?:was told|heard|read|hear|understand)(?: that)? you (?:know|can (?:show|tell)(?: me)?) (?=(?:which|what|how)\b)/i,
    '',
  ],
  [
    /[.!?]\s*(?:can|could|would|will) you (?:please )?(?:show|list|tell)(?: me)? (?:them|it|those)(?: to me)?\s*[?.!]*$/i,
    '',
  ],
  [/^(?:in )?between (?:two |my |the )?(?:calls|meetings),?\s+(?=\S+ \S)/i, ''],
  [/^quick (?:one|question|q)\b[^,:–?-]{0,30}(?:[,:]|\s[–-])\s*(?=\S+ \S)/i, ''],
  [
    /^for (?:the|my|our) (?:\p{L}+ )?(?:update|report|summary|review|newsletter|notes|deck|standup|meeting|qbr|talks?)\s*[:,–-]\s*(?=\S+ \S)/iu,
    '',
  ],
  // A letter: "Dear Steward, … Kind regards, N. Quinn"
  [/^dear [\p{L} ]{2,24}[,:]\s*(?=\S)/iu, ''],
  [
    /^(?:hi|hello|hey|good (?:morning|afternoon|evening)) (?:team|all|everyone|everybody|folks|there|steward)\s*[,!.:–-]\s*(?=\S+ \S)/i,
    '',
  ],
  [/^(?:[Hh]i|[Hh]ello|[Hh]ey|[Gg]ood (?:morning|afternoon|evening)) \p{Lu}\p{L}+\s*[,!]\s*(?=\S+ \S)/u, ''],
  [
    /(?<=[.,!?])\s+(?:[Bb]est|[Cc]heers|BR|br|[Rr]gds|[Tt]hx|[Tt]hanks|[Tt]a|[Aa]ll the best|[Ww]armly)[,!.]?\s+\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?\s*[.!]*$/u,
    '',
  ],
  [
    /[\s,.!?]+(?:(?:with )?(?:many |kind |kindest |best |warm |my )*(?:regards|thanks|wishes|greetings)|yours(?: sincerely| truly| faithfully| ever)?|sincerely|respectfully)(?:,?\s+(?:\p{Lu}[\p{L}.]*\s?){1,3})?[.!]*$/iu,
    '',
  ],
  [/[,.!?]\s*(?:cheers|ta|thanks|thx|ty|thank you)\s*[.!]*$/i, ''],
  [/\b(?:please )?do the needful(?: and)?\b/gi, ''],
  [
    /,? (?:kindly|please|pls) (?:send|share|provide|advise|revert|assist)(?: (?:it|me|us|the same|to me|across|over|back))*\s*[.!]*$/i,
    '',
  ],
  [/,? or (?:are we|am i|is it|is that|are they) (?:good|fine|ok|okay|safe|on track|alright)\s*[?.!]*$/i, ''],
  [
    /[.,!?]\s+(?:the |my |our |a )?(?:\p{L}+ ){0,4}(?:is |starts |begins )?in (?:about )?(?:\d+|five|ten|fifteen|twenty|thirty|a few|a couple of|an?|half an) (?:minutes?|mins?|hours?)\s*[.!]*$/iu,
    '',
  ],
  [
    /[.,!?–-]\s+(?:i |we )?(?:just )?(?:(?:want(?:ed)?|trying|hoping|planning) to|wanna) (?!see|know|show|have|get|find|count|list|compare|filter|limit|only|include|exclude)\p{L}+ [^?]{3,60}$/iu,
    '',
  ],
  [
    /^(?:hi|hey|hello)?[\s,!.]*sorry if (?:this|that|it)(?:'s| is)? (?:an? )?(?:really |very )?(?:dumb|silly|stupid|basic|obvious|newbie|simple|odd|old)[\p{L} ]{0,30}[,.;:–-]+\s*(?=\S)/iu,
    '',
  ],
  // "Sorry, newbie question: …"
  [
    /^(?:(?:sorry|apologies|excuse me|pardon(?: me)?|forgive me)\b[\s,.!-]*)?(?:(?:this is |it's |here's |just |i have |i've got )?(?:an? |one |another |my )?(?:probably |possibly |maybe )?(?:(?:a )?(?:very |really )?(?:newbie|rookie|beginner'?s?|dumb|silly|stupid|basic|simple|random|odd|small|short|newcomer'?s?) (?:question|one|ask|request)))\b[\s,:;.!?–-]{1,5}(?=\S)/i,
    '',
  ],
  [/\bwould you (?:terribly |please )?mind (?:terribly )?(\p{L}+ing)\b/iu, (_, word) => verb(word ?? '')],
  [
    new RegExp(
      `\\b(?:would|could|will|can|might) you (?:please |possibly )?be (?:so |very |as |that )?${kind}(?: enough)?(?: as)?(?: to|,? and)\\b`,
      'i',
    ),
    '',
  ],
  [/,? (?:how many|how much|expressed in|in) percent(?=\s*(?:[,.;?!]|$))/i, ''],
  [/^make me (?=(?:the|a|an)\b)/i, 'give me '],
  [/[\s,–-]+humou?r me\s*[.!]*$/i, ''],
  [/,?\s?\bif i might(?: (?:ask|be so bold|say so))?\b/i, ''],
  [/^(?:oh,? |ah,? )?(?:i am|i'm|im) (?:so |very |terribly |really )*sorry,? (?=i meant?\b)/i, ''],
  [/\bwould you (?:kindly )?look up (?:for me )?(?=what|how|which|who)/i, 'tell me '],
  // "May" with its month is no courtesy.
  [/\b(?:please )?may i (?:please |just |perhaps )?(?:ask|inquire|know)(?: you)?\b/i, ''],
  [
    /\bif (?:you|u) (?:would|could|might)(?: please)? be (?:so|very|that) (?:kind|good|nice)(?: enough)?(?: as)?(?: to|,? and)\b/i,
    '',
  ],
  [/\b(?:please )?be so (?:good|kind) as to\b/i, ''],
  [
    /\bi (?:wonder|was (?:just )?wondering|am wondering|was thinking) (?:if|whether) (?:you|i) (?:would|could|might|can)(?: perhaps| possibly| please)?\b/i,
    '',
  ],
  [/\bi wonder (?=would|could|can)/i, ''],
  [
    /\bi(?:'d| would| should) (?:be (?:most |very |so |really |ever so |much )?(?:grateful|obliged|thankful|glad|happy) for|(?:so |really |very much |much )*(?:appreciate|love)(?: (?:to see|seeing|having|a look at))?)(?= (?!if\b|to\b|knowing\b))/i,
    'show',
  ],
  [
    /\bi(?:'d| would| should) (?:so |really |very much |much )*(?:appreciate|love) (?:knowing|to know)\b/i,
    'tell me',
  ],
  [
    /\bwhat would be (?:really |very )?(?:lovely|great|nice|ideal|helpful|super|brilliant|wonderful|good)(?: if you can(?: manage it)?)?(?: for me)? is\b/i,
    'show',
  ],
  [/^(?:please )?forgive me if [^.?!]{3,60}? but\b/i, ''],
  [
    /\bi (?:do not|don't|dont|can't|cannot|can not)(?: quite| really| now)? (?:remember|recall|know)(?= (?:how|what|which|who|when))/i,
    'tell me',
  ],
  [/\bi (?:do not|don't|really don't) (?:want|mean|wish) to be (?:a |an )?\p{L}+ but\b/iu, ''],
  [
    /\bi hope (?:it|this|that) (?:is|isn't|is not)(?: not)?(?: too)?(?: much| a)?(?: of a)?(?: trouble| bother| nuisance| problem)?(?: to ask)?(?:,? but)?\b/i,
    '',
  ],
  [/^good (?:morning|afternoon|evening|day)[\s,!.:–-]+(?=\S+ \S)/i, ''],
  [
    /^(?:thank you|thanks)(?: so much| very much| a lot)? for (?![^,.;!]*\b(?:only|in|except)\b)[^,.;!?]{3,50}[,.;!]+\s+(?:and |but |now )*(?=\S+ \S)/i,
    '',
  ],
  [
    /^(?:with )?(?:my |all due )?apologies(?: (?:for|if|that) [^,.;!?]{3,50})?[,.;:–-]\s*(?:but |and )?(?=\S+ \S)/i,
    '',
  ],
  [/^i (?:do not|don't) (?:mean|want|wish|intend) to [^,.;?!]{3,50},? but (?=\S+ \S)/i, ''],
  [
    /\b(?:which|what) i(?:'m| am) (?:missing|lacking|after)(?: now| still| right now)? (?:is|are) (?=\S)/i,
    'show ',
  ],
  [
    /\bi(?:'d| would| should) (?:really |very much |so )?(?:like|love|want) to (?:understand|learn|find out|be able to (?:say|tell|show|answer))\b/i,
    'tell me',
  ],
  [
    /\bi(?:'d| would| should) be (?:glad|happy|interested|curious|keen|delighted|pleased) to (?:know|learn|hear|see)\b/i,
    'tell me',
  ],
  [/\bi(?:'m| am)(?: just| currently)? sitting (?:down )?(?=with\b)/i, 'i am meeting '],
  [/\b(?:running|run) out of (?:the )?(?:quarter|month|year|time|days|runway|road)\b/i, 'short of time'],
  [
    /(?<=\S+ (?:my|a|our|the|another|next|weekly) )(?:1:1|1-1|1on1|1-on-1|one-on-one|one on one|one-to-one)s?(?= (?:with|w\/?|at|in|on|later|today|tomorrow|this|next)\b)/gi,
    'meeting',
  ],
  [/[\s,;.–-]+(?:and )?i(?:'ve| have)? lost (?:track|count|sight)\b[^.?!,]*/i, ''],
  [/[\s,;–-]+(?:and )?nothing (?:more|else)(?: than (?:the|a|that|this)(?: \p{L}+)?)?(?=\s*[.!]*$)/iu, ''],
  [
    /\bwhile (?:i|we) (?:was|were|am|are) (?:away|out|off|on (?:leave|vacation|holidays?|pto))(?= ?[(,:–-]? ?(?:from )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/i,
    '',
  ],
  [
    /^for (?:the|my|our|an?) (?:(?!deals?\b|opps?\b)\p{L}+ ){0,2}(?:pack|committee|deck|meeting|review|report|call|board|summary|presentation|slides?|qbr|workshop|offsite|newsletter|audit|memo|minutes|agenda)[,:]? (?=(?:i|we)(?:'d| would| should| need| want|'m| am)\b|please\b|(?:could|can|would) you\b|(?:show|give|tell|send) me\b)/iu,
    '',
  ],
  [/\b(?:phased|split out|spread) (?=by\b)/gi, ''],
  // What it is for limits nothing: "…, so that I can drop it into the slide"
  [
    /,? so (?:that )?(?:i|we)(?:'ll| will)? ?(?:can|could|may|might|am able to|are able to|be able to) (?![^.?!]*\b(?:only|except|just|without)\b)[^.?!]{3,80}(?=\s*[.?!]*$)/i,
    '',
  ],
  [
    /\b(next steps?|amounts?|close dates?|notes?|products?)(?: (?:is|are|has been|have been))? (?:written|noted|put|jotted) down\b/i,
    '$1',
  ],
  [/,?\s?\bthere(?:'s| is) a (?:good|dear) (?:chap|fellow|man|lad|lass|girl|boy|sport|soul)\b/i, ''],
  [/,?\s?\bif there (?:is|are) any(?: at all| such)?(?=\s*(?:[.,;!?]|$))/i, ''],
  [
    /[,.]\s*(?:so )?(?:would|could|can|will) you (?:please )?(?:see to|take care of|look after|arrange|do) (?:it|that|this)(?:[,.]? please)?\s*[?.!]*$/i,
    '',
  ],
  [/,?\s*\bif (?:you )?(?:would|do not mind|don't mind|please)(?=\s*(?:[.,;!?]|$))/i, ''],
  [/,?\s*\bif you (?:please|don't mind|do not mind|wouldn't mind|would not mind)\b/i, ''],
  [
    /,?\s*\bif (?:that|it|this)(?:'s| is)(?: at all)? (?:all right|alright|ok|okay|fine|possible|convenient|cool)(?: (?:with|by|for) (?:you|everyone))?\b/i,
    '',
  ],
  [
    /^(?:thank you|thanks|cheers|ta)(?: (?:so|very|ever so) much| a lot| a bunch| again)?[\s,.!]+(?:and |now |and now )?(?=\S+ \S)/i,
    '',
  ],
  [/^right[\s,.–—-]+(?:and |so |then |now )?(?=\S+ \S)/i, ''],
  // "Great, and by owner"
  [
    /^(?:(?:great|perfect|nice|cool|lovely|awesome|excellent|brilliant|super|wonderful)[,.!]+\s*)+(?=\S)/i,
    '',
  ],
  [
    /^(?:i see|i understand|understood|noted|got it|fair enough)\s*[,.!;–-]+\s*(?:(?:and|so|then|now)\s+)?(?=\S+ \S)/i,
    '',
  ],
  // "1:1 with Chloe, how's she tracking": whom "she" means
  [
    /^(?:(?:my|a|the|got a|have a) )?(?:1:1s?|one-on-ones?) (?:with|w\/?) (\p{L}+(?: \p{Lu}\p{L}+)?)\s*[,;:.–-]+\s*(?=[^.!?]*\b(?:he|she|his|her|him|\1)\b)/iu,
    '$1, ',
  ],
  [/^(?:sry|soz|srry)[\s,.!]+(?=\S)/i, 'sorry '],
  [/[\s,.!–-]+ta\s*[.!]*$/i, ''],
  [/\b(?:at all|whatsoever)(?= (?:for|in|since|on)\b)/i, ''],
  [
    /\b(?:might|may|could|can) i (?:please |possibly |just )?(?:trouble|bother|pester|beg|bug)(?: you)?(?: (?:for|to|with)(?! (?:me|us)\b))?(?= \S)/i,
    '',
  ],
  [
    /\bi(?:'d| would| should) (?:be (?:most |very |so |really |ever so |much |eternally )?(?:grateful|obliged|thankful|indebted|delighted|glad|happy)|(?:really |very much |much |so )*appreciate it) if (?:you|i) (?:could|would|might|can)\b/i,
    '',
  ],
  [/\b(?:would|is|might) it (?:be )?(?:at all )?possible (?:for you )?(?:to (?:see|know|get)|to)\b/i, ''],
  [/\bdo me (?:a|the|one) (?:quick |small |little |big )?favou?r(?: and\b|[,:]|(?= \S))/i, ''],
  [
    /,?\s?\bif (?:it's|it is|that's|that is|this is) (?:not|no|n't) (?:(?:a |too much )?(?:of )?(?:a )?(?:trouble|bother|hassle|problem)|(?:too much|a lot) to ask|asking too much)\b|,?\s?\bif it isn't too much (?:trouble|bother|to ask)\b/i,
    '',
  ],
  [
    new RegExp(
      `,?\\s*\\bif (?:you'd|you would|you'll|you will|you could|you) be (?:so|very|that) ${kind}\\b`,
      'i',
    ),
    '',
  ],
  [/,?\s?\bif i may(?: (?:ask|be so bold|say so))?\b/i, ''],
  [
    /,?\s?\bwhen(?:ever)? (?:you|u)(?:'ve| have)? (?:have|get|got|find) (?:a|the|some) (?:free |spare |quiet )?(?:moment|minute|min|sec|second|chance|time)\b/i,
    '',
  ],
  [/,?\s?\bat your (?:earliest )?convenience\b/i, ''],
  // "…, would you say?", "…, do you think"
  [
    /,\s*(?:would|could|can|will|do|don't) (?:you|u)(?: (?:say|think|reckon|know|please))?\s?[?.!]{0,3}$/i,
    '?',
  ],
  [
    /,?\s?\bor (?:is|would) (?:that|this|it) (?:be )?(?:too much|asking too much|too hard|too difficult|a lot|impossible|not possible|not doable)(?: (?:work|trouble|to ask|asked|hassle|for you|now|at once|at a time|today|of an? (?:ask|bother)|lol|haha|hehe|huh|eh))*\s?[?.!]{0,3}$/i,
    '',
  ],
  [
    /[\s,.!–-]{1,5}(?:thanks|thank you|thx|ty|cheers|ta)(?:,? (?:awfully|kindly|ever so much|so much|very much|a lot|a bunch|a million|a ton|tons|heaps|loads|in advance|again|mate|buddy|friend|dear|pal|love|steward|bot|all|everyone|team))+\s?[.!]{0,3}$/i,
    '',
  ],
  [
    /[\s,.!–-]{1,5}(?:(?:i'd be |i'm )?(?:much|most|greatly|very) (?:obliged|appreciated|grateful)|(?:you're|ur|you are) (?:a star|a gem|an angel|a legend|a lifesaver|the best)|bless you|no (?:rush|hurry|stress|pressure))\s?[.!]{0,3}$/i,
    '',
  ],
  // The story is over: "…, anyway, what I actually need is …"
  [
    /,\s*(?:and |but |so )?(?:anyway|anyhow|anyways|long story short|bottom line|in short|to cut (?:it|a long story) short|the point is|point is|my point is|point being|the thing is|what matters is)[\s,:–-]{1,5}(?=\S+ \S+ \S)/i,
    '. ',
  ],
  [
    /(^|[,.;:!?–-]\s*|\b(?:so|and|but|right|ok|okay|i suppose|i guess|i think) )(?:and |but |so )?(?:what|all|the (?:only )?thing) (?:i|we)(?:'m|'d| am| would)?(?: (?:actually|really|just|truly|only|basically))?(?:'d| would)? ?(?:need|want|wanted|needed|like|after|wish|asking|looking for|trying to)(?: (?:to|for))?(?: (?:know|see|have|get|find out|find|ask))?(?: from you| here| now| right now| today)? (?:is|was)(?: (?:this|to know|to see))?[\s,:–-]{1,5}(?=\S)/i,
    (_, before) => (/^(?:,|so|and|but|right|ok)/i.test((before ?? '').trim()) ? '. ' : (before ?? '')),
  ],
];

const put = turning(turns);

/** The text without such turns; the text itself where nothing else would be left. */
export function withoutCourtesies(text: string): string {
  const rest = put(text);
  if (rest === text) return text;
  const left = rest
    .replace(/\s+/g, ' ')
    .replace(/ ([?.!,])/g, '$1')
    .replace(/^[\s,.;:–-]+(?=[\p{L}\p{N}"'])/u, '')
    .trim();
  return /[\p{L}\p{N}]/u.test(left) ? left : text;
}
