/** P52: in shadow nothing leaves the house, by the log of a CRM; and what it only watched cannot be carried out. */
import { describe, expect, test } from 'vitest';
import { withDatabase } from '../support/database.ts';
import { inAuto } from '../support/modes.ts';
import { agents, carriedOut, expectWatchedOnly, forged, outward, walked } from './shadow-days.ts';

/** Many more are shown by `npm run proofs`. */
const days = 6;
const few = 6;

describe('in shadow', () => {
  test(
    `${days * agents.length} runs over ${days} days write nothing, send nothing and call nobody; all is recorded`,
    () =>
      withDatabase(async (db) => {
        await expectWatchedOnly(db, await walked(db, 'shadow', days), days);
      }),
    180_000,
  );

  test('what was only watched cannot be carried out either, whoever asks for it in the agent’s name', () =>
    withDatabase(async (db) => {
      const { use, crm } = await walked(db, 'shadow', few);
      expect(await forged(use)).toBeGreaterThan(5);
      await carriedOut(use, crm);
      expect(crm.calls).toEqual([]);
      expect(await db('changes').distinct('state').pluck('state')).toEqual(['abandoned']);
      expect(await db('changes').distinct('error').pluck('error')).toEqual([
        'Pipeline agent is in shadow mode (v2): it records and does nothing.',
      ]);
      expect(await db('cards').where('key', 'like', 'nudge:%').pluck('key')).toEqual([]);
    }));
});

/** The same walk and the same forgery where the mode is another: the log shows what shadow kept in. */
describe('without it', () => {
  test('the same walk writes to the CRM and calls people', () =>
    withDatabase(async (db) => {
      const { crm } = await walked(db, 'auto', few);
      expect(crm.effects.length).toBeGreaterThan(0);
      expect((await outward(db).select('topic')).length).toBeGreaterThan(0);
    }));

  test('the same forged changes go through once the agent is in auto', () =>
    withDatabase(async (db) => {
      const { use, crm } = await walked(db, 'shadow', few);
      await inAuto(db);
      await forged(use);
      await carriedOut(use, crm);
      expect(crm.effects.length).toBeGreaterThan(0);
    }));
});
