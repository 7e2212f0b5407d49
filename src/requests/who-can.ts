/** Whom to ask where somebody may not: by name, and not by role alone. */
import type { Db } from '../db/pool.ts';
import { holdersOfAny } from '../people/people.ts';
import { type Action, reachOf, roles } from '../policy/matrix.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import type { Company } from './company.ts';

const most = 3;

/**
 * " Ask Nora Quinn or Tom Reyes: they may." with a space before it, to stand behind a refusal; empty where nobody may. Those
 * who may do it everywhere come before those who may in their place alone, and of these whoever is of the same territory.
 */
export async function askOf(
  { db, by }: { db: Db; by: Person | null },
  ...actions: Action[]
): Promise<string> {
  const able = roles.filter((role) => actions.some((action) => reachOf(role, action) !== null));
  const holders = (await holdersOfAny(db, able)).filter(({ id }) => id !== by?.id);
  return askSaid(nearest(holders, by, actions).map(({ name }) => name));
}

/** The same of those of whom `able` is true. */
export async function askAble(
  { db, by }: { db: Db; by: Person | null },
  able: (person: Person) => boolean,
): Promise<string> {
  const holders = (await holdersOfAny(db, [...roles])).filter((one) => one.id !== by?.id && able(one));
  const rank = ({ id, territoryId }: Person): number =>
    id === by?.managerId ? 0 : by?.territoryId && territoryId === by.territoryId ? 1 : 2;
  return askSaid(holders.sort((a, b) => rank(a) - rank(b)).map(({ name }) => name));
}

/** The territory in which this person sets limits, by name; null where there is none. */
export function ownPlace({ company, by }: { company: Company; by: Person }): string | null {
  const own = company.lexicon.territories.find(({ id }) => id === by.territoryId);
  const place = { scope: 'territory', territoryId: own?.id ?? null, teamId: null } as const;
  return own && maySet(by, { authority: false, place }) === null ? own.name : null;
}

/** The same for names that are known. */
export function askSaid(names: string[]): string {
  const named = names.slice(0, most);
  const last = named.at(-1);
  if (last === undefined) return '';
  const said = named.length > 1 ? `${named.slice(0, -1).join(', ')} or ${last}` : last;
  return ` Ask ${said}.`;
}

function nearest(holders: Person[], by: Person | null, actions: Action[]): Person[] {
  const rank = ({ roles: held, territoryId, id }: Person): number => {
    if (id === by?.managerId) return 0;
    const reaches = held.flatMap((role) => actions.map((action) => reachOf(role, action)));
    if (by?.territoryId && territoryId === by.territoryId && reaches.some((one) => one !== 'own' && one))
      return 1;
    return reaches.includes('all') ? 2 : 4;
  };
  return holders
    .map((person) => ({ person, rank: rank(person) }))
    .filter((one) => one.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map(({ person }) => person);
}
