import { expect, test } from 'vitest';
import { largestEffect, type PartOf } from '../../src/sales/part-effects.ts';

const rate = (label: string, part: number, whole: number) => ({
  key: label,
  label,
  value: whole === 0 ? null : part / whole,
  count: whole,
  part,
  whole,
});
const sum = (label: string, value: number, currency?: string) => ({
  key: label,
  label,
  value,
  count: value,
  ...(currency ? { currency } : {}),
});
const by = (dimension: string, is: PartOf['is'], was: PartOf['was']): PartOf => ({ dimension, is, was });

test('of a rate that part is told without which it would have stayed, whatever its own rate', () => {
  const found = largestEffect(
    [by('product', [rate('Core', 2, 4), rate('Plus', 0, 6)], [rate('Core', 4, 8), rate('Plus', 2, 4)])],
    0.2 - 0.5,
  );
  expect(found).toMatchObject({ dimension: 'product', label: 'Plus', share: 1 });
});

test('a part that is large and has changed as all did explains nothing', () => {
  const same = by(
    'segment',
    [rate('Big', 18, 90), rate('Small', 2, 10)],
    [rate('Big', 45, 90), rate('Small', 5, 10)],
  );
  expect(largestEffect([same], 0.2 - 0.5)).toBeNull();
  expect(largestEffect([by('segment', [rate('All', 1, 5)], [rate('All', 4, 5)])], -0.6)).toBeNull();
});

test('of a sum the part with the largest own difference, also one that is there no more', () => {
  const found = largestEffect(
    [by('territory', [sum('EMEA', 10), sum('AMER', 9)], [sum('EMEA', 10), sum('AMER', 10), sum('APAC', 12)])],
    19 - 32,
  );
  expect(found).toMatchObject({ label: 'APAC', is: null });
  expect(found?.share).toBeCloseTo(12 / 13, 9);
});

test('the most telling way to take it apart is told, and sums of several currencies are not taken apart', () => {
  const plain = by('segment', [sum('A', 5), sum('B', 5)], [sum('A', 10), sum('B', 10)]);
  const telling = by('product', [sum('Core', 1), sum('Plus', 9)], [sum('Core', 11), sum('Plus', 9)]);
  expect(largestEffect([plain, telling], -10)?.label).toBe('Core');
  const mixed = by('product', [sum('Core', 1, 'USD'), sum('Plus', 9, 'EUR')], [sum('Core', 11, 'USD')]);
  expect(largestEffect([mixed], -10)).toBeNull();
  expect(largestEffect([telling], 0)).toBeNull();
});
