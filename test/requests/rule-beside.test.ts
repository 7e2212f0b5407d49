import { describe, expect, test } from 'vitest';
import { runAgent } from '../../src/crew/run.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const by = { kind: 'person', id: cast.ada } as const;
const useOf = ({ db, clock }: Talk) => ({ db, now: clock, zone: 'UTC' });
/** D-acme, D-initech and D-hooli are stale, each with an open card. */
const withCards = (work: (talk: Talk) => Promise<void>) =>
  company(async (talk) => {
    await withoutQuiet(talk.db);
    const limits = {
      deals_channel: 'CDEALS',
      inactivity_days: 365,
      close_date_grace_days: 365,
      push_limit: 100,
    };
    for (const [name, value] of Object.entries({ ...limits, cards_first_run: 10 }))
      await setSetting(useOf(talk), { name, value, by });
    await runAgent(useOf(talk), { agent: 'pipeline', by, wokenBy: 'schedule' });
    await work(talk);
  });
const said = async (talk: Talk, text: string, who: string = cast.ada): Promise<string> =>
  is(await talk.ask(text, who, text), 'confirm').consequence;
const set = async (talk: Talk, text: string, who: string = cast.ada) => {
  await said(talk, text, who);
  expect(is(await talk.ask('yes', who, text), 'done').how).toBe('done');
};

describe('the confirmation of a rule says which open cards it concerns', () => {
  test.each([
    ["don't let agents change deals over $40,000", 'they stay, and cannot be approved while the rule holds.'],
    [
      'ask an approver before any change to deals over $40,000',
      'they stay, and approving them needs an approver from then on.',
    ],
    ['skip stale warnings for deals over $40,000', 'they stay, and are decided as before.'],
  ])('%s', (text, becomes) =>
    withCards(async (talk) => {
      expect(await said(talk, text)).toContain(
        `2 of these deals stand on open cards (Hooli Rollout and Acme Platform): ${becomes}`,
      );
    }),
  );

  test('of the warnings that it skips alone, and of what its maker sees alone', () =>
    withCards(async (talk) => {
      expect(await said(talk, 'skip inactivity warnings for deals over $40,000')).not.toContain('open card');
      expect(await said(talk, "don't let agents change deals over $40,000", cast.mara)).toContain(
        '1 of these deals stands on an open card (Acme Platform): it stays',
      );
    }));

  test('and of what is true: a blocked card cannot be approved then', () =>
    withCards(async (talk) => {
      await set(talk, "don't let agents change deals over $40,000");
      const { decide } = await import('../../src/exceptions/decide.ts');
      const { somebody } = await import('../support/exception.ts');
      const card = await talk
        .db('exceptions as e')
        .join('proposals as p', 'p.id', 'e.proposal_id')
        .where('p.subject_id', 'D-acme')
        .first('e.id', 'e.hash');
      const mara = await somebody(talk.db, cast.mara);
      expect(
        await decide(useOf(talk), { exceptionId: card.id, say: 'approve', by: mara, shownHash: card.hash }),
      ).toMatchObject({
        say: 'not allowed',
        because: expect.stringMatching(/^Rule 1: .* Nothing was changed\.$/),
      });
    }));
});

describe('deals in other currencies', () => {
  const outside = /1 deal with an amount in another currency than USD is outside of it/;
  test('are outside of an amount in one currency, where there are any', () =>
    company(async (talk) => {
      const text = 'if a deal is over $100,000, alert me';
      expect(await said(talk, text)).not.toContain('another currency');
      await talk.db('deals').where({ id: 'D-hooli' }).update({ currency: 'CAD', amount: 500_000 });
      expect(await said(talk, text)).toMatch(outside);
      expect(await said(talk, 'if a deal is in Contract, alert me')).not.toContain('another currency');
      expect(await said(talk, 'if a deal is over CAD 100,000, alert me')).toContain(
        'another currency than CAD',
      );
    }));
});

describe('rules that hold for some of the same deals', () => {
  test.each([
    [
      "don't let agents change deals over $40,000",
      'skip stale warnings for deals in Negotiation',
      'Rule 1 holds for 3 of these deals as well: there rule 1 has its say, as nothing is proposed at all.',
    ],
    [
      'ask an approver before any change to deals over $40,000',
      "don't let agents change deals in Negotiation",
      'Rule 1 holds for 3 of these deals as well: there this one has its say, as nothing is proposed at all.',
    ],
    [
      'skip stale warnings for deals over $40,000',
      'ask an approver before any change to deals in Negotiation',
      'Rule 1 holds for 3 of these deals as well: there rule 1 skips its warnings, and this one has its say over what comes all the same.',
    ],
  ])('%s, and %s', (first, second, expected) =>
    company(async (talk) => {
      await set(talk, first);
      expect(await said(talk, second)).toContain(expected);
    }),
  );

  test('are not told of where both do the same, and the rule is made', () =>
    company(async (talk) => {
      await set(talk, 'if the account is tagged as Strategic, skip the standard stale deal warnings');
      expect(await said(talk, 'skip the stale warnings for deals in Negotiation')).not.toContain('holds for');
      await set(talk, 'if the deal is in Negotiation, skip the stale warnings');
    }));

  test('are not told of where no deal is of both', () =>
    company(async (talk) => {
      await set(talk, "don't let agents change deals over $400,000");
      expect(await said(talk, 'skip stale warnings for deals in Negotiation')).not.toContain('holds for');
    }));
});

describe('what is told at once', () => {
  test('says the limit of cards a day where it applies', () =>
    company(async (talk) => {
      await withoutQuiet(talk.db);
      const text = 'if a deal is over $10,000, alert me';
      expect(await said(talk, text)).not.toContain('a day call');
      await setSetting(useOf(talk), { name: 'cards_per_day', value: 2, by });
      expect(await said(talk, text)).toContain(
        'At most 2 cards a day call you, and 2 are left today: the rest stands in your digest.',
      );
    }));
});

test('"me" in "always ask me" is said to be whoever decides about the deal', () =>
  company(async (talk) => {
    const me = '"Me" is whoever decides about the deal: its manager or its rep.';
    expect(await said(talk, 'always ask me before changing deals over $40,000')).toContain(me);
    expect(await said(talk, 'always ask me before changing Acme')).toContain(me);
    expect(await said(talk, 'always ask a manager before changing deals over $40,000')).not.toContain(me);
  }));
