/** How sellers put it: lengths of a sale, sizes of one, slips, and quotas, in the words that the reader knows. */
import { type Turn, turning } from './turns.ts';

const length =
  '(?:\\d+|an?|one|two|three|four|five|six|nine|ten|twelve) (?:business |working )?(?:days?|weeks?|months?|quarters?|years?)';
const fewer = /^(?:less|under|fewer|faster|quicker|sooner|shorter|at most|no more|inside)/i;

const bound = (how: string): string =>
  /^(?:at most|no more)/i.test(how)
    ? 'at most'
    : /^at least/i.test(how)
      ? 'at least'
      : fewer.test(how)
        ? 'under'
        : 'over';
const cycle = (status: string, how: string, long: string): string =>
  `${status.toLowerCase()} deals with a cycle ${bound(how)} ${long}`;

const turns: Turn[] = [
  // "Deals won in less than 60 days", "closed faster than a month": from the creation to the win.
  [
    new RegExp(
      `\\b(?:(?:deals?|opps?|opportunities|ones) )?(?:that |which )?(?:(?:were |was |got )?(?:(i|we) )?(won|closed|lost)|did (i|we) (win|close|lose)) (?:in (less than|under|fewer than|at most|no more than|more than|over|at least)|((?:faster|quicker|sooner) than)) (${length})(?! ago)`,
      'gi',
    ),
    (_, who, past, whose, verb, within, faster, long) =>
      (/^i$/i.test(who ?? whose ?? '') ? 'my ' : '') +
      cycle(/^lo/i.test(past ?? verb ?? '') ? 'lost' : 'won', within ?? faster ?? '', long ?? ''),
  ],
  [
    new RegExp(
      `\\b(?:(?:won )?deals?|opps?|wins) (?:that |which )?(?:took|needed|took us) (less than|under|fewer than|at most|no more than|more than|over|longer than|at least) (${length})(?: (?:to (?:win|close|sign)|from creation to (?:the )?(?:win|close)))?`,
      'gi',
    ),
    (_, how, long) => cycle('won', how ?? '', long ?? ''),
  ],
  [
    /\b(my|our|\p{Lu}?[\p{L}-]+['’]s) (?:open )?pipe(?:line)? (?:relative to|against|vs\.?|versus|compared (?:to|with)|in relation to|to) (?:the |his |her |their |my |our )?(?:quota|target)s?\b/giu,
    '$1 pipeline coverage',
  ],
  // "In the pipeline longest": since they were created.
  [
    /\b(?:which |what |the )?(deals|opps|opportunities) (?:that |which )?(?:have been|are|has been|sit|sitting|been)(?: sitting)? (?:in )?(?:the|my|our) (?:pipeline|pipe|funnel|books?) (?:the )?longest\b/gi,
    'oldest open $1',
  ],
  // "What's my gap to target", "how much more do we need to close to hit the number"
  [
    /\b(my|our|\p{Lu}[\p{L}-]+['’]s) (?:gap|distance|shortfall) (?:to|against|from) (?:the )?(?:quota|target|number|goal|plan)\b/giu,
    '$1 quota attainment',
  ],
  [
    /\bhow much (?:more )?(?:do|does|must|would) (i|we) (?:still |yet )?(?:need|have|got) to (?:close|win|sell|book|land|bring in)(?: more| still)? (?:to|in order to) (?:hit|make|reach|get to|meet) (?:my |our |the )?(?:quota|target|number|goal|plan)s?\b/gi,
    (_, who) => (/^i$/i.test(who ?? '') ? 'my quota attainment' : 'quota attainment of my team'),
  ],
  [
    /\b(?:should(?:'ve| have|ve| of)|supposed to have|ought to have) (?:been )?(?:closed|signed|landed) (?:already|by now|before now|before today)(?:,? (?:but|and|yet) (?:(?:are|is) )?(?:still|not yet) (?:open|not closed|closed|signed))?/gi,
    'overdue',
  ],
  [/\b(?:are|am|is) (we|i) (?:forecasting|projecting|predicting)\b/gi, 'is the forecast of $1'],
  [/\bwhat is the forecast of we\b/gi, 'what is our forecast'],
  [/\bwhat is the forecast of i\b/gi, 'what is my forecast'],
  [
    /\b(?:avg|average|mean) (?:sale|order|contract|win)(?: (?:size|value|amount))?\b(?! (?:cycle|price|time))/gi,
    'average deal size',
  ],
  [
    /\bby (week|month|quarter|year) of (?:the )?(close|closing|creation|created)(?: date)?\b/gi,
    (_, unit, which) => `by ${/^cl/i.test(which ?? '') ? 'close' : 'created'} ${unit}`,
  ],
  [/\bdid ((?:[\p{L}'-]+ ){1,3})sell\b/giu, 'did $1win'],
  [/\b(by|on) (?:the )?(?:next|earliest|soonest) (close|closing) date\b/gi, '$1 $2 date, soonest first'],
  [
    /\bbut (?:(?:they |it )?(?:has|have) )?(no|without)(?: any| an?)? (?=(?:recent )?(?:activity|activities|contact|touch|next steps?|close date|owner|amount|product|account)\b)/gi,
    'and $1 ',
  ],
  // "Last activity on Wingtip": of its deals.
  [
    /^(?:what(?:'s| is| was) (?:the |our )?|show (?:me )?(?:the )?)?(?:last|latest|most recent) (?:activity|touch|contact) (?:on|with|for|at) (?!my\b|our\b|the\b|all\b|each\b|every\b|deals\b|d-\d)(.+?)\s*\?*$/i,
    'deals with account $1, with last activity',
  ],
];

/** The text with such turns in the words that are read. */
export const asSellersSay = turning(turns);
