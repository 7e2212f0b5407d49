import { describe, expect, test } from 'vitest';
import { authorityOver } from '../../src/changes/authority.ts';
import { askedOver } from '../../src/policy/thresholds.ts';
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

  test('of one territory it is asked there and nowhere else, beside the one of everybody at the same threshold', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('deals over 50k in EMEA need finance', cast.ana, 'a'), 'confirm');
      expect(asked.headline).toBe('Deals over $50,000 in EMEA need finance.');
      await talk.press(asked, 'yes', cast.ana);
      await yes(talk, 'deals over 50k need two approvers', cast.ana);
      expect(await tiers(talk)).toHaveLength(2);
      const amount = [{ field: 'amount', before: 60_000, after: 60_001 }] as const;
      const over = await authorityOver(
        { db: talk.db, now: talk.clock },
        ['D-acme', 'D-dan'],
        amount.map((one) => ({ ...one })),
      );
      const whom = (id: string) => askedOver(over.get(id) ?? {}).map((one) => one.whom.join('+'));
      const { territory_id: emea } = await talk.db('deals').where({ id: 'D-acme' }).first('territory_id');
      expect(emea).toBe('T-emea');
      expect(whom('D-acme').sort()).toEqual(['approver+approver', 'finance']);
      const amer = await talk
        .db('deals')
        .where({ territory_id: 'T-amer' })
        .whereNotNull('amount')
        .first('id');
      const other = await authorityOver({ db: talk.db, now: talk.clock }, [amer.id], [...amount]);
      expect(askedOver(other.get(amer.id) ?? {}).map((one) => one.whom.join('+'))).toEqual([
        'approver+approver',
      ]);
    }));

  test('it ends by what it says, too; what is not there is said with what is', () =>
    company(async (talk) => {
      await yes(talk, 'deals over 250k need finance', cast.ana);
      await yes(talk, 'deals over 50k in EMEA need finance', cast.ana);
      expect(is(await talk.ask('deals over 50k do not need finance', cast.ana, 'n'), 'text').sentence).toBe(
        'There is no approval for deals over $50,000. There is approval 2 (deals over $50,000 in EMEA need finance) and approval 1 (deals over $250,000 need finance). Nothing was changed.',
      );
      expect(
        is(await talk.ask('deals over 100k need no approver', cast.ana, 'l'), 'text').sentence,
      ).toContain('That is the approval limit of the settings');
      expect((await yes(talk, 'deals over 250k do not need finance any more', cast.ana)).sentence).toBe(
        'Ana ended approval 1.',
      );
      expect(await tiers(talk)).toEqual([['amount', 50_000, 'USD', 'finance', false]]);
    }));

  test('who signs above an amount, and what needs several or finance', () =>
    company(async (talk) => {
      await yes(talk, 'deals over 250k need two approvers', cast.ana);
      const hundred = is(await talk.ask('who approves deals over 100k', cast.priya, 'a'), 'text');
      expect(hundred).toMatchObject({
        sentence: 'A deal over $100,000 needs an approver.',
        lines: [
          'An approver: Ana Ruiz.',
          'Deals over $100,000 need an approver.',
          'Deals over $250,000 need two approvers.',
        ],
      });
      const exact = is(await talk.ask('who has to sign a deal of 100k', cast.priya, 'b'), 'text');
      expect(exact.sentence).toMatch(/^A deal of \$100,000 needs no signature above/);
      const many = is(await talk.ask('who signs deals over 300k', cast.priya, 'c'), 'text');
      expect(many.sentence).toBe('A deal over $300,000 needs two approvers.');
      expect(many.lines).toContain('Somebody is missing: make somebody an approver.');
      expect(is(await talk.ask('what needs two signatures', cast.priya, 'd'), 'text').lines).toEqual([
        expect.stringMatching(/^Approval 1: deals over \$250,000 need two approvers/),
      ]);
      expect(is(await talk.ask('what needs finance', cast.priya, 'e'), 'text').sentence).toBe(
        'Nothing needs finance.',
      );
    }));

  test('nobody undoes what somebody else has ended', () =>
    company(async (talk) => {
      await yes(talk, 'deals over 250k need finance', cast.ana);
      await yes(talk, 'remove approval 1', cast.ana);
      expect(is(await talk.ask('undo', cast.ada, 'u'), 'text').sentence).toMatch(
        /^There is no change of yours/,
      );
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
