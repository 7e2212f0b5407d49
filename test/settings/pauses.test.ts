import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { openPool } from '../../src/db/pool.ts';
import type { Actor } from '../../src/policy/nouns.ts';
import { activePauses, endPauses, pause, pauseOn, resume } from '../../src/settings/pauses.ts';
import { withDatabase } from '../support/database.ts';

const by: Actor = { kind: 'person', id: 'P-mara' };
const now = stoppedAt('2026-03-20T10:00:00Z');

test('a pause holds at once for another replica, which reads the row', () =>
  withDatabase(async (db, { url }) => {
    const other = openPool(url, { max: 1 });
    try {
      await pause({ db, now }, { scope: 'agent', subjectId: 'pipeline', by });
      expect(pauseOn(await activePauses(other), { agent: 'pipeline' })).toMatchObject({
        scope: 'agent',
        by: { id: 'P-mara' },
      });
      expect(pauseOn(await activePauses(other), { agent: 'forecasting' })).toBeNull();
    } finally {
      await other.destroy();
    }
  }));

test('pausing twice is one pause, by ten people at once too; resuming twice resumes once', () =>
  withDatabase(async (db) => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => pause({ db, now }, { scope: 'everything', by })),
    );
    expect(all.filter((p) => p.fresh)).toHaveLength(1);
    expect(await activePauses(db)).toHaveLength(1);
    expect((await resume({ db, now }, { scope: 'everything', by })).resumed).toBe(true);
    expect((await resume({ db, now }, { scope: 'everything', by })).resumed).toBe(false);
    expect(await activePauses(db)).toHaveLength(0);
  }));

test('everything stops an agent, and a customer stops what concerns that customer only', () =>
  withDatabase(async (db) => {
    await pause({ db, now }, { scope: 'customer', subjectId: 'A-acme', by });
    const pauses = await activePauses(db);
    expect(pauseOn(pauses, { agent: 'pipeline', accountId: 'A-acme' })?.scope).toBe('customer');
    expect(pauseOn(pauses, { agent: 'pipeline', accountId: 'A-globex' })).toBeNull();
    await pause({ db, now }, { scope: 'everything', by });
    expect(pauseOn(await activePauses(db), { agent: 'pipeline' })?.scope).toBe('everything');
  }));

test('a pause ends by itself when its end has come, once, and is audited', () =>
  withDatabase(async (db) => {
    const clock = stoppedAt('2026-03-20T10:00:00Z');
    const until = new Date('2026-03-23T08:00:00Z');
    await pause({ db, now: clock }, { scope: 'everything', by, until });
    expect(await endPauses({ db, now: clock })).toEqual([]);
    clock.move(until);
    expect(await activePauses(db, clock.now())).toEqual([]);
    expect(await endPauses({ db, now: clock })).toHaveLength(1);
    expect(await endPauses({ db, now: clock })).toEqual([]);
    expect(await db('audit').orderBy('id').pluck('action')).toEqual(['pause.started', 'pause.ended']);
  }));

test('a new end replaces the old one; pausing again without an end keeps it', () =>
  withDatabase(async (db) => {
    const first = new Date('2026-03-21T00:00:00Z');
    const second = new Date('2026-03-22T00:00:00Z');
    await pause({ db, now }, { scope: 'agent', subjectId: 'pipeline', by, until: first });
    await pause({ db, now }, { scope: 'agent', subjectId: 'pipeline', by });
    expect((await activePauses(db))[0]?.until).toEqual(first);
    await pause({ db, now }, { scope: 'agent', subjectId: 'pipeline', by, until: second });
    expect((await activePauses(db))[0]?.until).toEqual(second);
  }));

test('an end in the past and a missing name are refused', () =>
  withDatabase(async (db) => {
    await expect(pause({ db, now }, { scope: 'everything', by, until: new Date(0) })).rejects.toThrow(
      'lies in the past',
    );
    await expect(pause({ db, now }, { scope: 'agent', by })).rejects.toThrow(
      'Which agent is meant is missing',
    );
    expect(await activePauses(db)).toEqual([]);
  }));
