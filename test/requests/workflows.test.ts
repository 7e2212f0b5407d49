import { describe, expect, test } from 'vitest';
import { begin, endStart, startsOf } from '../../src/crew/starts.ts';
import { ruleNumbered } from '../../src/settings/rules.ts';
import { currentSettings } from '../../src/settings/settings.ts';
import { keepWorkflowHosts, workflowsNow } from '../../src/settings/workflows.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const add = 'add the workflow customer onboarding at https://hooks.example.com/start/here?key=K1';
const named = (work: (talk: Talk) => Promise<void>) =>
  company(async (talk) => {
    await keepWorkflowHosts(talk.db, ['hooks.example.com']);
    await work(talk);
  });
const say = async (talk: Talk, text: string, who: string = cast.ada) => {
  const asked = is(await talk.ask(text, who, text), 'confirm');
  return { asked, done: is(await talk.ask('yes', who, text), 'done') };
};
const secretsToTell = (talk: Talk) =>
  talk.db('outbox').where({ topic: 'secret' }).orderBy('id').pluck('body');
const failedStart = async (talk: Talk) => {
  await say(talk, 'if a deal moves to Contract, start the customer onboarding workflow');
  const rule = await ruleNumbered(talk.db, 1);
  if (!rule) throw new Error('There is no rule.');
  const now = talk.clock.now();
  await begin(talk.db, { now, zone: 'UTC', settings: await currentSettings(talk.db, now) }, [
    {
      rule,
      said: 'deals in Contract',
      workflowId: 1,
      findingId: 1,
      runId: 'R1',
      deal: { id: 'D-globex', name: 'Globex Renewal', stage: 'Contract' },
      since: '2026-03-20',
    },
  ]);
  const [start] = await startsOf(talk.db, { rule: 1 });
  if (start)
    await endStart(talk.db, start, {
      state: 'failed',
      because: 'hooks.example.com refused it (404).',
      now: talk.clock.now(),
    });
};

describe('a workflow', () => {
  test('is added by an administrator, whole address read back, and its secret goes to them alone', () =>
    named(async (talk) => {
      const { asked, done } = await say(talk, add);
      expect(asked.headline).toBe(
        'Add the workflow customer onboarding at https://hooks.example.com/start/here?key=K1.',
      );
      expect(done.sentence).toBe(
        'The workflow customer onboarding is added. Its secret, with which each call is signed, comes to you alone as a direct message, once.',
      );
      expect(await workflowsNow(talk.db)).toMatchObject([
        { name: 'customer onboarding', url: 'https://hooks.example.com/start/here?key=K1' },
      ]);
      // The message itself is made when it is sent: no table holds a secret.
      expect(await secretsToTell(talk)).toEqual([{ workflowId: 1, version: 1, user: 'U_ADA' }]);
      expect(is(await talk.ask(add), 'text').sentence).toMatch(
        /^There is a workflow customer onboarding already/,
      );
      expect(await talk.db('audit').where({ action: 'workflow.added' })).toHaveLength(1);
    }));

  test.each([cast.mara, cast.ana, cast.oskar, cast.priya])('is added by nobody else: %s', (who) =>
    named(async (talk) => {
      expect(is(await talk.ask(add, who), 'refused').because).toBe(
        'Adding a workflow needs an administrator. Ask Ada Moss.',
      );
    }),
  );

  test.each([
    ['https://evil.example/x', 'evil.example is none of the hosts that may be called (hooks.example.com).'],
    ['http://hooks.example.com/x', 'A workflow is called over https alone, not over http.'],
    ['https://127.0.0.1/x', '127.0.0.1 is none of the hosts'],
    ['https://u:p@hooks.example.com/x', 'An address with a name or a password in it is not called'],
  ])('at %s is not added', (url, because) =>
    named(async (talk) => {
      expect(is(await talk.ask(`add the workflow onboarding at ${url}`), 'text').sentence).toContain(because);
      expect(await workflowsNow(talk.db)).toEqual([]);
    }),
  );

  test('gets a new secret, and is removed, by what names the way back', () =>
    named(async (talk) => {
      await say(talk, add);
      const renewed = await say(talk, 'new secret for the customer onboarding workflow');
      expect(renewed.asked.consequence).toContain('for 24 hours with the last one as well');
      expect(await secretsToTell(talk)).toMatchObject([{ version: 1 }, { version: 2 }]);
      await say(talk, 'if a deal is won, start the customer onboarding workflow');
      const removed = await say(talk, 'remove the workflow customer onboarding');
      expect(removed.asked.consequence).toContain('Rule 1 can start it no more');
      expect(await workflowsNow(talk.db)).toEqual([]);
      expect(is(await talk.ask('show workflows'), 'text').sentence).toBe('No workflow is added.');
    }));

  test('does not go back with undo, which says so before it takes back what was before', () =>
    named(async (talk) => {
      await say(talk, 'set the stale threshold to 14 days');
      talk.clock.move('2026-03-20T10:05:00Z');
      await say(talk, add);
      const asked = is(await talk.ask('undo', cast.ada, 'u'), 'confirm');
      expect(asked.headline).toContain('Stale after');
      expect(asked.consequence).toContain('What you did later, "add the workflow customer onboarding');
      await talk.press(asked, 'yes', cast.ada);
      expect(is(await talk.ask('undo', cast.ada, 'v'), 'text').sentence).toContain(
        'does not go back with "undo"',
      );
    }));
});

describe('a rule that starts a workflow', () => {
  const rule = 'if a deal is marked Closed Won, trigger the customer onboarding workflow';

  test('is asked about where there is no such workflow', () =>
    named(async (talk) => {
      expect(is(await talk.ask(rule), 'clarify').question).toBe(
        'There is no workflow "customer onboarding workflow". An administrator adds one: "add the workflow customer onboarding at https://…". No rule was made.',
      );
      await say(talk, add);
      expect(is(await talk.ask('if a deal is won, start the billing workflow'), 'clarify').question).toBe(
        'There is no workflow "billing workflow". There are: customer onboarding. No rule was made.',
      );
    }));

  test('says before the yes that something outside is started, where, and how often it would have been', () =>
    named(async (talk) => {
      await say(talk, add);
      const { asked, done } = await say(talk, rule);
      expect(asked.headline).toBe(
        'Rule: won deals, when one comes there: the workflow customer onboarding is started.',
      );
      expect(asked.consequence).toContain(
        'In the 64 days that are known it would have happened 1 time, to 1 deal (Acme Starter).',
      );
      expect(asked.consequence).toContain(
        'Each time, at most once a day for a deal, hooks.example.com is called, outside: it gets the name, the id and the stage of the deal and the words of the rule.',
      );
      expect(done.sentence).toMatch(/^Rule 1 is on: won deals, when one comes there: /);
      expect(await ruleNumbered(talk.db, 1)).toMatchObject({
        happens: 'moved',
        effect: { does: 'start', workflow: 1 },
      });
    }));

  test('is for those who answer for others, not for a rep', () =>
    named(async (talk) => {
      await say(talk, add);
      expect(is(await talk.ask(rule, cast.priya), 'refused').because).toContain('That rule needs a manager');
    }));
});

describe('what came of it', () => {
  test('stands in the rule as it is shown, under Why of the deal, and can be tried again', () =>
    named(async (talk) => {
      await say(talk, add);
      await failedStart(talk);
      const line =
        'Start 1: customer onboarding for Globex Renewal, not started, given up 20 Mar, 11:00 CET: hooks.example.com refused it (404).';
      const shown = is(await talk.ask('show rule 1'), 'text');
      expect(shown.sentence).toMatch(/^Rule 1: open deals in Contract, when one comes there: the workflow/);
      expect(shown.lines).toContain('Calls hooks.example.com, outside.');
      expect(shown.lines.join('\n')).toContain(line);
      expect(shown.next.map(({ request }) => request)).toContain('try start 1 again');
      const why = is(await talk.ask('why did you flag Globex Renewal?'), 'text');
      expect(why.lines).toContain(line);
      const { asked } = await say(talk, 'try start 1 again');
      expect(asked.consequence).toContain('with the same id as before');
      expect((await startsOf(talk.db, { rule: 1 }))[0]?.state).toBe('waiting');
    }));

  test('is nothing of somebody else', () =>
    named(async (talk) => {
      await say(talk, add);
      await failedStart(talk);
      expect(is(await talk.ask('try start 1 again', cast.mara), 'text').sentence).toBe(
        'There is no start 1 of a rule of yours.',
      );
      expect(is(await talk.ask('show rule 1', cast.priya), 'refused').because).toContain(
        'There is no rule 1 of yours.',
      );
    }));
});
