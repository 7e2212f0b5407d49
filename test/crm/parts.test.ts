import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import { aSampleOf, everyone, mara, maya, sampleRows, sum } from './rows.ts';

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
beforeAll(async () => {
  fresh = await aSampleOf(400);
  await sampleRows(fresh.db);
});
afterAll(() => fresh.drop());

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>(
    { field: 'territory', is: ['EMEA', 'APAC'] },
    { field: 'team', is: 'AMER Sales' },
    { field: 'owner', is: ['P-priya-nair', 'P-dan-cole'] },
    { field: 'owner.manager', is: 'Mara Lind' },
    { not: { field: 'owner', is: 'Priya Nair' } },
  ),
);
const ofDeals: fc.Arbitrary<Condition> = fc.oneof(
  leaf,
  fc.constantFrom<Condition>(
    { field: 'amount', from: 40_000 },
    { field: 'segment', is: 'Enterprise' },
    { field: 'product', missing: true },
    { not: { field: 'stage', is: 'Negotiation' } },
    { field: 'created_on', is: { period: '2025' } },
  ),
);
const nested = (of: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.array(of, { maxLength: 3 }).map((all) => ({ all })),
    fc.array(of, { minLength: 1, maxLength: 2 }).map((any) => ({ any })),
  );
const period = fc.constantFrom(undefined, 'this quarter', 'last quarter', '2025', 'last 60 days');
const ahead = fc.constantFrom('this quarter', 'next quarter', 'this month', '2026', 'next 45 days');
const asker = fc.constantFrom(everyone, mara, maya);
const by = fc.constantFrom<string[]>(
  ['owner'],
  ['team'],
  ['territory'],
  ['owner.manager'],
  ['territory', 'owner'],
);

const inCents = (items: { value: number | null }[]): number =>
  items.reduce((all, { value }) => all + Math.round((value ?? 0) * 100), 0);

const asked = (question: Partial<Question>, use: AskContext) =>
  answerQuestion(fresh.db, { of: 'deal', where: { all: [] }, measure: { count: true }, ...question }, use);

test('whatever the limits, the parts of all groups make the whole', async () => {
  const metric = fc.constantFrom('win_rate', 'cycle_time', 'attainment', 'forecast' as const);
  await fc.assert(
    fc.asyncProperty(metric, nested(ofDeals), nested(leaf), period, asker, by, async (...given) => {
      const [name, wide, narrow, over, use, groups] = given;
      const question: Partial<Question> = {
        where: name === 'attainment' ? narrow : wide,
        measure: { metric: name as 'win_rate' | 'cycle_time' | 'attainment' | 'forecast' },
        ...(over && { period: over }),
      };
      const whole = await asked(question, use);
      const series = await asked({ ...question, by: groups }, use);
      if (series.kind !== 'series') throw new Error(series.kind);
      expect(series.total).toBe(whole.total);
      expect(sum(series.series.map(({ count }) => count))).toBe(whole.total);
      expect(series.leftOut).toEqual(whole.leftOut);
      if (whole.kind === 'forecast')
        expect(inCents(series.series)).toBe(Math.round(whole.forecast.expected * 100));
      if (whole.kind === 'value' && name !== 'cycle_time') {
        expect(sum(series.series.map(({ part = 0 }) => part))).toBeCloseTo(whole.part ?? 0, 1);
        expect(sum(series.series.map((item) => item.whole ?? 0))).toBeCloseTo(whole.whole ?? 0, 1);
      }
    }),
    { numRuns: 120 },
  );
});

test('whatever the limits, counts and sums of all groups make the whole', async () => {
  await fc.assert(
    fc.asyncProperty(nested(ofDeals), asker, by, async (where, use, groups) => {
      for (const measure of [{ count: true as const }, { sum: 'amount' }]) {
        const whole = await asked({ where, measure }, use);
        const series = await asked({ where, measure, by: groups }, use);
        if (whole.kind !== 'value' || series.kind !== 'series') throw new Error('no value, no series');
        expect(sum(series.series.map(({ count }) => count))).toBe(whole.total);
        const total =
          whole.unit === 'currency' && whole.sums ? sum(whole.sums.map(({ amount }) => amount)) : whole.value;
        expect(sum(series.series.map(({ value }) => value ?? 0))).toBeCloseTo(total ?? 0, 1);
      }
    }),
    { numRuns: 60 },
  );
});

test('what a manager is answered is what everybody is answered within their territory', async () => {
  const own: Condition = {
    any: [
      { field: 'territory', is: 'T-emea' },
      { field: 'owner', is: 'P-mara-lind' },
    ],
  };
  const metric = fc.constantFrom('win_rate', 'attainment', 'coverage', 'funnel' as const);
  await fc.assert(
    fc.asyncProperty(metric, nested(leaf), period, async (name, where, over) => {
      const question: Partial<Question> = {
        measure: { metric: name as 'win_rate' },
        ...(over && { period: over }),
      };
      const theirs = await asked({ ...question, where }, mara);
      expect(theirs).toEqual(await asked({ ...question, where: { all: [where, own] } }, everyone));
    }),
    { numRuns: 80 },
  );
});

test('the forecasts of all groups, those of nobody and nothing included, make that of the whole to the cent', async () => {
  const groups = fc.constantFrom(
    ...['stage', 'segment', 'product', 'account.industry', 'lead_source', 'owner'],
  );
  await fc.assert(
    fc.asyncProperty(groups, nested(ofDeals), ahead, asker, async (group, where, over, use) => {
      const question: Partial<Question> = { where, measure: { metric: 'forecast' }, period: over };
      const whole = await asked(question, use);
      const series = await asked({ ...question, by: [group] }, use);
      if (whole.kind !== 'forecast' || series.kind !== 'series') throw new Error('no forecast');
      expect(inCents(series.series)).toBe(Math.round(whole.forecast.expected * 100));
      expect([series.total, series.leftOut]).toEqual([whole.total, whole.leftOut]);
    }),
    { numRuns: 60 },
  );
});
