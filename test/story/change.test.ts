import { expect, test } from 'vitest';
import { notApplied, settled, settledEdited, type ToldField, undone } from '../../src/story/change.ts';
import { lateClick, noRights } from '../../src/story/decision.ts';

const date: ToldField = {
  field: 'close_date',
  label: 'Close date',
  type: 'day',
  before: '2026-03-03',
  after: '2026-04-15',
};
const step: ToldField = { field: 'next_step', label: 'Next step', type: 'text', before: null, after: 'Call' };
const amount: ToldField = {
  field: 'amount',
  label: 'Amount',
  type: 'money',
  before: 42_000,
  after: 18_500.5,
  currency: 'CAD',
};
const owner: ToldField = {
  field: 'owner',
  label: 'Owner',
  type: 'name',
  before: 'p1',
  after: 'p2',
  shown: { before: 'Priya Nair', after: 'Tom Reyes' },
};

test('a settled change is one sentence with every field', () => {
  expect(settled('Mara Lind', [date], 'Acme Platform', 'USD')).toBe(
    'Mara moved the close date of Acme Platform from 3 Mar to 15 Apr 2026.',
  );
  expect(settled('Mara Lind', [date, step, amount], 'Acme', 'USD')).toBe(
    'Mara moved the close date of Acme from 3 Mar to 15 Apr 2026, set the next step to "Call" and changed the amount from CAD 42,000 to CAD 18,500.50.',
  );
  expect(settled('Mara Lind', [owner], 'Acme', 'USD')).toBe(
    'Mara changed the owner of Acme from Priya Nair to Tom Reyes.',
  );
  expect(settled('Mara Lind', [{ ...step, before: 'Call', after: null }], 'Acme', 'USD')).toBe(
    'Mara emptied the next step of Acme.',
  );
  expect(settled('Mara Lind', [{ ...date, before: '2025-12-30' }], 'Acme', 'USD')).toContain(
    'from 30 Dec 2025 to 15 Apr 2026',
  );
});

test('an edited one says what was proposed', () => {
  expect(
    settledEdited(
      'Mara Lind',
      [{ ...date, after: '2026-04-30' }],
      { close_date: '2026-04-15' },
      'Acme',
      'USD',
    ),
  ).toBe(
    'Mara changed the proposal and moved the close date of Acme from 3 Mar to 30 Apr 2026 (proposed: 15 Apr).',
  );
});

test('an undo, a conflict and clicks that came to nothing say who and what', () => {
  const found = { field: { ...date, after: '2026-03-30' }, by: 'Tom Reyes' };
  expect(undone('Mara Lind', [{ ...date, after: '2026-03-03' }], [], 'USD')).toBe(
    'Mara undid this: close date is 3 Mar 2026 again.',
  );
  expect(notApplied([found], 'USD')).toBe('Not applied: Tom Reyes changed the close date to 30 Mar 2026.');
  expect(notApplied([{ ...found, by: null }], 'USD')).toBe(
    'Not applied: somebody changed the close date to 30 Mar 2026.',
  );
  const [at, now] = [new Date('2026-03-20T13:31:00Z'), new Date('2026-03-20T15:00:00Z')];
  expect(lateClick('Ana Ruiz', 'approve', at, now, 'Europe/Berlin')).toBe(
    'Ana Ruiz approved this at 14:31. Nothing else was changed.',
  );
  expect(lateClick('Ana Ruiz', 'reject', at, new Date('2026-03-22T15:00:00Z'), 'UTC')).toBe(
    'Ana Ruiz rejected this at 20 Mar, 13:31 UTC. Nothing else was changed.',
  );
  expect(noRights('a manager of EMEA', ['Mara Lind'])).toBe(
    'This needs a manager of EMEA. Mara Lind can decide. Your click was recorded.',
  );
});
