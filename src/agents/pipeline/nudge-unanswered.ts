import { count, firstName } from '../../story/format.ts';
import type { FigureTrigger } from '../nouns.ts';

/** A rep was asked about a deal and nothing has happened since: the manager hears of it. Anything done about the deal is an answer. */
export const nudgeUnanswered: FigureTrigger = {
  name: 'nudge_unanswered',
  label: 'not answered',
  figure: 'nudges',
  of: 'change',
  severity: 'attention',
  limit: 'nudge_days',
  holds: ({ value, beside }, limit) => !beside.answered && value > limit.value,
  tell: ({ name, value, beside, words = {} }, limit) => ({
    headline: beside.answered
      ? `${name} has looked after ${words.deal}`
      : `${name} has not answered about ${words.deal} for ${count(value, 'day')} (limit ${limit.value})`,
    sentence: beside.answered ? null : `${firstName(name)} was asked: "${words.text}"`,
    asks: beside.answered ? [] : [{ label: 'Show deal', text: `show deal ${words.deal}` }],
  }),
};
