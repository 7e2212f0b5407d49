/** P27: five hundred rights that end while a change is on its way. */
import { expect, test } from 'vitest';
import { raced } from '../changes/right-lost.ts';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test('of 500 races between a right that ends and a change on its way none is written on a dead right', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const seen = await raced(db, 500, async (on, person) => {
      const ends = Number(person.slice(7)) % 2 === 0 ? { active: false } : { roles: [] };
      await on('people').where({ id: person }).update(ends);
    });
    expect(seen.late).toBe(0);
    expect(seen.applied).toBeGreaterThan(20);
    expect(seen.stopped).toBeGreaterThan(20);
  }));

test('the same trial notices a right that is said to be gone and is not', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect((await raced(db, 40, async () => {})).late).toBeGreaterThan(0);
  }));
