import { describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { personById } from '../../src/people/people.ts';
import { failRun, finishRun, startRun } from '../../src/runs/runs.ts';
import { pause } from '../../src/settings/pauses.ts';
import { clearSetting, currentSettings, numberSetting, setSetting } from '../../src/settings/settings.ts';
import { acknowledgeAlert, alertView } from '../../src/watch/alert.ts';
import { checkFailures } from '../../src/watch/failures.ts';
import { rollBack } from '../../src/watch/roll-back.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const start = new Date('2026-03-20T10:00:00Z');
const by = { kind: 'person', id: cast.mara } as const;

async function company(db: Db) {
  await seedCast(db);
  await db('agents').insert({
    name: 'pipeline',
    version: 1,
    mode: 'suggest',
    owner_id: cast.oskar,
    fallback_id: cast.ana,
    metric: 'm',
  });
  const now = stoppedAt(start);
  await setSetting({ db, now }, { name: 'ops_channel', value: 'COPS', by });
  return { db, now };
}

/** Runs of the pipeline agent, the failing ones first. */
async function runs(
  db: Db,
  at: Date,
  count: { failed: number; good: number },
  error = 'The CRM refused the token.',
) {
  const one = async (fails: boolean) => {
    const id = await startRun(db, {
      agent: 'pipeline',
      wokenBy: 'schedule',
      by: { kind: 'system', id: 't' },
      now: at,
    });
    if (fails) await failRun(db, id, { category: 'api', error, now: at });
    else await finishRun(db, id, { now: at });
  };
  for (let n = 0; n < count.failed + count.good; n++) await one(n < count.failed);
}

const minutes = (n: number) => new Date(start.getTime() + n * 60_000);

test.each([
  [1, 19, 0, 'exactly 5 % of 20 is within the limit'],
  [2, 18, 1, '10 % of 20 is over it'],
  [2, 17, 0, '19 runs are too few'],
  [5, 95, 0, 'exactly 5 % of 100 is within the limit'],
  [6, 94, 1, '6 % of 100 is over it'],
  [0, 30, 0, 'no failures'],
])('%i failed beside %i good runs open %i alerts: %s', (failed, good, alerts) =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed, good });
    expect((await checkFailures(use)).opened).toHaveLength(alerts);
    expect(await db('alerts')).toHaveLength(alerts);
    // In the channel, and to the owner.
    expect(await db('cards').orderBy('key').select('key', 'channel')).toEqual(
      alerts === 0
        ? []
        : [
            { key: 'alert:1', channel: 'COPS' },
            { key: 'alert:1:P-oskar', channel: 'dm:U_OSKAR' },
          ],
    );
  }),
);

test('one alert names the owner, three runs, the cause and what changed just before', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'stale_days', value: 14, by });
    await runs(db, start, { failed: 9, good: 32 });
    const { opened } = await checkFailures(use);
    const view = await alertView(db, opened[0] ?? 0);
    expect(view).toMatchObject({
      label: 'Pipeline agent',
      owner: { name: 'Oskar Weber', slackId: 'U_OSKAR' },
      fallback: { name: 'Ana Ruiz' },
      failed: 9,
      total: 41,
      limit: 0.05,
      mostly: 'Nearly all: the CRM refused the token.',
      justBefore: { label: 'Stale after', value: '14 days', by: 'Mara Lind', back: '30 days' },
      rolledBack: null,
      closedAt: null,
    });
    expect(view.examples).toHaveLength(3);
    expect(view.examples[0]?.run).toMatch(/^[0-9A-Z]{4}$/);
  }));

test('causes of many kinds are not called nearly all', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 5, good: 20 });
    await db.raw(
      `update runs set error_category = 'database', error = 'x' where id in (select id from runs where error_category is not null order by id limit 2)`,
    );
    const { opened } = await checkFailures(use);
    expect((await alertView(db, opened[0] ?? 0)).mostly).toBeNull();
  }));

test('the same incident stays one alert, rewritten at most once a minute', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 4, good: 16 });
    await checkFailures(use);
    await runs(db, start, { failed: 2, good: 0 });
    await checkFailures(use);
    expect(await db('alerts').first()).toMatchObject({ failed: 4, total: 20 });
    use.now.move(minutes(1));
    expect(await checkFailures(use)).toEqual({ opened: [], closed: [] });
    expect(await db('alerts')).toMatchObject([{ failed: 6, total: 22 }]);
  }));

test('two replicas that look at once open one alert', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 4, good: 16 });
    const both = await Promise.all([checkFailures(use), checkFailures(use)]);
    expect(both.flatMap((b) => b.opened)).toHaveLength(1);
    expect(await db('alerts')).toHaveLength(1);
  }));

test('the alert closes when the share is back within the limit, and silence alone is no recovery', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 4, good: 16 });
    await checkFailures(use);
    use.now.move(minutes(70));
    expect((await checkFailures(use)).closed).toEqual([]);
    await runs(db, minutes(70), { failed: 0, good: 1 });
    expect((await checkFailures(use)).closed).toHaveLength(1);
    expect(await db('alerts').first()).toMatchObject({ closed_at: minutes(70) });
    expect(await db('audit').where('action', 'like', 'alert.%').orderBy('id').pluck('action')).toEqual([
      'alert.opened',
      'alert.closed',
    ]);
  }));

test('the first of the people concerned takes it on, others hear who, an outsider of the agent is refused on record', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 4, good: 16 });
    const alertId = (await checkFailures(use)).opened[0] ?? 0;
    const as = async (id: string) => {
      const person = await personById(db, id);
      if (!person) throw new Error(`No ${id}`);
      return acknowledgeAlert(use, { alertId, by: person });
    };
    expect(await as(cast.priya)).toMatchObject({
      say: 'not allowed',
      because: expect.stringContaining('Oskar Weber'),
    });
    expect(await as(cast.oskar)).toEqual({ say: 'acknowledged' });
    expect(await as(cast.ana)).toEqual({ say: 'already', byName: 'Oskar Weber' });
    expect(
      await db('audit').where({ action: 'alert.acknowledge_refused', actor_id: cast.priya }),
    ).toHaveLength(1);
  }));

test('the fallback is told when nobody takes it on in time, and only once', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 4, good: 16 });
    const id = (await checkFailures(use)).opened[0] ?? 0;
    expect((await alertView(db, id)).fallbackAt).toEqual(minutes(15));
    use.now.move(minutes(15));
    await checkFailures(use);
    await checkFailures(use);
    expect((await db('alerts').first()).told).toEqual([cast.oskar, cast.ana]);
    expect((await alertView(db, id)).fallbackAt).toBeNull();
    // A message of their own: one that is rewritten calls nobody.
    expect(await db('cards').orderBy('key').pluck('key')).toEqual([
      'alert:1',
      'alert:1:P-ana',
      'alert:1:P-oskar',
    ]);
  }));

test('a paused agent shows who paused it', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await runs(db, start, { failed: 4, good: 16 });
    const id = (await checkFailures(use)).opened[0] ?? 0;
    await pause(use, { scope: 'agent', subjectId: 'pipeline', by: { kind: 'person', id: cast.oskar } });
    expect((await alertView(db, id)).paused).toEqual({ by: 'Oskar Weber', openCards: 0 });
  }));

describe('rolling back what was set just before', () => {
  const failing = async (db: Db, before: (use: Awaited<ReturnType<typeof company>>) => Promise<unknown>) => {
    const use = await company(db);
    await before(use);
    await runs(db, start, { failed: 4, good: 16 });
    const alertId = (await checkFailures(use)).opened[0] ?? 0;
    const as = async (id: string) => {
      const person = await personById(db, id);
      if (!person) throw new Error(`No ${id}`);
      return rollBack(use, { alertId, by: person });
    };
    const stale = async () => numberSetting(await currentSettings(db), 'stale_days');
    return { use, alertId, as, stale, view: () => alertView(db, alertId) };
  };

  test('puts the value back that held before, once, and says who did it', () =>
    withDatabase(async (db) => {
      const { as, stale, view } = await failing(db, async (use) => {
        await setSetting(use, { name: 'stale_days', value: 40, by });
        await setSetting(use, { name: 'stale_days', value: 14, by });
      });
      expect((await view()).justBefore).toMatchObject({ value: '14 days', back: '40 days' });
      const both = await Promise.all([as(cast.oskar), as(cast.ana)]);
      expect(both.map(({ say }) => say).sort()).toEqual(['nothing', 'rolled back']);
      expect(await stale()).toBe(40);
      expect(await view()).toMatchObject({
        justBefore: null,
        rolledBack: { label: 'Stale after', value: '40 days' },
      });
      expect(await db('audit').where({ action: 'alert.rolled_back' })).toHaveLength(1);
    }));

  test('puts the standard value back where none was set before', () =>
    withDatabase(async (db) => {
      const { as, stale } = await failing(db, (use) =>
        setSetting(use, { name: 'stale_days', value: 14, by }),
      );
      expect(await as(cast.oskar)).toEqual({ say: 'rolled back' });
      expect(await stale()).toBe(30);
    }));

  test('leaves alone what somebody has changed since', () =>
    withDatabase(async (db) => {
      const { use, as, stale, view } = await failing(db, (one) =>
        setSetting(one, { name: 'stale_days', value: 14, by }),
      );
      use.now.move(minutes(5));
      await setSetting(use, { name: 'stale_days', value: 21, by });
      expect((await view()).justBefore).toMatchObject({ value: '14 days', back: null });
      expect(await as(cast.oskar)).toMatchObject({ say: 'nothing' });
      expect(await stale()).toBe(21);
      await clearSetting(use, { name: 'stale_days', by });
      expect(await as(cast.oskar)).toMatchObject({ say: 'nothing' });
    }));

  test('is refused, on record, to who may not set it', () =>
    withDatabase(async (db) => {
      const { as, stale } = await failing(db, (use) =>
        setSetting(use, { name: 'stale_days', value: 14, by }),
      );
      expect(await as(cast.priya)).toMatchObject({
        say: 'not allowed',
        because: 'This needs an agent owner, an approver or an administrator.',
      });
      expect(await stale()).toBe(14);
      expect(await db('audit').where({ action: 'alert.roll_back_refused' })).toHaveLength(1);
    }));
});

test('questions that people ask are no agent’s runs: however many fail, no agent is blamed', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    for (let n = 0; n < 20; n++) {
      const id = await startRun(db, { agent: 'requests', wokenBy: 'question', by, now: start });
      await failRun(db, id, { category: 'parsing', error: 'Not understood.', now: start });
    }
    expect(await checkFailures(use)).toEqual({ opened: [], closed: [] });
  }));
