/** The hygiene report of a place: how many of its open deals have which gap, and how many could be closed. */
import { type Gaps, gapsIn } from '../crm/gaps.ts';
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { deadDeal, inactiveDeal, pastDeal, staleDeal } from '../sales/dead.ts';
import { textSetting } from '../settings/settings.ts';
import { type Hygiene, hygieneFigures, hygieneReport, type Place } from '../story/hygiene.ts';
import type { Report } from '../story/report.ts';
import type { PlaceReport } from './kept-reports.ts';
import type { LookUse } from './looking.ts';

const conditions: Condition[] = [
  pastDeal,
  inactiveDeal,
  staleDeal,
  { field: 'next_step', missing: true },
  deadDeal,
];

/** Null where nothing is amiss, or all is as in the last one. */
export async function hygieneOf(trx: Db, use: LookUse, of: PlaceReport): Promise<Report | null> {
  const rows = await gapsIn(trx, conditions, within(of), use);
  const territories = rows.map((row) => hygieneOfRow(row));
  const whole = sumOf(territories);
  const before = await lastOf(trx, use, of);
  if (before && isAsBefore(hygieneFigures(whole), before.figures)) return null;
  return hygieneReport({
    place: await placeOf(trx, of),
    whole,
    territories,
    before: before && { on: before.on, dead: before.figures.dead ?? 0 },
    currency: textSetting(use.settings, 'company_currency'),
  });
}

export const within = ({ scope, scopeId }: Pick<PlaceReport, 'scope' | 'scopeId'>): Condition =>
  scope === 'territory'
    ? { field: 'territory', is: scopeId }
    : scope === 'team'
      ? { field: 'team', is: scopeId }
      : { all: [] };

/** As a question says it. */
export async function placeOf(
  trx: Db,
  { scope, scopeId }: Pick<PlaceReport, 'scope' | 'scopeId'>,
): Promise<Place> {
  if (scope !== 'territory' && scope !== 'team') return { name: null, of: '' };
  const row = await trx(scope === 'territory' ? 'territories' : 'teams')
    .where({ id: scopeId })
    .first<{ name: string } | undefined>('name');
  const name = row?.name ?? scopeId;
  return { name, of: scope === 'territory' ? ` in ${name}` : ` of team ${name}` };
}

const none = { deals: 0, amount: 0 };
const hygieneOfRow = ({ name, open, amount, held }: Gaps): Hygiene => {
  const [past = none, inactive = none, stale = none, nextStep = none, dead = none] = held;
  return { name: name ?? 'No territory', open, amount, past, inactive, stale, nextStep, dead };
};

function sumOf(all: Hygiene[]): Hygiene {
  const sum = (pick: (one: Hygiene) => number): number => all.reduce((total, one) => total + pick(one), 0);
  const both = (of: 'past' | 'inactive' | 'stale' | 'nextStep' | 'dead') => ({
    deals: sum((one) => one[of].deals),
    amount: sum((one) => one[of].amount),
  });
  return {
    name: 'All',
    open: sum(({ open }) => open),
    amount: sum(({ amount }) => amount),
    past: both('past'),
    inactive: both('inactive'),
    stale: both('stale'),
    nextStep: both('nextStep'),
    dead: both('dead'),
  };
}

type Last = { on: string; figures: Record<string, number> };

async function lastOf(trx: Db, { today }: LookUse, { kind, place }: PlaceReport): Promise<Last | null> {
  const { rows } = await trx.raw<{ rows: Last[] }>(
    `select on_day::text as "on", report->'figures' as figures from reports
     where kind = ? and place = ? and on_day < ? and report->'figures' is not null order by on_day desc limit 1`,
    [kind, place, today],
  );
  return rows[0] ?? null;
}

const isAsBefore = (now: Record<string, number>, before: Record<string, number>): boolean =>
  Object.entries(now).every(([name, value]) => before[name] === value);
