/** Planted deals, with the versions that prove what they were. */
import type { Db } from '../../src/db/pool.ts';
import { addDays } from '../../src/sales/days.ts';
import { ago, today } from './planted.ts';

export type Deal = Record<string, unknown>;
/** Another version before the present one, which ended so many days ago. */
export type Before = { daysAgo: number; was: Deal };

/** An open deal of which nothing is to be said. */
export const quiet: Deal = {
  status: 'open',
  stage_id: 'S-proposal',
  amount: 20_000,
  currency: 'USD',
  created_on: ago(60),
  stage_since: ago(5),
  last_activity_on: ago(2),
  close_date: addDays(today, 60),
  close_date_pushes: 0,
  next_step: 'Send the contract',
};
export const won: Deal = { status: 'won', stage_id: 'S-won' };
export const lost: Deal = { status: 'lost', stage_id: 'S-lost' };
export const negotiated: Deal = { stage_id: 'S-negotiation' };

export const at = (daysAgo: number): string => `${ago(daysAgo)}T09:00:00Z`;

/** `before`: its earlier versions, the oldest first. */
export async function write(db: Db, deal: Deal, id: string, before: readonly Before[] = []): Promise<void> {
  const { changed_at, ...row } = { ...deal, name: `Deal ${id}` } as Deal;
  const ends = before.map(({ daysAgo }) => at(daysAgo));
  const began = `${deal.created_on}T08:00:00Z`;
  await db('deals').insert({
    ...row,
    ...(changed_at ? { changed_at } : {}),
    id,
    source: 'truth',
    source_id: id,
    version: before.length + 1,
  });
  const versions = [...before.map(({ was }) => ({ ...row, ...was, status: 'open' })), row];
  await db('deal_versions').insert(
    versions.map((one, n) => ({
      ...one,
      deal_id: id,
      version: n + 1,
      valid_from: ends[n - 1] ?? began,
      valid_to: ends[n] ?? null,
    })),
  );
}

/** Reps of a team, who report to a manager. */
export const reps = (
  db: Db,
  ids: string[],
  of: { team_id: string; territory_id: string; manager_id: string },
): Promise<unknown> =>
  db('people').insert(
    ids.map((id) => ({
      ...of,
      roles: ['rep'],
      source: 'truth',
      id,
      source_id: id,
      name: `Rep ${id}`,
      email: `${id.toLowerCase()}@rep.example`,
      slack_id: `U_${id}`,
    })),
  );
