/** P17: five hundred pauses while a thousand changes are being carried out. */
import { expect, test } from 'vitest';
import { carriedOut, expectPausesHold, queued } from '../changes/pause-under-way.ts';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test('of 500 pauses over 1,000 changes none lets another write begin, and each change is written once', () =>
  withDatabase((db) => expectPausesHold(db, { pauses: 500, changes: 1_000 })));

test('the same trial notices a stop button that says it is done and has written nothing down', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const ids = await queued(db, 60);
    const seen = await carriedOut(db, ids, { pauses: 5, stop: async () => {} });
    expect(seen.late).toBeGreaterThan(0);
  }));
