import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { alertFigures } from '../../src/crm/attained.ts';
import { changesSince, keepForecast } from '../../src/crm/kept-forecasts.ts';
import { forecastFor, sightOfForecast } from '../../src/crm/outlook.ts';
import { pastPeriods } from '../../src/crm/past-periods.ts';
import { aSampleOf, everyone, mara, maya, type Rows, sampleRows, sees, sum } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

const inCents = (amount: number) => Math.round(amount * 100);

test('a forecast holds all open deals that may be seen and what is won in the quarter, and adds up to the cent', async () => {
  for (const by of [everyone, mara, maya]) {
    const found = await forecastFor(fresh.db, by);
    const ours = rows.deals.filter(
      (deal) => sees(by.scope, deal) && deal.amount !== null && deal.currency === 'USD',
    );
    const open = ours.filter(({ status }) => status === 'open');
    expect(found.outlook.open.map(({ id }) => id).sort()).toEqual(open.map(({ id }) => id).sort());
    expect(found.figures.pipeline).toBe(sum(open.map(({ amount }) => amount ?? 0)));
    const won = ours.filter(
      ({ status, close_date }) =>
        status === 'won' && close_date !== null && close_date >= '2026-01-01' && close_date <= '2026-03-31',
    );
    expect(found.figures.won).toBe(sum(won.map(({ amount }) => amount ?? 0)));
    const parts = found.outlook.open.reduce((all, deal) => all + inCents(deal.expected), 0);
    expect(inCents(found.figures.expected)).toBe(
      inCents(found.figures.won) + parts + inCents(found.figures.later),
    );
    expect(found.figures.low).toBeLessThanOrEqual(found.figures.high);
    expect(found.basis.periods.length).toBeGreaterThan(2);
  }
});

test('past quarters are counted as a person would count them by hand', async () => {
  const { rows: found } = await fresh.db.raw(
    `select count(*)::int as open, count(*) filter (where d.status = 'won' and d.close_date between '2025-12-20' and '2025-12-31'
        and d.amount is not null and d.currency = 'USD')::int as won
     from deal_versions v join deals d on d.id = v.deal_id
     where v.status = 'open' and v.amount is not null and v.currency = 'USD'
       and v.valid_from <= '2025-12-20T10:00:00Z' and (v.valid_to is null or v.valid_to > '2025-12-20T10:00:00Z')`,
  );
  const { sight, span } = await sightOfForecast(fresh.db, everyone, {});
  const { past, others } = await pastPeriods(fresh.db, sight, span);
  const last = past.at(-1);
  expect(last?.name).toBe('2025-10-01');
  expect(sum((last?.open ?? []).map(({ deals }) => deals))).toBe(found[0].open);
  expect(sum((last?.open ?? []).map(({ won }) => won))).toBe(found[0].won);
  expect(others.length).toBe(3);
});

test('as of a past day a forecast knows only what was known then', async () => {
  const asOf = '2026-02-10';
  const before = await forecastFor(fresh.db, everyone, { asOf });
  expect(before.at.toISOString().slice(0, 10)).toBe(asOf);
  await fresh.db
    .transaction(async (trx) => {
      await trx.raw("update deals set status = 'lost' where status = 'won' and close_date > '2026-02-10'");
      await trx.raw("update deals set amount = amount * 3 where status = 'open'");
      // What was won in past quarters is put right today: nobody knew it then.
      await trx.raw(
        "update deals set amount = amount * 5 where status = 'won' and close_date < '2026-01-01'",
      );
      const after = await forecastFor(trx, everyone, { asOf });
      expect(after.figures.expected).toBe(before.figures.expected);
      expect(after.outlook.open.length).toBe(before.outlook.open.length);
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});

test('what changed since the forecast of a week ago adds up, and a forecast of another sight is not compared', async () => {
  const then: AskContext = { ...everyone, now: new Date('2026-03-13T10:00:00Z') };
  const old = await forecastFor(fresh.db, then, { asOf: '2026-03-13' });
  const id = await keepForecast(fresh.db, old, then.scope);
  expect(await keepForecast(fresh.db, old, then.scope)).toBe(id);
  const now = await forecastFor(fresh.db, everyone);
  const found = await changesSince(fresh.db, now, {
    scope: everyone.scope,
    since: new Date('2026-03-14T00:00:00Z'),
  });
  if (!found) throw new Error('No forecast to compare with.');
  expect([found.from, found.to]).toEqual([old.figures.expected, now.figures.expected]);
  const way = found.steps.reduce((all, { amount }) => all + inCents(amount), inCents(found.from));
  expect(way).toBe(inCents(found.to));
  const of = (why: string) => found.steps.find((step) => step.why === why)?.deals ?? [];
  const { rows: wonSince } = await fresh.db.raw(
    `select d.id from deals d join deal_versions v on v.deal_id = d.id and v.status = 'open' and v.valid_from <= '2026-03-13T22:59:59Z' and v.valid_to > '2026-03-13T22:59:59Z'
     where d.status = 'won' and d.amount is not null and v.amount is not null and d.currency = 'USD' and d.close_date between '2026-01-01' and '2026-03-31'`,
  );
  expect(
    of('won')
      .map(({ id: one }) => one)
      .sort(),
  ).toEqual(wonSince.map((row: { id: string }) => row.id).sort());
  expect(of('won').length).toBeGreaterThan(0);
  expect(
    await changesSince(fresh.db, await forecastFor(fresh.db, mara), { scope: mara.scope, since: now.at }),
  ).toBeNull();
  expect(
    await changesSince(fresh.db, now, { scope: everyone.scope, since: new Date('2026-03-01') }),
  ).toBeNull();
});

test('the figures behind the alerts are those of the rows', async () => {
  for (const by of [everyone, mara, maya]) {
    const forecast = await forecastFor(fresh.db, by);
    const { coverage, winRate, attainment } = await alertFigures(fresh.db, by, forecast);
    const inIt = (deal: Rows['deals'][number], from: string, to: string) =>
      sees(by.scope, deal) && deal.close_date !== null && deal.close_date >= from && deal.close_date <= to;
    const now = rows.deals.filter((deal) => inIt(deal, '2026-01-01', '2026-03-31'));
    const won = now.filter(({ status }) => status === 'won');
    const decided = now.filter(({ status }) => status !== 'open');
    expect(winRate.now).toEqual({ part: won.length, whole: decided.length });
    const year = rows.deals.filter(
      (deal) => inIt(deal, '2025-01-01', '2025-12-31') && deal.status !== 'open',
    );
    expect(winRate.norm).toEqual({
      part: year.filter(({ status }) => status === 'won').length,
      whole: year.length,
    });
    expect(winRate.expected.norm).toBe(forecast.figures.expected);
    const dollars = (status: string) =>
      sum(
        now
          .filter((deal) => deal.status === status && deal.currency === 'USD')
          .map(({ amount }) => amount ?? 0),
      );
    expect([coverage.whole.won, coverage.whole.pipeline]).toEqual([dollars('won'), dollars('open')]);
    expect(coverage.whole.quota).toBe(forecast.quota);
    expect(sum(coverage.parts.map((part) => part.won))).toBe(coverage.whole.won);
    for (const { whose, open, over } of attainment) {
      expect(over).toBeCloseTo(79 / 90, 9);
      const own = rows.quotas.filter(
        (quota) =>
          quota.person_id === whose.id && quota.currency === 'USD' && quota.starts_on === '2026-01-01',
      );
      expect(whose.quota).toBe(sum(own.map(({ amount }) => amount)));
      const ids = forecast.outlook.open
        .filter(({ owner, closes }) => owner === whose.id && (closes === 'within' || closes === 'past'))
        .map(({ id }) => id);
      expect(open.map(({ id }) => id)).toEqual(ids);
    }
  }
});
