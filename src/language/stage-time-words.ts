/** "How long do deals stay in Negotiation", "which stage takes longest": the time in a stage, in plainer words. */
import { type Turn, turning } from './turns.ts';

const deals = "(?:(?:the|our|most|all|a|an) )*(?:deals?|opps?|opportunit(?:y|ies)|it|they|we)(?:'s)?";
const usually = '(?: (?:usually|typically|normally|generally|mostly|on average|tend to|really))?';
const before = '(?:and |so |ok |hey )*';
const stages =
  '(?:each|every|the|a|our|all|different|any)(?: of the| the)?(?: single| sales)? (?:stages?|phases?|steps?)';

const slow =
  '(?:the )?(slow(?:est)?|longest|most time|most days|fast(?:est)?|quick(?:est)?|least time|shortest)';
const group =
  '(rep|reps|seller|sellers|owner|owners|ae|aes|salesperson|team|teams|region|regions|territory|territories|segment|segments|product|products|industry|industries|country|countries)';

const longestFirst = (how = ''): string =>
  /^(?:fast|quick|least|short)/i.test(how) ? 'shortest' : 'longest';

const turns: Turn[] = [
  // "Which rep is slowest in Negotiation", "who takes longest in Proposal"
  [
    new RegExp(
      `^\\W*${before}(?:(?:which|what) ${group}|who)${usually} (?:is|are|was|were|takes?|took|needs?|spends?|spent)${usually} ${slow}(?: (?:in|at|on|with|through|to get through|to pass|to move through)) (?:the )?(?=\\p{L})`,
      'iu',
    ),
    (_, what, how) => `days per stage by ${what || 'rep'}, ${longestFirst(how)} first, in `,
  ],
  [
    new RegExp(
      `^\\W*${before}(?:our |the |my )?(slowest|fastest|quickest) ${group} (?:in|at|on|through) (?:the )?(?=\\p{L})`,
      'iu',
    ),
    (_, how, what) => `days per stage by ${what}, ${longestFirst(how)} first, in `,
  ],
  [
    new RegExp(
      `^\\W*${before}how (?:long|many days|much time) (?:do|does|did|will|would) ${deals}${usually} (?:stay|spend|remain|linger|last)${usually} (?:in|at|on) (?:${stages}|stages)\\b`,
      'iu',
    ),
    'time per stage',
  ],
  [
    new RegExp(
      `^\\W*${before}how (?:long|many days|much time) (?:do|does|did|will|would) ${deals}${usually} (?:stay|spend|remain|linger|last)${usually} (?:in|at|on) (?:the )?(?=\\S)`,
      'iu',
    ),
    'time per stage in ',
  ],
  [
    new RegExp(`^\\W*${before}how long (?:does|do|did|will) ${stages}${usually} (?:take|last)\\b`, 'iu'),
    'time per stage',
  ],
  [
    new RegExp(
      `^\\W*${before}how long (?:does|did|will) (?:the )?(?!.*\\b(?:deals?|sales?|closing|you|it|they|we)\\b)([\\p{L}-]+(?: [\\p{L}-]+)?)(?: stage| phase| step)?${usually} (?:take|last)\\b`,
      'iu',
    ),
    'time per stage in $1',
  ],
  [
    new RegExp(
      `^\\W*${before}(?:(?:which|what) (?:is the |are the |of the )?(?:stages?|phases?|steps?) (?:takes?|lasts?|is|are|took|costs?)${usually} (?:us )?(?:the )?(?:longest|slowest|most time|the most time|most days)|(?:what(?:'s| is) )?(?:our|the) slowest (?:stage|phase|step)|where do ${deals}${usually} (?:spend|take|stay|lose)${usually} (?:the )?(?:most time|longest|most of (?:its|their) time))\\b`,
      'iu',
    ),
    'time per stage',
  ],
  [
    new RegExp(
      `^\\W*${before}how (?:fast|quickly|quick) (?:do|does|did) ${deals}${usually} (?:move|go|get|progress|pass|flow) (?:through|along|across) (?:the |our |${stages}|)(?:stages|pipeline|funnel)?(?! (?:by|to|in)\\b)`,
      'iu',
    ),
    'time per stage',
  ],
  [
    new RegExp(
      `\\b(?:average |avg |mean |typical )?(?:time|days|duration) (?:(?:deals|they|we) )?(?:spent |spend |stay )?(?:in|per|by|for) ${stages}\\b`,
      'iu',
    ),
    'time per stage',
  ],
  [
    /\b(?:average |avg |mean |typical )?(?:time|days) (?:that )?(?:(?:a|the|our|my) )?(?:deals?|opps?|opportunit(?:y|ies)) (?:spends?|stays?|sits?|takes?|remains?|lingers?)(?: on average)? in (?:the )?(?!(?:each |every |a |our )?(?:stage|pipeline|phase)\b)(?=\p{L})/iu,
    'time per stage in ',
  ],
  [
    /\b(?:average |avg |mean |typical )(?:time|duration|days)(?: spent)? in (?!(?:the |each |every |a |our )?(?:stage|pipeline|phase)\b)(?=\p{L})/iu,
    'time per stage in ',
  ],
];

/** The text with such words put as the measure. */
export const stageTimed = turning(turns);
