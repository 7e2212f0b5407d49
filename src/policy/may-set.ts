import { may } from './authorize.ts';
import type { Person } from './nouns.ts';

/** Where a setting is to hold, and whose place that is. */
export type SettingPlace = {
  scope: 'everyone' | 'territory' | 'team' | 'person' | 'account' | 'agent' | 'channel';
  /** Of the place itself. */
  territoryId: string | null;
  teamId: string | null;
};

/** The place of what holds for the whole company. */
export const everywhere: SettingPlace = { scope: 'everyone', territoryId: null, teamId: null };

/** Whether somebody may set it there, of each in turn: to name those who may. */
export const setters =
  (authority: boolean, place: SettingPlace) =>
  (person: Person): boolean =>
    maySet(person, { authority, place }) === null;

/**
 * Null: this person may set it there; otherwise who may. Limits above which an approver is asked are the approvers' own;
 * a manager sets what holds for the own team or territory and how agents work; agent owners and approvers the rest.
 */
export function maySet(person: Person, of: { authority: boolean; place: SettingPlace }): string | null {
  if (of.authority) return may(person, 'set_authority') ? null : 'an approver or an administrator';
  if (may(person, 'set_company')) return null;
  const { scope, territoryId, teamId } = of.place;
  if (scope === 'agent') return may(person, 'set_agent') ? null : 'a manager, an agent owner or an approver';
  if (scope === 'everyone' || scope === 'channel') return 'an agent owner, an approver or an administrator';
  const own =
    (teamId !== null && teamId === person.teamId) ||
    (territoryId !== null && territoryId === person.territoryId);
  return may(person, 'set_place') && own ? null : 'the manager there, an agent owner or an approver';
}
