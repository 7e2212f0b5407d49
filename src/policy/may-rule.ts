import type { Person, Role } from './nouns.ts';

const makers: Role[] = ['manager', 'owner', 'approver', 'admin'];
const keepers: Role[] = ['owner', 'approver', 'admin'];
const holds = (person: Person, roles: Role[]): boolean =>
  person.active && person.roles.some((role) => roles.includes(role));

/** `self`: whoever makes it is told and nothing else; `others`: somebody else is told; `agents`: what agents do changes. */
export type RuleReach = 'self' | 'others' | 'agents';

/**
 * Null: this person may make such a rule, for what they may see. Otherwise who may. Everybody may have themselves told of
 * what they see; what concerns others or agents is for those who answer for it.
 */
export function mayRule(person: Person, reach: RuleReach): string | null {
  if (reach === 'self') return person.active && person.roles.length > 0 ? null : 'a role here';
  return holds(person, makers) ? null : 'a manager, an agent owner, an approver or an administrator';
}

/** Whoever made it, and those who keep the agents. */
export const mayKeepRule = (person: Person, rule: { setBy: string }): boolean =>
  (person.active && person.id === rule.setBy) || holds(person, keepers);

/** Rules over what others do are for everybody to see who keeps agents. */
export const seesAllRules = (person: Person): boolean => holds(person, keepers);
