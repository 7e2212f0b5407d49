import { describe, expect, test } from 'vitest';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { withModel } from '../support/language-model.ts';
import { company, is, names, type Talk } from './talk.ts';
import { reads, typed } from './typed.ts';

const talking = (
  replies: unknown[],
  work: (talk: Talk, sent: { user: string; system: string; schema: unknown }[]) => Promise<void>,
) => withModel(replies, (models, sent) => company((talk) => work(talk, sent), models));

const stuck = reads({
  status: ['open'],
  names: [{ field: 'stage', is: ['Negotiation'], not: false }],
  ranges: [{ field: 'days_in_stage', from: 30, to: null, exclusive: ['from'], currency: null }],
});
const odd = 'zorb me the frobnitz of it, mate';

describe('the language model', () => {
  test('is not asked for what the rules read', () =>
    talking([], async (talk) => {
      is(await talk.ask('open deals in EMEA'), 'answer');
    }));

  test('makes no question of a command of which a word was not read', () =>
    talking([], async (talk) => {
      is(await talk.ask('set the stale threshold for Foo to 14 days'), 'not understood');
      is(await talk.ask('undo the acme thing'), 'not understood');
      is(await talk.ask('set the stale threshold for EMEA'), 'clarify');
    }));

  test('reads what the rules leave into the same question, marked as such, and its run says what it took', () =>
    talking([stuck], async (talk, sent) => {
      const reply = is(await talk.ask(odd), 'answer');
      expect(reply.understood).toBe('Open deals in Negotiation for more than 30 days');
      expect(names(reply)).toEqual(['Acme Platform', 'Hooli Rollout']);
      expect(reply).toMatchObject({ via: 'model', model: 'claude-haiku-5-5', tokens: 1_100 });
      expect(reply.costUsd).toBeCloseTo(0.00015, 8);
      expect(reply.assumptions).toContain('Read by a language model.');
      expect(await talk.db('runs').where({ id: reply.runId }).first()).toMatchObject({
        model: 'claude-haiku-5-5',
        tokens_in: 1_000,
        tokens_out: 100,
        versions: { prompts: { 'read-request': 4 } },
      });
      expect(sent[0]?.user).toBe(odd);
    }));

  test.each([
    [
      'a metric against another period',
      reads({
        measure: 'metric',
        measured: 'win_rate',
        names: [{ field: 'territory', is: ['EMEA'], not: false }],
        periods: [{ field: 'close_date', period: 'this quarter' }],
        against: [{ names: [], ranges: [], periods: [{ field: 'close_date', period: 'last quarter' }] }],
      }),
      'Win rate in EMEA this quarter (1 Jan to 31 Mar 2026) compared with last quarter (1 Oct to 31 Dec 2025)',
    ],
    [
      'one territory against another',
      reads({
        status: ['open'],
        measure: 'sum',
        measured: 'amount',
        names: [{ field: 'territory', is: ['EMEA'], not: false }],
        against: [{ names: [{ field: 'territory', is: ['AMER'], not: false }], ranges: [], periods: [] }],
      }),
      'Open pipeline in EMEA compared with AMER',
    ],
    [
      'the median of a part, without one person',
      reads({
        measure: 'median',
        measured: 'amount',
        names: [{ field: 'owner', is: ['Dan Cole'], not: true }],
        ranges: [{ field: 'amount', from: 10_000, to: null, exclusive: [], currency: 'USD' }],
      }),
      'Median amount of deals not of Dan Cole of at least $10,000',
    ],
    [
      'what is missing, the largest first',
      reads({
        status: ['open'],
        whose: 'mine',
        missing: [{ fields: ['close_date'], any: false, not: false }],
        sort: [{ field: 'amount', down: true }],
      }),
      'Your open deals without close date, sorted by amount descending',
    ],
    [
      'leads by their source',
      reads({
        of: 'lead',
        measure: 'count',
        by: ['lead_source'],
        truths: [{ field: 'converted', value: false }],
      }),
      'Number of leads not converted by lead source',
    ],
    [
      'activities of a person',
      reads({ of: 'activity', measure: 'count', names: [{ field: 'person', is: ['Priya'], not: false }] }),
      'Number of activities of Priya Nair',
    ],
    [
      'a list of accounts with the columns that were asked for',
      reads({
        of: 'account',
        names: [{ field: 'territory', is: ['EMEA'], not: false }],
        ranges: [{ field: 'open_deals', from: null, to: 0, exclusive: [], currency: null }],
        show: ['owner', 'country'],
      }),
      'Accounts in EMEA without open deals, with owner and country',
    ],
    [
      'contacts of an account',
      reads({ of: 'contact', names: [{ field: 'account', is: ['Acme Corp'], not: false }] }),
      'Contacts for Acme',
    ],
    [
      'a value of the data, and a currency',
      reads({
        names: [
          { field: 'account.industry', is: ['software'], not: false },
          { field: 'currency', is: ['USD'], not: false },
        ],
      }),
      'Deals with industry Software with currency USD',
    ],
    [
      'groups whose measure meets a limit',
      reads({
        measure: 'metric',
        measured: 'win_rate',
        by: ['owner'],
        having: [{ from: 0.4, to: null, exclusive: ['from'], currency: null }],
      }),
      'Win rate by owner, over 40%',
    ],
    [
      'how deals stood on a past day',
      reads({
        status: ['open'],
        periods: [{ field: 'close_date', period: 'next 30 days' }],
        as_of: '2026-03-10',
      }),
      'Open deals closing from 10 Mar 2026 to 8 Apr 2026, as of 10 Mar 2026',
    ],
  ])('reads %s as the rules do', (_, reading, understood) =>
    talking([reading], async (talk) => {
      const reply = await talk.ask(odd);
      expect(reply, JSON.stringify(reply)).toMatchObject({ kind: 'answer', via: 'model', understood });
    }),
  );

  test.each([
    ['a field', typed({ by: ['shoe_size'] })],
    [
      'a field that is personal',
      typed({ of: 'lead', missing: [{ fields: ['email'], any: false, not: false }] }),
    ],
    ['a column', typed({ show: ['shoe_size'] })],
    ['a column that nobody may list', typed({ of: 'contact', show: ['email'] })],
    ['a metric', typed({ measure: 'metric', measured: 'happiness' })],
    ['a metric of another noun', typed({ of: 'lead', measure: 'metric', measured: 'win_rate' })],
    ['a group of a metric', typed({ measure: 'metric', measured: 'coverage', by: ['product'] })],
    ['a period', typed({ periods: [{ field: 'close_date', period: 'when pigs fly' }] })],
    ['a currency', typed({ names: [{ field: 'currency', is: ['doubloons'], not: false }] })],
    ['a value', typed({ names: [{ field: 'segment', is: ['Martian'], not: false }] })],
    ['a status of leads', typed({ of: 'lead', status: ['won'] })],
    ['a limit', typed({ limit: -3 })],
    ['a past day to come', typed({ as_of: '2026-06-30' })],
    ['a past day of a metric', typed({ measure: 'metric', measured: 'win_rate', as_of: '2026-03-01' })],
    ['a limit of groups', typed({ having: [{ from: 5, to: null, exclusive: [], currency: null }] })],
  ])('%s that does not exist is never run', (_, question) =>
    talking([{ message: 'question', unread: [], question }], async (talk) => {
      const reply = is(await talk.ask(odd), 'not understood');
      expect(reply.sentence).toMatch(/ is not known here\. The nearest things/);
    }),
  );

  test('a name that nobody bears is asked back, and the one that is chosen is then meant', () => {
    const reading = reads({ status: ['open'], names: [{ field: 'team', is: ['Zorblax'], not: false }] });
    return talking([reading, reading], async (talk) => {
      const asked = is(await talk.ask('what is cooking over at the Zorblax bunch?'), 'clarify');
      expect(asked.question).toMatch(/^No team is called "Zorblax" here/);
      const chosen = asked.options.find(({ label }) => label === 'EMEA Sales');
      const reply = is(await talk.press(asked, chosen?.choice ?? ''), 'answer');
      expect(reply.understood).toBe('Open deals of team EMEA Sales');
    });
  });

  test('an account beyond one’s scope is as unknown as one that does not exist', async () => {
    const of = (account: string) => reads({ names: [{ field: 'account', is: [account], not: false }] });
    await talking([of('Hooli'), of('Zorblax')], async (talk) => {
      const told = async () => {
        const { question, options } = is(await talk.ask(odd, cast.priya), 'clarify');
        return {
          question: question.replace('Hooli', 'Zorblax'),
          options: options.map(({ label }) => label).sort(),
        };
      };
      const theirs = await told();
      expect(theirs).toEqual(await told());
      expect(theirs.options).not.toContain('Hooli');
    });
  });

  test('words that it leaves over are shown, and nothing is run', () =>
    talking([reads({ status: ['open'] }, { unread: ['when is lunch'] })], async (talk) => {
      expect(is(await talk.ask('what is cooking, and when is lunch?'), 'partly understood').unread).toEqual([
        'when is lunch',
      ]);
    }));

  test('it can bring about nothing but questions', () =>
    talking(
      [
        { ...reads({}), command: { do: 'pause', what: 'everything' } },
        { message: 'pause everything', unread: [], question: typed() },
        { ...reads({}), message: 'wants a change' },
      ],
      async (talk) => {
        for (const expected of [
          /not with a request that/,
          /not with a request that/,
          /done by rules alone/,
        ]) {
          const reply = is(await talk.ask('kindly put the whole crew to bed'), 'not understood');
          expect(reply.sentence).toMatch(expected);
        }
        expect(await talk.db('pauses').count('* as n').first()).toEqual({ n: 0 });
      },
    ));

  test('people’s names leave as placeholders, and the schema holds nothing that the provider refuses', () =>
    talking([reads({ names: [{ field: 'owner', is: ['<PERSON_1>'], not: false }] })], async (talk, sent) => {
      const reply = is(await talk.ask('zorb me the frobnitz of Priya Nair'), 'answer');
      expect(reply.understood).toBe('Deals of Priya Nair');
      const wire = JSON.stringify(sent);
      for (const secret of ['Priya', 'Nair', 'Lind', 'example.com']) expect(wire).not.toContain(secret);
      for (const refused of ['$schema', 'inimum', 'aximum', 'minLength']) expect(wire).not.toContain(refused);
    }));

  test('its failure is a sentence and a category, and what can be done without it', () =>
    talking([new Response('{}', { status: 529 })], async (talk) => {
      const reply = is(await talk.ask(odd), 'not understood');
      expect(reply.sentence).toMatch(/^The language model could not be reached\. Nothing was run\./);
      expect(reply.next).toHaveLength(3);
      expect(await talk.db('runs').where({ id: reply.runId }).first()).toMatchObject({
        error_category: 'api',
      });
    }));
});

describe('the budget of a person and a day', () => {
  const budget = (talk: Talk, value: number, personId?: string) =>
    setSetting(
      { db: talk.db, now: talk.clock },
      {
        name: 'model_budget_usd',
        value,
        by: { kind: 'person', id: cast.ada },
        ...(personId ? { scope: 'person' as const, scopeId: personId } : {}),
      },
    );

  test('when it is spent the answer says until when and what can be asked, and no call is made', () =>
    talking([stuck, stuck], async (talk) => {
      await budget(talk, 0.0001);
      is(await talk.ask(odd), 'answer');
      const reply = is(await talk.ask(odd), 'not understood');
      expect(reply.sentence).toMatch(
        /^Your budget for today \(\$0\.00\d*\) is used\. It renews on 21 Mar, 00:00 UTC\. The nearest/,
      );
      expect(reply).toMatchObject({ via: 'rules', costUsd: 0 });
      expect(reply.next).toHaveLength(3);
      talk.clock.move('2026-03-21T00:00:01Z');
      is(await talk.ask(odd), 'answer');
    }));

  test('is each person’s own, and may differ', () =>
    talking([stuck, stuck, stuck], async (talk) => {
      await budget(talk, 0.0001);
      await budget(talk, 1, cast.mara);
      is(await talk.ask(odd, cast.ada), 'answer');
      is(await talk.ask(odd, cast.ada), 'not understood');
      is(await talk.ask(odd, cast.mara), 'answer');
      is(await talk.ask(odd, cast.mara), 'answer');
    }));

  test('counts runs that have not ended, and calls of which nothing came', () =>
    talking(['no JSON'], async (talk) => {
      await budget(talk, 0.0001);
      const failed = is(await talk.ask(odd), 'not understood');
      expect(failed.sentence).toMatch(/cannot be read/);
      expect(failed.costUsd).toBeGreaterThan(0.0001);
      expect(is(await talk.ask(odd), 'not understood').sentence).toMatch(/^Your budget for today/);
    }));

  test('of $0 means that no language model is used', () =>
    talking([], async (talk) => {
      await budget(talk, 0);
      expect(is(await talk.ask(odd), 'not understood').sentence).toMatch(/^Language models are switched off/);
    }));
});
