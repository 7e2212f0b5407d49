import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chance, Later } from '../../src/sales/grid.ts';
import { outcomes } from '../../src/sales/outcomes.ts';

/** Every combination of won and not won, written out. */
function enumerated(chances: Chance[]): Map<number, number> {
  let sums = new Map([[0, 1]]);
  for (const { amount, rate, count } of chances) {
    for (let i = 0; i < count; i++) {
      const next = new Map<number, number>();
      for (const [sum, likely] of sums) {
        next.set(sum, (next.get(sum) ?? 0) + likely * (1 - rate));
        next.set(sum + amount, (next.get(sum + amount) ?? 0) + likely * rate);
      }
      sums = next;
    }
  }
  return sums;
}

const chance = fc.record({
  amount: fc.integer({ min: -3, max: 40 }).map((n) => n * 500),
  rate: fc.double({ min: 0, max: 1, noNaN: true }),
  count: fc.integer({ min: 1, max: 2 }),
});

test('the distribution is that of all combinations', () => {
  fc.assert(
    fc.property(fc.array(chance, { maxLength: 6 }), fc.integer({ min: -4, max: 60 }), (chances, goal) => {
      const sums = [...enumerated(chances)].sort(([a], [b]) => a - b);
      const found = outcomes(chances);
      const mean = sums.reduce((all, [sum, likely]) => all + sum * likely, 0);
      expect(found.mean).toBeCloseTo(mean, 4);
      const atLeast = sums.filter(([sum]) => sum >= goal * 500).reduce((all, [, likely]) => all + likely, 0);
      expect(found.atLeast(goal * 500)).toBeCloseTo(atLeast, 9);
      for (const [end, share] of [
        [found.low, 0.1],
        [found.high, 0.9],
      ] as const) {
        const upTo = (to: number) => sums.filter(([sum]) => sum <= to).reduce((all, [, one]) => all + one, 0);
        expect(upTo(end + 1e-6)).toBeGreaterThanOrEqual(share - 1e-9);
        expect(upTo(end - 1e-6)).toBeLessThan(share + 1e-9);
      }
    }),
    { seed: 5 },
  );
});

test('amounts without a common step keep their mean, and stay near what chance does', () => {
  const chances = Array.from({ length: 400 }, (_, i) => ({
    amount: 1_000 + ((i * 7_919) % 90_000) + 0.01 * (i % 97),
    rate: 0.2 + (i % 5) / 10,
    count: 1,
  }));
  const { mean, low, high, atLeast } = outcomes(chances);
  const expected = chances.reduce((sum, { amount, rate }) => sum + amount * rate, 0);
  const spread = Math.sqrt(
    chances.reduce((sum, { amount, rate }) => sum + amount ** 2 * rate * (1 - rate), 0),
  );
  expect(mean).toBeCloseTo(expected, 4);
  expect(Math.abs(low - (expected - 1.2816 * spread)) / spread).toBeLessThan(0.02);
  expect(Math.abs(high - (expected + 1.2816 * spread)) / spread).toBeLessThan(0.02);
  expect(atLeast(expected)).toBeCloseTo(0.5, 1);
});

test('of very many deals the sum is normal, and of none it is certain', () => {
  const many = outcomes([{ amount: 100, rate: 0.5, count: 10_000 }]);
  expect(many.mean).toBe(500_000);
  expect(many.high - many.mean).toBeCloseTo(1.2816 * 100 * 50, -1);
  expect(many.atLeast(many.mean + 5_000)).toBeCloseTo(0.1587, 4);
  expect(outcomes([])).toMatchObject({ mean: 0, low: 0, high: 0 });
  expect([outcomes([]).atLeast(0), outcomes([]).atLeast(1)]).toEqual([1, 0]);
});

/** A Poisson number of amounts, written out to forty of them, and the same once more for each deal that is open. */
function writtenOut(chances: Chance[], { wins, amounts }: Later): Map<number, number> {
  const all = amounts.reduce((sum, { count }) => sum + count, 0);
  const sums = new Map<number, number>();
  let few = enumerated(chances);
  let poisson = Math.exp(-wins);
  for (let n = 0; n <= 40; n++) {
    for (const [sum, likely] of few) sums.set(sum, (sums.get(sum) ?? 0) + likely * poisson);
    poisson *= wins / (n + 1);
    const more = new Map<number, number>();
    for (const [sum, likely] of few)
      for (const { amount, count } of amounts)
        more.set(sum + amount, (more.get(sum + amount) ?? 0) + (likely * count) / all);
    few = more;
  }
  return sums;
}

test('deals still to come are a Poisson number of amounts as they were before', () => {
  const later = fc.record({
    wins: fc.double({ min: 0.01, max: 6, noNaN: true }),
    amounts: fc.array(
      fc.record({
        amount: fc.integer({ min: 1, max: 6 }).map((n) => n * 500),
        count: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(chance, { maxLength: 3 }),
      later,
      fc.integer({ min: 0, max: 60 }),
      (chances, more, goal) => {
        const sums = writtenOut(chances, more);
        const found = outcomes(chances, { later: more });
        let [mean, atLeast] = [0, 0];
        for (const [sum, likely] of sums) {
          mean += sum * likely;
          if (sum >= goal * 500) atLeast += likely;
        }
        expect(found.mean).toBeCloseTo(mean, 4);
        expect(found.atLeast(goal * 500)).toBeCloseTo(atLeast, 7);
      },
    ),
    { seed: 6, numRuns: 50 },
  );
});

test('a thousand deals still to come have their mean and their spread, though none of them has a chance to be counted', () => {
  const { mean, low, middle, high } = outcomes([], {
    later: {
      wins: 1_000,
      amounts: [
        { amount: 300, count: 1 },
        { amount: 700, count: 1 },
      ],
    },
  });
  const spread = Math.sqrt(1_000 * ((300 ** 2 + 700 ** 2) / 2));
  expect(mean).toBeCloseTo(500_000, 4);
  expect(Math.abs(middle - mean) / spread).toBeLessThan(0.02);
  expect(Math.abs(low - (mean - 1.2816 * spread)) / spread).toBeLessThan(0.02);
  expect(Math.abs(high - (mean + 1.2816 * spread)) / spread).toBeLessThan(0.02);
});

test('what all deals share widens the ends and keeps the mean, on the grid as among very many', () => {
  for (const count of [1_000, 5_000]) {
    const chances = [{ amount: 1_000, rate: 0.3, count }];
    const alone = outcomes(chances);
    const shared = outcomes(chances, { swing: 0.15 });
    expect(shared.mean).toBeCloseTo(alone.mean, 2);
    const own = Math.sqrt(count * 0.3 * 0.7) * 1_000;
    const spread = Math.sqrt(own ** 2 + (0.15 * alone.mean) ** 2);
    expect(Math.abs((shared.high - shared.low) / (2 * 1.2816 * spread) - 1)).toBeLessThan(0.05);
    expect(shared.high - shared.low).toBeGreaterThan(alone.high - alone.low);
  }
});

test('what all deals share cannot make more of them won than there are', () => {
  const found = outcomes([{ amount: 100, rate: 0.9, count: 1 }], { swing: 0.5 });
  expect([found.low, found.middle, found.high]).toEqual([0, 100, 100]);
});
