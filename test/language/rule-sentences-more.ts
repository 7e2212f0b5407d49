import type { RuleSentence } from './rule-sentences.ts';

/** What was found while the reader was looked at. */
export const moreRuleSentences: RuleSentence[] = [];
