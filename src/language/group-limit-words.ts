/** Limits on groups in other words: "who hit quota", "less than half of quota", "under 3x coverage". */
import { type Turn, turning } from './turns.ts';

const groups =
  '(?:who|(?:(?:which|what|the|all|any|how many|our|my|list|show(?: me)?) )*(?:reps?|sellers?|people|aes?|teams?|territor(?:y|ies)|regions?|managers?)(?: (?:in|on|of) (?:\\p{Lu}[\\p{L}-]+|(?:my|our) (?:team|region|territory)))?(?: (?:who|that))?)';
const aside = '(?: (?:already|actually|all|really|just|ever))*';
const quota = '(?:(?:the|their|his|her|its|own|sales) )*(?:quotas?|targets?|numbers?)\\b';
const reach = '(?:hit|make|made|meet|met|reach(?:ed)?|attain(?:ed)?|achieved?|get to|got to)';
const beat =
  '(?:beat(?:en)?|exceed(?:ed)?|surpass(?:ed)?|crush(?:ed)?|smash(?:ed)?|(?:(?:is|are|was|were) )?(?:over|above))';

const turns: Turn[] = [
  // "Who hasn't hit quota yet": what is not over may still be reached.
  [
    new RegExp(
      `\\b(${groups}) (?:has|have)(?:n['’]?t| not)${aside}(?: yet)? ${reach} ${quota}(?: yet)?`,
      'giu',
    ),
    '$1 have quota attainment under 100%',
  ],
  [
    new RegExp(
      `\\b(${groups}) (?:(?:did|do|does)(?:n['’]?t| not)|failed to)${aside} ${reach} ${quota}`,
      'giu',
    ),
    '$1 missed quota',
  ],
  [
    new RegExp(`\\b(${groups})(?: (?:has|have|had|did))?${aside} ${reach} ${quota}`, 'giu'),
    '$1 have quota attainment of at least 100%',
  ],
  [
    new RegExp(`\\b(${groups})(?: (?:has|have|had|did))?${aside} ${beat} ${quota}`, 'giu'),
    '$1 have quota attainment over 100%',
  ],
  // "Under 50 % of their quota", "less than half of quota"
  [
    new RegExp(`(\\d\\s?(?:%|percent|per cent)) (?:of|to|towards?|against) ${quota}`, 'giu'),
    '$1 quota attainment',
  ],
  [new RegExp(`\\bthan half(?: of)? ${quota}`, 'giu'), 'than 50% quota attainment'],
  [
    new RegExp(`\\b(under|below|over|above|at least|at most) half(?: of)? ${quota}`, 'giu'),
    '$1 50% quota attainment',
  ],
  // "Just those below half", after a table of shares
  [/\b(under|below|over|above|less than|more than|at least) half\s*[.?!]*$/giu, '$1 50%'],
  [/\b(under|below|over|above|than|least|most|exceeds) (\d+(?:\.\d+)?)\s?[x×](?![\p{L}\p{N}])/giu, '$1 $2'],
  // "With no" lacks something; here nothing is lacking.
  [/\b(with|have|has|having) no (more|less|fewer) than\b/giu, '$1 not $2 than'],
];

/** The text with such words put as a limit. */
export const groupsLimited = turning(turns);
