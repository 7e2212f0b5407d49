/** Who may read the audit log: what everybody did and was refused. */
import { authorize } from './authorize.ts';
import type { Person } from './nouns.ts';

/** All of it; what is about their own deals; or nothing. Never somebody who has left. */
export function mayAudit(person: Person | null): 'all' | 'own deals' | 'nothing' {
  const found = authorize(person, 'audit');
  if (!found.may) return 'nothing';
  return found.reach === 'all' ? 'all' : 'own deals';
}

export const whoAudits = 'an administrator, an agent owner, an auditor, or for their own deals a manager';
