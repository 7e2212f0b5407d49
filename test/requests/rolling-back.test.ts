import { describe, expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { rolled, undone } from '../support/rolled.ts';
import { company, is, type Talk } from './talk.ts';

const withDone = (work: (talk: Talk, of: ReturnType<typeof rolled>) => Promise<void>) =>
  company(async (talk) => {
    const of = rolled(talk.db, talk.clock);
    await of.did(
      { deal: 'D-acme', before: null, after: 'Call', run: '7F3K', at: '2026-03-20T08:30:00Z' },
      { deal: 'D-globex', before: null, after: 'Call', run: '7F3K', at: '2026-03-20T08:40:00Z' },
      { deal: 'D-initech', before: null, after: 'Call', run: '8B2M', version: 3, at: '2026-03-20T09:30:00Z' },
    );
    await work(talk, of);
  });

describe('what is taken back as a whole', () => {
  test('a run, with how far it is, what came of it, and the way back', () =>
    withDone(async (talk, of) => {
      const asked = is(await talk.ask('undo run 7F3K', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Undo 2 changes of run 7F3K.',
        count: 2,
        verb: 'Undo 2',
        wayBack: 'Way back: "undo the rollback", for 24 hours.',
      });
      expect(asked.table?.head).toEqual(['Record', 'Field', 'Now', 'Back to']);
      expect(asked.table?.rows.toSorted()).toEqual([
        ['Acme Platform', 'Next step', 'Call', 'empty'],
        ['Globex Renewal', 'Next step', 'Call', 'empty'],
      ]);
      expect(replyJson(asked)).toMatchObject({ intent: 'rollback', slots: { value: '7F3K' } });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        'The undo of 2 changes is under way. What somebody has changed since stays. It is undo 1: ask "how far is undo 1".',
      );
      expect(is(await talk.ask('how far is the undo', cast.mara), 'text').sentence).toBe(
        '0 of 2 undone: 2 changes of run 7F3K. The rest goes on by itself.',
      );
      expect(is(await talk.ask('undo the rollback', cast.mara), 'text').sentence).toBe(
        'Undo 1 is still under way. Ask again when it is over.',
      );
      await of.carryThrough();
      expect(is(await talk.ask('rollback status', cast.mara), 'text')).toMatchObject({
        sentence: 'All undone: 2 changes of run 7F3K.',
        lines: [],
      });
      const again = is(await talk.ask('undo the rollback', cast.mara), 'confirm');
      expect(again).toMatchObject({
        headline: 'Do again 2 changes that undo 1 took back.',
        verb: 'Do again 2',
      });
      await talk.press(again, 'yes', cast.mara);
      await of.carryThrough();
      expect([await of.value('D-acme'), await of.value('D-globex')]).toEqual(['Call', 'Call']);
    }));

  test('what people have changed since is named before, and told field by field after', () =>
    withDone(async (talk, of) => {
      await of.edited(cast.priya, { deal: 'D-acme', before: 'Call', after: 'Lunch' });
      const asked = is(await talk.ask('undo run 7F3K', cast.mara), 'confirm');
      expect(asked.consequence).toContain(
        '1 field was changed since and stays: next step of Acme Platform, Priya Nair set Lunch.',
      );
      await talk.press(asked, 'yes', cast.mara);
      await of.carryThrough();
      const told = is(await talk.ask('what stays of undo 1', cast.mara), 'text');
      expect(told.sentence).toBe(
        'Partly undone, 1 of 2: 2 changes of run 7F3K. 1 stays whole: somebody has changed it since.',
      );
      expect(told.drawn?.table.rows).toEqual([
        [
          'Acme Platform',
          'Next step',
          'empty',
          'Lunch',
          'Priya Nair',
          expect.stringContaining('11:00'),
          'open',
        ],
      ]);
    }));

  test('a version of an agent, and times of a day in the zone of whoever asks', () =>
    withDone(async (talk) => {
      expect(is(await talk.ask('undo everything pipeline v3 did', cast.mara), 'confirm')).toMatchObject({
        headline: 'Undo 1 change by version 3 of Pipeline agent.',
        count: 1,
      });
      // Mara is in Berlin, an hour ahead.
      const asked = is(
        await talk.ask('undo everything pipeline did between 9:35 and 11 today', cast.mara),
        'confirm',
      );
      expect(asked.headline).toBe(
        'Undo 2 changes by Pipeline agent, today between 09:35 and 11:00 (Europe/Berlin).',
      );
      await talk.press(asked, 'yes', cast.mara);
      expect(await undone(talk.db)).toEqual(['D-globex', 'D-initech']);
    }));

  test('two managers at once: one is begun, and the other is told whose', () =>
    withDone(async (talk) => {
      const [mara, ada] = [
        await talk.ask('undo run 7F3K', cast.mara),
        await talk.ask('undo run 7F3K', cast.ada),
      ];
      const both = await Promise.all([talk.press(mara, 'yes', cast.mara), talk.press(ada, 'yes', cast.ada)]);
      expect(await talk.db('rollbacks')).toHaveLength(1);
      expect(await undone(talk.db)).toEqual(['D-acme', 'D-globex']);
      expect(both.map((reply) => ('sentence' in reply ? reply.sentence : '')).join(' ')).toMatch(
        /taking changes back at this moment|still under way|No change|There is no change/,
      );
    }));

  test('whoever decides about none of it is told that there is none, and another’s is not theirs to know', () =>
    withDone(async (talk, of) => {
      expect(is(await talk.ask('undo run 7F3K', cast.nora), 'text').sentence).toBe(
        'There is no change of run 7F3K that you can undo.',
      );
      await talk.press(await talk.ask('undo run 7F3K', cast.mara), 'yes', cast.mara);
      await of.carryThrough();
      expect(is(await talk.ask('how far is undo 1', cast.nora), 'clarify').question).toBe(
        'There is no undo 1 of yours.',
      );
      expect(is(await talk.ask('undo undo 1', cast.nora), 'text').sentence).toBe(
        'There is no undo 1 of yours.',
      );
    }));

  test('it can be done again for a day', () =>
    withDone(async (talk, of) => {
      await talk.press(await talk.ask('undo run 7F3K', cast.mara), 'yes', cast.mara);
      await of.carryThrough();
      talk.clock.move('2026-03-21T10:00:00Z');
      expect(is(await talk.ask('undo the rollback', cast.mara), 'text').sentence).toBe(
        'What undo 1 took back could be done again for 24 hours, and they are over.',
      );
    }));

  test('a run that there is not is said so', () =>
    withDone(async (talk) => {
      expect(is(await talk.ask('undo run 9X9X', cast.mara), 'text').sentence).toBe(
        'There is no run 9X9X. Its id stands in every Why, such as 7F3K.',
      );
    }));
});
