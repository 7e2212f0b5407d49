import { count, firstName } from '../../story/format.ts';
import type { FigureTrigger } from '../nouns.ts';

/**
 * A rep was asked about contacts, and has not answered: the manager hears of it, once for all of them. What the address or
 * the number is, is told to nobody: how somebody is reached stands in the rep's own messages alone.
 */
export const contactsUnanswered: FigureTrigger = {
  name: 'contacts_unanswered',
  label: 'not answered about contacts',
  figure: 'contacts_asked',
  of: 'person',
  severity: 'attention',
  limit: 'nudge_days',
  holds: ({ value, beside }, limit) => (beside.contacts ?? 0) > 0 && value > limit.value,
  tell: ({ name, value, beside: { contacts = 0 }, words = {} }, limit) => {
    const over = contacts === 0 || value <= limit.value;
    const about = contacts === 1 ? words.first : `${count(contacts, 'contact')}, the first`;
    return {
      headline: over
        ? `${name} has answered about the contacts that waited`
        : `${name} has not answered about ${about} for ${count(value, 'day')} (limit ${limit.value})`,
      sentence: over ? null : `${firstName(name)} was asked for ${words.asked}.`,
      asks: [],
    };
  },
};
