/** "How has the pipeline changed since 1 March", "is it up on a month ago": what stands now beside what stood then, in plainer words. */
import { type Turn, turning } from './turns.ts';

const standing = '(?:pipeline|(?:number of )?open (?:deals|opps|opportunities)|deals in )';
const what = `((?:[\\p{L}\\p{N}'’&.-]+ ){0,4}?${standing}[^,.;?!]*?)`;
const moved =
  '(?:changed?|moved?|developed?|evolved?|grow|grew|grown|shrunk|shrink|shrank|fallen|fall|fell|risen|rise|rose|increased?|decreased?|improved?|progressed?|trended?)';
const compared =
  '(?:since|versus|vs\\.?|against|on|than|from|compared (?:to|with)|in comparison (?:to|with)|relative to)';
const more =
  '(?:up|down|bigger|smaller|larger|higher|lower|better|worse|fuller|growing|shrinking|more|less)(?: or (?:up|down|bigger|smaller|higher|lower|better|worse|shrinking))?';

const begun =
  '(?:the )?(?:this (?:week|month|quarter|year)|q[1-4]|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?! *\\d{1,2}\\b)(?:,? \\d{4})?';

const turns: Turn[] = [
  // "Since January" is since its beginning, "since last month" since its end.
  [
    new RegExp(
      `^(\\W*(?:and |so )?(?:how|is|are|has|have|did|show|what|the|change|changes|growth|difference|increase|decrease|development)\\b(?=.*${standing})(?=.*\\b(?:${moved}|${more}|changes|growth|difference|increase|decrease|development)\\b).*\\bsince )(${begun})(?![\\p{L}\\d])`,
      'iu',
    ),
    '$1start of $2',
  ],
  // "How has it changed over the last month": since a month ago.
  [
    new RegExp(
      `^\\W*(?:and |so )?how (?:much )?(?:has|have|did|is|are) ${what} ${moved}(?: by)? (?:over|in|within|during) the (?:last|past) ((?:\\d+ |two |three |four |six )?(?:day|week|month|quarter|year)s?)\\b`,
      'iu',
    ),
    (_, of = '', span = '') => `${of} vs ${/^\d|^\w+ \w/.test(span) ? span : `a ${span}`} ago`,
  ],
  [
    new RegExp(
      `^\\W*(?:and |so )?how (?:much )?(?:has|have|did) ${what} ${moved}(?: by)? ${compared} (?=\\S)`,
      'iu',
    ),
    '$1 vs ',
  ],
  [
    new RegExp(
      `^\\W*(?:and |so )?(?:is|are|has|have) ${what} (?:been )?(?:${more}|${moved}) ${compared} (?=\\S)`,
      'iu',
    ),
    '$1 vs ',
  ],
  [
    new RegExp(
      `^\\W*(?:show (?:me )?|what(?:'s| is| was) )?(?:the )?(?:change|changes|growth|difference|increase|decrease|development) (?:in|of) ${what} ${compared} (?=\\S)`,
      'iu',
    ),
    '$1 vs ',
  ],
];

/** The text with such words put as a comparison. */
export const pointsCompared = turning(turns);
