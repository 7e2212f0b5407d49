import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contributions, explainedBy } from '../../src/sales/contribution.ts';

test('what the parts explain adds up to the whole difference, exactly', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.array(fc.record({ came: fc.nat(1_000_000), before: fc.nat(1_000_000) }), {
        minLength: 1,
        maxLength: 12,
      }),
      (cents, drawn) => {
        const parts = drawn.map(({ came, before }, i) => ({ name: `${i}`, came: came / 100, before }));
        const found = contributions(cents / 100, parts);
        const hundredths = (pick: (one: (typeof found)[number]) => number): number =>
          found.reduce((sum, one) => sum + Math.round(pick(one) * 100), 0);
        expect(hundredths(({ expected }) => expected)).toBe(cents);
        expect(hundredths(({ difference }) => difference)).toBe(
          drawn.reduce((sum, { came }) => sum + came, 0) - cents,
        );
        for (const one of found) expect(one.expected + one.difference).toBeCloseTo(one.came, 6);
      },
    ),
  );
});

test('the part that fell away explains the difference, the largest part does not', () => {
  const found = explainedBy(100, [
    {
      name: 'owner',
      parts: [
        { name: 'Wei', came: 0, before: 300 },
        { name: 'Yuki', came: 68, before: 700 },
      ],
    },
    {
      name: 'kind',
      parts: [
        { name: 'call', came: 55, before: 800 },
        { name: 'mail', came: 13, before: 200 },
      ],
    },
  ]);
  expect(found).toEqual([
    { dimension: 'owner', name: 'Wei', came: 0, expected: 30, difference: -30, share: 30 / 32 },
  ]);
});

test('where all parts fell alike none explains it', () => {
  const parts = [
    { name: 'SMB', came: 20, before: 400 },
    { name: 'Enterprise', came: 30, before: 600 },
  ];
  expect(explainedBy(100, [{ name: 'segment', parts }])).toEqual([]);
});

test('a share is set against the share of its own cases', () => {
  // 30 of 100 expected; EMEA decided 40 and won 12, as expected; AMER decided 60 and won 6 of 18.
  expect(
    contributions(30, [
      { name: 'EMEA', came: 12, before: 0, of: 40 },
      { name: 'AMER', came: 6, before: 0, of: 60 },
    ]),
  ).toEqual([
    { name: 'AMER', came: 6, expected: 18, difference: -12, share: 1 },
    { name: 'EMEA', came: 12, expected: 12, difference: 0, share: -0 },
  ]);
});
