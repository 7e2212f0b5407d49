/** The forecasting agent on the sample company, around half-time of a quarter, against sums over its rows. */
import { forecasting } from '../../src/agents/forecasting/agent.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { reps } from './deals.ts';
import { limit, type Measured, type Planted, toldOf } from './planted.ts';
import { caseOf, overWorlds, type World } from './worlds.ts';

const quarter = { from: '2026-01-01', to: '2026-03-31' };
const yearBefore = { from: '2025-01-01', to: '2025-12-31' };
/** 44 and 45 of its 90 days have come. */
const [dayBefore, halfTime] = ['2026-02-13', '2026-02-14'];
const channel = 'CFORECAST';
const by = { kind: 'system', id: 'truth' } as const;
const manager = 'P-mara-lind';
const names = forecasting.figures.map(({ name }) => name);

/** Of the sample company at about half-time. */
export async function measureForecasting(db: Db): Promise<Measured[]> {
  const clock = stoppedAt(`${dayBefore}T10:00:00Z`);
  await ensureAgents({ db, local: true });
  await setSetting({ db, now: clock }, { name: 'forecast_channel', value: channel, by });
  const behind = await plantPeople(db);
  const look = async (day: string, planted: Planted[]): Promise<World> => {
    clock.move(`${day}T10:00:00Z`);
    const { say, sentence } = await runAgent(
      { db, now: clock, zone: 'UTC' },
      { agent: forecasting.name, by, wokenBy: 'hand' },
    );
    if (say !== 'done') throw new Error(sentence);
    return { planted, known: await truth(db, day), found: await toldOf(db, names) };
  };
  const covered = (name: string, told: boolean): Planted =>
    caseOf('coverage_under_target', name, 'all', told ? `told ${channel}` : null);
  const won = (name: string, told: boolean): Planted =>
    caseOf('win_rate_off', name, 'all', told ? `told ${channel}` : null);

  const worlds: World[] = [];
  await coverTo(db, -0.01);
  worlds.push(
    await look(dayBefore, [
      covered('a cent less than the target', true),
      ...behind.map((one) =>
        caseOf(one.trigger, `${one.case}, on the day before half-time`, one.subject, null),
      ),
    ]),
  );
  await coverTo(db, 0);
  worlds.push(await look(halfTime, [covered('exactly the target', false), ...behind]));

  await forgetDecided(db);
  await decided(db, yearBefore, { won: 180, lost: 420 });
  await reachQuota(db);
  await decided(db, quarter, { won: 3, lost: 15 });
  worlds.push(
    await look('2026-02-15', [
      covered('nothing is left of the quota', false),
      won('13 points under the norm, of eighteen deals', false),
    ]),
  );
  await decided(db, quarter, { won: 40, lost: 160 });
  worlds.push(await look('2026-02-16', [won('exactly ten points under the norm', false)]));
  await decided(db, quarter, { won: 40, lost: 161 });
  worlds.push(await look('2026-02-17', [won('one lost deal more', true)]));
  await decided(db, quarter, { won: 109, lost: 161 });
  worlds.push(await look('2026-02-18', [won('over the norm by more than ten points', true)]));
  return overWorlds(forecasting.name, names, worlds);
}

type Rep = { case: string; quota: number | null; currency?: string; won: number; found: boolean };
const half = limit('attainment_at_middle');
const people: Rep[] = [
  { case: 'a cent less than half of the quota', quota: 100_000, won: 1_000 * half - 0.01, found: true },
  { case: 'nothing won', quota: 100_000, won: 0, found: true },
  { case: 'exactly half of the quota', quota: 100_000, won: 1_000 * half, found: false },
  { case: 'no quota', quota: null, won: 0, found: false },
  { case: 'a quota of nothing', quota: 0, won: 0, found: false },
  { case: 'a quota in another currency', quota: 100_000, currency: 'EUR', won: 0, found: false },
];

async function plantPeople(db: Db): Promise<Planted[]> {
  const ids = people.map((_, n) => `P-behind-${n}`);
  const cover = 'P-cover';
  await reps(db, [...ids, cover], { team_id: 'G-emea', territory_id: 'T-emea', manager_id: manager });
  const quota = (person: string, amount: number, currency = 'USD') => ({
    person_id: person,
    starts_on: quarter.from,
    ends_on: quarter.to,
    amount,
    currency,
  });
  await db('quotas').insert([
    ...people.flatMap((one, n) =>
      one.quota === null ? [] : [quota(ids[n] ?? '', one.quota, one.currency ?? 'USD')],
    ),
    // So much that there is always something left to cover.
    quota(cover, 20_000_000),
  ]);
  await deals(
    db,
    people.flatMap((one, n) => (one.won > 0 ? [{ owner_id: ids[n], status: 'won', amount: one.won }] : [])),
    quarter.from,
  );
  await deals(db, [{ owner_id: cover, status: 'open', amount: 0 }], quarter.to, 'PL-cover');
  return people.map((one, n) => {
    const subject = ids[n] ?? '';
    const told = [subject, manager].toSorted().join(' and ');
    return caseOf('attainment_at_risk', one.case, subject, one.found ? `told ${told}` : null);
  });
}

let made = 0;

async function deals(db: Db, of: object[], day: string, named?: string): Promise<void> {
  const rows = of.map((deal) => {
    const id = named ?? `PL-made-${made++}`;
    return {
      id,
      source: 'truth',
      source_id: id,
      name: id,
      territory_id: 'T-emea',
      stage_id: 'S-proposal',
      amount: null,
      currency: 'USD',
      created_on: '2024-06-01',
      stage_since: '2025-12-01',
      close_date: day,
      ...deal,
    };
  });
  await db('deals').insert(rows);
}

/** So many are decided in this period then, the new ones without an amount: they count in the win rate alone. */
async function decided(db: Db, span: Span, to: { won: number; lost: number }): Promise<void> {
  const is = await rateOf(db, span);
  const more = (status: 'won' | 'lost', n: number) =>
    Array.from({ length: n }, () => ({ status, stage_id: `S-${status}` }));
  await deals(db, [...more('won', to.won - is.won), ...more('lost', to.lost - (is.all - is.won))], span.from);
}

/** What the sample has won and lost in these quarters lies years back. */
const forgetDecided = (db: Db): Promise<unknown> =>
  db('deals')
    .whereNot({ source: 'truth' })
    .whereIn('status', ['won', 'lost'])
    .whereBetween('close_date', [yearBefore.from, quarter.to])
    .update({ close_date: db.raw('close_date - 1461') });

/** The open deals that close in the quarter are worth the target and so much more. */
async function coverTo(db: Db, more: number): Promise<void> {
  const { left, pipeline } = await coverage(db);
  const before = Number((await db('deals').where({ id: 'PL-cover' }).first('amount')).amount);
  const amount = before + limit('coverage_target') * left - pipeline + more;
  if (amount <= 0) throw new Error('More is open than is to be covered.');
  await db('deals')
    .where({ id: 'PL-cover' })
    .update({ amount: amount.toFixed(2) });
}

async function reachQuota(db: Db): Promise<void> {
  const { left } = await coverage(db);
  await deals(
    db,
    [{ owner_id: 'P-cover', status: 'won', stage_id: 'S-won', amount: left.toFixed(2) }],
    quarter.from,
  );
}

type Deal = {
  status: string;
  amount: number | null;
  currency: string | null;
  owner_id: string | null;
  close_date: string | null;
};
type Span = { from: string; to: string };
type Quota = { person_id: string; starts_on: string; amount: number; currency: string };

const within = (day: string | null, { from, to }: Span): boolean => day !== null && day >= from && day <= to;
const sumOf = (rows: { amount: number | null }[]): number =>
  rows.reduce((sum, { amount }) => sum + Math.round(Number(amount ?? 0) * 100), 0) / 100;

async function read(db: Db): Promise<{ deals: Deal[]; quotas: Quota[] }> {
  const deals: Deal[] = await db('deals').select('status', 'amount', 'currency', 'owner_id', 'close_date');
  const quotas: Quota[] = await db('quotas').where({ starts_on: quarter.from, currency: 'USD' });
  return { deals: deals.filter(({ close_date }) => close_date !== null), quotas };
}

const ours = ({ currency, close_date }: Deal): boolean => currency === 'USD' && within(close_date, quarter);

async function rateOf(db: Db, span: Span): Promise<{ won: number; all: number }> {
  const { deals } = await read(db);
  const of = deals.filter(({ status, close_date }) => status !== 'open' && within(close_date, span));
  return { won: of.filter(({ status }) => status === 'won').length, all: of.length };
}

async function coverage(db: Db): Promise<{ left: number; pipeline: number }> {
  const { deals, quotas } = await read(db);
  const [won, open] = ['won', 'open'].map((is) =>
    sumOf(deals.filter((one) => one.status === is && ours(one))),
  );
  return { left: Math.max(0, sumOf(quotas) - (won ?? 0)), pipeline: open ?? 0 };
}

/** Whose share of `won` of `all` could be this one, at 95 %: the ends of where (p − p̂)² = z² · p(1 − p) / n. */
function bounds(won: number, all: number): [number, number] {
  const [z, share] = [1.959963984540054, won / all];
  const [a, b, c] = [1 + z ** 2 / all, -(2 * share + z ** 2 / all), share ** 2];
  const root = Math.sqrt(b ** 2 - 4 * a * c);
  return [(-b - root) / (2 * a), (-b + root) / (2 * a)];
}

async function truth(db: Db, day: string): Promise<World['known']> {
  const { deals, quotas } = await read(db);
  const { left, pipeline } = await coverage(db);
  const short = Math.round((limit('coverage_target') * left - pipeline) * 100) > 0;

  const [is, was] = [await rateOf(db, quarter), await rateOf(db, yearBefore)];
  // In whole numbers: |is − was| > 10 points.
  const far =
    Math.abs(is.won * was.all - was.won * is.all) * 100 > limit('win_rate_points') * is.all * was.all;
  const [p, q] = [is.won / is.all, was.won / was.all];
  const [[pLow, pHigh], [qLow, qHigh]] = [bounds(is.won, is.all), bounds(was.won, was.all)];
  const surely =
    p < q
      ? q - p > Math.sqrt((pHigh - p) ** 2 + (q - qLow) ** 2)
      : p - q > Math.sqrt((p - pLow) ** 2 + (qHigh - q) ** 2);

  const behind = quotas
    .filter(({ amount }) => Number(amount) > 0)
    .filter(({ person_id, amount }) => {
      const won = sumOf(
        deals.filter((one) => one.owner_id === person_id && one.status === 'won' && ours(one)),
      );
      return Math.round(won * 10_000) < Math.round(half * Number(amount) * 100);
    })
    .map(({ person_id }) => person_id);
  return new Map([
    ['coverage_under_target', new Set(short ? ['all'] : [])],
    ['win_rate_off', new Set(far && surely ? ['all'] : [])],
    ['attainment_at_risk', new Set(day < halfTime ? [] : behind)],
  ]);
}
