import type { Person, Role } from './nouns.ts';

const stoppers: Role[] = ['manager', 'owner', 'approver', 'admin'];

/** Who may stop agents, start them again, and run them by hand. Never somebody who has left. */
export const mayPause = (person: Person | null): boolean =>
  person?.active === true && person.roles.some((role) => stoppers.includes(role));
