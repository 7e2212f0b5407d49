/** The sample company's rows as they lie in the tables, for sums done by hand. */

import type { AskContext } from '../../src/crm/asker.ts';
import type { Db } from '../../src/db/pool.ts';
import type { Scope } from '../../src/policy/nouns.ts';
import { aSample } from '../support/sample.ts';

export const now = new Date('2026-03-20T10:00:00Z');
export const today = '2026-03-20';
const zone = 'Europe/Berlin';

export const everyone: AskContext = { now, zone, scope: { everything: true }, settings: [] };
const scoped = (id: string, scope: Scope): AskContext => ({ ...everyone, me: { id }, scope });
/** The manager of EMEA, and a rep of no territory who sees what is her own. */
export const mara = scoped('P-mara-lind', { territoryIds: ['T-emea'], personIds: ['P-mara-lind'] });
export const maya = scoped('P-maya-brooks', { territoryIds: [], personIds: ['P-maya-brooks'] });

export type Deal = {
  id: string;
  owner_id: string;
  territory_id: string;
  stage_id: string;
  product_id: string | null;
  status: 'open' | 'won' | 'lost';
  amount: number | null;
  currency: string | null;
  created_on: string | null;
  close_date: string | null;
};
export type Person = { id: string; name: string; team_id: string | null; territory_id: string | null };
export type Quota = {
  person_id: string;
  starts_on: string;
  ends_on: string;
  amount: number;
  currency: string;
};
export type Rows = {
  deals: Deal[];
  people: Map<string, Person>;
  quotas: Quota[];
  activities: { person_id: string; deal_id: string; done_on: string }[];
  leads: {
    owner_id: string | null;
    territory_id: string | null;
    created_on: string;
    first_touch_on: string | null;
  }[];
  versions: { deal_id: string; stage_id: string }[];
  stages: { id: string; name: string; order: number; is: 'open' | 'won' | 'lost' }[];
};

export const aSampleOf = (deals = 900): ReturnType<typeof aSample> =>
  aSample({ now: now.toISOString(), zone, deals });

/** Spoils a few rows of the sample, so that something is missing everywhere, and reads it all. */
export async function sampleRows(db: Db): Promise<Rows> {
  const spoil = (what: string, every: number) =>
    db.raw(
      `update deals set ${what} where ('x' || substr(md5(id || 'spoiled'), 1, 6))::bit(24)::int % ${every} = 0`,
    );
  await spoil('amount = null', 17);
  await spoil('created_on = null', 19);
  await spoil('close_date = null', 23);
  await spoil("territory_id = 'T-apac'", 13);
  await db('quotas').where({ person_id: 'P-tom-reyes' }).delete();
  await db('quotas').where({ person_id: 'P-dan-cole' }).update({ currency: 'EUR' });
  const all = (table: string) => db(table).select('*');
  const people: Person[] = await all('people');
  const { rows: leads } = await db.raw(
    `select owner_id, territory_id, (created_at at time zone '${zone}')::date as created_on, first_touch_on from leads`,
  );
  return {
    deals: await all('deals'),
    people: new Map(people.map((person) => [person.id, person])),
    quotas: await all('quotas'),
    activities: await all('activities'),
    leads,
    versions: await db('deal_versions').select('deal_id', 'stage_id'),
    stages: await all('stages'),
  };
}

export const sees = (scope: Scope, row: { owner_id: string | null; territory_id: string | null }): boolean =>
  'everything' in scope ||
  ('territoryIds' in scope &&
    ((row.territory_id !== null && scope.territoryIds.includes(row.territory_id)) ||
      (row.owner_id !== null && scope.personIds.includes(row.owner_id))));

export const daysFrom = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;
export const sum = (list: number[]): number => list.reduce((all, one) => all + one, 0);
export const mean = (list: number[]): number | null => (list.length > 0 ? sum(list) / list.length : null);
export function middle(list: number[]): number | null {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (i: number) => sorted[i] ?? 0;
  if (sorted.length === 0) return null;
  const half = (sorted.length - 1) / 2;
  return (at(Math.floor(half)) + at(Math.ceil(half))) / 2;
}
