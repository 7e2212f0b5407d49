import { describe, expect, test } from 'vitest';
import { runAgent } from '../../src/crew/run.ts';
import { replyJson } from '../../src/requests/json.ts';
import { whyOf } from '../../src/runs/why.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const look = (talk: Talk) =>
  runAgent(
    { db: talk.db, now: talk.clock, zone: 'UTC' },
    { agent: 'pipeline', by: { kind: 'system', id: 'clock' }, wokenBy: 'schedule' },
  );

describe('why', () => {
  test('a deal was flagged: the fact, the limit, the run', () =>
    company(async (talk) => {
      await look(talk);
      const { subject_id: id } = await talk.db('proposals').first('subject_id');
      const { name } = await talk.db('deals').where({ id }).first('name');
      const reply = is(await talk.ask(`why did you flag ${name}?`), 'text');
      expect(reply.sentence).toMatch(/^In \w+ since .*: \d+ days\. Limit 30 \(setting stale days/);
      expect(reply.lines.join(' ')).toMatch(/Decided: Ask a person: .*Woken by: Schedule/s);
      expect(replyJson(reply)).toMatchObject({ intent: 'explain_run', slots: { value: name } });
    }));

  test('a run by its id', () =>
    company(async (talk) => {
      const { runId } = await look(talk);
      const reply = is(await talk.ask(`explain run ${runId?.toLowerCase()}`), 'text');
      expect(reply.understood).toBe(`Why: Run ${runId}`);
      expect(is(await talk.ask('explain the last run'), 'text').understood).toBe(`Why: Run ${runId}`);
      expect(is(await talk.ask('explain run 9ZZZ'), 'clarify').question).toMatch(/^There is no run 9ZZZ\./);
    }));

  test('a deal that no agent has spoken of: what stands about it', () =>
    company(async (talk) => {
      expect(is(await talk.ask('why did you flag Globex Renewal', cast.mara), 'text').sentence).toBe(
        'No agent has said anything about Globex Renewal. It has been in Negotiation for 15 days (limit 30).',
      );
    }));

  test('what lies beyond the scope is not explained', () =>
    company(async (talk) => {
      await look(talk);
      expect(is(await talk.ask('why did you flag Hooli Rollout', cast.priya), 'text').sentence).toMatch(
        /^No deal or lead named/,
      );
    }));

  test('"why" after an answer explains how it was read; without one it asks', () =>
    company(async (talk) => {
      expect(is(await talk.ask('why?', cast.mara, 't1'), 'clarify').question).toMatch(/^Why what\?/);
      await talk.ask('how many open deals', cast.mara, 't1');
      expect(is(await talk.ask('why?', cast.mara, 't1'), 'text').sentence).toMatch(
        /^Mara Lind asked: "how many open deals"\. Read by rules/,
      );
    }));
});

describe('what an agent did', () => {
  test('counts of a period, with its runs; nothing is said plainly', () =>
    company(async (talk) => {
      expect(is(await talk.ask('what did the pipeline agent do today', cast.mara), 'text').sentence).toBe(
        'No run of Pipeline agent, today (20 Mar 2026).',
      );
      const { runId, sentence } = await look(talk);
      const reply = is(await talk.ask('what did the pipeline agent do today', cast.mara), 'text');
      expect(reply.sentence).toMatch(
        /^Pipeline agent: 1 run, 5 found, 1 proposed, 1 card and 0 changes made\./,
      );
      expect(reply.lines).toEqual([`20 Mar, 11:00 CET, run ${runId}: ${sentence}`]);
      expect(is(await talk.ask('what did pipeline do yesterday', cast.mara), 'text').sentence).toBe(
        'No run of Pipeline agent, yesterday (19 Mar 2026).',
      );
    }));
});

describe('what language models cost', () => {
  test('nothing is said plainly, with the period', () =>
    company(async (talk) => {
      const reply = is(await talk.ask('what did we spend on models this month'), 'text');
      expect(reply.sentence).toMatch(
        /^Language models cost nothing, this month \(1 Mar to 31 Mar 2026\): \$0\. \d+ runs?, none with a model\.$/,
      );
      expect(replyJson(reply)).toMatchObject({
        intent: 'cost_report',
        slots: { period: { name: 'this month', from: '2026-03-01', to: '2026-03-31' } },
        answer: { kind: 'value', value: 0, unit: 'usd' },
      });
    }));

  test('by agent, the costliest first, of that period only', () =>
    company(async (talk) => {
      const run = (id: string, agent: string, at: string, cost: number) => ({
        id,
        agent,
        woken_by: 'question',
        actor_kind: 'person',
        actor_id: cast.mara,
        started_at: at,
        model: 'small',
        tokens_in: 100,
        tokens_out: 50,
        cost_usd: cost,
      });
      await talk
        .db('runs')
        .insert([
          run('2AAA', 'requests', '2026-03-10T10:00:00Z', 0.004),
          run('2BBB', 'pipeline', '2026-03-11T10:00:00Z', 1.5),
          run('2CCC', 'pipeline', '2026-03-15T23:59:59Z', 0.25),
          run('2DDD', 'pipeline', '2026-03-16T00:00:00Z', 9),
        ]);
      const reply = is(await talk.ask('cost by agent last week', cast.oskar), 'text');
      expect(reply.sentence).toBe(
        'Language models cost $1.75, last week (9 Mar to 15 Mar 2026). 3 runs of 3 used one, 450 tokens.',
      );
      expect(reply.lines).toEqual([
        'Pipeline agent: $1.75, 2 runs with a model of 2 runs.',
        'Questions: $0.004, 1 run with a model of 1 run.',
      ]);
      expect(replyJson(reply)).toMatchObject({
        slots: { group_by: ['agent'], period: { name: 'last week', from: '2026-03-09', to: '2026-03-15' } },
        answer: {
          kind: 'series',
          series: [
            { key: 'Pipeline agent', value: 1.75 },
            { key: 'Questions', value: 0.004 },
          ],
        },
      });
      expect(is(await talk.ask('how much did the pipeline agent cost last week'), 'text').sentence).toMatch(
        /^Language models cost \$1\.75 for Pipeline agent/,
      );
    }));
});

describe('what is not there yet', () => {
  test.each([['resume outreach', 'resume_agent', { agent: ['outreach'] }]] as const)(
    '%s: one sentence, what is possible instead, and nothing is done',
    (text, intent, slots) =>
      company(async (talk) => {
        const before = await talk.db('agents');
        const reply = is(await talk.ask(text, cast.mara), 'text');
        expect(reply.sentence).toMatch(/yet.*Nothing was changed; the request is recorded\.$/);
        expect(replyJson(reply)).toMatchObject({ intent, slots });
        expect(reply.next.length).toBeGreaterThan(0);
        expect(await talk.db('settings')).toEqual([]);
        expect(await talk.db('agents')).toEqual(before);
        expect(await talk.db('runs').where({ id: reply.runId }).first('output')).toMatchObject({
          output: { intent },
        });
      }),
  );
});

test('why of an answer names the program that read it, and the rows it was read from', () =>
  company(async (talk) => {
    const answer = is(await talk.ask('open deals by stage', cast.mara), 'answer');
    const why = await whyOf(talk.db, { kind: 'request', id: String(answer.requestId) });
    const line = (label: string) => why.lines.find((one) => one.label === label)?.text;
    expect(line('Versions')).toMatch(/^Steward \d+\.\d+\.\d+$/);
    expect(line('Read')).toMatch(/^deals \(.*stage.*\)$/);
    expect(why.evidence).toMatchObject({ of: 'deal' });
  }));
