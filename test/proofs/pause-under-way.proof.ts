/** P17: five hundred pauses while a thousand changes are being carried out. */
import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { pause } from '../../src/settings/pauses.ts';
import { by, carriedOut, queued } from '../changes/pause-under-way.ts';
import { now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test('of 500 pauses over 1,000 changes none lets another write begin, and each change is written once', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const clock = stoppedAt(now);
    const ids = await queued(db, 1_000);
    const seen = await carriedOut(db, ids, {
      pauses: 500,
      stop: (target) => pause({ db, now: clock }, { ...target, by }),
    });
    expect(seen).toMatchObject({ pauses: 500, late: 0, writes: 1_000 });
    expect(seen.held).toBeGreaterThan(500);
    expect(seen.mostInFlight).toBeLessThanOrEqual(2);
    expect(seen.slowestMs).toBeLessThan(2_000);
    expect(await db('changes').whereIn('id', ids).distinct('state').pluck('state')).toEqual(['applied']);
    expect(await db('audit').where({ action: 'change.applied' })).toHaveLength(1_000);
  }));

test('the same trial notices a stop button that says it is done and has written nothing down', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const ids = await queued(db, 60);
    const seen = await carriedOut(db, ids, { pauses: 5, stop: async () => {} });
    expect(seen.late).toBeGreaterThan(0);
  }));
