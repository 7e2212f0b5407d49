/**
 * What is out of the ordinary because it was made so. How far off a day is, is measured here by the mean and the standard
 * deviation of the same day of the week in the twelve weeks before; of a whole week by the twelve weeks before it.
 */
import type { Db } from '../../src/db/pool.ts';
import { addDays } from '../../src/sales/days.ts';
import type { Planted } from './planted.ts';
import { caseOf } from './worlds.ts';

/** In every sample: somebody in APAC who calls most has been silent for five working days. */
export const usual = ['activities:T-apac'];

/** The latest working days, and the latest whole week by its Monday. */
const days = ['2026-03-13', '2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19'];
const week = '2026-03-09';

type Shock = {
  case: string;
  kpi: 'activities' | 'new_deals';
  territory: 'emea' | 'amer' | 'apac';
  /** On each of these days, or in the week that begins then. */
  on: string[];
  sigmas: number;
};
const shocks: { found: Shock[]; missed: Shock[] } = {
  found: [
    {
      case: 'five standard deviations more calls a day, on five working days',
      kpi: 'activities',
      territory: 'emea',
      on: days,
      sigmas: 5,
    },
    {
      case: 'seven standard deviations more new deals in one week',
      kpi: 'new_deals',
      territory: 'amer',
      on: [week],
      sigmas: 7,
    },
  ],
  missed: [
    {
      case: 'a standard deviation more calls on one day',
      kpi: 'activities',
      territory: 'amer',
      on: days.slice(-1),
      sigmas: 1,
    },
    {
      case: 'a standard deviation more new deals in one week',
      kpi: 'new_deals',
      territory: 'apac',
      on: [week],
      sigmas: 1,
    },
  ],
};
const reps = { emea: 'P-tom-reyes', amer: 'P-grace-kim', apac: 'P-wei-zhang' };
const managers = { emea: 'P-mara-lind', amer: 'P-nora-quinn', apac: 'P-kenji-mori' };

export async function plantShocks(db: Db): Promise<Planted[]> {
  for (const one of [...shocks.found, ...shocks.missed]) {
    const came = await happened(db, one);
    const length = one.kpi === 'activities' ? 1 : 7;
    const countOf = (from: string): number =>
      came.filter((day) => day >= from && day < addDays(from, length)).length;
    for (const from of one.on) {
      const past = Array.from({ length: 12 }, (_, n) => countOf(addDays(from, -7 * (n + 1))));
      const { mean, sigma } = spread(past);
      await add(db, one, from, Math.max(0, Math.round(mean + one.sigmas * sigma) - countOf(from)));
    }
  }
  const planted = (of: Shock[], told: boolean): Planted[] =>
    of.map(({ case: name, kpi, territory }) =>
      caseOf('unusual', name, `${kpi}:T-${territory}`, told ? `told ${managers[territory]}, drawn` : null),
    );
  return [...planted(shocks.found, true), ...planted(shocks.missed, false)];
}

/** They are taken out again: every day is as usual. */
export async function takeShocks(db: Db): Promise<void> {
  await db('activities').where({ source: 'shock' }).delete();
  await db('deals').where({ source: 'shock' }).delete();
}

/** The days on which something happened, each as often as it did. */
async function happened(db: Db, { kpi, territory }: Shock): Promise<string[]> {
  if (kpi === 'new_deals')
    return db('deals')
      .where({ territory_id: `T-${territory}` })
      .pluck('created_on');
  return db('activities as a')
    .join('people as p', 'p.id', 'a.person_id')
    .where({ 'p.territory_id': `T-${territory}` })
    .pluck('a.done_on');
}

function spread(of: number[]): { mean: number; sigma: number } {
  const mean = of.reduce((sum, one) => sum + one, 0) / of.length;
  const squares = of.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, sigma: Math.sqrt(squares / (of.length - 1)) };
}

async function add(db: Db, { kpi, territory }: Shock, on: string, n: number): Promise<void> {
  const rows = Array.from({ length: n }, (_, i) => {
    const id = `shock-${kpi}-${territory}-${on}-${i}`;
    return { id, source: 'shock', source_id: id };
  });
  if (rows.length === 0) return;
  if (kpi === 'activities')
    await db('activities').insert(
      rows.map((row) => ({ ...row, person_id: reps[territory], kind: 'call', done_on: on })),
    );
  else
    await db('deals').insert(
      rows.map((row) => ({
        ...row,
        name: row.id,
        owner_id: reps[territory],
        territory_id: `T-${territory}`,
        stage_id: 'S-discovery',
        status: 'open',
        currency: 'USD',
        created_on: on,
      })),
    );
}
