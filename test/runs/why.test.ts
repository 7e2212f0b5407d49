import { expect, test } from 'vitest';
import { pipeline } from '../../src/agents/pipeline/agent.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { personById } from '../../src/people/people.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { expireRawPayloads } from '../../src/runs/retention.ts';
import { failRun, finishRun, startRun } from '../../src/runs/runs.ts';
import { type Why, whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.mara } as const;
const text = (why: Why, label: string) => why.lines.find((line) => line.label === label)?.text;

async function acme(db: Db) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const use = { db, now: stoppedAt(friday), zone: 'UTC' };
  await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
  await setSetting(use, { name: 'cards_first_run', value: 10, by });
  await setSetting(use, { name: 'stale_days', value: 28, scope: 'territory', scopeId: 'T-emea', by });
  const run = await runAgent(use, { agent: 'pipeline', by, wokenBy: 'hand' });
  const exception = await db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .where('p.subject_id', 'D-acme')
    .first('e.id');
  return { use, run, id: String(exception.id) };
}

test('an exception explains itself: fact, limit with who set it, verdict, run, versions', () =>
  withDatabase(async (db) => {
    const { run, id } = await acme(db);
    const why = await whyOf(db, { kind: 'exception', id });
    expect(why.headline).toBe('Acme Platform: nudge Priya Nair');
    expect(text(why, 'Because')).toContain(
      'In Negotiation since 1 Feb 2026: 47 days. Limit 28 (setting stale days, EMEA, v1, Mara Lind, 20 Mar 2026). Close date was 10 Mar 2026: 10 days past. Limit 0 (setting close date grace days, standard value).',
    );
    expect(text(why, 'Decided')).toBe(
      'Ask a person: Pipeline agent is in suggest mode (v1): a person decides.',
    );
    expect(text(why, 'Woken by')).toContain(
      `Mara Lind, by hand · 20 Mar, 10:00 UTC · run ${run.runId} · rules only, no model · `,
    );
    expect(text(why, 'Versions')).toBe(`agent v${pipeline.version} · settings v3`);
    expect(text(why, 'Like it')).toBe('No case was decided yet.');
    expect(text(why, 'After')).toBeUndefined();
    expect(why.evidence).toMatchObject({
      limit: { setting: 'stale_days', value: 28, version: 1 },
      deal: { id: 'D-acme', version: 1 },
    });
  }));

test('what happened after stands there in its order, with the change that can be undone', () =>
  withDatabase(async (db) => {
    const { id } = await acme(db);
    await db('decisions').insert({
      exception_id: id,
      say: 'approve',
      by_id: cast.mara,
      at: friday,
      hash: 'h',
      shown: '{}',
      change: '{}',
    });
    const at = new Date('2026-03-20T10:00:03Z');
    const change = {
      subject_kind: 'deal',
      subject_id: 'D-acme',
      by_kind: 'person',
      by_id: cast.mara,
      requested_at: friday,
      request_hash: 'h',
      back: 'reversible',
      fields: '[{"field":"close_date","before":"2026-03-10","after":"2026-04-15"}]',
    };
    await db('changes').insert({
      ...change,
      kind: 'change',
      exception_id: id,
      state: 'applied',
      key: 'change-0123456789',
      applied_at: at,
      read_back_at: at,
    });
    const reader = { scope: { everything: true } as const, zone: 'Europe/Berlin', now: friday };
    const why = await whyOf(db, { kind: 'exception', id }, reader);
    expect(text(why, 'After')).toBe(
      'Mara Lind approved 20 Mar, 11:00 CET · The CRM was changed and read back 20 Mar, 11:00 CET',
    );
    expect(why.undo).toBe('change:1');
    await db('changes').update({ kind: 'nudge', message: '{"to":"P-priya","text":"?"}', fields: '[]' });
    expect(text(await whyOf(db, { kind: 'exception', id }, reader), 'After')).toBe(
      'Mara Lind approved 20 Mar, 11:00 CET · The message was sent 20 Mar, 11:00 CET',
    );
    await db('changes').update({ kind: 'change', message: null, fields: change.fields });
    expect((await whyOf(db, { kind: 'change', id: '1' }, reader)).headline).toBe(
      'Acme Platform: close date to 15 Apr 2026',
    );
    expect(text(why, 'Like it')).toBe('1 case: 1 accepted, 0 edited, 0 rejected (100% accepted).');
  }));

test('what lies outside the reader’s territory is hidden, and an outsider sees nothing', () =>
  withDatabase(async (db) => {
    const { id } = await acme(db);
    const read = async (personId: string | null) => {
      const person = personId ? await personById(db, personId) : null;
      return whyOf(db, { kind: 'exception', id }, { scope: scopeOf(person), personId, zone: 'UTC' });
    };
    expect(await read(cast.dan)).toMatchObject({
      hidden: 'Hidden: outside your territory.',
      lines: [],
      evidence: null,
    });
    expect((await read(null)).hidden).toContain('no role');
    expect((await read(cast.priya)).hidden).toBeNull();
    expect((await read(cast.ana)).hidden).toBeNull();
  }));

test('raw input is deleted after seven days, and Why says so', () =>
  withDatabase(async (db) => {
    const { use, id } = await acme(db);
    await db('inbox').insert([
      {
        kind: 'event',
        body: '{"text":"old"}',
        received_at: new Date(Date.now() - 8 * 86_400_000),
        done_at: new Date(),
      },
      { kind: 'event', body: '{"text":"waits"}', received_at: new Date(Date.now() - 8 * 86_400_000) },
      { kind: 'event', body: '{"text":"new"}', done_at: new Date() },
    ]);
    const sent = (key: string, days: number) => ({
      topic: 'whisper',
      key,
      body: '{"text":"jo@park.example"}',
      done_at: new Date(Date.now() - days * 86_400_000),
    });
    await db('outbox').delete();
    await db('outbox').insert([
      sent('old one', 8),
      sent('new one', 6),
      { ...sent('waits', 0), done_at: null },
    ]);
    expect((await whyOf(db, { kind: 'exception', id })).notes).toEqual([]);
    use.now.move('2026-03-27T10:00:01Z');
    expect(await expireRawPayloads(use)).toEqual({ inbox: 1, outbox: 1, runs: 1 });
    expect(await db('outbox').orderBy('id').pluck('key')).toEqual(['new one', 'waits']);
    expect(await db('inbox').orderBy('id').pluck('body')).toEqual([null, { text: 'waits' }, { text: 'new' }]);
    expect((await whyOf(db, { kind: 'exception', id })).notes).toEqual([
      'Raw input was deleted after 7 days, as set.',
    ]);
    expect(await expireRawPayloads(use)).toEqual({ inbox: 0, outbox: 0, runs: 0 });
  }));

test('a request tells how it was read, with model and cost, to its asker and to those who see everything', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const runId = await startRun(db, {
      agent: 'analytics',
      wokenBy: 'question',
      by,
      input: { text: 'x' },
      versions: { prompts: { 'read-request': 1 } },
      now: friday,
    });
    await finishRun(db, runId, {
      model: 'claude-haiku-5-5',
      tokensIn: 900,
      tokensOut: 60,
      costUsd: 0.00012,
      latencyMs: 1_200,
    });
    const [row] = await db('requests')
      .insert({
        run_id: runId,
        person_id: cast.mara,
        place: 'dm',
        text: 'what is stuck',
        via: 'model',
        confidence: 0.88,
        reply: JSON.stringify({
          kind: 'answer',
          understood: 'Open deals for more than 30 days',
          assumptions: ['"stuck" = in the same stage'],
        }),
      })
      .returning('id');
    const about = { kind: 'request', id: String(row.id) } as const;
    const why = await whyOf(db, about);
    expect(text(why, 'Because')).toBe(
      'Mara Lind asked: "what is stuck". Read by the language model with confidence 0.88 as: Open deals for more than 30 days. Assumed: "stuck" = in the same stage.',
    );
    expect(text(why, 'Woken by')).toContain('claude-haiku-5-5 · 1.2 s, $0.00012');
    expect(text(why, 'Versions')).toBe('prompt read-request v1');
    const reader = { scope: { territoryIds: ['T-emea'], personIds: [cast.tom] }, zone: 'UTC' };
    expect((await whyOf(db, about, { ...reader, personId: cast.tom })).hidden).toBe(
      'Hidden: somebody else asked this.',
    );
    expect((await whyOf(db, about, { ...reader, personId: cast.mara })).hidden).toBeNull();
  }));

test('a lead, an alert and a run explain themselves too; what does not exist is said so', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect((await whyOf(db, { kind: 'lead', id: 'L-1' })).headline).toBe('New lead: Jo Park, Park & Co');
    const runId = await startRun(db, {
      agent: 'pipeline',
      wokenBy: 'schedule',
      by: { kind: 'system', id: 's' },
      now: friday,
    });
    await failRun(db, runId, { category: 'api', error: 'The CRM did not answer.', now: friday });
    expect((await whyOf(db, { kind: 'run', id: runId.toLowerCase() })).notes).toEqual([
      'The run failed: The CRM did not answer.',
    ]);
    const [alert] = await db('alerts')
      .insert({
        kind: 'failures',
        agent: 'pipeline',
        failed: 9,
        total: 41,
        examples: JSON.stringify([{ run: runId, category: 'api', error: 'The CRM did not answer.' }]),
      })
      .returning('id');
    const why = await whyOf(db, { kind: 'alert', id: String(alert.id) });
    expect([why.headline, text(why, 'Because')]).toEqual([
      '9 of 41 runs failed (22%)',
      `Run ${runId}: The CRM did not answer.`,
    ]);
    await expect(whyOf(db, { kind: 'exception', id: '999' })).rejects.toThrow('There is no exception 999');
  }));

test('the run of a question is explained to whoever asked it and to those who see everything', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const runId = await startRun(db, {
      agent: 'requests',
      wokenBy: 'question',
      by,
      input: { text: 'my quota' },
      now: friday,
    });
    await failRun(db, runId, { category: 'database', error: 'no deal of that name', latencyMs: 1 });
    const hidden = async (id: string) => {
      const person = await personById(db, id);
      const reader = { scope: scopeOf(person), personId: id, zone: 'UTC' };
      return (await whyOf(db, { kind: 'run', id: runId }, reader)).hidden;
    };
    expect(await hidden(cast.priya)).toBe('Hidden: somebody else asked this.');
    expect(await hidden(cast.mara)).toBeNull();
    expect(await hidden(cast.ada)).toBeNull();
  }));
