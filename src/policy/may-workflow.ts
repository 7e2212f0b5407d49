import type { Person } from './nouns.ts';

/** What goes out of the house, and where, is for those who keep the house. Null: this person may; otherwise who may. */
export const mayKeepWorkflows = (person: Person): string | null =>
  person.active && person.roles.includes('admin') ? null : 'an administrator';
