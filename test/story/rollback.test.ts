import { expect, test } from 'vitest';
import { cameTo, howFar, isWhole, type RollbackTold } from '../../src/story/rollback.ts';

const told = (counts: Partial<RollbackTold['counts']>, more: Partial<RollbackTold> = {}): RollbackTold => ({
  id: 1,
  says: '40 changes of run 7F3K',
  beside: [],
  ended: true,
  sent: 0,
  undoes: null,
  counts: { total: 40, undone: 0, partly: 0, stay: 0, gone: 0, failed: 0, left: 0, ...counts },
  ...more,
});

test('while it goes on it says how far it is and what stays so far', () => {
  const now = told({ total: 12_000, undone: 1_240, stay: 3, left: 10_757 }, { ended: false });
  expect(howFar(now)).toBe(
    '1,240 of 12,000 undone, 3 stay: 40 changes of run 7F3K. The rest goes on by itself.',
  );
  expect(isWhole(now)).toBe(false);
});

test('what went back beside the records is named, the first few', () => {
  const one = told({ total: 1, undone: 1 }, { says: 'your last 2 changes', beside: ['rule 3 ends'] });
  expect(cameTo(one)).toBe('All undone: your last 2 changes. 1 is of a record. Besides: rule 3 ends.');
  const rules = [1, 2, 3, 4, 5, 6].map((n) => `rule ${n} ends`);
  expect(
    cameTo(told({ total: 9, undone: 8, stay: 1 }, { says: 'your last 15 changes', beside: rules })),
  ).toBe(
    'Partly undone, 8 of 9: your last 15 changes. 1 stays whole: somebody has changed it since. 9 are of records. Besides: rule 1 ends; rule 2 ends; rule 3 ends; rule 4 ends; 2 more.',
  );
});

test('all of it is said to be done, and a part never', () => {
  expect(cameTo(told({ undone: 40 }))).toBe('All undone: 40 changes of run 7F3K.');
  expect(cameTo(told({ undone: 40 }, { undoes: 7 }))).toBe('All done again: 40 changes of run 7F3K.');
  for (const counts of [
    { undone: 39, stay: 1 },
    { undone: 39, partly: 1 },
    { undone: 39, failed: 1 },
    { undone: 39, gone: 1 },
  ]) {
    expect(isWhole(told(counts))).toBe(false);
    expect(cameTo(told(counts))).toMatch(/^Partly undone, 39 of 40: 40 changes of run 7F3K\. /);
  }
  expect(cameTo(told({ stay: 40 }))).toBe(
    'Nothing was undone, 0 of 40: 40 changes of run 7F3K. 40 stay whole: somebody has changed them since.',
  );
});

test('messages that went out are named', () => {
  expect(cameTo(told({ undone: 40 }, { sent: 2 }))).toBe(
    'All undone: 40 changes of run 7F3K. 2 messages that went out cannot be taken back.',
  );
});
