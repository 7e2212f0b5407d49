import { may } from './authorize.ts';
import type { Person } from './nouns.ts';

/** `self`: whoever makes it is told and nothing else; `others`: somebody else is told; `agents`: what agents do changes. */
export type RuleReach = 'self' | 'others' | 'agents';

/**
 * Null: this person may make such a rule, for what they may see. Otherwise who may. Everybody may have themselves told of
 * what they see; what concerns others or agents is for those who answer for it.
 */
export function mayRule(person: Person, reach: RuleReach): string | null {
  if (reach === 'self') return may(person, 'tell_self') ? null : 'a role here that is not only to look on';
  return may(person, 'rule') ? null : 'a manager, an agent owner, an approver or an administrator';
}

/** Whoever made it, and those who keep the agents. */
export const mayKeepRule = (person: Person, rule: { setBy: string }): boolean =>
  (may(person, 'tell_self') && person.id === rule.setBy) || may(person, 'keep_rules');

/** Rules over what others do are for everybody to see who keeps agents, or goes over what was done. */
export const seesAllRules = (person: Person): boolean => may(person, 'see_rules');
