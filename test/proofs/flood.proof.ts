/** P19: twelve thousand old records at once, and smaller floods of every kind. */
import { expect, test } from 'vitest';
import { expectFloodHeld, floodedBy } from '../crew/flood.ts';
import { now } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { chances, sized } from './chances.ts';

const many = sized(12_000);

test(`${many.toLocaleString('en')} old records bring no flood of questions, and nothing goes out by itself`, () =>
  withDatabase((db) => expectFloodHeld(db, { records: many, hours: 4, chance: chances() })));

test(`nor do ${sized(100)} imports, each of other files`, async () => {
  for (let n = 0; n < sized(100); n++) {
    const chance = chances();
    const records = 60 + chance.below(400);
    await withDatabase((db) => expectFloodHeld(db, { records, hours: 2, chance }));
  }
});

test('the same look notices a house that takes for news what an import brought', () =>
  withDatabase(async (db) => {
    const { outward } = await floodedBy(
      db,
      { records: Math.max(200, sized(4_000)), hours: 2, chance: chances() },
      {
        loosened: {
          alone_within_days: 365,
          canary_from: 1_000,
          messages_per_hour: 500,
          messages_per_day: 500,
        },
        unheld: () => db('deals').update({ arrived_on: null }),
      },
    );
    expect(outward).toBeGreaterThan(20);
  }));

test('the same look notices a house that takes old leads for new ones', () =>
  withDatabase(async (db) => {
    const { asked } = await floodedBy(
      db,
      { records: 700, hours: 1, chance: chances() },
      { unheld: () => db('leads').update({ created_at: now }) },
    );
    expect(asked[0]).toBeGreaterThan(50);
  }));
