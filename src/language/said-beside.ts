/** A question with its reason, its subject or its sense said beside it: put as the one question that it is. */
import { type Turn, turning } from './turns.ts';

const span =
  '(?:q[1-4]|h[12]|(?:this|next|the|current) (?:week|month|quarter|year)|(?:eoq|eom|eoy)|january|february|march|april|may|june|july|august|september|october|november|december)';

const lasting =
  ' for (?:(?:at least|over|more than) )?(?:\\d+|a|one|two|three|four|five|six) (?:days?|weeks?|months?)';
const sense = '(?:i mean |meaning |as in |i\\.?e\\.?,? |that is,? )';
const resting =
  '(?:with )?(?:no|without|zero|w\\/o) (?:any )?(?:activity|activities|contact|touch(?:es)?|interaction)';

const name = "\\p{Lu}[\\p{L}'-]*?(?: \\p{Lu}[\\p{L}-]+)?";
const field =
  '(?:next steps?|close dates?|amounts?|loss reasons?|lost reasons?|lead sources?|contacts?|industry|forecast categor(?:y|ies))';
const fills =
  '(?:fill(?:ed|ing)?(?: in| out)?|enter(?:ed|ing)?|add(?:ed|ing)?|set|put(?: in)?|provid(?:ed|e)|record(?:ed)?|log(?:ged)?|logg?ed|updated?|given|gave|maintain(?:ed)?)';
const metric =
  '(?:win rates?|close rates?|conversion rates?|won amounts?|won revenue|attainment|coverage|forecast|cycle times?|sales cycles?|average deal size)';

const turns: Turn[] = [
  // "Who hasn't entered a close date? EMEA deals without one": one question; what is lacking was said first.
  [
    new RegExp(
      `^(?:and |so )?(?:who|which reps?|some reps?|some people|somebody|someone|people|reps|they|tell me who) (?:has(?:n't| not)|have(?:n't| not)|did(?:n't| not)|never|forgot to|forget to|keep(?:s)? forgetting to) ?(?:yet )?${fills} (?:the |their |an? |any )?(${field})(?: yet| in)?\\s*[?.!:;,–-]+\\s*(.*\\S)\\s+(?:without|w\\/o|lacking|missing|with no|with none of) (?:one|it|them|any|these|those)\\s*[?.!]*$`,
      'iu',
    ),
    '$2 without $1',
  ],
  [
    new RegExp(
      `^(?:and |so )?(?:who|which reps?) (?:has(?:n't| not)|have(?:n't| not)|did(?:n't| not)|never|forgot to) ?(?:yet )?${fills} (?:the |their |an? |any )?(${field})(?: yet)?(?= (?:on|for|in|of)\\b|\\s*[?.!]*$)`,
      'iu',
    ),
    'number of open deals without $1 by owner',
  ],
  // "Preparing Tom's review: how did he do in Q4"
  [
    new RegExp(
      `^(?:(?:i'm |i am |we're |we are )?(?:prepping|preparing|prep(?:ping)? for|preparing for|getting ready for|writing|doing|having|about to have|working on) )(${name})'s? (?:(?:yearly|annual|quarterly|mid-?year|performance|weekly) )?(?:review|1:1|1on1|one[- ]on[- ]one|appraisal|feedback|check-?in)\\s*(?:[,.;:–]|\\s-+\\s)\\s*(.*)\\b(he|she|they|his|her|their)\\b(.*)$`,
      'iu',
    ),
    (_, who, before, said, after) =>
      `${before}${/^(?:his|her|their)$/i.test(said ?? '') ? `${who}'s` : who}${after}`,
  ],
  // "Is Tom winning more than Priya? Win rates YTD": the second sentence says by what.
  [
    new RegExp(
      `^(?:is|are|was|were|does|do|did|has|have) (${name}) (?:been )?(?:winning|closing|converting|selling|doing|performing|win|close|convert|sell|do|perform|won|closed|sold|done)(?: any)? (?:more|better|less|worse|faster|slower|bigger)(?: deals| often| quickly)? than (${name})\\s*[?,:;–-]+\\s*(?:by |in |the |their |show |compare )*(${metric})\\b(.*)$`,
      'iu',
    ),
    '$3 of $1 vs $2$4',
  ],
  // "Deals that slipped twice (close date moved)": the same in other words.
  [
    /\b((?:slipped|pushed|postponed|delayed|moved out|kicked down the road)\b[^(]{0,30}?)\s*\((?:i\.?e\.?,? )?(?:the |its |their )?close ?dates? (?:was |were |got |has been |have been )?(?:moved|pushed|changed|shifted|postponed|rescheduled)(?: (?:out|back))?\)/gi,
    '$1',
  ],
  // "What slid: open, but the close date is gone": what is meant by slipping is said after it.
  [
    /\b(?:that |which |what )?(?:has |have |had )?(?:slid|slipped|is slipping|are slipping)\s*(?:[:,(–-]|\s-+\s)+\s*(?:i\.?e\.?,? |meaning |as in |that is,? |that's |i mean )?(?=(?:(?:still |the )?open (?:ones )?)?(?:(?:but|and|with|whose|where) )*(?:the |its |their |a )?close ?dates? (?:is |are |has |have |was |were )?(?:already |long |now )?(?:in the past|gone|passed|behind us|come and gone))/gi,
    'that are ',
  ],
  // "Are we gonna land Q1? Run the forecast": the forecast says it, of the period that was named.
  [
    new RegExp(
      `^(?:so,? |and |ok,? )*(?:are|will|do|can|could|is) (?:we|i|they|you think we|it looking like we) (?:all )?(?:(?:gonna|going to|likely to|set to|about to|on course to|expected to) )?(?:land|make|hit|reach|close|get to|get there|get)(?: it)?(?: (?:in|by|for))?(?: (?:the |our |my |this )?(?:number|target|quota|goal|plan))?(?: (?:in|by|for))?(?: (${span}))?\\s*\\?+\\s*(?:(?:please|just|pls) )?(?:(?:run|show|give|do|get|make|check|pull|see)(?: me| us)? )?(?:the |a |our )?((?:\\p{L}+ )?forecast\\b(?! agent)[^?]*?)(?: please| pls)?\\s*[?.!]*$`,
      'iu',
    ),
    (_, when, rest) =>
      when && !new RegExp(`\\b${span}\\b`, 'i').test(rest ?? '') ? `${rest} ${when}` : (rest ?? ''),
  ],
  // "Run the Q2 forecast", "run the forecast for Q2": with a span or a place it is a question, not the agent's work.
  [
    new RegExp(
      `^(?:please |pls |can you |could you )?run (?:me )?(?:the |a |our |my )?(?=${span} forecast\\b(?! agent)|forecast\\b,? (?:(?:for|of|in) )?(?:the )?${span}\\b)`,
      'iu',
    ),
    'show ',
  ],
  [
    /^(?:[Pp]lease )?[Rr]un (?:the |a )?(?=\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)? forecast\b(?! agent)|forecast,? (?:for|of|in) (?:\p{Lu}\p{L}+(?![\p{L}'])|(?:my|our) (?:team|region)\b(?!')))/gu,
    'show ',
  ],
  // "Dead for 3 weeks, no activity I mean": in which way was said after it. What is stuck may have both.
  [
    new RegExp(
      `\\b(?:dead|cold|quiet|silent|dormant|asleep|sleeping|hopeless)(${lasting})\\s*[,;:(–-]+\\s*(?:${sense})?${resting}(?:,? (?:i mean|that is|is what i mean|i meant))?\\)?`,
      'gi',
    ),
    'with no activity$1',
  ],
  [
    new RegExp(
      `\\b(?:stale|stuck|slow|stalled)(${lasting})\\s*(?:[,;:–-]+\\s*${sense}|\\()${resting}\\)?`,
      'gi',
    ),
    'with no activity$1',
  ],
  // "Who needs help? Reps at risk in EMEA": those who are named after it.
  [
    /^(?:so |and )?who(?:'s| is| are)? (?:needs?|need(?:s|ing)|could use|in need of|struggling|in trouble|not doing well|behind|falling behind)(?: (?:some |my |our |the most )?(?:help|support|attention|coaching|love|a hand))?\s*\?+\s*(?=(?:(?:show|give me|list|list of|the|a) )*(?:reps?|people|sellers?) (?:who are |that are )?(?:at (?:quota )?risk|behind|off track|missing)\b)/i,
    '',
  ],
  // "Is Priya's plate too full? Open deals per rep": the others' are asked too, to compare.
  [
    new RegExp(
      `^(?:is|are|does|do|has|have) (?:${name}(?:'s)?|we|anyone|anybody|somebody|someone|one of (?:us|them)|any of (?:us|them|the reps))(?: (?:plate|desk|pipeline|book|load|workload|queue|pipe))?(?: (?:got|have|been|having|working|carrying|on))?(?: (?:way |far |just )?too)? (?:full|busy|much(?: on)?|many(?: deals)?|overloaded|swamped|overworked|stretched|underwater|drowning|heavy|loaded)(?: on (?:her|his|their) plate)?\\s*\\?+\\s*(?=.*\\b(?:by|per|for each|for every|each) (?:rep|owner|person|seller)\\b)`,
      'iu',
    ),
    '',
  ],
  // "By owner, only where the close date lies in H1"
  [
    /[,;]?\s(?:but |and )?only (?:those |the ones |ones |deals )?(?:where|when|if|whose|with)(?: (?:the|its|their))? (close ?dates?|amounts?|values?)(?: (?:lies|lie|falls|fall|is|are|sits))?(?= (?:in|on|between|before|after|over|under|above|below|within|at|this|next|last|more|less)\b)/gi,
    ' with $1',
  ],
];

/** The text with such sentences made one. */
export const withSaidBeside = turning(turns);
