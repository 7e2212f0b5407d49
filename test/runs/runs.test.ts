import { expect, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { BadInput, OutcomeUnknown, Unavailable } from '../../src/errors.ts';
import { categoryOf, closeLostRuns, failRun, finishRun, startRun } from '../../src/runs/runs.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'system', id: 'schedule' } as const;

test('a run has a short id that can be said aloud and that no table takes for a number', () =>
  withDatabase(async (db) => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => startRun(db, { agent: 'pipeline', wokenBy: 'schedule', by })),
    );
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) {
      expect(id).toMatch(/^[2-9][A-Z][2-9A-Z]{2}$/);
      expect(Number(id)).toBeNaN();
    }
  }));

test('a run keeps what it cost and how long it took, and ends once', () =>
  withDatabase(async (db) => {
    const start = new Date('2026-03-20T07:00:00Z');
    const id = await startRun(db, {
      agent: 'pipeline',
      agentVersion: 3,
      wokenBy: 'hand',
      by,
      input: { a: 1 },
      now: start,
    });
    const end = {
      tokensIn: 10,
      tokensOut: 2,
      costUsd: 0.004,
      model: 'm',
      output: { found: 2 },
      now: new Date(start.getTime() + 250),
    };
    await finishRun(db, id, end);
    await failRun(db, id, { category: 'internal', error: 'too late' });
    expect(await db('runs').where({ id }).first()).toMatchObject({
      latency_ms: 250,
      cost_usd: 0.004,
      tokens_in: 10,
      output: { found: 2 },
      agent_version: 3,
      error_category: null,
    });
  }));

test('a run that failed says so in a category and a sentence', () =>
  withDatabase(async (db) => {
    const id = await startRun(db, { agent: 'pipeline', wokenBy: 'schedule', by });
    await failRun(db, id, { category: 'api', error: 'The CRM did not answer.' });
    expect(await db('runs').where({ id }).first()).toMatchObject({
      error_category: 'api',
      error: 'The CRM did not answer.',
    });
  }));

test('runs whose process was stopped are closed by the next run of that agent, and no others', () =>
  withDatabase(async (db) => {
    const lost = await startRun(db, { agent: 'pipeline', wokenBy: 'schedule', by });
    const other = await startRun(db, { agent: 'analytics', wokenBy: 'question', by });
    const mine = await startRun(db, { agent: 'pipeline', wokenBy: 'schedule', by });
    expect(await closeLostRuns(db, 'pipeline', mine, new Date())).toBe(1);
    const open = await db('runs').whereNull('ended_at').pluck('id');
    expect(open.sort()).toEqual([mine, other].sort());
    expect(await db('runs').where({ id: lost }).first()).toMatchObject({ error_category: 'internal' });
  }));

test('a thrown error has one of few categories', () =>
  withDatabase(async (db) => {
    const database = await db.raw('select 1/0').catch((error: unknown) => error);
    const refused = openPool('postgres://nobody@127.0.0.1:1/none', { max: 1 });
    const unreachable = await refused.raw('select 1').catch((error: unknown) => error);
    await refused.destroy();
    expect(categoryOf(database)).toBe('database');
    expect(categoryOf(unreachable)).toBe('database');
    expect(categoryOf(new Unavailable('no answer'))).toBe('api');
    expect(categoryOf(new OutcomeUnknown('lost'))).toBe('api');
    expect(categoryOf(new BadInput('no'))).toBe('validation');
    expect(categoryOf(new TypeError('bug'))).toBe('internal');
  }));
