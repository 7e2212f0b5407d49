import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer, ForecastFigures } from '../../src/sales/answer.ts';
import type { Question } from '../../src/sales/conditions.ts';
import { aFreshDatabase } from '../support/database.ts';
import { everyone, mara, maya, type Rows, sampleRows, sees, sum } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
let rows: Rows;
beforeAll(async () => {
  fresh = await aFreshDatabase();
  rows = await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

const ask = (metric: 'funnel' | 'forecast', more: Partial<Question> = {}, by = everyone) =>
  answerQuestion(fresh.db, { of: 'deal', where: { all: [] }, measure: { metric }, ...more }, by);
const askers = [everyone, mara, maya];

test('the funnel counts how far each deal came, whatever became of it', async () => {
  const open = rows.stages.filter(({ is }) => is === 'open').sort((a, b) => a.order - b.order);
  const ladder = [...open.map(({ id }) => id), rows.stages.find(({ is }) => is === 'won')?.id];
  for (const by of askers) {
    for (const [period, from, to] of [
      [undefined, null, null],
      ['last quarter', '2025-10-01', '2025-12-31'],
    ] as const) {
      const far = rows.deals
        .filter((deal) => sees(by.scope, deal))
        .filter(({ created_on }) => from === null || (created_on && created_on >= from && created_on <= to))
        .map((deal) => {
          const been = rows.versions.filter(({ deal_id }) => deal_id === deal.id);
          return Math.max(...been.map(({ stage_id }) => ladder.indexOf(stage_id)));
        });
      const answer = await ask('funnel', period ? { period } : {}, by);
      if (answer.kind !== 'funnel') throw new Error(answer.kind);
      const counts = ladder.map((_, place) => far.filter((reached) => reached >= place).length);
      expect(answer.steps.map(({ count }) => count)).toEqual(counts);
      expect(answer.steps[0]?.rate).toBeNull();
      for (const [i, { rate }] of answer.steps.entries()) {
        const before = counts[i - 1] ?? 0;
        if (i > 0) expect(rate).toBe(before > 0 ? (counts[i] ?? 0) / before : null);
      }
      expect(answer.total).toBe(counts[0]);
    }
  }
});

async function figures(more: Partial<Question> = {}, by: AskContext = everyone): Promise<ForecastFigures> {
  const answer = await ask('forecast', more, by);
  if (answer.kind !== 'forecast') throw new Error(answer.kind);
  return answer.forecast;
}

/** Won of decided for each open stage, of what may be seen. */
function ratesByHand(by: AskContext) {
  return rows.stages
    .filter(({ is }) => is === 'open')
    .sort((a, b) => a.order - b.order)
    .map((stage) => {
      const been = new Set(
        rows.versions.filter(({ stage_id }) => stage_id === stage.id).map(({ deal_id }) => deal_id),
      );
      const decided = rows.deals.filter(
        (deal) => deal.status !== 'open' && sees(by.scope, deal) && been.has(deal.id),
      );
      const won = decided.filter(({ status }) => status === 'won').length;
      const rate = (won + 1) / (decided.length + 2);
      return { ...stage, won, decided: decided.length, rate };
    });
}

test('a forecast is what is won and what deals in their stage usually bring', async () => {
  for (const by of askers) {
    const rates = ratesByHand(by);
    const here = rows.deals.filter(
      (deal) =>
        sees(by.scope, deal) &&
        deal.currency === 'USD' &&
        deal.amount !== null &&
        deal.close_date !== null &&
        deal.close_date >= '2026-01-01' &&
        deal.close_date <= '2026-03-31',
    );
    const won = sum(here.map((deal) => (deal.status === 'won' ? (deal.amount ?? 0) : 0)));
    const open = here.filter(({ status }) => status === 'open');
    const rateOf = (id: string) => rates.find((rate) => rate.id === id)?.rate ?? 0;
    const expected = won + sum(open.map((deal) => (deal.amount ?? 0) * rateOf(deal.stage_id)));
    const found = await figures({}, by);
    expect(found).toMatchObject({ from: '2026-01-01', to: '2026-03-31', currency: 'USD', won });
    expect(found.expected).toBe(Math.round(expected));
    expect([found.openDeals, found.pipeline]).toEqual([
      open.length,
      sum(open.map((deal) => deal.amount ?? 0)),
    ]);
    for (const [name, share] of [
      ['commit', 0.7],
      ['bestCase', 0.4],
    ] as const)
      expect(found[name]).toBeCloseTo(
        won + sum(open.map((deal) => (rateOf(deal.stage_id) >= share ? (deal.amount ?? 0) : 0))),
        2,
      );
    for (const rate of found.rates) {
      const own = rates.find(({ name }) => name === rate.stage);
      expect(rate).toMatchObject({ won: own?.won, decided: own?.decided, rate: own?.rate });
      expect(rate.deals).toBe(open.filter(({ stage_id }) => stage_id === own?.id).length);
    }
    expect(found.low).toBeLessThanOrEqual(found.expected);
    expect(found.high).toBeGreaterThanOrEqual(found.expected);
  }
});

test('the forecasts of all owners add up to the forecast of the whole', async () => {
  for (const by of askers) {
    const whole = await figures({}, by);
    const answer = await ask('forecast', { by: ['owner'] }, by);
    if (answer.kind !== 'series') throw new Error(answer.kind);
    expect(sum(answer.series.map(({ value }) => value ?? 0))).toBeCloseTo(whole.expected, -1);
    expect(sum(answer.series.map(({ count }) => count))).toBe(answer.total);
  }
});

test('the ends hold what a thousand draws say, and the chance of the quota, too', async () => {
  const found = await figures();
  const rates = new Map(ratesByHand(everyone).map((rate) => [rate.id, rate.rate]));
  const open = rows.deals.filter(
    ({ status, currency, amount, close_date }) =>
      status === 'open' &&
      currency === 'USD' &&
      amount !== null &&
      close_date !== null &&
      close_date >= '2026-01-01' &&
      close_date <= '2026-03-31',
  );
  let seed = 12_345;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const draws = Array.from({ length: 4_000 }, () =>
    sum(open.map((deal) => (random() < (rates.get(deal.stage_id) ?? 0) ? (deal.amount ?? 0) : 0))),
  );
  const below = (end: number) => draws.filter((draw) => found.won + draw <= end).length / draws.length;
  expect(Math.abs(below(found.low) - 0.1)).toBeLessThan(0.03);
  expect(Math.abs(below(found.high) - 0.9)).toBeLessThan(0.03);
  const reached = draws.filter((draw) => found.won + draw >= (found.quota ?? 0)).length / draws.length;
  expect(Math.abs((found.chance ?? 0) - reached)).toBeLessThan(0.03);
});

test('a forecast limited by more than people has no quota to reach', async () => {
  const found = await figures({ where: { field: 'segment', is: 'Enterprise' } });
  expect([found.quota, found.chance, found.coverage]).toEqual([null, null, null]);
  expect(found.openDeals).toBeGreaterThan(0);
});

test('a stage that was skipped counts when a later one was reached; a loss alone proves none', async () => {
  await fresh.db
    .transaction(async (trx) => {
      await trx('deal_versions').delete();
      await trx('deals').delete();
      const stage = (place: number) => rows.stages.find(({ order }) => order === place)?.id;
      const deal = async (id: string, status: string, places: number[]) => {
        const row = { name: id, status, stage_id: stage(places.at(-1) ?? 1) };
        await trx('deals').insert({ ...row, id, source: 'test', source_id: id });
        for (const [i, place] of places.entries())
          await trx('deal_versions').insert({
            ...row,
            stage_id: stage(place),
            deal_id: id,
            version: i + 1,
            valid_from: `2026-01-0${i + 1}T00:00Z`,
          });
      };
      await deal('skipped', 'open', [1, 4]);
      await deal('straight', 'won', [6]);
      await deal('back', 'open', [3, 1]);
      await deal('lost', 'lost', [2, 7]);
      await deal('unknown', 'lost', [7]);
      const answer = await answerQuestion(
        trx,
        { of: 'deal', where: { all: [] }, measure: { metric: 'funnel' } },
        everyone,
      );
      const { kind, steps, total, leftOut } = answer as Extract<Answer, { kind: 'funnel' }>;
      expect(kind).toBe('funnel');
      expect(steps.map(({ count }) => count)).toEqual([4, 4, 3, 2, 1, 1]);
      expect(steps.map(({ rate }) => rate)).toEqual([null, 1, 3 / 4, 2 / 3, 1 / 2, 1]);
      expect([total, leftOut]).toEqual([4, [{ because: 'known only as lost', count: 1 }]]);
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});
