import { expect, test, vi } from 'vitest';
import { ensureAgents } from '../../src/crew/crew.ts';
import { openPool } from '../../src/db/pool.ts';
import { watchRoom } from '../../src/db/room.ts';
import { startRun } from '../../src/runs/runs.ts';
import { readiness } from '../../src/watch/health.ts';
import { createMetrics } from '../../src/watch/metrics.ts';
import { withDatabase } from '../support/database.ts';

const up = () => true;

test('ready when the database answers, Slack is connected and nothing is late', () =>
  withDatabase(async (db) => {
    expect(await readiness({ db, slack: up, room: watchRoom({ db, folder: null }) })).toEqual({
      ready: true,
      database: true,
      slack: true,
      jobs: true,
      room: true,
      because: [],
    });
    await db('outbox').insert({
      topic: 'draw',
      key: 'exception:1',
      body: '{}',
      not_before: new Date(Date.now() - 600_000),
    });
    expect(await readiness({ db, slack: () => false, room: watchRoom({ db, folder: null }) })).toMatchObject({
      ready: false,
      jobs: false,
      because: [
        'Slack is not connected.',
        expect.stringMatching(/^A job in the outbox has waited for 60\d seconds\.$/),
      ],
    });
  }));

test('a database that is away makes it not ready, and metrics say so', async () => {
  const db = openPool('postgres://me:me@127.0.0.1:9/none', { max: 1 });
  try {
    expect(await readiness({ db, slack: up, room: watchRoom({ db, folder: null }) })).toMatchObject({
      ready: false,
      database: false,
      because: ['The database does not answer.'],
    });
    expect(await createMetrics({ db, slack: up }).text()).toContain('steward_database_up 0');
  } finally {
    await db.destroy();
  }
});

test('the first scrape after a start has every series, those without anything to tell at 0', () =>
  withDatabase(async (db) => {
    await ensureAgents({ db, local: true });
    const metrics = createMetrics({ db, slack: up });
    const first = await metrics.text();
    for (const line of [
      'steward_jobs_waiting{queue="inbox"} 0',
      'steward_jobs_failed{queue="outbox"} 0',
      'steward_jobs_oldest_seconds{queue="outbox"} 0',
      'steward_runs_last_hour{agent="pipeline",error="none"} 0',
      'steward_changes_unfinished{state="conflict"} 0',
      'steward_changes_unfinished{state="applying"} 0',
      'steward_exceptions_open 0',
      'steward_alerts_open 0',
      'steward_model_cost_usd_today 0',
    ])
      expect(first).toContain(line);
    const run = {
      agent: 'pipeline',
      agentVersion: 1,
      wokenBy: 'hand',
      by: { kind: 'system', id: 'test' },
    } as const;
    const id = await startRun(db, { ...run, now: new Date() });
    await db('runs').where({ id }).update({ ended_at: db.fn.now() });
    expect(await metrics.text()).toContain('steward_runs_last_hour{agent="pipeline",error="none"} 1');
  }));

test('metrics tell of queues and work without a name or an amount', () =>
  withDatabase(async (db) => {
    await db('outbox').insert({ topic: 'draw', key: 'exception:1', body: '{}' });
    await db('alerts').insert({ kind: 'failures', agent: 'pipeline', failed: 3, total: 20 });
    const text = await createMetrics({ db, slack: up }).text();
    for (const line of [
      'steward_database_up 1',
      'steward_slack_connected 1',
      'steward_jobs_waiting{queue="outbox"} 1',
      'steward_alerts_open 1',
    ])
      expect(text).toContain(line);
  }));

test('a database that complains of its disk is not ready until a trial write succeeds', () =>
  withDatabase(async (db) => {
    const room = watchRoom({ db, folder: null });
    const full = Object.assign(new Error('could not extend file: No space left on device'), {
      code: '53100',
    });
    expect(await room.met(new Error('a slip of ours'))).toBe(false);
    const writes = vi.spyOn(db, 'transaction').mockRejectedValue(full);
    expect(await room.met(full)).toBe(true);
    expect(await readiness({ db, slack: up, room })).toMatchObject({
      ready: false,
      room: false,
      database: true,
      because: ['The disk of the database is full. Free some room there; Steward then goes on by itself.'],
    });
    writes.mockRestore();
    expect(await readiness({ db, slack: up, room })).toMatchObject({ ready: true, room: true });
  }));
