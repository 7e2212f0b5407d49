import { describe, expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { company, type Talk } from './talk.ts';

/** Says one after the other in a thread; gives the headline of each confirmation, else the kind of the reply. */
async function said(talk: Talk, by: string, texts: string[], thread = 't1'): Promise<string[]> {
  const heard: string[] = [];
  for (const text of texts) {
    const reply = await talk.ask(text, by, thread);
    heard.push(reply.kind === 'confirm' ? reply.headline : reply.kind);
  }
  return heard;
}

describe('the next message changes a limit that was spoken of', () => {
  test('one that was refused for everyone goes on for the own territory', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, [
        'set stale threshold to 14 days',
        'only for EMEA',
        'make it 10',
        'actually 12',
        'until Friday instead',
      ]);
      expect(heard).toEqual([
        'refused',
        'Set "Stale after" to 14 days for EMEA.',
        'Set "Stale after" to 10 days for EMEA.',
        'Set "Stale after" to 12 days for EMEA.',
        'Set "Stale after" to 12 days for EMEA until Fri 27 Mar, 00:00 UTC.',
      ]);
    }));

  test('one that is done is put back to a number, to the default, or to what it was', () =>
    company(async (talk) => {
      await said(talk, cast.mara, ['set stale threshold to 14 days for EMEA', 'yes']);
      expect(await said(talk, cast.mara, ['put it back to 20', 'back to 25', 'set it to 26'])).toEqual([
        'Set "Stale after" to 20 days for EMEA.',
        'Set "Stale after" to 25 days for EMEA.',
        'Set "Stale after" to 26 days for EMEA.',
      ]);
      expect(await said(talk, cast.mara, ['back to the default'])).toEqual([
        expect.stringMatching(/^Set "Stale after" back to .* for EMEA\.$/),
      ]);
      await said(talk, cast.mara, ['set stale threshold to 15 days for EMEA', 'yes'], 't2');
      expect(await said(talk, cast.mara, ['put it back'], 't2')).toEqual([
        'Undo the last change: "Stale after" for EMEA back to 14 days.',
      ]);
    }));

  test('an older question of the thread is not taken for what is spoken of', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, [
        'top 5 open deals',
        'set stale threshold to 14 days for EMEA',
        'make it 10',
      ]);
      expect(heard[2]).toBe('Set "Stale after" to 10 days for EMEA.');
      expect((await said(talk, cast.mara, ['top 5 open deals', 'make it 3']))[1]).toBe('answer');
    }));
});

describe('the next message changes an assignment that was spoken of', () => {
  test('it goes to somebody else, however that is said', () =>
    company(async (talk) => {
      for (const text of [
        'actually give it to Priya',
        'actually Priya',
        'no, Priya',
        'to Priya instead',
        'give it to Priya instead',
        'let Priya have it',
        'sorry, Priya Nair',
      ])
        expect(await said(talk, cast.mara, ['assign Initech Pilot to Mara', text]), text).toContain(
          'Assign Initech Pilot to Priya Nair.',
        );
    }));

  test('of a list only some are meant', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.nora, ["assign Dan's deals to Nora", 'only those in negotiation']);
      expect(heard[1]).toBe('Assign 1 deal to Nora Quinn: open deals of Dan Cole in Negotiation.');
    }));

  test('words that are no person and no limit leave it as it is', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, [
        'assign Initech Pilot to Mara',
        'how many open deals are there',
      ]);
      expect(heard[1]).toBe('answer');
    }));
});
