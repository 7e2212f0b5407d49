import { mayPause } from './may-pause.ts';
import type { Person, Role } from './nouns.ts';

/** Where a setting is to hold, and whose place that is. */
export type SettingPlace = {
  scope: 'everyone' | 'territory' | 'team' | 'person' | 'account' | 'agent' | 'channel';
  /** Of the place itself. */
  territoryId: string | null;
  teamId: string | null;
};

const companyWide: Role[] = ['owner', 'approver', 'admin'];

/**
 * Null: this person may set it there; otherwise who may. Limits above which an approver is asked are the approvers' own;
 * a manager sets what holds for the own team or territory and how agents work; agent owners and approvers the rest.
 */
export function maySet(person: Person, of: { authority: boolean; place: SettingPlace }): string | null {
  const holds = (roles: Role[]) => person.active && person.roles.some((role) => roles.includes(role));
  if (of.authority) return holds(['approver', 'admin']) ? null : 'an approver or an administrator';
  if (holds(companyWide)) return null;
  const { scope, territoryId, teamId } = of.place;
  if (scope === 'agent') return mayPause(person) ? null : 'a manager, an agent owner or an approver';
  if (scope === 'everyone' || scope === 'channel') return 'an agent owner, an approver or an administrator';
  const own =
    (teamId !== null && teamId === person.teamId) ||
    (territoryId !== null && territoryId === person.territoryId);
  return holds(['manager']) && own ? null : 'the manager there, an agent owner or an approver';
}
