import { may } from './authorize.ts';
import type { Person } from './nouns.ts';

/** Whose right to change goes as far as the company: they may what the people of each deal, lead or contact may. */
export const mayChangeAll = (person: Person | null): boolean => may(person, 'change', 'all');

/** Whose right goes beyond their own: what they did can be taken back by themselves. */
export const mayChangeThere = (person: Person | null): boolean => may(person, 'change', 'place');

/** Whoever leads are for. */
export const mayHaveLeads = (person: Person | null): boolean => may(person, 'lead');
