import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedFrom, type PastPeriod } from '../../src/sales/expected.ts';
import {
  atWinRate,
  type ForecastDeal,
  figuresOf,
  outlookOf,
  withoutLargest,
  withoutOwner,
} from '../../src/sales/outlook.ts';
import { type Held, type HeldDeal, waterfall } from '../../src/sales/waterfall.ts';

const stages: [stage: string, won: number][] = [
  ['Discovery', 20],
  ['Proposal', 100],
  ['Contract', 170],
];
const past = ['2025-Q2', '2025-Q3', '2025-Q4'].map(
  (name): PastPeriod => ({
    name,
    open: stages.map(([stage, won]) => ({
      stage,
      closes: 'within',
      age: 20,
      segment: 'SMB',
      deals: 200,
      won,
      amount: 200_000,
      wonAmount: won * 1_000,
    })),
    later: [{ amount: 500, count: 10 }],
  }),
);
const known = expectedFrom(past);
const deal = (n: number, stage: string, amount: number, owner = 'priya'): ForecastDeal => ({
  id: `D${n}`,
  name: `Deal ${n}`,
  owner,
  stage,
  closes: 'within',
  age: 20,
  segment: 'SMB',
  amount,
  closeDate: '2026-03-31',
});
const open = [
  deal(1, 'Contract', 50_000),
  deal(2, 'Proposal', 60_000, 'tom'),
  deal(3, 'Discovery', 90_000),
  deal(4, 'Contract', 10_000.55, 'tom'),
];
const outlook = outlookOf(100_000, open, known);

test('commit, best case and pipeline count the deals that are likely enough, and the expectation is the sum of its parts', () => {
  const figures = figuresOf(outlook);
  const rateOf = (id: string) => outlook.open.find((one) => one.id === id)?.rate ?? 0;
  expect(rateOf('D1')).toBeGreaterThan(rateOf('D2'));
  expect(rateOf('D2')).toBeGreaterThan(rateOf('D3'));
  expect(figures.pipeline).toBe(210_000.55);
  const from = (share: number) =>
    open.filter(({ id }) => rateOf(id) >= share).reduce((sum, { amount }) => sum + amount, 100_000);
  expect([figures.commit, figures.bestCase]).toEqual([from(0.7), from(0.4)]);
  const parts = outlook.open.reduce((sum, { expected }) => sum + Math.round(expected * 100), 0);
  expect(Math.round(figures.expected * 100)).toBe(10_000_000 + parts + Math.round(figures.later * 100));
  expect(figures.low).toBeLessThanOrEqual(figures.middle);
  expect(figures.middle).toBeLessThanOrEqual(figures.high);
  expect(figures.low).toBeGreaterThanOrEqual(figures.won);
  expect(figures.atLeast(100_000)).toBe(1);
});

test('at another win rate all that is not won yet changes by its share, and what is won stays', () => {
  const base = figuresOf(outlook);
  const half = figuresOf(atWinRate(outlook, { norm: 0.4, to: 0.2 }));
  expect(half.expected - half.won).toBeCloseTo((base.expected - base.won) / 2, 0);
  expect(half.won).toBe(base.won);
  const same = figuresOf(atWinRate(outlook, { norm: 0.4, to: 0.4 }));
  expect(same.expected).toBe(base.expected);
  const sure = atWinRate(outlook, { norm: 0.1, to: 1 });
  expect(Math.max(...sure.open.map(({ rate }) => rate))).toBe(1);
});

test('the largest deal is the one that puts in most', () => {
  const { outlook: left, without } = withoutLargest(outlook);
  expect(without.map(({ id }) => id)).toEqual(['D1']);
  expect(left.open.map(({ id }) => id)).toEqual(['D2', 'D3', 'D4']);
  const gone = without[0]?.expected ?? 0;
  expect(figuresOf(left).expected).toBeCloseTo(figuresOf(outlook).expected - gone, 2);
});

test('a rep who leaves takes their open deals and their share of those to come, and leaves what is won', () => {
  const left = figuresOf(withoutOwner(outlook, 'tom', 0.25));
  const base = figuresOf(outlook);
  const toms = outlook.open
    .filter(({ owner }) => owner === 'tom')
    .reduce((sum, one) => sum + one.expected, 0);
  expect(left.expected).toBeCloseTo(base.expected - toms - base.later / 4, 1);
  expect(left.won).toBe(base.won);
});

const held = (id: string, more: Partial<HeldDeal>): HeldDeal => ({
  id,
  name: `Deal ${id}`,
  status: 'open',
  closes: 'within',
  expected: 0,
  ...more,
});

test('each deal counts once, under the reason that is true of it', () => {
  const before: Held = {
    later: 900,
    deals: [
      held('won', { expected: 400 }),
      held('lost', { expected: 300.1 }),
      held('pushed', { expected: 200 }),
      held('smaller', { expected: 150 }),
      held('same', { expected: 77 }),
    ],
  };
  const after: Held = {
    later: 850.5,
    deals: [
      held('won', { status: 'won', expected: 1_000 }),
      held('pushed', { closes: 'after', expected: 20 }),
      held('smaller', { expected: 100 }),
      held('same', { expected: 77 }),
      held('new', { expected: 60 }),
      held('new and won', { status: 'won', expected: 500 }),
    ],
  };
  const found = waterfall(before, after);
  expect(Object.fromEntries(found.steps.map(({ why, amount }) => [why, amount]))).toEqual({
    won: 600,
    lost: -300.1,
    pushed: -180,
    new: 560,
    revalued: -50,
    later: -49.5,
  });
  expect(found.steps.find(({ why }) => why === 'new')?.deals.map(({ id }) => id)).toEqual([
    'new and won',
    'new',
  ]);
  expect([found.from, found.to]).toEqual([2_027.1, 2_607.5]);
});

test('an overdue deal that is given a new date is not pushed: that is a sign of life', () => {
  const moved = (closes: 'past' | 'within') =>
    waterfall(
      { later: 0, deals: [held('one', { closes, expected: 10 })] },
      { later: 0, deals: [held('one', { closes: 'after', expected: 30 })] },
    ).steps.find(({ amount }) => amount !== 0)?.why;
  expect([moved('past'), moved('within')]).toEqual(['revalued', 'pushed']);
});

test('what a deal puts in more or less is said to the cent', () => {
  const deal = (expected: number): HeldDeal => ({
    ...{ id: '1', name: 'A deal', status: 'open', closes: 'within' },
    expected,
  });
  const { steps } = waterfall({ deals: [deal(0.1)], later: 0 }, { deals: [deal(0.3)], later: 0 });
  expect(steps.flatMap(({ deals }) => deals.map(({ amount }) => amount))).toEqual([0.2]);
});

test('whatever happened, the steps lead from one forecast to the other to the cent', () => {
  const money = fc.integer({ min: -500_000_000, max: 90_000_000_000 }).map((n) => n / 100);
  const deals = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 30 }).map(String),
      name: fc.constant('A deal'),
      status: fc.constantFrom('open' as const, 'won' as const),
      closes: fc.constantFrom('past' as const, 'within' as const, 'after' as const, null),
      expected: money,
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  );
  const forecast = fc.record({ deals, later: money });
  fc.assert(
    fc.property(forecast, forecast, (before, after) => {
      const { from, to, steps } = waterfall(before, after);
      const inCents = (amount: number) => Math.round(amount * 100);
      const way = steps.reduce((sum, { amount }) => sum + inCents(amount), inCents(from));
      expect(way).toBe(inCents(to));
      for (const { why, amount, deals: own } of steps) {
        if (why === 'later') continue;
        expect(own.reduce((sum, one) => sum + inCents(one.amount), 0)).toBe(inCents(amount));
      }
      const ids = steps.flatMap((step) => step.deals.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { seed: 11, numRuns: 300 },
  );
});
