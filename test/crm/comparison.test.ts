import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import { aSampleOf, type Deal, everyone, mara, type Rows, sampleRows, sees, sum } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aSampleOf();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

type Comparison = Extract<Answer, { kind: 'comparison' }>;
async function compare(question: Partial<Question>, by: AskContext = everyone): Promise<Comparison> {
  const whole: Question = { of: 'deal', where: { all: [] }, measure: { count: true }, ...question };
  const answer = await answerQuestion(fresh.db, whole, by);
  if (answer.kind !== 'comparison') throw new Error(answer.kind);
  return answer;
}
const within = (name: string): Condition => ({ field: 'territory', is: name });
const closing = (period: string): Condition => ({ field: 'close_date', is: { period } });
const deals = (keep: (deal: Deal) => boolean, by = everyone) =>
  rows.deals.filter((deal) => sees(by.scope, deal) && keep(deal));

test('two sides are counted apart, and so are their groups', async () => {
  const answer = await compare({
    where: within('EMEA'),
    compare: { where: within('AMER') },
    by: ['stage'],
  });
  const [emea, amer] = [
    deals((deal) => deal.territory_id === 'T-emea'),
    deals((deal) => deal.territory_id === 'T-amer'),
  ];
  expect(answer.sides.map(({ value }) => value)).toEqual([emea.length, amer.length]);
  expect([answer.total, answer.unit, answer.withinChance]).toEqual([
    emea.length + amer.length,
    'deals',
    null,
  ]);
  for (const { key, sides } of answer.rows) {
    const stage = rows.stages.find(({ name }) => name === key)?.id;
    const counts = [emea, amer].map((side) => side.filter(({ stage_id }) => stage_id === stage).length);
    expect(sides.map((side) => side?.value ?? 0)).toEqual(counts);
  }
  expect(sum(answer.rows.map(({ sides }) => sides[0]?.value ?? 0))).toBe(emea.length);
});

test('win rates of two quarters say whether chance alone makes their difference', async () => {
  const answer = await compare({
    measure: { metric: 'win_rate' },
    period: 'this quarter',
    compare: { where: { all: [] }, period: 'last quarter' },
  });
  const counted = (from: string, to: string) => {
    const decided = deals(
      ({ status, close_date }) =>
        status !== 'open' && close_date !== null && close_date >= from && close_date <= to,
    );
    const part = decided.filter(({ status }) => status === 'won').length;
    const whole = decided.length;
    return { part, whole, count: whole, value: part / whole };
  };
  const expected = [counted('2026-01-01', '2026-03-31'), counted('2025-10-01', '2025-12-31')];
  expect(answer.sides).toEqual(expected);
  expect(answer.withinChance).toBe(true);
  const missing = deals(({ status, close_date }) => status !== 'open' && close_date === null);
  expect(answer.leftOut).toEqual([{ because: 'no close date', count: missing.length }]);
});

test('rates that lie far apart are more than chance; of nothing nobody can say', async () => {
  const won: Condition = { field: 'status', is: 'won' };
  const lost: Condition = { field: 'status', is: 'lost' };
  const far = await compare({ measure: { metric: 'win_rate' }, where: won, compare: { where: lost } });
  expect(far.sides.map(({ value }) => value)).toEqual([1, 0]);
  expect(far.withinChance).toBe(false);
  const nothing: Condition = { field: 'status', is: 'open' };
  const none = await compare({ measure: { metric: 'win_rate' }, where: won, compare: { where: nothing } });
  expect([none.sides[1].value, none.withinChance]).toEqual([null, null]);
});

test('money is compared in one currency, and the rest is counted as left out', async () => {
  const question = {
    measure: { sum: 'amount' },
    where: closing('this quarter'),
    compare: { where: closing('last quarter') },
    by: ['territory'],
  } satisfies Partial<Question>;
  const answer = await compare(question);
  const closed = (from: string, to: string, ours: boolean) =>
    deals(
      ({ close_date, amount, currency }) =>
        close_date !== null &&
        close_date >= from &&
        close_date <= to &&
        amount !== null &&
        (currency === 'USD') === ours,
    );
  const quarters = [
    ['2026-01-01', '2026-03-31'],
    ['2025-10-01', '2025-12-31'],
  ] as const;
  expect(answer.sides).toEqual(
    quarters.map(([from, to]) => ({
      value: sum(closed(from, to, true).map(({ amount }) => amount ?? 0)),
      count: closed(from, to, true).length,
      currency: 'USD',
    })),
  );
  const foreign = sum(quarters.map(([from, to]) => closed(from, to, false).length));
  expect(foreign).toBeGreaterThan(0);
  expect(answer.leftOut).toContainEqual({
    because: 'amount in another currency than USD',
    count: foreign,
  });
  expect(sum(answer.rows.map(({ sides }) => sides[0]?.value ?? 0))).toBeCloseTo(
    answer.sides[0].value ?? 0,
    2,
  );
});

test('a metric of quotas is compared, too, and the other side keeps the period of the first', async () => {
  const answer = await compare({
    measure: { metric: 'attainment' },
    where: within('EMEA'),
    period: 'last quarter',
    compare: { where: within('AMER') },
    by: ['owner'],
  });
  const alone = await answerQuestion(
    fresh.db,
    { of: 'deal', where: within('AMER'), measure: { metric: 'attainment' }, period: 'last quarter' },
    everyone,
  );
  expect(alone.kind === 'value' && alone.value).toBe(answer.sides[1].value);
  expect(answer.sides[1]).toMatchObject({ currency: 'USD', part: expect.any(Number) });
  expect(answer.withinChance).toBeNull();
  expect(answer.rows.some(({ sides }) => sides[0] === null)).toBe(true);
  expect(answer.rows.some(({ sides }) => sides[1] === null)).toBe(true);
});

test('nobody compares with what lies outside their scope', async () => {
  const answer = await compare(
    { where: within('EMEA'), compare: { where: within('AMER') }, by: ['owner'] },
    mara,
  );
  expect(answer.sides[1]).toEqual({ value: 0, count: 0 });
  expect(answer.sides[0].value).toBe(deals((deal) => deal.territory_id === 'T-emea', mara).length);
  expect(answer.rows.every(({ sides }) => sides[1] === null)).toBe(true);
});

test('what is no single number cannot be compared', async () => {
  const other = { where: within('AMER') };
  await expect(compare({ measure: 'rows', compare: other })).rejects.toThrow('A list cannot be compared');
  for (const metric of ['quota_risk', 'funnel'] as const)
    await expect(compare({ measure: { metric }, compare: other })).rejects.toThrow('cannot be compared');
});

test('a performance stands beside that of the other period, row by row', async () => {
  const whole: Question = {
    of: 'deal',
    where: { all: [] },
    measure: { metric: 'performance' },
    by: ['territory'],
    period: 'this quarter',
    compare: { where: { all: [] }, period: 'last quarter' },
  };
  const answer = await answerQuestion(fresh.db, whole, everyone);
  if (answer.kind !== 'table') throw new Error(answer.kind);
  expect(answer.rows.map(({ side }) => side)).toEqual(answer.rows.map((_, n) => n % 2));
  expect(answer.whole).toBeNull();
  const wonAt = answer.columns.findIndex(({ name }) => name === 'won');
  for (const { id, side, cells } of answer.rows) {
    const [from, to] = side === 0 ? ['2026-01-01', '2026-03-31'] : ['2025-10-01', '2025-12-31'];
    const won = deals(
      (deal) =>
        deal.territory_id === id &&
        rows.stages.find((stage) => stage.id === deal.stage_id)?.is === 'won' &&
        (deal.close_date ?? '') >= from &&
        (deal.close_date ?? '') <= to,
    );
    expect(cells[wonAt], `${id} ${side}`).toBe(won.length);
  }
});

test('the largest and the smallest amount are those of the rows, in each currency and group', async () => {
  for (const how of ['largest', 'smallest'] as const) {
    const answer = await answerQuestion(
      fresh.db,
      {
        of: 'deal',
        where: { field: 'status', is: 'open' },
        measure: how === 'largest' ? { largest: 'amount' } : { smallest: 'amount' },
        by: ['owner'],
      },
      everyone,
    );
    if (answer.kind !== 'series') throw new Error(answer.kind);
    expect(answer.series.length).toBeGreaterThan(5);
    for (const { key, value, currency } of answer.series) {
      const amounts = deals(
        (deal) =>
          rows.people.get(deal.owner_id)?.name === key &&
          rows.stages.find((stage) => stage.id === deal.stage_id)?.is === 'open' &&
          (deal.currency ?? 'USD') === currency,
      ).flatMap(({ amount }) => (amount === null ? [] : [Number(amount)]));
      expect(value, key).toBe(how === 'largest' ? Math.max(...amounts) : Math.min(...amounts));
    }
  }
});

test('two forecasts are compared by what each is expected to bring', async () => {
  const period = (name: string): Question => ({
    of: 'deal',
    where: { all: [] },
    measure: { metric: 'forecast' },
    period: name,
  });
  const alone = async (name: string): Promise<number> => {
    const answer = await answerQuestion(fresh.db, period(name), everyone);
    if (answer.kind !== 'forecast') throw new Error(answer.kind);
    return answer.forecast.expected;
  };
  const answer = await compare({
    measure: { metric: 'forecast' },
    period: 'this quarter',
    compare: { where: { all: [] }, period: 'next quarter' },
  });
  const each = [await alone('this quarter'), await alone('next quarter')];
  expect(answer.unit).toBe('currency');
  expect(answer.sides.map(({ value }) => value)).toEqual(each);
  expect(each[0]).not.toBe(each[1]);
});
