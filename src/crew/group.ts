/** Which exceptions share a card: a person decides about the deals, or the contacts, of one rep together, and is not called for each. */
import type { Db } from '../db/pool.ts';
import type { Role } from '../policy/nouns.ts';
import type { Proposed } from './judge.ts';

/** A proposal with the place where its card goes and the person it waits for. */
export type Placed = Proposed & {
  place: { waitsFor: string | null; channel: string; expiresAt: Date; asks: Role[] };
};

type Group = { id: number; about: string; rep_id: string; waits_for: string | null; channel: string };
type Use = { now: Date; today: string };

/** A card takes no more while so many on it wait: two screens of rows. */
const rowsPerCard = 16;

/**
 * Those that fit onto so many further cards, in their order: what joins a card needs none of its own. Of a rep with more
 * than a card takes the rest waits.
 */
export async function fitting(trx: Db, use: Use, all: Placed[], cards: number): Promise<Placed[]> {
  const rows = new Map(
    (await openGroups(trx, use.today, all)).map((group) => [keyOfGroup(group), group.waiting]),
  );
  let left = cards;
  return all.filter((one) => {
    const key = keyOf(one);
    const waiting = key === null ? undefined : rows.get(key);
    if (waiting === undefined ? left === 0 : waiting >= rowsPerCard) return false;
    if (waiting === undefined) left -= 1;
    if (key !== null) rows.set(key, (waiting ?? 0) + 1);
    return true;
  });
}

/**
 * The id of each one's group, in their order; null for what has a card of its own. Two or more about deals, or about
 * contacts, of one rep that wait for the same person in the same channel share a card, and join the one of that day while it
 * is open. What is critical, or about what nobody looks after, stands alone.
 */
export async function groupsOf(trx: Db, use: Use, all: Placed[]): Promise<(number | null)[]> {
  const keys = all.map(keyOf);
  const open = new Map((await openGroups(trx, use.today, all)).map((group) => [keyOfGroup(group), group.id]));
  const several = [...Map.groupBy(all, keyOf)].flatMap(([key, members]) =>
    key !== null && !open.has(key) && members.length > 1 && members[0] ? [members[0]] : [],
  );
  for (const group of await openNew(trx, use, several)) open.set(keyOfGroup(group), group.id);
  return keys.map((key) => (key === null ? null : (open.get(key) ?? null)));
}

const keyOf = ({ of, findings, waiting, place }: Placed): string | null =>
  waiting.deal.owner === null || of === 'lead' || findings.some(({ severity }) => severity === 'critical')
    ? null
    : JSON.stringify([of, waiting.deal.owner.id, place.waitsFor, place.channel]);
const keyOfGroup = ({ about, rep_id, waits_for, channel }: Group): string =>
  JSON.stringify([about, rep_id, waits_for, channel]);

const columns = ['id', 'about', 'rep_id', 'waits_for', 'channel'];

/** Those of this day on which somebody has still to decide something, with how many wait there. */
async function openGroups(trx: Db, today: string, all: Placed[]): Promise<(Group & { waiting: number })[]> {
  const reps = all.flatMap(({ waiting }) => waiting.deal.owner?.id ?? []);
  const agents = all.map(({ proposal }) => proposal.agent);
  if (reps.length === 0) return [];
  return trx('exception_groups as g')
    .join('exceptions as e', 'e.group_id', 'g.id')
    .whereNull('e.closed_at')
    .whereIn('g.rep_id', [...new Set(reps)])
    .whereIn('g.agent', [...new Set(agents)])
    .where('g.day', today)
    .groupBy('g.id')
    .select([...columns.map((column) => `g.${column}`), trx.raw('count(*)::int as waiting')]);
}

async function openNew(trx: Db, use: Use, firsts: Placed[]): Promise<Group[]> {
  if (firsts.length === 0) return [];
  return trx('exception_groups')
    .insert(
      firsts.map(({ of, proposal, waiting, place }) => ({
        agent: proposal.agent,
        about: of,
        rep_id: waiting.deal.owner?.id,
        waits_for: place.waitsFor,
        channel: place.channel,
        day: use.today,
        opened_at: use.now,
      })),
    )
    .returning<Group[]>(columns);
}
