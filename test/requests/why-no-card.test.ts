import { describe, expect, test } from 'vitest';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import { pause } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { somebody } from '../support/exception.ts';
import { company, is, type Talk } from './talk.ts';

const by = { kind: 'person', id: cast.ada } as const;
const useOf = ({ db, clock }: Talk) => ({ db, now: clock, zone: 'UTC' });
const run = (talk: Talk) => runAgent(useOf(talk), { agent: 'pipeline', by, wokenBy: 'schedule' });
/** D-acme, D-initech and D-hooli are stale, and nothing else is as it should not be. */
const watched = (work: (talk: Talk) => Promise<void>) =>
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
    await work(talk);
  });
const set = async (talk: Talk, text: string, who: string = cast.ada) => {
  is(await talk.ask(text, who, text), 'confirm');
  expect(is(await talk.ask('yes', who, text), 'done').how).toBe('done');
};
const why = async (talk: Talk, text: string, who: string = cast.ada) => {
  const { sentence, lines, next } = is(await talk.ask(text, who), 'text');
  return { said: [sentence, ...lines].join('\n'), next: next.map(({ request }) => request) };
};
const acme = 'why is there no card for D-acme';

describe('a deal asked for names what kept a card from coming', () => {
  test('the rule, and leads to it', () =>
    watched(async (talk) => {
      await set(talk, 'if the account is tagged as Strategic, skip the standard stale deal warnings');
      await run(talk);
      const { said, next } = await why(talk, acme);
      expect(said).toContain('There is no card about Acme Platform.');
      expect(said).toContain(
        'Stale in its stage, since 1 Feb 2026: it was kept back. Rule 1: open deals tagged strategic: the stale warnings are skipped.',
      );
      expect(next).toContain('show rule 1');
    }));

  test('the mode of its trigger', () =>
    watched(async (talk) => {
      const scope = { ...wholeAgent, trigger: 'stale_in_stage' };
      await setMode(useOf(talk), { agent: 'pipeline', scope, mode: 'shadow', by });
      await run(talk);
      expect((await why(talk, acme)).said).toContain(
        'Stale in its stage, since 1 Feb 2026: it is only recorded. Pipeline agent is in shadow mode (for stale in stage, v1)',
      );
    }));

  test('the pause', () =>
    watched(async (talk) => {
      await pause(useOf(talk), { scope: 'customer', subjectId: 'A-acme', by });
      await run(talk);
      const { said, next } = await why(talk, acme);
      expect(said).toMatch(/not taken up yet\.\nAcme is paused\.$/);
      expect(next).toContain('resume Acme');
    }));

  test('the limit of cards', () =>
    watched(async (talk) => {
      await setSetting(useOf(talk), { name: 'cards_first_run', value: 0, by });
      await run(talk);
      expect((await why(talk, acme)).said).toContain(
        'Until one of its first cards is closed, at most 0 may wait (cards at first).',
      );
    }));

  test('the decision that somebody took not long ago', () =>
    watched(async (talk) => {
      await run(talk);
      const { db } = talk;
      const card = await db('exceptions as e')
        .join('proposals as p', 'p.id', 'e.proposal_id')
        .where('p.subject_id', 'D-acme')
        .first('e.id', 'e.hash');
      const decided = await decide(useOf(talk), {
        exceptionId: card.id,
        say: 'reject',
        by: await somebody(db, cast.mara),
        shownHash: card.hash,
        reason: 'No.',
      });
      expect(decided.say).toBe('decided');
      await setSetting(useOf(talk), { name: 'inactivity_days', value: 14, by });
      await run(talk);
      expect((await why(talk, acme)).said).toMatch(
        /Mara Lind rejected a card about it .*asked about again 7 days after that/,
      );
    }));

  test('that nothing is true of it', () =>
    watched(async (talk) => {
      await run(talk);
      expect((await why(talk, 'why is there no card about Globex Renewal')).said).toContain(
        'Nothing that the Pipeline agent watches is true of it now.',
      );
    }));

  test('that there is one, and whom it waits for', () =>
    watched(async (talk) => {
      await run(talk);
      expect((await why(talk, acme)).said).toMatch(
        /There is a card about it, since .*: In Negotiation for 47 days .*It waits for Mara Lind, and calls nobody else\./s,
      );
    }));

  test('also where it is only asked why, and no agent has said anything', () =>
    watched(async (talk) => {
      await set(talk, 'if the account is tagged as Strategic, skip the standard stale deal warnings');
      await run(talk);
      const { said } = await why(talk, 'why was Acme Platform not flagged');
      expect(said).toContain('Rule 1: open deals tagged strategic');
    }));

  test('what lies outside the territory is not there', () =>
    watched(async (talk) => {
      await run(talk);
      expect((await why(talk, 'why is there no card for D-hooli', cast.mara)).said).toContain(
        'No deal or lead named',
      );
    }));
});

describe('whoever was not told hears why', () => {
  test('no rule tells them', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, alert me', cast.nora);
      await run(talk);
      expect((await why(talk, 'why was I not told about Globex Renewal', cast.mara)).said).toContain(
        'No rule tells you of Globex Renewal.',
      );
    }));

  test('the rule told them, and it stands in the digest', () =>
    watched(async (talk) => {
      await setSetting(useOf(talk), { name: 'cards_per_day', value: 0, by });
      await set(talk, 'if a deal is over $100,000, alert me');
      await run(talk);
      const { said } = await why(talk, 'why was I not told about Globex Renewal');
      expect(said).toContain('Rule 1 (open deals over $100,000: you are told) told you of it');
      expect(said).toContain('beyond the limit of a day (0 cards a day), so it stands in your digest');
    }));

  test('the rule is off, in shadow, or the agent is', () =>
    watched(async (talk) => {
      const globex = 'why was I not told about Globex Renewal';
      await set(talk, 'if a deal is over $100,000, alert me, in shadow first');
      await run(talk);
      expect((await why(talk, globex)).said).toContain('is in shadow: it counts, and tells nobody.');
      await set(talk, 'switch off rule 1');
      expect((await why(talk, globex)).said).toContain('is off.');
      await set(talk, 'switch on rule 1');
      await set(talk, 'delete rule 1');
      await setMode(useOf(talk), { agent: 'pipeline', mode: 'shadow', by });
      await set(talk, 'if a deal is over $100,000, alert me');
      await run(talk);
      expect((await why(talk, globex)).said).toContain('the Pipeline agent is in shadow: nobody is told.');
    }));
});

describe('a rule is shown', () => {
  test('with its words, its maker, its versions, how often it had a say and what it keeps back now', () =>
    watched(async (talk) => {
      await set(talk, 'if the account is tagged as Strategic, skip the standard stale deal warnings');
      await set(talk, 'change rule 1 to skip stale warnings for deals over $10,000');
      await run(talk);
      const { said, next } = await why(talk, 'show rule 1');
      expect(said).toContain('Rule 1: open deals over $10,000: the stale warnings are skipped.');
      expect(said).toContain('In your words: "skip stale warnings for deals over $10,000".');
      expect(said).toContain(
        'v2, 20 Mar 2026: changed by you, "skip stale warnings for deals over $10,000".',
      );
      expect(said).toContain('v1, 20 Mar 2026: set by you, "if the account is tagged as Strategic');
      expect(said).toContain('It had a say 3 times since 20 Mar 2026');
      expect(said).toMatch(
        /It skips the warnings of 5 deals now: Umbrella Core, Globex Renewal, Hooli Rollout and 2 more\./,
      );
      expect(said).toContain('Way back: "switch off rule 1" or "delete rule 1".');
      expect(next).toEqual(['switch off rule 1', 'delete rule 1']);
    }));

  test('with the deals that its reader may see alone, and not at all to whoever it does not concern', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, tell Mara');
      const { said } = await why(talk, 'what does rule 1 do', cast.mara);
      expect(said).toContain('It is true of 1 deal now: Globex Renewal.');
      expect(said).not.toContain('Umbrella');
      expect(said).not.toContain('Way back');
      expect(is(await talk.ask('show rule 1', cast.dan), 'refused').because).toBe(
        'There is no rule 1 of yours.',
      );
    }));

  test('of what happens, it is of no deal before that does', () =>
    watched(async (talk) => {
      await set(talk, 'if the amount drops by 20% or more, alert me');
      const { said } = await why(talk, 'show rule 1');
      expect(said).toContain('It is of what happens: of no deal before it does.');
      expect(said).not.toMatch(/true of \d+ deals? now/);
    }));

  test('a deleted one leads back', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, alert me');
      await set(talk, 'delete rule 1');
      const { said } = await why(talk, 'show rule 1');
      expect(said).toContain('Deleted by you 20 Mar 2026.');
      expect(said).toContain('Way back: "restore rule 1".');
    }));
});
