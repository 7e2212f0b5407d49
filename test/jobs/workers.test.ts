import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { type Db, openPool } from '../../src/db/pool.ts';
import { jobCounts } from '../../src/jobs/counts.ts';
import { createInbox } from '../../src/jobs/inbox.ts';
import { Later } from '../../src/jobs/later.ts';
import { enqueue } from '../../src/jobs/outbox.ts';
import { putBack, settle, take } from '../../src/jobs/queue.ts';
import type { InboxHandlers, TopicHandlers } from '../../src/jobs/topics.ts';
import { createWorkers } from '../../src/jobs/workers.ts';
import { silentLog } from '../../src/log.ts';
import { withDatabase } from '../support/database.ts';

const nothing = async () => {};
const workers = (
  use: { db: Db; url: string; leaseMs?: number; attempts?: number; atOnce?: number; pollMs?: number },
  topics: Partial<TopicHandlers>,
  inbox: Partial<InboxHandlers> = {},
) =>
  createWorkers({
    log: silentLog(),
    topics: {
      draw: nothing,
      whisper: nothing,
      apply: nothing,
      roll_back: nothing,
      start: nothing,
      secret: nothing,
      file: nothing,
      picture: nothing,
      home: nothing,
      mail: nothing,
      ...topics,
    },
    inbox: { event: nothing, action: nothing, command: nothing, submission: nothing, ...inbox },
    pollMs: 100,
    ...use,
  });
const draw = (db: Db, card: string, more: { lane?: string; after?: Date } = {}) =>
  enqueue(db, 'draw', { key: card, body: { card }, ...more });

test('a job exists only if its cause was committed', () =>
  withDatabase(async (db, { url }) => {
    const drawn: string[] = [];
    const crew = workers({ db, url }, { draw: async (job) => void drawn.push(job.body.card) });
    await crew.start();
    await db
      .transaction(async (trx) => {
        await draw(trx, 'exception:1');
        throw new Error('not after all');
      })
      .catch(nothing);
    await db.transaction((trx) => draw(trx, 'exception:2'));
    await crew.idle();
    await crew.stop();
    expect(drawn).toEqual(['exception:2']);
  }));

test('two causes before the job is done are one job, and one that comes while it is being done makes it be done again', () =>
  withDatabase(async (db, { url }) => {
    let rounds = 0;
    const crew = workers(
      { db, url },
      {
        draw: async () => {
          rounds += 1;
          if (rounds === 1) await draw(db, 'exception:1');
        },
      },
    );
    await draw(db, 'exception:1');
    await draw(db, 'exception:1');
    await crew.start();
    await crew.idle();
    await crew.stop();
    expect(rounds).toBe(2);
    expect(await db('outbox').select('again')).toEqual([{ again: false }]);
  }));

test('whatever the timing, the last cause is seen by a round that began after it', () =>
  withDatabase(async (db, { url, owner }) => {
    const second = openPool(url);
    await owner.raw('create table counter (n int); insert into counter values (0)');
    await owner.raw('grant select, update on counter to public');
    let seen = 0;
    const look = async () => {
      const [row] = await db('counter').select('n');
      await pause(Math.random() * 3);
      seen = Math.max(seen, row.n);
    };
    const crews = [workers({ db, url }, { draw: look }), workers({ db: second, url }, { draw: look })];
    await Promise.all(crews.map((crew) => crew.start()));
    for (let n = 1; n <= 150; n++) {
      await db.transaction(async (trx) => {
        await draw(trx, 'exception:1');
        await trx('counter').update({ n });
      });
      if (n % 10 === 0) {
        await crews[0]?.idle();
        expect(seen).toBe(n);
      }
    }
    await Promise.all(crews.map((crew) => crew.stop()));
    await second.destroy();
  }));

test('a job of a dead worker is taken again, and the late end of the dead one counts for nothing', () =>
  withDatabase(async (db, { url }) => {
    await draw(db, 'exception:1');
    const [dead] = await take(db, 'outbox', { limit: 1, leaseMs: 300 });
    if (!dead) throw new Error('nothing was taken');
    const attempts: number[] = [];
    const late: boolean[] = [];
    const handle: TopicHandlers['draw'] = async (job) => {
      attempts.push(job.attempt);
      late.push(await settle(db, 'outbox', dead));
    };
    const crew = workers({ db, url }, { draw: handle });
    await crew.start();
    expect(await take(db, 'outbox', { limit: 1, leaseMs: 300 })).toEqual([]);
    while (attempts.length === 0) await pause(20);
    await crew.idle();
    await crew.stop();
    expect(attempts).toEqual([2]);
    expect(late).toEqual([false]);
    expect(await db('outbox').whereNotNull('done_at')).toHaveLength(1);
  }));

test('an older job of a lane that becomes visible late waits for the younger one that is being done', () =>
  withDatabase(async (db) => {
    const slow = await db.transaction();
    await draw(slow, 'card:older', { lane: 'north' });
    await draw(db, 'card:younger', { lane: 'north' });
    const [younger] = await take(db, 'outbox', { limit: 5, leaseMs: 10_000 });
    await slow.commit();
    expect(younger?.body).toEqual({ card: 'card:younger' });
    expect(await take(db, 'outbox', { limit: 5, leaseMs: 10_000 })).toEqual([]);
    if (younger) await settle(db, 'outbox', younger);
    expect((await take(db, 'outbox', { limit: 5, leaseMs: 10_000 })).map((job) => job.body)).toEqual([
      { card: 'card:older' },
    ]);
  }));

test('a job that takes longer than the lease is kept while its worker lives', () =>
  withDatabase(async (db, { url }) => {
    const second = openPool(url);
    let runs = 0;
    const slow = async () => {
      runs += 1;
      await pause(1200);
    };
    const crews = [
      workers({ db, url, leaseMs: 400 }, { draw: slow }),
      workers({ db: second, url, leaseMs: 400 }, { draw: slow }),
    ];
    await draw(db, 'exception:1');
    await Promise.all(crews.map((crew) => crew.start()));
    await crews[0]?.idle();
    await Promise.all(crews.map((crew) => crew.stop()));
    expect(runs).toBe(1);
    await second.destroy();
  }));

test('jobs of a lane are done one at a time and oldest first, over all replicas', () =>
  withDatabase(async (db, { url }) => {
    const pools = [db, openPool(url), openPool(url)];
    const done: Record<string, number[]> = { north: [], south: [] };
    const busy = { north: 0, south: 0 };
    let most = 0;
    const handle: TopicHandlers['draw'] = async (job) => {
      const [, lane, n] = job.body.card.split(':');
      if (lane !== 'north' && lane !== 'south') throw new Error('no lane');
      busy[lane] += 1;
      most = Math.max(most, busy[lane]);
      await pause(Math.random() * 4);
      busy[lane] -= 1;
      done[lane]?.push(Number(n));
    };
    const crews = pools.map((pool) => workers({ db: pool, url }, { draw: handle }));
    for (let n = 0; n < 40; n++)
      for (const lane of ['north', 'south']) await draw(db, `card:${lane}:${n}`, { lane });
    await Promise.all(crews.map((crew) => crew.start()));
    await crews[0]?.idle();
    await Promise.all(crews.map((crew) => crew.stop()));
    await Promise.all(pools.slice(1).map((pool) => pool.destroy()));
    const inOrder = Array.from({ length: 40 }, (_, n) => n);
    expect(done).toEqual({ north: inOrder, south: inOrder });
    expect(most).toBe(1);
  }));

test('each thing in the inbox is handled once by three replicas', () =>
  withDatabase(async (db, { url }) => {
    const pools = [db, openPool(url), openPool(url)];
    const handled: unknown[] = [];
    const crews = pools.map((pool) =>
      workers({ db: pool, url }, {}, { event: async (job) => void handled.push(job.body) }),
    );
    await Promise.all(crews.map((crew) => crew.start()));
    const inboxes = pools.map((pool) => createInbox({ db: pool }));
    await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        inboxes[i % 3]?.store({ kind: 'event', keys: [`event:${i % 100}`], body: i % 100 }),
      ),
    );
    await crews[0]?.idle();
    await Promise.all(crews.map((crew) => crew.stop()));
    await Promise.all(pools.slice(1).map((pool) => pool.destroy()));
    expect(handled).toHaveLength(100);
    expect(new Set(handled).size).toBe(100);
  }));

test('a job that finds no room on the disk is not given up, however often it is tried', () =>
  withDatabase(async (db, { url }) => {
    let tries = 0;
    const crew = workers(
      { db, url, attempts: 1 },
      {
        draw: async () => {
          if (tries++ < 2) throw Object.assign(new Error('No space left on device'), { code: '53100' });
        },
      },
    );
    await draw(db, 'exception:1');
    await crew.start();
    for (let n = 0; n < 200 && tries < 3; n++) await new Promise((resolve) => setTimeout(resolve, 50));
    await crew.idle();
    await crew.stop();
    expect(await db('outbox').first('failed_at', 'error')).toEqual({ failed_at: null, error: null });
    expect(tries).toBe(3);
  }));

test('a job that keeps failing is given up after its attempts, with the error kept and counted', () =>
  withDatabase(async (db, { url }) => {
    const crew = workers(
      { db, url, attempts: 1 },
      {
        draw: async () => {
          throw new Error('the channel is gone');
        },
      },
    );
    await draw(db, 'exception:1');
    await crew.start();
    await crew.idle();
    await crew.stop();
    const [row] = await db('outbox').select('error', 'failed_at', 'done_at');
    expect(row).toMatchObject({ error: 'the channel is gone', done_at: null });
    expect(row.failed_at).toBeInstanceOf(Date);
    expect((await jobCounts(db)).find((one) => one.queue === 'outbox')).toMatchObject({
      waiting: 0,
      failed: 1,
    });
    await draw(db, 'exception:1');
    expect(await db('outbox').whereNull('failed_at')).toHaveLength(1);
  }));

test('a handler that asks for later is called again after its time, at no cost of an attempt', () =>
  withDatabase(async (db, { url }) => {
    const attempts: number[] = [];
    const crew = workers(
      // Nobody looks round meanwhile: it is the one who put it off that comes back to it.
      { db, url, attempts: 1, pollMs: 60_000 },
      {
        draw: async (job) => {
          attempts.push(job.attempt);
          if (attempts.length < 3) throw new Later(20, 'Slack said: slow down');
        },
      },
    );
    await draw(db, 'exception:1');
    await crew.start();
    while (attempts.length < 3) await pause(20);
    await crew.idle();
    await crew.stop();
    expect(attempts).toEqual([1, 1, 1]);
  }));

test('a handler that cannot say when is called again soon, then ever later, and soon once more after it went well', () =>
  withDatabase(async (db) => {
    const waits: number[] = [];
    const putOff = async () => {
      await db('outbox').update({ not_before: db.raw('now()') });
      const [job] = await take(db, 'outbox', { limit: 1, leaseMs: 1000 });
      if (!job) throw new Error('There is no job.');
      await putBack(db, 'outbox', job, { error: 'no answer', waitMs: null, counted: false, final: false });
      const { rows } = await db.raw(
        'select extract(epoch from not_before - clock_timestamp()) as s from outbox',
      );
      waits.push(Number(rows[0].s));
    };
    await draw(db, 'exception:1');
    for (let n = 0; n < 7; n++) await putOff();
    for (const [n, wanted] of [1, 2, 5, 15, 60, 120, 120].entries()) {
      expect(waits[n]).toBeGreaterThan(wanted * 0.6);
      expect(waits[n]).toBeLessThanOrEqual(wanted * 1.1);
    }
    // Asked for again while it is done, it is one row that goes on.
    await db('outbox').update({ not_before: db.raw('now()') });
    const [job] = await take(db, 'outbox', { limit: 1, leaseMs: 1000 });
    await draw(db, 'exception:1');
    if (job) await settle(db, 'outbox', job);
    await putOff();
    expect(waits.at(-1)).toBeLessThan(1.2);
  }));

test('a job may ask for its own next round at a later time while it is being done', () =>
  withDatabase(async (db, { url }) => {
    let rounds = 0;
    const crew = workers(
      { db, url },
      {
        apply: async () => {
          rounds += 1;
          if (rounds === 1)
            await enqueue(db, 'apply', {
              key: 'change:1',
              body: { changeId: 1 },
              after: new Date(Date.now() + 3_600_000),
            });
        },
      },
    );
    await enqueue(db, 'apply', { key: 'change:1', body: { changeId: 1 } });
    await crew.start();
    await crew.idle();
    await crew.stop();
    expect(rounds).toBe(1);
    expect(await db('outbox').whereNull('done_at').where('not_before', '>', db.fn.now())).toHaveLength(1);
  }));

test('when the server throws every connection out, the workers go on by themselves', () =>
  withDatabase(async (db, { url }) => {
    const drawn: string[] = [];
    const crew = workers({ db, url }, { draw: async (job) => void drawn.push(job.body.card) });
    await crew.start();
    const admin = openPool(url, { name: 'the one who throws', max: 1 });
    for (let n = 0; n < 5; n++) {
      await admin.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`,
      );
      await draw(admin, `exception:${n}`);
      while (drawn.length <= n) await pause(20);
    }
    await crew.stop();
    await admin.destroy();
    expect(drawn).toEqual([0, 1, 2, 3, 4].map((n) => `exception:${n}`));
  }));

test('what one replica has stored it takes up at once, and the others hear of what its hands cannot hold', () =>
  withDatabase(async (db, { url }) => {
    const other = openPool(url);
    const slow = { db, url, atOnce: 2, pollMs: 60_000 };
    const ends = Promise.withResolvers<void>();
    const [here, there]: [unknown[], unknown[]] = [[], []];
    const doer = (done: unknown[]) => ({
      event: async (job: { body: unknown }) => {
        done.push(job.body);
        await ends.promise;
      },
    });
    const ours = workers(slow, {}, doer(here));
    const others = workers({ ...slow, db: other, atOnce: 6 }, {}, doer(there));
    await ours.start();
    await others.start();
    await pause(100); // both have looked once, as they do at their start
    const inbox = createInbox({ db });
    const store = (n: number) => inbox.store({ kind: 'event', keys: [`event:${n}`], body: n });
    inbox.onStored(ours.wake);
    await store(1);
    await store(2);
    await vi.waitFor(() => expect(here.toSorted()).toEqual([1, 2]), 10_000);
    await store(3);
    await vi.waitFor(() => expect(there).toEqual([3]), 10_000);
    ends.resolve();
    await ours.idle();
    await Promise.all([ours.stop(), others.stop()]);
    await other.destroy();
  }));
