import { expect, test } from 'vitest';
import { checkFields } from '../../src/changes/values.ts';
import { today } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test.each([
  ['2026-03-20', 'Close date must be after today, 20 Mar 2026.'],
  ['2026-03-21', null],
  ['2036-03-20', null],
  ['2036-03-21', 'Close date must be by 20 Mar 2036. Check the year.'],
  ['9999-12-31', 'Close date must be by 20 Mar 2036. Check the year.'],
  ['2026-02-30', 'Enter a day, such as 2026-04-15.'],
])('a close date of %s: %s', (value, sentence) =>
  withDatabase(async (db) => {
    expect(await checkFields(db, { close_date: value }, today)).toEqual(
      sentence === null ? { ok: { close_date: value } } : { errors: [{ field: 'close_date', sentence }] },
    );
  }),
);
