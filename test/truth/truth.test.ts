import { expect, test } from 'vitest';
import { withDatabase } from '../support/database.ts';
import { isRight, measure } from './measure.ts';

test('each trigger finds what was planted for it and nothing near it, proposes the right thing, and finds all there is in the company', () =>
  withDatabase(async (db) => {
    const all = await measure(db);
    expect(all.flatMap(({ planted }) => planted.filter((one) => !isRight(one)))).toEqual([]);
    for (const { trigger, truth, found, both } of all)
      expect({ trigger, found, both }).toEqual({ trigger, found: truth, both: truth });
    expect(all.every(({ truth }) => truth > 0)).toBe(true);
  }));
