/** "EMEA against AMER", asked by somebody who sees only one of them: that side is answered, and the other is said to be left out. */
import type { Db } from '../db/pool.ts';
import type { Clause, Frame, NamedValue } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { list } from '../story/format.ts';
import type { Company } from './company.ts';
import { liesBeyond, ownTerritories } from './outside.ts';

type Names = Extract<Clause, { says: 'names' }>;

const placed = new Set(['territory', 'team', 'owner', 'owner.manager']);

/** The question without the sides that `by` may not see, with a sentence about them; null where it has none, or no other. */
export async function sideSeen(
  db: Db,
  frame: Frame,
  by: Person,
  company: Company,
): Promise<{ frame: Frame; note: string } | null> {
  const scope = scopeOf(by);
  if (!('territoryIds' in scope)) return null;
  const left: NamedValue[] = [];
  const seen = async (clauses: Clause[]): Promise<Clause[]> => {
    const kept: Clause[] = [];
    for (const clause of clauses) {
      const names = isPlaced(clause) ? await within(db, clause, scope, left) : null;
      kept.push(names && clause.says === 'names' ? { ...clause, names } : clause);
    }
    return kept;
  };
  const first = await seen(frame.clauses);
  const second = frame.other ? await seen(frame.other) : null;
  if (left.length === 0) return null;
  const is = new Set(left.map(({ id }) => id)).size === 1 ? 'is' : 'are';
  const own = ownTerritories(scope.territoryIds, company);
  const where = own.length > 0 ? `your territory (${list(own)})` : 'what you may see';
  const note = `${list(left.map(({ name }) => name))} ${is} outside ${where}: left out.`;
  const empty = first.filter(isEmpty);
  if (empty.length === 0) return { frame: sided(frame, first, second), note };
  // The first side is hidden: the other one alone, where that is seen.
  const instead = second?.filter((one): one is Names => isPlaced(one) && !isEmpty(one)) ?? [];
  const known = empty.every((one) => instead.some(({ field }) => 'field' in one && field === one.field));
  if (!known) return null;
  const clauses = first.map((one) =>
    isEmpty(one) ? (instead.find(({ field }) => field === one.field) ?? one) : one,
  );
  return { frame: { ...frame, clauses, other: null }, note };
}

const sided = (frame: Frame, clauses: Clause[], other: Clause[] | null): Frame => ({
  ...frame,
  clauses,
  other: other?.some(isEmpty) ? null : other,
});

const isPlaced = (clause: Clause): clause is Names =>
  clause.says === 'names' && !clause.not && placed.has(clause.field);
const isEmpty = (clause: Clause): clause is Names => isPlaced(clause) && clause.names.length === 0;

async function within(
  db: Db,
  clause: Names,
  scope: Parameters<typeof liesBeyond>[2],
  left: NamedValue[],
): Promise<NamedValue[]> {
  const names: NamedValue[] = [];
  for (const one of clause.names)
    ((await liesBeyond(db, { field: clause.field, id: one.id }, scope)) ? left : names).push(one);
  return names;
}
