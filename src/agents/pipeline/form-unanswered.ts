import { count, firstName } from '../../story/format.ts';
import type { FigureTrigger } from '../nouns.ts';

/** A rep was asked to fill in what a stage requires, and has not: the manager hears of it, as of any other question. */
export const formUnanswered: FigureTrigger = {
  name: 'form_unanswered',
  label: 'not filled in',
  figure: 'forms',
  of: 'deal',
  severity: 'attention',
  limit: 'nudge_days',
  holds: ({ value, beside }, limit) => !beside.answered && value > limit.value,
  tell: ({ name, value, beside, words = {} }, limit) => ({
    headline: beside.answered
      ? `${words.deal} waits for nothing from ${name} any more`
      : `${name} has not filled in ${words.deal} for ${count(value, 'day')} (limit ${limit.value})`,
    sentence: beside.answered ? null : `${firstName(name)} was asked: ${words.text}.`,
    asks: beside.answered ? [] : [{ label: 'Show deal', text: `show deal ${words.deal}` }],
  }),
};
