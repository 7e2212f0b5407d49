/** P27: five hundred rights that end while a change is on its way. */
import { expect, test } from 'vitest';
import { expectNoneOnDeadRight, raced } from '../changes/right-lost.ts';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test('of 500 races between a right that ends and a change on its way none is written on a dead right', () =>
  withDatabase((db) => expectNoneOnDeadRight(db, 500, 20)));

test('the same trial notices a right that is said to be gone and is not', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect((await raced(db, 40, async () => {})).late).toBeGreaterThan(0);
  }));
