import { may } from './authorize.ts';
import { reachOf, roles } from './matrix.ts';
import { maySet } from './may-set.ts';
import type { Person, Role } from './nouns.ts';

export const signers: Role[] = roles.filter((role) => reachOf(role, 'sign_mode') !== null);

/** Who may put an agent into a stricter mode: whoever may stop it. */
export const mayLower = (person: Person | null): boolean => may(person, 'lower');
/** Completes "… needs". */
export const whoLowers = 'a manager, an agent owner, an approver or an administrator';

/** Null: this person may put an agent from shadow into suggest there, or ask for auto; otherwise who may. */
export const whoRaises = (person: Person, territoryId: string | null): string | null =>
  maySet(person, {
    authority: false,
    place: { scope: territoryId === null ? 'agent' : 'territory', territoryId, teamId: null },
  });

/** Whether somebody may do so, of each in turn: to name those who may. */
export const raisers =
  (territoryId: string | null) =>
  (person: Person): boolean =>
    whoRaises(person, territoryId) === null;

/** Whether this person may sign that an agent acts alone: an approver, and never whoever asked for it. Never somebody who has left. */
export const maySign = (person: Person | null, askedBy: string): boolean =>
  may(person, 'sign_mode') && person?.id !== askedBy;

/** Completes "… needs". */
export const whoSigns = 'an approver or an administrator other than who asked for it';
