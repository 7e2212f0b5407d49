import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import type { Db } from '../../src/db/pool.ts';
import { withDatabase } from '../support/database.ts';

const use = (db: Db) => ({ db, now: stoppedAt('2026-03-20T10:00:00Z'), zone: 'Europe/Berlin' });
const one = async (db: Db, sql: string) => (await db.raw(sql)).rows[0];

test('the sample company is the same for the same seed and clock, and another for another seed', async () => {
  const print = (seed: number) =>
    withDatabase(async (db) => {
      await seedSample(use(db), { deals: 300, seed });
      return one(
        db,
        `select md5(string_agg(v::text, '|' order by deal_id, valid_from)) as print from deal_versions v`,
      );
    });
  const [first, second, other] = [await print(7), await print(7), await print(8)];
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});

test('1,500 deals over 18 months, 12 reps in 3 teams and territories with managers, lively enough for every agent', () =>
  withDatabase(async (db) => {
    const made = await seedSample(use(db));
    expect(made).toMatchObject({ deals: 1_500, people: 17, leads: 40 });
    expect(made.open).toBeGreaterThan(300);
    expect(
      await one(
        db,
        `select count(*) as reps, count(distinct team_id) as teams, count(distinct manager_id) as managers from people where 'rep' = any(roles)`,
      ),
    ).toEqual({ reps: 12, teams: 3, managers: 3 });
    const life = await one(
      db,
      `select count(*) filter (where status = 'won') as won, count(*) filter (where status = 'lost') as lost,
        count(*) filter (where status = 'open' and date '2026-03-20' - stage_since > 30) as stale,
        count(*) filter (where status = 'open' and close_date < date '2026-03-20') as past,
        count(*) filter (where status = 'open' and close_date_pushes >= 2) as pushed,
        count(*) filter (where status = 'open' and next_step is null) as no_step,
        count(*) filter (where status = 'open' and amount > 1000000) as giant,
        count(*) filter (where currency <> 'USD') as foreign_money,
        min(created_on)::text as first, max(close_date) filter (where status <> 'open')::text as last_closed from deals`,
    );
    for (const sort of ['stale', 'past', 'pushed', 'no_step', 'giant', 'foreign_money'])
      expect(life[sort], sort).toBeGreaterThan(0);
    expect(life.won / (life.won + life.lost)).toBeGreaterThan(0.2);
    expect(life.won / (life.won + life.lost)).toBeLessThan(0.6);
    expect(life.first >= '2024-09-15' && life.first < '2024-11-01').toBe(true);
    expect(life.last_closed < '2026-03-20').toBe(true);
    const most = await one(
      db,
      `select owner_id, count(*) as open from deals where status = 'open' group by 1 order by 2 desc limit 1`,
    );
    expect(most).toMatchObject({ owner_id: 'P-priya-nair' });
    expect(most.open).toBeGreaterThan(50);
  }));

test('lately some open deals got another amount, another owner or went back a stage, and their history tells', () =>
  withDatabase(async (db) => {
    await seedSample(use(db));
    const lately = await one(
      db,
      `select count(*) filter (where abs(v.amount - w.amount) > 0.2 * w.amount) as amounts, count(*) filter (where v.owner_id <> w.owner_id) as owners,
         count(*) filter (where b."order" < a."order" and b."is" = 'open' and a."is" = 'open') as back
       from deals d join deal_versions v on v.deal_id = d.id and v.valid_to is null join deal_versions w on w.deal_id = d.id and w.valid_to = v.valid_from
         join stages a on a.id = w.stage_id join stages b on b.id = v.stage_id
       where d.status = 'open' and v.valid_from > date '2026-03-20' - 14`,
    );
    for (const sort of ['amounts', 'owners', 'back']) expect(lately[sort], sort).toBeGreaterThan(0);
  }));

test('each deal has one gapless row of versions that ends in what it is now', () =>
  withDatabase(async (db) => {
    await seedSample(use(db), { deals: 400 });
    const { rows: gaps } = await db.raw(
      `select deal_id from (select deal_id, valid_to, lead(valid_from) over (partition by deal_id order by valid_from) as next from deal_versions) v
       where valid_to is distinct from next`,
    );
    expect(gaps).toEqual([]);
    const { rows: different } = await db.raw(
      `select d.id from deals d join deal_versions v on v.deal_id = d.id and v.valid_to is null
       where (d.stage_id, d.status, d.amount, d.close_date, d.stage_since, d.version) is distinct from (v.stage_id, v.status, v.amount, v.close_date, v.stage_since, v.version)`,
    );
    expect(different).toEqual([]);
    expect(await one(db, 'select count(distinct deal_id) as deals from deal_versions')).toEqual({
      deals: 400,
    });
  }));

test('a second sample beside the first is refused and changes nothing', () =>
  withDatabase(async (db) => {
    await seedSample(use(db), { deals: 50 });
    await expect(seedSample(use(db), { deals: 50 })).rejects.toThrow('already holds a company');
    expect(await one(db, 'select count(*) as deals from deals')).toEqual({ deals: 50 });
  }));

test('a sample of no deals, or of half a deal, is refused with the range', () =>
  withDatabase(async (db) => {
    await expect(seedSample(use(db), { deals: 0 })).rejects.toThrow('0 deals');
    await expect(seedSample(use(db), { deals: 1.5 })).rejects.toThrow('1.5 deals');
  }));
