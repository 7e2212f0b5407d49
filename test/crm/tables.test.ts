import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Question } from '../../src/sales/conditions.ts';
import type { MetricName } from '../../src/sales/metrics.ts';
import { expectedByHand, type Version } from './expected-by-hand.ts';
import {
  aSampleOf,
  type Deal,
  daysFrom,
  everyone,
  mara,
  maya,
  mean,
  type Rows,
  sampleRows,
  sees,
  sum,
} from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

type Table = Extract<Answer, { kind: 'table' }>;
async function table(metric: MetricName, more: Partial<Question> = {}, by = everyone): Promise<Table> {
  const question: Question = { of: 'deal', where: { all: [] }, measure: { metric }, ...more };
  const answer = await answerQuestion(fresh.db, question, by);
  if (answer.kind !== 'table') throw new Error(answer.kind);
  return answer;
}

const [from, to] = ['2026-01-01', '2026-03-31'];
const inQuarter = (day: string | null): boolean => day !== null && day >= from && day <= to;
const placeOf = (id: string | null) => (id && rows.people.get(id)?.territory_id) || null;

/** The figures of the deals, quotas and activities of which these are true. */
function byHand(
  by: AskContext,
  ofDeal: (deal: Deal) => boolean,
  ofPerson: (id: string) => boolean,
): (number | null)[] {
  const seen = rows.deals.filter((deal) => sees(by.scope, deal) && ofDeal(deal));
  const deals = seen.filter((deal) => inQuarter(deal.close_date));
  const of = (status: string) => deals.filter((deal) => deal.status === status);
  const amount = (status: string) =>
    sum(of(status).flatMap((deal) => (deal.currency === 'USD' ? [deal.amount ?? 0] : [])));
  const quotas = rows.quotas.filter(
    (quota) =>
      quota.starts_on === from &&
      quota.currency === 'USD' &&
      ofPerson(quota.person_id) &&
      sees(by.scope, { owner_id: quota.person_id, territory_id: placeOf(quota.person_id) }),
  );
  const quota = quotas.length > 0 ? sum(quotas.map((one) => one.amount)) : null;
  const left = quota === null ? 0 : Math.max(0, quota - amount('won'));
  const decided = of('won').length + of('lost').length;
  const activities = rows.activities.filter((activity) => {
    const deal = rows.deals.find(({ id }) => id === activity.deal_id);
    const mine = 'personIds' in by.scope && by.scope.personIds.includes(activity.person_id);
    return (
      inQuarter(activity.done_on) &&
      ofPerson(activity.person_id) &&
      sees(by.scope, { owner_id: activity.person_id, territory_id: placeOf(activity.person_id) }) &&
      // Without a deal it is seen with its person.
      (mine || activity.deal_id === null || (deal !== undefined && sees(by.scope, deal)))
    );
  });
  return [
    amount('won'),
    of('won').length,
    decided > 0 ? of('won').length / decided : null,
    mean(
      of('won').flatMap((deal) =>
        deal.created_on && deal.close_date ? [daysFrom(deal.created_on, deal.close_date)] : [],
      ),
    ),
    sum(
      seen.flatMap((deal) => (deal.status === 'open' && deal.currency === 'USD' ? [deal.amount ?? 0] : [])),
    ),
    left > 0 ? amount('open') / left : null,
    quota ? amount('won') / quota : null,
    activities.length,
  ];
}

function expectCells(found: (number | null)[] | undefined, expected: (number | null)[]): void {
  expect(found?.length).toBe(expected.length);
  for (const [i, one] of expected.entries()) {
    if (one === null) expect(found?.[i]).toBeNull();
    else expect(found?.[i]).toBeCloseTo(one, 4);
  }
}

test('performance has a row for each owner, team or territory, and one for all', async () => {
  for (const by of [everyone, mara, maya]) {
    const owners = await table('performance', {}, by);
    expect(owners.columns.map(({ name }) => name)).toEqual(
      'won_amount won win_rate cycle_time pipeline coverage attainment activities'.split(' '),
    );
    expect(owners.total).toBe(owners.rows.length);
    for (const row of owners.rows) {
      expect(row.label).toBe(rows.people.get(row.id ?? '')?.name);
      expectCells(
        row.cells,
        byHand(
          by,
          (deal) => deal.owner_id === row.id,
          (id) => id === row.id,
        ),
      );
    }
    const all = byHand(
      by,
      () => true,
      () => true,
    );
    if (by === maya) expect(owners.whole).toBeNull();
    else expectCells(owners.whole?.cells, all);
    for (const column of [0, 1, 4, 7])
      expect(sum(owners.rows.map(({ cells }) => cells[column] ?? 0))).toBeCloseTo(all[column] ?? 0, 4);
    const won = owners.rows.map(({ cells }) => cells[0] ?? 0);
    expect(won).toEqual(won.toSorted((a, b) => b - a));
    for (const row of (await table('performance', { by: ['territory'] }, by)).rows)
      expectCells(
        row.cells,
        byHand(
          by,
          (deal) => deal.territory_id === row.id,
          (id) => placeOf(id) === row.id,
        ),
      );
    const teamOf = (id: string) => rows.people.get(id)?.team_id;
    for (const row of (await table('performance', { by: ['team'] }, by)).rows)
      expectCells(
        row.cells,
        byHand(
          by,
          (deal) => teamOf(deal.owner_id) === row.id,
          (id) => teamOf(id) === row.id,
        ),
      );
  }
});

test('what is open today stands in no row of a period that is over', async () => {
  const [last, present] = [
    await table('performance', { period: 'last quarter' }),
    await table('performance', { period: 'this quarter' }),
  ];
  for (const name of ['Open pipeline', 'Coverage']) {
    const at = present.columns.findIndex(({ label }) => label === name);
    expect(last.rows.map(({ cells }) => cells[at]).filter((one) => one !== null)).toEqual([]);
    expect(present.rows.some(({ cells }) => (cells[at] ?? 0) > 0)).toBe(true);
  }
});

test('a manager of EMEA sees the performance of nobody else', async () => {
  for (const metric of ['performance', 'quota_risk'] as const) {
    const found = await table(metric, {}, mara);
    expect(found.rows.map(({ id }) => placeOf(id)).filter((place) => place !== 'T-emea')).toEqual([]);
  }
  expect((await table('performance', { where: { field: 'team', is: 'AMER Sales' } }, mara)).rows).toEqual([]);
});

test('performance limited by more than people has no quota, and no activities', async () => {
  const found = await table('performance', { where: { field: 'segment', is: 'Enterprise' } });
  expect(found.whole?.cells.slice(5)).toEqual([null, null, null]);
});

/** Of each with a quota: attainment, time passed, quota, weighted pipeline, forecast and gap, worked out from the rows. */
async function standingByHand(by: AskContext): Promise<Map<string, number[]>> {
  const over = 79 / 90; // 1 January to 20 March, of 90 days
  const versions: Version[] = await fresh.db('deal_versions').select('*');
  const proven = new Date(Math.min(...versions.map(({ valid_from }) => valid_from.getTime())));
  const expected = expectedByHand({ rows, versions, proven, scope: by.scope });
  return new Map(
    rows.quotas
      .filter(
        (one) =>
          one.starts_on === from &&
          one.currency === 'USD' &&
          sees(by.scope, { owner_id: one.person_id, territory_id: placeOf(one.person_id) }),
      )
      .map(({ person_id, amount: quota }) => {
        const won = sum(
          rows.deals
            .filter(
              (deal) =>
                deal.owner_id === person_id &&
                deal.status === 'won' &&
                deal.currency === 'USD' &&
                inQuarter(deal.close_date) &&
                sees(by.scope, deal),
            )
            .map(({ amount }) => amount ?? 0),
        );
        const { weighted, later } = expected.get(person_id) ?? { weighted: 0, later: 0 };
        const forecast = won + weighted + later;
        return [person_id, [won / quota, over, quota, weighted, forecast, Math.max(0, quota - forecast)]];
      }),
  );
}

/** Each deal's part is rounded to the cent, so that a rep's may be some cents off. */
function expectStanding(found: Table, expected: Map<string, number[]>): void {
  expect(found.rows.map(({ id }) => id ?? '').toSorted()).toEqual([...expected.keys()].toSorted());
  for (const { id, cells } of found.rows) {
    const byHand = expected.get(id ?? '') ?? [];
    expect(cells.slice(0, 3)).toEqual(byHand.slice(0, 3).map((one) => expect.closeTo(one, 6)));
    expect(cells.slice(3)).toEqual(byHand.slice(3).map((one) => expect.closeTo(one, 0)));
  }
  const attained = found.rows.map(({ cells }) => cells[0] ?? 0);
  expect(attained).toEqual(attained.toSorted((a, b) => a - b));
}

const isAtRisk = ([attainment = 0, over = 0, , , , gap = 0]: number[]): boolean =>
  attainment < over && gap > 0;

test('at risk is who is behind the days that have passed and whose forecast is short of the quota', async () => {
  for (const by of [everyone, mara]) {
    const all = await standingByHand(by);
    const risky = new Map([...all].filter(([, cells]) => isAtRisk(cells)));
    const found = await table('quota_risk', { by: ['owner'] }, by);
    expect(risky.size).toBeGreaterThan(0);
    expect(found.columns.map(({ label }) => label)).toEqual([
      'Attainment',
      'Time passed',
      'Quota',
      'Weighted pipeline',
      'Forecast',
      'Gap',
    ]);
    expectStanding(found, risky);
    expect(found.total).toBe(risky.size);
    expect(found.quotas).toMatchObject({
      listed: 'at risk',
      withQuota: all.size,
      // Named in the sentence, the largest gap first.
      atRisk: found.rows.toSorted((x, y) => (y.cells[5] ?? 0) - (x.cells[5] ?? 0)).map(({ label }) => label),
      over: false,
    });
  }
});

test('without a group each with a quota is told, at risk or not, and together they stand as their attainment and forecast do', async () => {
  for (const by of [everyone, mara]) {
    const all = await standingByHand(by);
    const found = await table('quota_risk', {}, by);
    expectStanding(found, all);
    expect(found.quotas?.atRisk.length).toBe([...all.values()].filter(isAtRisk).length);
    const ask = async (metric: MetricName) => {
      const where = { all: [] };
      return answerQuestion(fresh.db, { of: 'deal', where, measure: { metric } }, by);
    };
    const [attainment, forecast] = [await ask('attainment'), await ask('forecast')];
    if (attainment.kind !== 'value' || forecast.kind !== 'forecast') throw new Error('no value, no forecast');
    expect(found.whole?.cells[0]).toBe(attainment.value);
    expect(found.whole?.cells[4]).toBe(forecast.forecast.expected);
    expect(found.quotas?.chance).toBeCloseTo(forecast.forecast.chance ?? -1, 9);
    expect(found.quotas?.chance).toBeGreaterThanOrEqual(0);
  }
});

test('what is forecast of somebody who may miss the quota is their forecast, in each period that is not over', async () => {
  for (const period of ['this quarter', 'this month', 'next quarter'])
    for (const group of ['owner', 'team', 'territory']) {
      const found = await table('quota_risk', { by: [group], period });
      const where = { all: [] };
      const measure = { metric: 'forecast' } as const;
      const series = await answerQuestion(
        fresh.db,
        { of: 'deal', where, measure, by: [group], period },
        everyone,
      );
      if (series.kind !== 'series') throw new Error(series.kind);
      for (const { label, cells } of found.rows)
        expect(cells[4]).toBe(series.series.find(({ key }) => key === label)?.value ?? 0);
    }
});

test('before a period begins the forecast alone says who may miss the quota, and of one that is over what was won', async () => {
  const ahead = await table('quota_risk', { by: ['owner'], period: 'next quarter' });
  expect(ahead.total).toBeGreaterThan(0);
  for (const { cells } of ahead.rows) expect([cells[1], (cells[5] ?? 0) > 0]).toEqual([0, true]);
  const over = await table('quota_risk', { by: ['owner'], period: 'last quarter' });
  expect(over.columns.map(({ label }) => label)).toEqual(['Attainment', 'Quota', 'Won', 'Gap']);
  expect(over.quotas).toMatchObject({ over: true, basis: null });
  for (const {
    cells: [attainment, quota, won, gap],
  } of over.rows)
    expect([attainment, gap]).toEqual([(won ?? 0) / (quota ?? 1), (quota ?? 0) - (won ?? 0)]);
});

test('sorted upwards the table is turned round, and a limit keeps the total', async () => {
  const [down, up] = [
    await table('performance', { limit: 2 }),
    await table('performance', { sort: { field: 'amount' } }),
  ];
  expect([down.rows.length, down.total]).toEqual([2, up.rows.length]);
  expect(up.rows.at(-1)).toEqual(down.rows[0]);
});
