/** A few of the races of P27, which `npm run proofs` shows at its size. */
import { expect, test } from 'vitest';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { raced } from './right-lost.ts';

test('of 40 races between a right that ends and a change on its way none is written on a dead right', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const seen = await raced(db, 40, async (on, person) => {
      const ends = Number(person.slice(7)) % 2 === 0 ? { active: false } : { roles: [] };
      await on('people').where({ id: person }).update(ends);
    });
    expect(seen.late).toBe(0);
    expect(seen.applied).toBeGreaterThan(2);
    expect(seen.stopped).toBeGreaterThan(2);
  }));
