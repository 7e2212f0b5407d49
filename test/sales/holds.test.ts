import { expect, test } from 'vitest';
import type { Condition } from '../../src/sales/conditions.ts';
import { holds, type Row } from '../../src/sales/holds.ts';
import type { Reading } from '../../src/sales/leaf.ts';

const use: Reading = {
  now: new Date('2026-03-20T10:00:00Z'),
  zone: 'UTC',
  settings: [{ name: 'stale_days', scope: 'everyone', scopeId: '', stage: '', value: 30 }],
};
const acme: Row = {
  name: 'Acme',
  stage: 'Negotiation',
  stage_since: '2026-02-18',
  amount: 42_000,
  currency: 'USD',
  status: 'open',
};
const says = (condition: Condition, row: Row = acme) => holds(condition, { of: 'deal', row }, use);

test('"more than 30 days" begins on the 31st, "30 days" on the 30th', () => {
  const over: Condition = { field: 'days_in_stage', from: { setting: 'stale_days' }, exclusive: ['from'] };
  expect([says(over), says(over, { ...acme, stage_since: '2026-02-17' })]).toEqual([false, true]);
  expect(says({ field: 'days_in_stage', from: 30 })).toBe(true);
});

test('comparing a missing value is false, and not makes it true', () => {
  const unknown = { ...acme, stage_since: null };
  expect(says({ field: 'days_in_stage', from: 0 }, unknown)).toBe(false);
  expect(says({ field: 'days_in_stage', to: 9_999 }, unknown)).toBe(false);
  expect(says({ not: { field: 'days_in_stage', from: 0 } }, unknown)).toBe(true);
  expect(says({ field: 'stage_since', missing: true }, unknown)).toBe(true);
  expect([
    says({ field: 'next_step', missing: true }),
    says({ field: 'next_step', missing: true }, { next_step: '' }),
  ]).toEqual([true, true]);
});

test('texts compare by their folded compatibility form', () => {
  expect(says({ field: 'name', is: 'ＡＣＭＥ' })).toBe(true);
  expect(says({ field: 'name', contains: 'cm' })).toBe(true);
  expect(says({ field: 'name', is: 'STRASSE' }, { name: 'Straße' })).toBe(true);
});

test('an amount in another currency is not compared with a threshold that states none', () => {
  const euros = { ...acme, currency: 'EUR' };
  expect([says({ field: 'amount', from: 1 }), says({ field: 'amount', from: 1 }, euros)]).toEqual([
    true,
    false,
  ]);
  expect(
    says(
      {
        all: [
          { field: 'currency', is: 'eur' },
          { field: 'amount', from: 1 },
        ],
      },
      euros,
    ),
  ).toBe(true);
});

test('what has no field, no range or no sense is refused by name', () => {
  expect(() => says({ field: 'mood', is: 'good' })).toThrow('A deal has no field "mood".');
  expect(() => says({ field: 'name', from: 'a' })).toThrow('Deal has no range');
  expect(() => says({ field: 'amount', is: 'much' })).toThrow('Amount cannot be compared with "much".');
  expect(() => says({ field: 'close_date', is: { period: 'soon' } })).toThrow(
    'Close date cannot be compared with "soon".',
  );
});
