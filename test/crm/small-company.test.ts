import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Question } from '../../src/sales/conditions.ts';
import type { MetricName } from '../../src/sales/metrics.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { aFreshDatabase } from '../support/database.ts';

let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
beforeAll(async () => {
  fresh = await aFreshDatabase();
  await seedCast(fresh.db);
  const quarter = { starts_on: '2026-01-01', ends_on: '2026-03-31' };
  await fresh.db('quotas').insert([
    { person_id: cast.priya, ...quarter, amount: 90_000 },
    { person_id: cast.dan, ...quarter, amount: 60_000 },
    { person_id: cast.dan, starts_on: '2025-10-01', ends_on: '2025-12-31', amount: 0 },
  ]);
  const source = (id: string) => ({ id, source: 'test', source_id: id });
  await fresh.db('activities').insert([
    { ...source('X-1'), deal_id: 'D-acme', person_id: cast.priya, kind: 'call', done_on: '2026-02-03' },
    { ...source('X-2'), deal_id: 'D-hooli', person_id: cast.dan, kind: 'call', done_on: '2026-02-04' },
    { ...source('X-3'), deal_id: 'D-hooli', person_id: cast.priya, kind: 'mail', done_on: '2026-02-05' },
  ]);
});
afterAll(() => fresh.drop());

const use: AskContext = { now, zone: 'UTC', scope: { everything: true }, settings: [] };
const emea: AskContext = { ...use, scope: { territoryIds: ['T-emea'], personIds: [cast.mara] } };
const ask = (metric: MetricName, more: Partial<Question> = {}, by = use): Promise<Answer> =>
  answerQuestion(fresh.db, { of: 'deal', where: { all: [] }, measure: { metric }, ...more }, by);

test('attainment and coverage of two reps', async () => {
  expect(await ask('attainment')).toEqual({
    kind: 'value',
    value: 0.06,
    unit: 'share',
    currency: 'USD',
    total: 1,
    part: 9_000,
    whole: 150_000,
    leftOut: [],
  });
  const owners = await ask('coverage', { by: ['owner'] });
  expect(owners.kind === 'series' && owners.series).toEqual([
    {
      key: 'Dan Cole',
      label: 'Dan Cole',
      value: 4.75,
      count: 2,
      currency: 'USD',
      part: 285_000,
      whole: 60_000,
    },
    {
      key: 'Priya Nair',
      label: 'Priya Nair',
      value: 42 / 81,
      count: 2,
      currency: 'USD',
      part: 42_000,
      whole: 81_000,
    },
  ]);
  expect(await ask('attainment', {}, emea)).toMatchObject({ value: 0.1, whole: 90_000 });
});

test('a month has its days of the quota, and so has a fiscal quarter that lies across two', async () => {
  expect(await ask('attainment', { period: 'February' }, emea)).toMatchObject({
    value: 9_000 / 28_000,
    whole: 28_000,
  });
  const fiscal = { ...emea, calendar: { fiscalYearStart: 2, weekStart: 1 } };
  expect(await ask('attainment', {}, fiscal)).toMatchObject({ whole: 59_000 });
});

test('without a quota, or with a quota of nothing, there is nothing to divide by', async () => {
  const toms = await ask('attainment', { where: { field: 'owner', is: cast.tom } });
  expect(toms).toMatchObject({ value: null, part: 0 });
  expect(toms).not.toHaveProperty('whole');
  expect(await ask('attainment', { period: 'last quarter' })).toMatchObject({ value: null, whole: 0 });
  await fresh.db('quotas').where({ person_id: cast.priya }).update({ amount: 9_000 });
  expect(await ask('coverage', {}, emea)).toMatchObject({ value: null, part: 42_000, whole: 0 });
  await fresh.db('quotas').where({ person_id: cast.priya }).update({ amount: 90_000 });
});

test('where no quarter before is proven every open deal counts half, and the answer says that there is none', async () => {
  const answer = await ask('forecast');
  expect(answer).toMatchObject({
    kind: 'forecast',
    total: 6,
    forecast: {
      from: '2026-01-01',
      to: '2026-03-31',
      won: 9_000,
      wonDeals: 1,
      expected: 9_000 + 465_500 / 2,
      pipeline: 465_500,
      openDeals: 5,
      later: 0,
      commit: 9_000,
      bestCase: 9_000 + 465_500,
      quota: 150_000,
      // Of what closes in the quarter alone: 327,000 for the 141,000 that are left.
      coverage: 327 / 141,
      basis: { periods: [], open: 0, won: 0, later: 0 },
    },
  });
  const series = await ask('forecast', { by: ['owner'] });
  expect(series.kind === 'series' && series.series.map(({ key, value }) => [key, value])).toEqual([
    ['Dan Cole', 142_500],
    ['Priya Nair', 90_000],
    ['Tom Reyes', 9_250],
  ]);
});

test('open deals cover a quota by their chance only: what would be enough if all of it were won leaves a gap', async () => {
  const dans = fresh.db('quotas').where({ person_id: cast.dan, starts_on: '2026-01-01' });
  await dans.clone().update({ amount: 200_000 });
  const found = await ask('quota_risk', { by: ['owner'] });
  // 285,000 of his close in the quarter, and where no quarter before is proven each counts half.
  expect(found).toMatchObject({
    rows: [{ label: 'Dan Cole', cells: [0, 79 / 90, 200_000, 142_500, 142_500, 57_500] }],
    quotas: { withQuota: 2, atRisk: ['Dan Cole'], basis: { periods: [] } },
  });
  await dans.update({ amount: 60_000 });
  expect(await ask('quota_risk', { by: ['owner'] })).toMatchObject({ rows: [], total: 0 });
});

test('activities are of the person who did them, on deals that may be seen', async () => {
  const done = async (by: AskContext) => {
    const answer = await ask('performance', {}, by);
    return answer.kind === 'table' && answer.rows.map(({ label, cells }) => [label, cells[7]]);
  };
  expect(await done(use)).toEqual([
    ['Priya Nair', 2],
    ['Dan Cole', 1],
    ['Tom Reyes', 0],
  ]);
  expect(await done(emea)).toEqual([
    ['Priya Nair', 1],
    ['Tom Reyes', 0],
  ]);
});

test('as of a past day a metric is what it was, and says what nobody knows', async () => {
  expect(await ask('win_rate', { asOf: '2026-02-11' })).toMatchObject({
    value: 1,
    total: 1,
    leftOut: [{ because: 'what they were on that day is not proven', count: 4 }],
  });
  expect(await ask('win_rate', { asOf: '2026-02-05' })).toMatchObject({ value: null, total: 0 });
  expect(await ask('attainment', { asOf: '2026-02-05' }, emea)).toMatchObject({ value: 0, part: 0 });
  await expect(ask('win_rate', { asOf: '2025-01-01' })).rejects.toThrow('is not proven');
  await expect(ask('time_to_first_touch', { of: 'lead', asOf: '2026-03-01' })).rejects.toThrow(
    'Only deals have a history',
  );
});

test('a stated currency is that of the metric', async () => {
  const euros: Partial<Question> = { where: { field: 'currency', is: 'EUR' } };
  await fresh.db('deals').where({ id: 'D-won' }).update({ currency: 'EUR' });
  expect(await ask('attainment', euros)).toMatchObject({ value: null, currency: 'EUR', part: 9_000 });
  expect(await ask('attainment')).toMatchObject({
    part: 0,
    leftOut: [{ because: 'amount in another currency than USD', count: 1 }],
  });
  await fresh.db('deals').where({ id: 'D-won' }).update({ currency: 'USD' });
});

test('leads are listed without their addresses, the newest first or as asked', async () => {
  const leads = async (more: Partial<Question> = {}, by = use) => {
    const answer = await answerQuestion(
      fresh.db,
      { of: 'lead', where: { all: [] }, measure: 'rows', ...more },
      by,
    );
    if (answer.kind !== 'leads') throw new Error(answer.kind);
    return answer;
  };
  const all = await leads();
  expect([all.total, all.leads[0]]).toEqual([
    3,
    {
      id: 'L-1',
      name: 'Jo Park',
      company: 'Park & Co',
      title: null,
      status: 'new',
      leadSource: null,
      owner: null,
      team: null,
      territory: 'EMEA',
      segment: null,
      createdOn: '2026-03-20',
      firstTouchOn: null,
      responseDays: null,
      age: 0,
    },
  ]);
  expect((await leads({ sort: { field: 'company' }, limit: 2 })).leads.map(({ id }) => id)).toEqual([
    'L-3',
    'L-2',
  ]);
  expect((await leads({}, emea)).leads.map(({ id }) => id)).toEqual(['L-1', 'L-2']);
  const late = await leads({ where: { field: 'response_days', from: 1 } });
  expect(late.total).toBe(0);
});

test('an average of nothing is no number in a group, too', async () => {
  const answer = await answerQuestion(
    fresh.db,
    { of: 'deal', where: { field: 'status', is: 'open' }, measure: { average: 'amount' }, by: ['stage'] },
    use,
  );
  expect(answer.kind === 'series' && answer.series[0]).toMatchObject({ key: 'Discovery', value: null });
});

test('counted deals carry what they amount to, and groups of them or leads do not', async () => {
  const counted = { where: { all: [] }, measure: { count: true as const } };
  const where = { field: 'owner', is: cast.priya };
  const deals = await answerQuestion(fresh.db, { of: 'deal', ...counted, where }, use);
  const added = await answerQuestion(fresh.db, { of: 'deal', where, measure: { sum: 'amount' } }, use);
  if (deals.kind !== 'value' || added.kind !== 'value') throw new Error('no values');
  expect(deals.value).toBe(added.total);
  expect(deals.sums).toMatchObject([{ amount: added.value, currency: 'USD' }]);
  // Some have no amount, or one in another currency: a sum would be taken for that of all.
  const all = await answerQuestion(fresh.db, { of: 'deal', ...counted }, use);
  expect(all).toMatchObject({ kind: 'value', value: expect.any(Number) });
  expect(all).not.toHaveProperty('sums');
  expect(await answerQuestion(fresh.db, { of: 'lead', ...counted }, use)).not.toHaveProperty('sums');
});
