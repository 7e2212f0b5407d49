import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { forecastReport, reported } from '../../src/crew/forecast-report.ts';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { localOperator } from '../../src/people/operator.ts';
import { personByEmail } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { whatIf } from '../../src/requests/what-if.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { forAskerOnly } from '../../src/slack/cards/answer.ts';
import { aSample } from '../support/sample.ts';

let fresh: Awaited<ReturnType<typeof aSample>>;
const zone = 'Europe/Berlin';
const at = (iso: string) => ({ db: fresh.db, now: stoppedAt(iso), zone });
const friday = '2026-03-20T10:00:00Z';
beforeAll(async () => {
  fresh = await aSample({ now: friday, zone, deals: 900 });
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

describe('moves between stages', () => {
  const said = async (text: string) => {
    const use = { ...at(friday), models: noModels, log: createLog({ logLevel: 'silent' }) };
    const { reply } = await ask(use, { text, by: localOperator, place: { kind: 'cli' } });
    if (reply.kind !== 'text') throw new Error(`${text}: ${JSON.stringify(reply)}`);
    return reply;
  };
  /** Every change of a stage, by going through the versions one after the other. */
  const movesOf = async (where: string) => {
    const { rows } = await fresh.db.raw<{
      rows: { from: string; to: string; on: string; name: string; moves: number }[];
    }>(
      `select f.name as "from", t.name as "to", count(*)::int as moves from (
         select v.*, lag(v.stage_id) over (partition by v.deal_id order by v.valid_from) as was from deal_versions v) v
       join stages f on f.id = v.was join stages t on t.id = v.stage_id left join territories y on y.id = (select d.territory_id from deals d where d.id = v.deal_id)
       where v.was <> v.stage_id and ${where} group by f.id, t.id order by f."order", t."order"`,
    );
    return rows;
  };
  const february = "(v.valid_from at time zone 'Europe/Berlin')::date between '2026-02-01' and '2026-02-28'";

  test('are counted as the versions have them, between all stages, in a direction and in a territory', async () => {
    const all = await movesOf(february);
    expect(all.length).toBeGreaterThan(3);
    const reply = await said('stage moves last month');
    expect(reply.figures?.series).toEqual(
      all.map((one) => ({ key: `${one.from} → ${one.to}`, value: one.moves })),
    );
    expect(reply.drawn?.table.rows.map(([from, to]) => [from, to])).toEqual(
      all.map(({ from, to }) => [from, to]),
    );
    const [most] = all.toSorted((a, b) => b.moves - a.moves);
    if (!most) throw new Error('Nothing moved.');
    const one = await said(`how many deals moved from ${most.from} to ${most.to} last month`);
    expect(one.figures?.value).toBe(most.moves);
    expect(one.sentence).toContain(
      `moved from ${most.from} to ${most.to}, last month (1 Feb to 28 Feb 2026).`,
    );
    const left = all.filter(({ from }) => from === most.from);
    const out = await said(`how many deals moved out of ${most.from} last month`);
    expect(out.figures?.value).toBe(left.reduce((sum, { moves }) => sum + moves, 0));
    expect(out.sentence).toContain(`out of ${most.from}, last month (1 Feb to 28 Feb 2026).`);
    const emea = await movesOf(`${february} and y.name = 'EMEA'`);
    expect((await said('stage moves in EMEA last month')).figures?.value).toBe(
      emea.reduce((sum, { moves }) => sum + moves, 0),
    );
    const back = await movesOf(`${february} and t."order" < f."order" and t."is" = 'open'`);
    expect((await said('how many deals moved back last month')).figures?.value).toBe(
      back.reduce((sum, { moves }) => sum + moves, 0),
    );
    const deals = await said(`show deals moved from ${most.from} to ${most.to} last month`);
    expect(deals.lines).toHaveLength(most.moves);
    expect(forAskerOnly(deals, 'totals')).toBe(true);
    expect(forAskerOnly(one, 'totals')).toBe(false);
  });

  test('that came to a stage are followed to where they went since', async () => {
    const { rows } = await fresh.db.raw(
      `with v as (select v.*, s."order", s."is", lag(v.stage_id) over (partition by v.deal_id order by v.valid_from) as was
           from deal_versions v join stages s on s.id = v.stage_id),
         came as (select distinct on (deal_id) deal_id, valid_from from v where stage_id = (select id from stages where name = 'Discovery')
           and was is distinct from stage_id and (valid_from at time zone 'Europe/Berlin')::date between '2025-10-01' and '2025-12-31' order by deal_id, valid_from)
       select came.deal_id, d.status, bool_or(v."is" = 'won' or (v."is" = 'open' and v."order" >= (select "order" from stages where name = 'Proposal'))) as reached
       from came join deals d on d.id = came.deal_id join v on v.deal_id = came.deal_id and v.valid_from >= came.valid_from group by 1, 2`,
    );
    const reached = rows.filter((row: { reached: boolean }) => row.reached).length;
    const left = rows.filter((row: { reached: boolean }) => !row.reached);
    const lost = left.filter((row: { status: string }) => row.status === 'lost').length;
    expect(rows.length).toBeGreaterThan(10);
    const reply = await said('conversion from discovery to proposal last quarter');
    expect(reply.figures?.value).toBeCloseTo(reached / rows.length, 9);
    expect(reply.drawn?.table.rows.map(([, cell]) => (typeof cell === 'object' ? cell.value : cell))).toEqual(
      [rows.length, reached, lost, left.length - lost],
    );
    expect(reply.drawn?.chart?.shape).toBe('funnel');
  });

  test('of a stage that does not come later are asked about, and where nothing moved it is said', async () => {
    const use = { ...at(friday), models: noModels, log: createLog({ logLevel: 'silent' }) };
    const { reply } = await ask(use, {
      text: 'conversion from proposal to discovery this quarter',
      by: localOperator,
      place: { kind: 'cli' },
    });
    expect(JSON.stringify(reply)).toContain('Discovery does not come after Proposal.');
    expect((await said('how many deals moved from Won to Lost today')).sentence).toBe(
      'No deal moved from Won to Lost, today (20 Mar 2026).',
    );
  });
});
