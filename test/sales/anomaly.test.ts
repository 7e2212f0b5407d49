import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Judged, judge } from '../../src/sales/anomaly.ts';
import { addDays } from '../../src/sales/days.ts';
import { patternOf, type Series, unitFor } from '../../src/sales/series-pattern.ts';

/** Poisson numbers from a seed. */
function noise(seed: number): (mean: number) => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return (mean) => {
    const end = Math.exp(-mean);
    let [n, product] = [0, uniform()];
    while (product > end) {
      n++;
      product *= uniform();
    }
    return n;
  };
}

/** Monday, 2 January 2023. */
const from = '2023-01-02';
const weekend = (i: number): boolean => i % 7 > 4;
const busyWeek = (length: number, seed = 5, mean = 12): number[] => {
  const draw = noise(seed);
  return Array.from({ length }, (_, i) => draw(weekend(i) ? 0.3 : mean));
};
const daily = (values: number[]): Series => ({ unit: 'day', from, values });
const once = { alarmsPerQuarter: 0.5 };

function judged(series: Series): Judged {
  const found = judge(series, once);
  if (!found) throw new Error('nothing judged');
  return found;
}
const isUnusual = ({ score, limit }: Judged): boolean => Math.abs(score) > limit;

describe('a series by day', () => {
  test('is quiet on a weekend without anything', () => {
    const values = busyWeek(7 * 40);
    values[values.length - 1] = 0;
    values[values.length - 2] = 0;
    expect(isUnusual(judged(daily(values)))).toBe(false);
  });

  test('is unusual after three working days of nothing, and says how many were expected', () => {
    const values = busyWeek(7 * 40 + 5).map((value, i, all) => (i >= all.length - 3 ? 0 : value));
    const found = judged(daily(values));
    expect(isUnusual(found)).toBe(true);
    expect(found).toMatchObject({ units: 3, came: 0, to: addDays(from, values.length - 1) });
    expect(found.expected).toBeGreaterThan(25);
    expect(found.expected).toBeLessThan(45);
    expect(found.score).toBeLessThan(0);
  });

  test('is quiet where the same days were a little thin', () => {
    const values = busyWeek(7 * 40 + 5).map((value, i, all) => (i >= all.length - 3 ? 10 : value));
    expect(isUnusual(judged(daily(values)))).toBe(false);
  });

  test('that grows all year is quiet', () => {
    const draw = noise(3);
    const values = Array.from({ length: 350 }, (_, i) => draw(weekend(i) ? 0.5 : 6 * 1.004 ** i));
    const off = [0, 7, 14, 21, 28].map((back) => judged(daily(values.slice(0, values.length - back))));
    expect(off.filter(isUnusual)).toEqual([]);
  });

  test('that lost its level for good is ordinary again when the new one is known', () => {
    const before = busyWeek(7 * 40, 5, 20);
    const after = busyWeek(7 * 30, 9, 8);
    expect(isUnusual(judged(daily([...before, ...after.slice(0, 5)])))).toBe(true);
    expect(isUnusual(judged(daily([...before, ...after])))).toBe(false);
  });

  test('is not judged on a holiday, nor learnt from one', () => {
    const values = busyWeek(7 * 60, 5);
    const christmas = values.map((_, i) => addDays(from, i)).indexOf('2023-12-25');
    const weights = patternOf(daily(values));
    expect(weights[christmas]).toBeNull();
    const quiet = values
      .slice(0, christmas + 1)
      .map((value, i) => (addDays(from, i) >= '2023-12-24' ? 0 : value));
    expect(isUnusual(judged(daily(quiet)))).toBe(false);
  });

  test('has about as many false alarms as are accepted, and finds shifts of three standard deviations', () => {
    let [alarms, found, open] = [0, 0, false];
    const seeds = [1, 2, 3, 4];
    for (const seed of seeds) {
      const values = busyWeek(7 * 52, seed * 77);
      for (let i = 182; i < values.length; i++) {
        const off = isUnusual(judged(daily(values.slice(0, i + 1))));
        if (off && !open) alarms++;
        open = off;
      }
      const shifted = [...values.slice(0, 7 * 50), ...values.slice(7 * 50, 7 * 50 + 5).map((v) => v + 10)];
      if (isUnusual(judged(daily(shifted)))) found++;
    }
    // Half a year each: eight quarters.
    expect(alarms / 8).toBeLessThanOrEqual(1);
    expect(found).toBe(seeds.length);
  });
});

describe('what is judged', () => {
  const quiet = busyWeek(7 * 40);
  const struck = quiet.map((value, i) => (i >= quiet.length - 14 ? value + 30 : value));

  test('teaches nothing of what is usual on its days', () => {
    const known = quiet.length - 14;
    expect(patternOf(daily(struck), known)).toEqual(patternOf(daily(quiet), known));
    // The twin: learnt from as well, it is taken for a habit of its part of the quarter.
    expect(patternOf(daily(struck))).not.toEqual(patternOf(daily(quiet)));
  });

  test('does not hide itself: three weeks of three standard deviations are found half a year into a series', () => {
    const found = Array.from({ length: 30 }, (_, n) => {
      const draw = noise(7919 * n + 13);
      const values = Array.from({ length: 28 }, () => draw(9));
      return judged({ unit: 'week', from, values: values.map((value, i) => (i > 24 ? value + 9 : value)) });
    }).filter((one) => isUnusual(one) && one.score > 0);
    expect(found.length).toBeGreaterThanOrEqual(27);
  });
});

describe('any series', () => {
  test('too short to know is not judged', () => {
    expect(judge(daily(busyWeek(83)), once)).toBeNull();
    expect(judge({ unit: 'week', from, values: [4, 5, 6] }, once)).toBeNull();
  });

  test('without anything in it is not judged', () => {
    expect(judge(daily(Array.from({ length: 200 }, () => 0)), once)).toBeNull();
  });

  test('of a share is judged out of how many there were', () => {
    const draw = noise(11);
    const of = Array.from({ length: 60 }, () => 20 + draw(10));
    const values = of.map((n) => Math.round(n * 0.3));
    const same = judged({ unit: 'week', from, values, of });
    expect(isUnusual(same)).toBe(false);
    // Twice as many decided and won: the share is what it was.
    const doubled = judged({
      unit: 'week',
      from,
      values: values.map((n, i) => (i === 59 ? 2 * n : n)),
      of: of.map((n, i) => (i === 59 ? 2 * n : n)),
    });
    expect(isUnusual(doubled)).toBe(false);
    const fallen = judged({ unit: 'week', from, values: values.map((n, i) => (i > 56 ? 1 : n)), of });
    expect(isUnusual(fallen)).toBe(true);
  });

  test('gets finite numbers, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(30), fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true })), {
          minLength: 84,
          maxLength: 200,
        }),
        fc.constantFrom('day' as const, 'week' as const),
        (values, unit) => {
          const found = judge({ unit, from, values }, once);
          if (!found) return;
          expect([found.score, found.limit, found.expected, found.came].every(Number.isFinite)).toBe(true);
          expect(found.limit).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('money and what seldom happens is judged by week', () => {
  expect(unitFor(busyWeek(200), false)).toBe('day');
  expect(unitFor(busyWeek(200), true)).toBe('week');
  expect(
    unitFor(
      busyWeek(200).map((n, i) => (i % 3 === 0 ? n : 0)),
      false,
    ),
  ).toBe('week');
});
