import { expect, test } from 'vitest';
import { newKey, Stopped, stopRequest, watched } from '../../src/requests/stopping.ts';
import { nothingKept, replyStored, requestOfRun } from '../../src/requests/store.ts';
import { startRunOf } from '../../src/runs/runs.ts';
import { company, type Talk } from './talk.ts';

const waiting = async ({ db, clock }: Talk, stopKey: string): Promise<number> => {
  const run = { agent: 'requests', wokenBy: 'question', by: { kind: 'system', id: 'test' } } as const;
  const asked = requestOfRun(db, {
    personId: null,
    slackUser: null,
    place: { kind: 'dm' },
    text: 'open deals',
    continues: null,
    stopKey,
    now: clock.now(),
  });
  return (await startRunOf(db, run, asked)).id;
};
const sleeping = async (talk: Talk): Promise<number> => {
  const { rows } = await talk.db.raw(
    `select pid from pg_stat_activity where datname = current_database() and application_name like 'steward question %' and query like 'select pg_sleep%' and state = 'active'`,
  );
  return rows.length;
};
const until = async (true_: () => Promise<boolean>): Promise<void> => {
  while (!(await true_())) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('stopping cancels a slow statement in the database, and its connection serves the next one', () =>
  company(async (talk) => {
    const key = newKey();
    const id = await waiting(talk, key);
    const understood: string[] = [];
    const watch = { key, understood: (text: string) => understood.push(text) };
    const work = watched(
      { db: talk.db, watch },
      () => 'Open deals',
      (db) => db.raw('select pg_sleep(600)'),
    ).catch(async (error: unknown) => {
      const reply = await talk.ask('help');
      await replyStored(talk.db, id, { reading: nothingKept, reply, phrasing: null, now: talk.clock.now() });
      throw error;
    });
    const ends = expect(work).rejects.toBeInstanceOf(Stopped);
    await until(async () => (await sleeping(talk)) === 1);
    expect(await stopRequest(talk.db, id)).toBe(true);
    await ends;
    expect(await sleeping(talk)).toBe(0);
    expect(understood).toEqual(['Open deals']);
    const { rows } = await talk.db.raw(
      `select 1 from pg_stat_activity where datname = current_database() and application_name like 'steward question %'`,
    );
    expect(rows).toEqual([]);
  }));

test('what was stopped before it began does not begin, and what was answered is not stopped', () =>
  company(async (talk) => {
    const key = newKey();
    const id = await waiting(talk, key);
    await talk.db('requests').where({ id }).update({ stopped_at: talk.clock.now() });
    const watch = { key, understood: () => undefined };
    const never = () => Promise.reject(new Error('It began.'));
    await expect(watched({ db: talk.db, watch }, () => 'x', never)).rejects.toBeInstanceOf(Stopped);
    const { requestId } = await talk.ask('open deals');
    expect(await stopRequest(talk.db, Number(requestId))).toBe(true);
    expect(await talk.db('requests').where({ id: requestId }).first('stopped_at')).toEqual({
      stopped_at: null,
    });
  }));

test('a statement that somebody else cancels is an error, not a stop; and looking for an answer cannot write', () =>
  company(async (talk) => {
    const key = newKey();
    await waiting(talk, key);
    const watch = { key, understood: () => undefined };
    const work = watched(
      { db: talk.db, watch },
      () => 'x',
      (db) => db.raw('select pg_sleep(600)'),
    );
    const ends = expect(work).rejects.toMatchObject({ code: '57014' });
    await until(async () => (await sleeping(talk)) === 1);
    await talk.db.raw(`select pg_cancel_backend(pid) from pg_stat_activity where application_name = ?`, [
      `steward question ${key}`,
    ]);
    await ends;
    await expect(
      watched(
        { db: talk.db, watch },
        () => 'x',
        (db) => db('deals').delete(),
      ),
    ).rejects.toMatchObject({ code: '25006' });
  }));
