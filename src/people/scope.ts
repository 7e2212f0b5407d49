import { authorize } from '../policy/authorize.ts';
import type { Person, Scope } from '../policy/nouns.ts';

/**
 * What a person may see: the whole company for the roles that serve it; their territory, and what is their own, for
 * everybody else in the company; nothing for an outsider (null) or somebody who has left.
 */
export function scopeOf(person: Person | null): Scope {
  const sees = authorize(person, 'see');
  if (!person || !sees.may) return { nothing: true };
  if (sees.reach === 'all') return { everything: true };
  return { territoryIds: person.territoryId ? [person.territoryId] : [], personIds: [person.id] };
}

/** Whether a row of this territory and owner lies inside the scope. The same rule that the compiler writes as SQL. */
export function inScope(scope: Scope, row: { territoryId: string | null; ownerId: string | null }): boolean {
  if ('everything' in scope) return true;
  if ('nothing' in scope) return false;
  return (
    (row.territoryId !== null && scope.territoryIds.includes(row.territoryId)) ||
    (row.ownerId !== null && scope.personIds.includes(row.ownerId))
  );
}
