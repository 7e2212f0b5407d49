import { expect, test } from 'vitest';
import { newcombe, wilson, withinChance } from '../../src/sales/shares.ts';

test('the intervals are those of the literature', () => {
  const eight = wilson({ part: 8, whole: 10 });
  expect(eight?.from).toBeCloseTo(0.4902, 4);
  expect(eight?.to).toBeCloseTo(0.9433, 4);
  // Newcombe 1998, table II, example (a), method 10.
  const difference = newcombe({ part: 56, whole: 70 }, { part: 48, whole: 80 });
  expect(difference?.from).toBeCloseTo(0.0524, 4);
  expect(difference?.to).toBeCloseTo(0.3339, 4);
});

test('two shares differ by more than chance, by no more than chance, or cannot be told apart from nothing', () => {
  expect(withinChance({ part: 56, whole: 70 }, { part: 48, whole: 80 })).toBe(false);
  expect(withinChance({ part: 5, whole: 10 }, { part: 6, whole: 10 })).toBe(true);
  expect(withinChance({ part: 0, whole: 0 }, { part: 6, whole: 10 })).toBeNull();
});
