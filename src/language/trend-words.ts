/** "Is our win rate going up", "how is deal size trending": the figure by month. */
import { type Turn, turning } from './turns.ts';

const figure =
  "((?:our |my |the |(?!is |are )\\p{Lu}[\\p{L}-]+['’]s )?(?:win rates?|close rates?|sales cycles?|cycle times?|average deal sizes?|deal sizes?|bookings|won revenue|revenue|won deals|wins|lost deals|losses|new deals|deals created|pipeline created|pipeline creation|new leads))(?: (?:in|for|of) ([\\p{L}]+))?";
const way =
  '(?:up or down|better or worse|up|down|better|worse|longer|shorter|bigger|smaller|larger|faster|slower|higher|lower|improving|improved|declining|growing|shrinking|rising|falling|increasing|decreasing|dropping)';
const lately =
  '(?: over time| lately| recently| these days| at the moment| in general| month (?:by|over|on) month)*';
const end = '\\s*[?.!]*$';

const put = (_: string, what = '', where = ''): string =>
  `${what.replace(/^(?:our|the) /i, '').replace(/^(?:average )?deal sizes?/i, 'average deal size')}${where === '' ? '' : ` in ${where}`} by month`;

const measured =
  /\b(?:rate|cycle|size|coverage|attainment|quota|forecast|pipeline|bookings|revenue|deals?|wins|losses|leads?|activit(?:y|ies))\b/i;
const unit = /\b(?:week|month|quarter|year)(?:ly)?\b/i;

const turns: Turn[] = [
  [
    new RegExp(
      `^\\W*(?:so |and )?(?:is|are|has|have) ${figure} (?:been )?(?:going |trending |moving |heading |getting |gone |gotten |on the way )?${way}${lately}${end}`,
      'iu',
    ),
    put,
  ],
  [
    new RegExp(
      `^\\W*(?:so |and )?how (?:is|are|has|have|did|do|does) ${figure} (?:been )?(?:trending|trend|developing|develop(?:ed)?|evolving|evolved?|moving|chang(?:ed|ing)|going)${lately}${end}`,
      'iu',
    ),
    put,
  ],
  [
    new RegExp(
      `^\\W*(?:show me |show |what(?:'s| is) |give me )?(?:the )?(?:trend|direction|development|trajectory) (?:of|for|in) ${figure}${lately}${end}`,
      'iu',
    ),
    put,
  ],
  // "How do we trend on Security, quarterly": what is won of it.
  [
    new RegExp(
      `^\\W*(?:so |and )?how (?:do|does|did|are|is|have|has) (?:we|i|the team|my team|our team) (?:been )?(?:trend|trending|develop|developing|evolve|evolving) (?:on|in|with|for) (.+?)${end}`,
      'iu',
    ),
    (all, what = '') =>
      measured.test(what)
        ? all
        : `won amount of ${what.replace(/,? ?\b(week|month|quarter|year)ly\b/gi, ' by $1')}${unit.test(what) ? '' : ' by month'}`,
  ],
];

/** The text with such words put as a figure by month. */
export const trendsAsked = turning(turns);
