/** A few of the pauses of P17, which `npm run proofs` shows at its size. */
import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { pause } from '../../src/settings/pauses.ts';
import { now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { by, carriedOut, queued } from './pause-under-way.ts';

test('of 20 pauses over 60 changes none lets another write begin, and each change is written once', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const clock = stoppedAt(now);
    const ids = await queued(db, 60);
    const seen = await carriedOut(db, ids, {
      pauses: 20,
      stop: (target) => pause({ db, now: clock }, { ...target, by }),
    });
    expect(seen).toMatchObject({ pauses: 20, late: 0, writes: 60 });
    expect(seen.held).toBeGreaterThan(15);
    expect(seen.mostInFlight).toBeLessThanOrEqual(2);
    expect(seen.slowestMs).toBeLessThan(2_000);
    expect(await db('changes').whereIn('id', ids).distinct('state').pluck('state')).toEqual(['applied']);
    expect(await db('audit').where({ action: 'change.applied' })).toHaveLength(60);
  }));
