import { describe, expect, test } from 'vitest';
import { tiersNow } from '../../src/settings/approval-tiers.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const yes = async (talk: Talk, text: string, by: string) =>
  is(await talk.press(is(await talk.ask(text, by, text), 'confirm'), 'yes', by), 'done');
const tiers = async ({ db }: Talk) =>
  (await tiersNow(db)).map(({ of, over, currency, whom, inOrder }) => [
    of,
    over,
    currency,
    whom.join('+'),
    inOrder,
  ]);

describe('who signs above a threshold, in words', () => {
  test('is read back with what it would concern and who is missing, set, and taken back by one undo', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('deals over 250k need finance', cast.ana, 'a'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Deals over $250,000 need finance.',
        wayBack: 'Way back: "undo", at any time.',
      });
      expect(asked.consequence).toContain('Beside it stays: deals over $100,000 need an approver.');
      expect(asked.consequence).toContain('Somebody who has to sign is missing: make somebody finance.');
      expect(await tiers(talk)).toEqual([]);
      expect(is(await talk.press(asked, 'yes', cast.ana), 'done').sentence).toBe(
        'Ana set approval 1: deals over $250,000 need finance.',
      );
      expect(await tiers(talk)).toEqual([['amount', 250_000, 'USD', 'finance', false]]);
      const undo = is(await talk.ask('undo', cast.ana, 'u'), 'confirm');
      expect(undo.headline).toContain('approval 1 (Deals over $250,000 need finance) ends');
      await talk.press(undo, 'yes', cast.ana);
      expect(await tiers(talk)).toEqual([]);
      expect(
        await talk.db('audit').where({ subject_kind: 'approval' }).orderBy('id').pluck('action'),
      ).toEqual(['approval.set', 'approval.ended']);
    }));

  test('set anew at the same threshold it takes the place of the other, which comes back with an undo', () =>
    company(async (talk) => {
      await yes(talk, 'a discount over 10% needs two approvers', cast.ana);
      await yes(talk, 'a discount over 10% needs an approver, then finance', cast.ana);
      expect(await tiers(talk)).toEqual([['discount', 10, null, 'approver+finance', true]]);
      await talk.press(await talk.ask('undo', cast.ana, 'u'), 'yes', cast.ana);
      expect(await tiers(talk)).toEqual([['discount', 10, null, 'approver+approver', false]]);
    }));

  test('is for approvers and administrators, and nobody else', () =>
    company(async (talk) => {
      for (const by of [cast.mara, cast.oskar, cast.priya])
        is(await talk.ask('deals over 250k need finance', by, by), 'refused');
      await yes(talk, 'deals over 250k need finance', cast.ada);
      for (const by of [cast.mara, cast.oskar]) is(await talk.ask('remove approval 1', by, by), 'refused');
      expect((await yes(talk, 'remove approval 1', cast.ana)).sentence).toBe('Ana ended approval 1.');
    }));

  test('all of them are listed with the limits of the settings', () =>
    company(async (talk) => {
      await yes(talk, 'deals over 250k need finance', cast.ana);
      await yes(talk, 'a discount over 8% needs two approvers', cast.ana);
      expect(is(await talk.ask('who signs what', cast.priya, 'w'), 'text').lines).toEqual([
        'Deals over $100,000 need an approver.',
        'More than 25 deals at once need a second approval.',
        expect.stringMatching(/^Approval 1: deals over \$250,000 need finance, by Ana Ruiz /),
        expect.stringMatching(/^Approval 2: discounts over 8% need two approvers, by Ana Ruiz /),
      ]);
    }));
});
