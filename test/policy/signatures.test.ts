import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Role } from '../../src/policy/nouns.ts';
import { together, unsigned, whomSaid } from '../../src/policy/signatures.ts';
import { askedOver, isDiscountOver } from '../../src/policy/thresholds.ts';

const signed = (...people: [string, ...Role[]][]) =>
  people.map(([byId, ...roles]) => ({ byId, by: byId, roles }));

describe('who has signed for what', () => {
  test.each<[string, Role[], [string, ...Role[]][], Role[]]>([
    ['nobody', ['approver'], [], ['approver']],
    ['one of two', ['approver', 'finance'], [['ana', 'approver']], ['finance']],
    [
      'both',
      ['approver', 'finance'],
      [
        ['ana', 'approver'],
        ['lena', 'finance'],
      ],
      [],
    ],
    [
      'one person with both roles counts once',
      ['approver', 'finance'],
      [['ana', 'approver', 'finance']],
      ['finance'],
    ],
    [
      'who holds both makes room for who holds one',
      ['approver', 'finance'],
      [
        ['ana', 'approver', 'finance'],
        ['bo', 'approver'],
      ],
      [],
    ],
    [
      'two approvers are two people',
      ['approver', 'approver'],
      [
        ['ana', 'approver'],
        ['ana', 'approver'],
      ],
      ['approver'],
    ],
    ['of a wrong role', ['finance'], [['ana', 'approver']], ['finance']],
  ])('%s', (_, asks, people, left) => expect(unsigned(asks, signed(...people))).toEqual(left));

  const role = fc.constantFrom<Role>('approver', 'finance', 'admin');
  test('never more roles are signed for than there are people, and never one that nobody of them holds', () => {
    const person = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.uniqueArray(role, { maxLength: 3 }));
    fc.assert(
      fc.property(
        fc.array(role, { maxLength: 4 }),
        fc.uniqueArray(person, { maxLength: 4, selector: ([id]) => id }),
        (asks, people) => {
          const left = unsigned(
            asks,
            signed(...people.map(([id, all]): [string, ...Role[]] => [id, ...all])),
          );
          const times = (of: Role[], one: Role) => of.filter((other) => other === one).length;
          expect(asks.length - left.length).toBeLessThanOrEqual(people.length);
          for (const one of new Set(asks))
            expect(times(asks, one) - times(left, one)).toBeLessThanOrEqual(
              people.filter(([, all]) => all.includes(one)).length,
            );
        },
      ),
    );
  });

  test('what several thresholds ask for is asked for together, none twice for nothing', () => {
    expect(together(['manager'], ['approver'], ['approver', 'approver'], ['finance'])).toEqual([
      'manager',
      'approver',
      'approver',
      'finance',
    ]);
  });

  test.each<[Role[], boolean, string]>([
    [['approver'], false, 'an approver'],
    [['approver', 'approver'], false, 'two approvers'],
    [['approver', 'finance'], false, 'an approver and finance'],
    [['approver', 'finance'], true, 'an approver, then finance'],
    [['finance', 'finance'], false, 'two people of finance'],
  ])('%s is said', (asks, inOrder, text) => expect(whomSaid(asks, inOrder)).toBe(text));
});

describe('at the edge of a discount', () => {
  test.each<[number, number, number, boolean]>([
    [100, 92, 8, false],
    [100, 91.99, 8, true],
    [100_000, 92_000, 8, false],
    [100_000, 91_990, 8, true],
    [100_000, 91_999.99, 8, true],
    [99.99, 91.99, 8, true],
    [99.99, 92, 8, false],
    [0.1, 0.09, 10, false],
    [0.3, 0.27, 10, false],
    [0.7, 0.63, 10, false],
    [1.1, 0.99, 10, false],
    [33.33, 30.66, 8.01, true],
    [33.33, 30.67, 8.01, false],
    [100, 91.99, 8.01, false],
    [100, 91.98, 8.01, true],
    [12_345_678_901.23, 11_358_024_589.13, 8, true],
    [12_345_678_901.23, 11_358_024_589.14, 8, false],
    [100, 110, 0, false],
    [100, 100, 0, false],
    [100, 99.99, 0, true],
    [100, 0, 100, false],
    [100, -0.01, 100, true],
  ])('list price %d, amount %d, limit %d%%: over is %s', (list, amount, limit, over) =>
    expect(isDiscountOver(list, amount, limit)).toBe(over),
  );

  const usd = (value: number) => ({ value, currency: 'USD' });
  const said = (list: number, is: number, limit = 8) =>
    askedOver({ discount: { list: usd(list), is: usd(is), limit, version: 1 } }).map(
      ({ sentence }) => sentence,
    );
  test('a discount that is over is never said to be at the limit', () => {
    expect(said(100_000, 91_990)).toEqual(['Needs an approver: discount 8.01% (limit 8%).']);
    expect(said(1_000_000, 919_990)).toEqual(['Needs an approver: discount 8.001% (limit 8%).']);
    expect(said(100, 85)).toEqual(['Needs an approver: discount 15% (limit 8%).']);
    expect(said(100, 92)).toEqual([]);
  });
  test('a list price in another currency asks', () => {
    const discount = { list: { value: 100, currency: 'EUR' }, is: usd(99), limit: 8, version: 1 };
    expect(askedOver({ discount })[0]?.sentence).toBe(
      'Needs an approver: $99 has no stated rate to the list price of EUR 100.',
    );
  });
});

describe('above several thresholds', () => {
  const usd = (value: number) => ({ value, currency: 'USD' });
  const tier = (over: number, whom: Role[], inOrder = false) =>
    ({ id: 1, of: 'amount', over, currency: 'USD', whom, inOrder }) as const;
  const asked = (is: number, ...tiers: ReturnType<typeof tier>[]) =>
    askedOver({ amount: { is: usd(is), limit: usd(100_000), version: 1, tiers } }).map(
      ({ sentence }) => sentence,
    );
  test('each that is exceeded asks, and none at its edge', () => {
    const finance = tier(250_000, ['finance']);
    expect(asked(100_000, finance)).toEqual([]);
    expect(asked(100_000.01, finance)).toEqual(['Needs an approver: deal of $100,000.01 (limit $100,000).']);
    expect(asked(250_000, finance)).toHaveLength(1);
    expect(asked(250_000.01, finance)).toEqual([
      'Needs an approver: deal of $250,000.01 (limit $100,000).',
      'Needs finance: deal of $250,000.01 (limit $250,000).',
    ]);
  });
  test('one at the limit itself stands in its place', () => {
    expect(asked(150_000, tier(100_000, ['finance']))).toEqual([
      'Needs finance: deal of $150,000 (limit $100,000).',
    ]);
  });
  test('without a rate all of them ask', () => {
    const amount = {
      is: { value: 5, currency: 'CAD' },
      limit: usd(100_000),
      version: 1,
      tiers: [tier(250_000, ['finance'])],
    };
    expect(askedOver({ amount }).map(({ whom }) => whom)).toEqual([['approver'], ['finance']]);
  });
});
