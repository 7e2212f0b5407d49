/** Who may read the audit log: what everybody did and was refused. */
import type { Person, Role } from './nouns.ts';

const auditors: Role[] = ['admin', 'owner'];

/** All of it; what is about their own deals; or nothing. Never somebody who has left. */
export function mayAudit(person: Person | null): 'all' | 'own deals' | 'nothing' {
  if (!person?.active) return 'nothing';
  if (person.roles.some((role) => auditors.includes(role))) return 'all';
  return person.roles.includes('manager') ? 'own deals' : 'nothing';
}

export const whoAudits = 'an administrator, an agent owner, or for their own deals a manager';
