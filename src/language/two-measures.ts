/** Two measures side by side, as the one question whose answer has both. */
import { type Turn, turning } from './turns.ts';

const group = '(?:by|per|for each|split by|broken down by|grouped by)';
const amount =
  '(?:(?:the|their|its|total|combined|summed|overall|dollar|deal) )*(?:amounts?|values?|worth|volume)';
const number = '(?:(?:the|their|total) )*(?:counts?|numbers?)';
const and = '(?:,? and|,? &|,| \\+|,? plus|,? as well as)';
const measures =
  '(?:win rates?|close rates?|cycle times?|sales cycles?|attainment|quota attainment|coverage)';
const won = '(?:won (?:deals|amounts?)|bookings|closed won|revenue|pipeline|open pipeline|activit(?:y|ies))';

const turns: Turn[] = [
  // A table of amounts by group has the number of deals beside them.
  [new RegExp(`\\b${number}${and} ${amount}(?= .*\\b${group} )`, 'iu'), 'amount'],
  [new RegExp(`\\b${amount}${and} ${number}(?= .*\\b${group} )`, 'iu'), 'amount'],
  [
    new RegExp(
      `\\b(?:(?:the )?(?:number|count) of|how many) ((?:(?:open|won|lost|closed) )?deals?\\b.*? )(${group} [\\p{L}]+)${and} ${amount}(?=[?.! ]*$)`,
      'iu',
    ),
    'amount of $1$2',
  ],
  [
    new RegExp(
      `\\b(?:(?:the )?(?:number|count) of|how many) ((?:(?:open|won|lost|closed) )?deals?\\b.*?)${and} ${amount}(?: (?:of (?:them|those)))?(?= .*\\b${group} )`,
      'iu',
    ),
    'amount of $1',
  ],
  [
    new RegExp(
      `\\bhow many ((?:(?:open|won|lost|closed) )?deals?\\b)${and} how much(?: (?:money|they are worth|it is worth))?(?= .*\\b${group} )`,
      'iu',
    ),
    'amount of $1',
  ],
  // So has one figure of numbers.
  [new RegExp(`\\b${number}${and} ${amount}(?= of\\b)`, 'iu'), 'number'],
  [new RegExp(`\\b${amount}${and} ${number}(?= of\\b)`, 'iu'), 'number'],
  // What a rep or a team does is one table.
  [
    new RegExp(
      `\\b(?:${measures}|${won})${and} (?:(?:the|their) )?(?:${measures}|${won})(?:${and} (?:(?:the|their) )?(?:${measures}|${won}))*(?= (?:.*\\b)?${group} (?:reps?|owners?|teams?|sellers?|aes?)\\b)`,
      'iu',
    ),
    'performance',
  ],
];

/** The text with two measures put as one. */
export const measuredTogether = turning(turns);
