import { expect, test } from 'vitest';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test('the cast fits the tables', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const priya = await db('deals')
      .where({ owner_id: cast.priya, status: 'open' })
      .orderBy('id')
      .pluck('name');
    expect(priya).toEqual(['Acme Platform', 'Globex Renewal']);
    expect(await db('deal_versions').whereNull('valid_to')).toHaveLength(8);
  }));
