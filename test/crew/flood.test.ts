import { describe, expect, test } from 'vitest';
import { chances } from '../proofs/chances.ts';
import { withDatabase } from '../support/database.ts';
import { expectFloodHeld, floodedBy } from './flood.ts';

/** Twelve thousand are shown by `npm run proofs`. */
test('150 old records bring no flood of questions, and nothing goes out by itself', () =>
  withDatabase((db) => expectFloodHeld(db, { records: 150, hours: 2, chance: chances() })));

describe('the same look notices a house', () => {
  test('that takes for news what an import brought', () =>
    withDatabase(async (db) => {
      const chance = chances();
      const { outward } = await floodedBy(
        db,
        { records: 120, hours: 1, chance },
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
      expect({ ...chance.seed, outward: outward > 10 }).toEqual({ ...chance.seed, outward: true });
    }));
});
