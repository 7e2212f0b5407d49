import { may } from './authorize.ts';
import type { Person, Scope } from './nouns.ts';

/** Who may have others told of a figure, in a channel or by message. Everybody may have themselves told of what they see. */
export const mayTellOthers = (person: Person): boolean => may(person, 'tell_others');

export const mayTellThemselves = (person: Person): boolean => may(person, 'tell_self');

/** Whoever set an alert or is told by it, and those who keep the agents. */
export const mayEndAlert = (person: Person, alert: { setBy: string; person: string | null }): boolean =>
  person.active && (person.id === alert.setBy || person.id === alert.person || may(person, 'end_alerts'));

/**
 * Whether a reader sees all that a figure of these territories is counted from (null: of whatever its owner sees). What the
 * owner of the alert has outside of their territory is theirs to tell.
 */
export function seesAll(reader: Scope, owner: Scope, territoryIds: string[] | null): boolean {
  if ('everything' in reader) return true;
  if ('nothing' in reader || 'nothing' in owner) return false;
  const counted = territoryIds ?? ('everything' in owner ? null : owner.territoryIds);
  return counted !== null && counted.length > 0 && counted.every((id) => reader.territoryIds.includes(id));
}
