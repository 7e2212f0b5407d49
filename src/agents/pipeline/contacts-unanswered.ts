import { count, firstName } from '../../story/format.ts';
import type { FigureTrigger } from '../nouns.ts';

/**
 * A rep was asked about contacts or accounts, and has not answered: the manager hears of it, once for all of them. What the address or
 * the number is, is told to nobody: how somebody is reached stands in the rep's own messages alone.
 */
export const contactsUnanswered: FigureTrigger = {
  name: 'contacts_unanswered',
  label: 'not answered about contacts',
  figure: 'contacts_asked',
  of: 'person',
  severity: 'attention',
  limit: 'nudge_days',
  holds: ({ value, beside }, limit) => (beside.waiting ?? 0) > 0 && value > limit.value,
  tell: ({ name, value, beside: { waiting = 0 }, words = {} }, limit) => {
    const over = waiting === 0 || value <= limit.value;
    return {
      headline: over
        ? `${name} has answered what waited`
        : `${name} has not answered about ${words.about} for ${count(value, 'day')} (limit ${limit.value})`,
      sentence: over ? null : `${firstName(name)} was asked for ${words.asked}.`,
      asks: [],
    };
  },
};
