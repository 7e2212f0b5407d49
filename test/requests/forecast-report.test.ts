import { afterAll, beforeAll, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { forecastReport, reported } from '../../src/crew/forecast-report.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { localOperator } from '../../src/people/operator.ts';
import { personByEmail } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { whatIf } from '../../src/requests/what-if.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { forAskerOnly } from '../../src/slack/cards/answer.ts';
import { aFreshDatabase } from '../support/database.ts';

let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
const zone = 'Europe/Berlin';
const at = (iso: string) => ({ db: fresh.db, now: stoppedAt(iso), zone });
const friday = '2026-03-20T10:00:00Z';
beforeAll(async () => {
  fresh = await aFreshDatabase();
  await seedSample(at(friday), { deals: 900 });
});
afterAll(() => fresh.drop());

const inCents = (amount: number) => Math.round(amount * 100);

test('a first forecast is compared with what would have been forecast a week ago, and a kept one with the one kept', async () => {
  const first = await forecastReport(at(friday), { by: localOperator });
  expect(first.period).toBe('Q1 2026');
  expect(first.changes?.since.toISOString().slice(0, 10)).toBe('2026-03-13');
  const way = (report: typeof first) =>
    (report.changes?.steps ?? []).reduce(
      (sum, { amount }) => sum + inCents(amount),
      inCents(report.changes?.from ?? 0),
    );
  expect(way(first)).toBe(inCents(first.figures.expected));
  const next = await forecastReport(at('2026-03-27T10:00:00Z'), { by: localOperator });
  expect(next.changes?.since.toISOString()).toBe(new Date(friday).toISOString());
  expect(next.changes?.from).toBe(first.figures.expected);
  expect(way(next)).toBe(inCents(next.figures.expected));
});

test('a forecast of a past day is not kept, nor one that is not to be', async () => {
  const count = async () => Number((await fresh.db('forecasts').count())[0]?.count);
  const before = await count();
  await forecastReport(at(friday), { by: localOperator, asOf: '2026-02-15' });
  await forecastReport(at('2026-03-21T10:00:00Z'), { by: localOperator, keep: false });
  expect(await count()).toBe(before);
});

test('the limits are the settings, and a limit that is met is no alert', async () => {
  const mid = { by: localOperator, asOf: '2026-02-20' };
  const names = (report: Awaited<ReturnType<typeof forecastReport>>) =>
    report.alerts.filter(({ personal }) => personal).length;
  const before = names(await forecastReport(at(friday), mid));
  await fresh.db
    .transaction(async (trx) => {
      const by = { kind: 'system' as const, id: 'test' };
      await setSetting({ ...at(friday), db: trx }, { name: 'attainment_at_middle', value: 100, by });
      const all = await forecastReport({ ...at(friday), db: trx }, mid);
      expect(names(all)).toBeGreaterThan(before);
      await setSetting({ ...at(friday), db: trx }, { name: 'coverage_target', value: 20, by });
      const covered = await forecastReport({ ...at(friday), db: trx }, mid);
      expect(covered.alerts.some(({ why }) => why.includes('(target 20×)'))).toBe(
        covered.coverage.is !== null,
      );
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});

test('each sees the forecast of what they may see', async () => {
  const mara = await personByEmail(
    fresh.db,
    (await fresh.db('people').where({ id: 'P-mara-lind' }).first()).email,
  );
  const own = await forecastReport(at(friday), { by: mara, keep: false });
  const all = await forecastReport(at(friday), { by: localOperator, keep: false });
  expect(own.openDeals).toBeLessThan(all.openDeals);
  expect(own.figures.pipeline).toBeLessThan(all.figures.pipeline);
});

test('what if changes what it says and nothing else', async () => {
  const made = await reported(at(friday), { by: localOperator, asOf: '2026-02-01', keep: false });
  const { expected, won } = made.report.figures;
  const { part, whole } = made.figures.winRate.norm;
  const half = whatIf(made, { winRate: part / whole / 2 });
  expect(half.expected - won).toBeCloseTo((expected - won) / 2, -2);
  const largest = whatIf(made, { withoutLargest: 1 });
  expect(largest.given).toMatch(/^Without /);
  expect(largest.expected).toBeLessThan(expected);
  const owner = made.forecast.outlook.open[0]?.owner ?? '';
  expect(whatIf(made, { without: { id: owner, name: 'Somebody' } }).expected).toBeLessThan(expected);
  expect(() => whatIf(made, { without: { id: 'P-nobody', name: 'Nobody' } })).toThrow(/no open deal/);
  const shares = [...made.forecast.shareOfWins.values()].reduce((sum, share) => sum + share, 0);
  expect(shares).toBeCloseTo(1, 9);
});

test('asked in words, the same is said, nothing is kept, and a channel that sees totals only does not see it', async () => {
  const use = {
    ...at(friday),
    models: noModels,
    log: createLog({ logLevel: 'silent' }),
  };
  const kept = async () => Number((await fresh.db('forecasts').count())[0]?.count);
  const before = await kept();
  const said = async (text: string) => {
    const { reply } = await ask(use, { text, by: localOperator, place: { kind: 'cli' } });
    if (reply.kind !== 'text') throw new Error(reply.kind);
    expect(forAskerOnly(reply, 'totals')).toBe(true);
    return reply;
  };
  const largest = await said('forecast without the largest deal');
  expect(largest.intent).toBe('forecast_what_if');
  expect(largest.sentence).toMatch(/^Without .+ instead of \$[\d.,]+M?, 80% sure between /);
  const changes = await said('what changed in the forecast since last week');
  expect(changes.intent).toBe('forecast_changes');
  expect(changes.lines[0]).toMatch(/^Before: \$/);
  expect((await said('what if Mara Lind leaves')).sentence).toBe(
    'Mara Lind has no open deal in this forecast.',
  );
  expect(await kept()).toBe(before);
});
