import { describe, expect, test } from 'vitest';
import { callStart } from '../../src/crew/call-start.ts';
import { runAgent } from '../../src/crew/run.ts';
import { startsOf, stopStarts } from '../../src/crew/starts.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { findingView } from '../../src/exceptions/findings.ts';
import { Later } from '../../src/jobs/later.ts';
import { checkSigned } from '../../src/outside/signed.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import {
  addWorkflow,
  keepWorkflowHosts,
  removeWorkflow,
  renewSecret,
  secretsOf,
  workflowById,
} from '../../src/settings/workflows.ts';
import { company, is, type Talk } from '../requests/talk.ts';
import { cast, withoutQuiet } from '../support/company.ts';

const by = { kind: 'person', id: cast.ada } as const;
const key = 'the house has a key of its own, of many letters';
const useOf = ({ db, clock }: Talk) => ({ db, now: clock, zone: 'UTC' });
const run = async (talk: Talk) => {
  const ran = await runAgent(useOf(talk), { agent: 'pipeline', by, wokenBy: 'schedule' });
  expect(ran.say, ran.sentence).toBe('done');
};
const say = async (talk: Talk, text: string, who: string = cast.ada) => {
  const asked = is(await talk.ask(text, who, text), 'confirm');
  expect(is(await talk.ask('yes', who, text), 'done').how).toBe('done');
  return asked;
};
const change = (talk: Talk, id: string, set: Record<string, string | number>) =>
  builtinWriter({ db: talk.db, now: talk.clock }).write({
    key: `${id} ${JSON.stringify(set)} ${talk.clock.now().toISOString()}`,
    ref: { noun: 'deal', id },
    set,
    expect: { fields: {}, version: null },
    by,
  });
const starts = (talk: Talk) => startsOf(talk.db, { rule: 1 });

/** Workflows outside: what each was sent, and what it answers next. */
function outside() {
  const sent: { id: string; body: string; headers: Record<string, string> }[] = [];
  const answers: number[] = [];
  return {
    sent,
    answers,
    calls: {
      hosts: ['hooks.example.com'],
      resolve: async () => [{ address: '93.184.215.14', family: 4 }],
      post: async (to: { headers: Record<string, string>; body: string }) => {
        sent.push({ id: to.headers['x-steward-delivery'] ?? '', body: to.body, headers: to.headers });
        const status = answers.shift() ?? 200;
        if (status === 0) throw new Error('ECONNRESET');
        return { status, retryAfter: null };
      },
    },
  };
}
type Outside = ReturnType<typeof outside>;

/** The cast with the workflow "customer onboarding", and a rule that starts it when a deal moves to Contract. */
const started = (work: (talk: Talk, at: Outside) => Promise<void>, sabotage?: string) =>
  company(async (talk) => {
    if (sabotage) await talk.owner.raw(sabotage);
    await withoutQuiet(talk.db);
    await keepWorkflowHosts(talk.db, ['hooks.example.com']);
    await addWorkflow(talk, {
      name: 'customer onboarding',
      url: 'https://hooks.example.com/x',
      byId: cast.ada,
      now: talk.clock.now(),
    });
    await say(talk, 'if a deal moves to Contract, start the customer onboarding workflow');
    await run(talk);
    expect(await starts(talk)).toEqual([]);
    talk.clock.move('2026-03-21T10:00:00Z');
    await change(talk, 'D-globex', { stage: 'Contract' });
    await work(talk, outside());
  });
/** What a worker would do when the time to stop it is over: calls it, and says in how many seconds it comes again; null where it does not. */
const work = async (talk: Talk, at: Outside, startId = 1): Promise<number | null> => {
  const [start] = await startsOf(talk.db, { start: startId });
  if (start && start.stoppableUntil > talk.clock.now()) talk.clock.move(start.stoppableUntil);
  return call(talk, at, startId);
};
const call = async (talk: Talk, at: Outside, startId = 1): Promise<number | null> => {
  try {
    await callStart({ ...useOf(talk), key, calls: at.calls }, { startId });
    return null;
  } catch (error) {
    if (error instanceof Later) return (error.afterMs ?? 0) / 1000;
    throw error;
  }
};
/** Out of Contract and into it again within the same day; the run takes it up each time. */
const thereAndBack = async (talk: Talk) => {
  talk.clock.move('2026-03-21T11:00:00Z');
  await change(talk, 'D-globex', { stage: 'Negotiation' });
  await run(talk);
  talk.clock.move('2026-03-21T12:00:00Z');
  await change(talk, 'D-globex', { stage: 'Contract' });
  await run(talk);
};
const stateOf = async (talk: Talk) => (await starts(talk)).map(({ state, because }) => [state, because]);
const cards = (talk: Talk) => talk.db('cards').where('key', 'like', 'finding:%').pluck('channel');

describe('a rule that starts a workflow', () => {
  test('has it called once for a deal that comes there after the rule was set, signed', () =>
    started(async (talk, at) => {
      await run(talk);
      expect(await work(talk, at)).toBeNull();
      expect(at.sent).toHaveLength(1);
      const [one] = at.sent;
      expect(JSON.parse(one?.body ?? '')).toEqual({
        id: one?.id,
        event: 'moved',
        day: '2026-03-21',
        deal: { id: 'D-globex', name: 'Globex Renewal', stage: 'Contract' },
        rule: { number: 1, version: 1, says: 'open deals in Contract, when one comes there' },
      });
      const workflow = await workflowById(talk.db, 1);
      const [secret = ''] = workflow ? secretsOf(key, workflow, talk.clock.now()) : [];
      expect(
        checkSigned({
          secret,
          now: new Date(),
          timestamp: one?.headers['x-steward-timestamp'],
          signature: one?.headers['x-steward-signature'],
          body: Buffer.from(one?.body ?? ''),
        }),
      ).toEqual({ ok: true });
      expect(await stateOf(talk)).toEqual([['started', null]]);
      expect(await cards(talk)).toEqual([]);
      expect(await talk.db('audit').where({ subject_kind: 'start' }).orderBy('id').pluck('action')).toEqual([
        'start.begun',
        'start.started',
      ]);
    }));

  test('has it called no second time: not by another run, not by the job again, not when the deal comes back that day', () =>
    started(async (talk, at) => {
      await run(talk);
      await work(talk, at);
      await run(talk);
      await work(talk, at);
      await thereAndBack(talk);
      await work(talk, at);
      expect(await starts(talk)).toHaveLength(1);
      expect(await talk.db('outbox').where({ topic: 'start' })).toHaveLength(1);
      expect(at.sent).toHaveLength(1);
    }));

  test('has it called again for another occasion, with another id', () =>
    started(async (talk, at) => {
      await run(talk);
      await work(talk, at);
      await change(talk, 'D-globex', { stage: 'Negotiation' });
      await run(talk);
      talk.clock.move('2026-03-23T10:00:00Z');
      await change(talk, 'D-globex', { stage: 'Contract' });
      await run(talk);
      await work(talk, at, (await starts(talk))[0]?.id);
      expect(at.sent).toHaveLength(2);
      expect(new Set(at.sent.map(({ id }) => id)).size).toBe(2);
    }));

  test('is not carried out anew by another version of the rule', () =>
    started(async (talk, at) => {
      await run(talk);
      await work(talk, at);
      await say(talk, 'switch off rule 1');
      await run(talk);
      await say(talk, 'switch on rule 1');
      await run(talk);
      expect(await starts(talk)).toHaveLength(1);
    }));

  test.each([
    ['the rule is in shadow', (talk: Talk) => say(talk, 'put rule 1 in shadow')],
    [
      'the agent is in shadow',
      (talk: Talk) => talk.db('agents').where({ name: 'pipeline' }).update({ mode: 'shadow' }),
    ],
    [
      'whoever made the rule has left',
      (talk: Talk) => talk.db('people').where({ id: cast.ada }).update({ active: false }),
    ],
  ] as const)('starts nothing where %s, and does not make up for it', (_, first) =>
    started(async (talk, at) => {
      await first(talk);
      await run(talk);
      await talk.db('agents').where({ name: 'pipeline' }).update({ mode: 'suggest' });
      await run(talk);
      expect(await starts(talk)).toEqual([]);
      expect(at.sent).toEqual([]);
    }),
  );

  test('waits while everything, the agent or the customer is paused, and goes on after it', () =>
    started(async (talk, at) => {
      await run(talk);
      for (const target of [
        { scope: 'everything' },
        { scope: 'agent', subjectId: 'pipeline' },
        { scope: 'customer', subjectId: 'A-globex' },
      ] as const) {
        await pause(useOf(talk), { ...target, by });
        expect(await work(talk, at)).toBe(5);
        expect(at.sent).toEqual([]);
        await resume(useOf(talk), { ...target, by });
      }
      expect(await work(talk, at)).toBeNull();
      expect(at.sent).toHaveLength(1);
    }));

  test.each([
    ['switch off rule 1', 'Rule 1 was switched off before.'],
    ['delete rule 1', 'Rule 1 was deleted before.'],
  ])('calls nothing any more after "%s"', (text, because) =>
    started(async (talk, at) => {
      await run(talk);
      await say(talk, text);
      expect(await work(talk, at)).toBeNull();
      expect(at.sent).toEqual([]);
      expect(await stateOf(talk)).toEqual([['withdrawn', because]]);
    }),
  );
});

describe('the same trials notice a house', () => {
  const sabotaged = (event: string, body: string) =>
    `create function sabotage() returns trigger language plpgsql as $$ begin ${body} return new; end $$;
     create trigger sabotage before ${event} on starts for each row execute function sabotage()`;

  test('in which each finding is another occasion', () =>
    started(
      async (talk, at) => {
        await run(talk);
        await thereAndBack(talk);
        for (const { id } of await starts(talk)) await work(talk, at, id);
        expect(at.sent).toHaveLength(2);
      },
      sabotaged('insert', "new.since := new.since + nextval('starts_id_seq')::int;"),
    ));

  test('that forgets what was taken', () =>
    started(
      async (talk, at) => {
        await run(talk);
        await work(talk, at);
        await work(talk, at);
        expect(at.sent).toHaveLength(2);
      },
      sabotaged('update', "new.state := 'waiting'; new.ended_at := null;"),
    ));
});

describe('a workflow that does not answer', () => {
  test('is tried again ever later with the same id and body, until it takes it', () =>
    started(async (talk, at) => {
      await run(talk);
      at.answers.push(503, 0, 429);
      expect([
        await work(talk, at),
        await work(talk, at),
        await work(talk, at),
        await work(talk, at),
      ]).toEqual([5, 30, 120, null]);
      expect(new Set(at.sent.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
      expect(await stateOf(talk)).toEqual([['started', null]]);
    }));

  test('is given up after the eighth time, and whoever made the rule is told once', () =>
    started(async (talk, at) => {
      await run(talk);
      at.answers.push(...Array<number>(8).fill(500));
      for (let n = 1; n < 8; n++) expect(await work(talk, at)).toBeGreaterThan(0);
      expect(await work(talk, at)).toBeNull();
      expect(await work(talk, at)).toBeNull();
      expect(at.sent).toHaveLength(8);
      expect(await cards(talk)).toEqual(['dm:U_ADA']);
      const [start] = await starts(talk);
      expect(await findingView(talk.db, start?.findingId ?? 0)).toMatchObject({
        headline: 'The workflow customer onboarding was not started for Globex Renewal',
        sentence:
          'hooks.example.com could not take it (500). It was tried 8 times. Rule 1 starts it; nothing else was done.',
        asks: [
          { label: 'Try again', text: 'try start 1 again' },
          { label: 'Show the deal', text: 'show deal Globex Renewal' },
        ],
      });
    }));

  test('or refuses is not tried again by itself, but by a person, and the card says what came of it', () =>
    started(async (talk, at) => {
      await run(talk);
      at.answers.push(404);
      expect(await work(talk, at)).toBeNull();
      expect(await stateOf(talk)).toEqual([['failed', 'hooks.example.com refused it (404).']]);
      await say(talk, 'try start 1 again');
      expect(await talk.db('outbox').where({ topic: 'start' })).toHaveLength(1);
      expect(await work(talk, at)).toBeNull();
      expect(new Set(at.sent.map(({ id }) => id)).size).toBe(1);
      const [start] = await starts(talk);
      expect(start?.state).toBe('started');
      expect(await findingView(talk.db, start?.findingId ?? 0)).toMatchObject({
        headline: 'The workflow customer onboarding was started for Globex Renewal',
        asks: [{ label: 'Show the deal' }],
      });
      expect(is(await talk.ask('try start 1 again'), 'text').sentence).toBe(
        'Start 1 (customer onboarding for Globex Renewal) has not failed: it is done.',
      );
    }));

  test('and was given up says so, with the way to try again, when the deal has moved on', () =>
    started(async (talk, at) => {
      await run(talk);
      at.answers.push(404);
      expect(await work(talk, at)).toBeNull();
      talk.clock.move('2026-03-21T12:00:00Z');
      await change(talk, 'D-globex', { stage: 'Negotiation' });
      await run(talk);
      const [start] = await starts(talk);
      expect(await talk.db('findings').where({ id: start?.findingId }).first('gone_at')).not.toEqual({
        gone_at: null,
      });
      expect(await findingView(talk.db, start?.findingId ?? 0)).toMatchObject({
        headline: 'The workflow customer onboarding was not started for Globex Renewal',
        asks: [{ label: 'Try again' }, { label: 'Show the deal' }],
        goneAt: null,
      });
    }));

  test('is no longer called once it is removed or its host is no longer named', () =>
    started(async (talk, at) => {
      await run(talk);
      at.calls.hosts = [];
      expect(await work(talk, at)).toBeNull();
      expect((await stateOf(talk))[0]?.[1]).toMatch(/^hooks\.example\.com is none of the hosts/);
      await talk.db('starts').update({ state: 'waiting', ended_at: null, because: null });
      await removeWorkflow(talk, { id: 1, byId: cast.ada, now: talk.clock.now() });
      expect(await work(talk, at)).toBeNull();
      expect(await stateOf(talk)).toEqual([['failed', 'The workflow customer onboarding is no more.']]);
      expect(at.sent).toEqual([]);
    }));
});

test('for a day after a new secret was made a call is signed with the last one as well', () =>
  started(async (talk) => {
    const of = async () => {
      const workflow = await workflowById(talk.db, 1);
      return workflow ? secretsOf(key, workflow, talk.clock.now()) : [];
    };
    const [first] = await of();
    await renewSecret(talk, { id: 1, was: 1, byId: cast.ada, now: talk.clock.now() });
    const both = await of();
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(first);
    talk.clock.move('2026-03-22T10:00:01Z');
    expect(await of()).toEqual([both[0]]);
  }));

describe('what is started outside is held first', () => {
  const calledAfter = async (talk: Talk, at: Outside, minutes: number) => {
    talk.clock.move(new Date(new Date('2026-03-21T10:00:00Z').getTime() + minutes * 60_000));
    return [await call(talk, at), at.sent.length];
  };

  test('for five minutes, or as long as it is set; whoever made the rule is told', () =>
    started(async (talk, at) => {
      await run(talk);
      expect(await calledAfter(talk, at, 4)).toEqual([60, 0]);
      expect(await calledAfter(talk, at, 5)).toEqual([null, 1]);
      expect(await talk.db('cards').where('key', 'like', 'start:%').select('key', 'channel')).toEqual([
        { key: 'start:1', channel: 'dm:U_ADA' },
      ]);
    }));

  test('and after a pause for five minutes more', () =>
    started(async (talk, at) => {
      await run(talk);
      await pause(useOf(talk), { scope: 'everything', by });
      expect(await calledAfter(talk, at, 30)).toEqual([5, 0]);
      await resume(useOf(talk), { scope: 'everything', by });
      expect(await calledAfter(talk, at, 34)).toEqual([60, 0]);
      expect(await calledAfter(talk, at, 35)).toEqual([null, 1]);
    }));

  test('stopped and called at the same moment it is one of the two, in thirty of thirty', () =>
    started(async (talk, at) => {
      await run(talk);
      const [of] = await talk.db('starts');
      const { id: _, key: __, ...row } = of;
      const ids: number[] = [];
      for (let n = 0; n < 30; n++) {
        const [made] = await talk
          .db('starts')
          .insert({ ...row, since: `2026-05-${10 + (n % 20)}`, subject_id: `D-${n}` })
          .returning('id');
        ids.push(made.id);
      }
      await setSetting(useOf(talk), { name: 'starts_per_hour', value: 1000, by });
      talk.clock.move('2026-03-21T10:05:00Z');
      const came = await Promise.all(
        ids.map(async (id) => {
          const [, stopped] = await Promise.all([
            call(talk, at, id),
            talk.db.transaction((trx) => stopStarts(trx, { ids: [id], by: cast.ada, now: talk.clock.now() })),
          ]);
          return stopped.length;
        }),
      );
      const stopped = came.reduce((sum, one) => sum + one, 0);
      expect(at.sent.length + stopped).toBe(30);
      expect(await talk.db('starts').where({ state: 'stopped' }).whereNotNull('called_at')).toEqual([]);
    }));

  test('while it is being called Stop is too late', () =>
    started(async (talk, at) => {
      await run(talk);
      const { post } = at.calls;
      const came: number[][] = [];
      at.calls.post = async (to) => {
        came.push(
          await talk.db.transaction((trx) =>
            stopStarts(trx, { ids: [1], by: cast.ada, now: talk.clock.now() }),
          ),
        );
        return post(to);
      };
      expect(await work(talk, at)).toBeNull();
      expect([came, await stateOf(talk)]).toEqual([[[]], [['started', null]]]);
    }));

  test('on a person’s word: the database takes no start without one, and none that is not held', () =>
    started(async (talk) => {
      await run(talk);
      const { id: _, key: __, ...row } = await talk.db('starts').first();
      const insert = (other: object) => talk.db('starts').insert({ ...row, subject_id: 'D-x', ...other });
      await expect(insert({ ordered_by: null })).rejects.toThrow('not-null');
      await expect(insert({ ordered_by: 'pipeline' })).rejects.toThrow('starts_ordered_by_fkey');
      await expect(insert({ stoppable_until: row.begun_at })).rejects.toThrow('starts_are_held');
    }));
});

test('over the cap of an hour starts wait for their turn; it is told once, and none is lost', () =>
  started(async (talk, at) => {
    await run(talk);
    const { id: _, key: __, ...row } = await talk.db('starts').first();
    await talk.db('starts').insert(Array.from({ length: 6 }, (___, n) => ({ ...row, subject_id: `D-${n}` })));
    await setSetting(useOf(talk), { name: 'starts_per_hour', value: 3, by });
    const ids: number[] = await talk.db('starts').orderBy('id').pluck('id');
    const floods = () =>
      talk.db('start_floods').orderBy('id').select(talk.db.raw('ended_at is not null as over'));
    const round = async (at_: string) => {
      talk.clock.move(at_);
      const before = at.sent.length;
      for (const id of ids) await call(talk, at, id);
      return at.sent.length - before;
    };
    expect(await round('2026-03-21T10:05:00Z')).toBe(3);
    expect(await round('2026-03-21T11:04:00Z')).toBe(0);
    expect(await floods()).toEqual([{ over: false }]);
    expect(await round('2026-03-21T11:06:00Z')).toBe(3);
    expect(await round('2026-03-21T12:07:00Z')).toBe(1);
    expect(await floods()).toEqual([{ over: true }]);
    expect(new Set(at.sent.map(({ id }) => id)).size).toBe(7);
    expect(await talk.db('cards').where('key', 'like', 'flood:%')).toHaveLength(1);
  }));
