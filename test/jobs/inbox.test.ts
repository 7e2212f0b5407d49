import { expect, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { createInbox } from '../../src/jobs/inbox.ts';
import { withDatabase } from '../support/database.ts';

/** The same small generator everywhere, so that a failing seed can be replayed. */
const random = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return seed / 4294967296;
};

test('a thing stored once is fresh, and each copy of it gets the id of the first', () =>
  withDatabase(async (db) => {
    const inbox = createInbox({ db });
    const first = await inbox.store({ kind: 'event', keys: ['event:Ev1', 'C1:1700.1'], body: { n: 1 } });
    const copy = await inbox.store({ kind: 'event', keys: ['event:Ev1'], body: { n: 2 } });
    const other = await inbox.store({ kind: 'event', keys: ['C1:1700.1', 'event:Ev9'], body: { n: 3 } });
    const later = await inbox.store({ kind: 'event', keys: ['event:Ev9'], body: { n: 4 } });
    expect(first.fresh).toBe(true);
    for (const one of [copy, other, later]) expect(one).toEqual({ fresh: false, id: first.id });
    expect(await db('inbox').select('id', 'body')).toEqual([{ id: first.id, body: { n: 1 } }]);
  }));

test('of things doubled and reordered over three replicas each is stored once and none is lost', () =>
  withDatabase(async (db, { url }) => {
    const next = random(20260320);
    const pools = [db, openPool(url), openPool(url)];
    const replicas = pools.map((pool) => createInbox({ db: pool }));
    const deliveries = Array.from({ length: 800 }, (_, n) => n).flatMap((n) =>
      Array.from({ length: 1 + Math.floor(next() * 4) }, () => n),
    );
    for (let i = deliveries.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [deliveries[i], deliveries[j]] = [deliveries[j] ?? 0, deliveries[i] ?? 0];
    }
    const ids = new Map<number, Set<number>>();
    const fresh = new Map<number, number>();
    await Promise.all(
      deliveries.map(async (n) => {
        const keys = next() < 0.5 ? [`event:${n}`, `place:${n}`] : [`place:${n}`, `event:${n}`, `click:${n}`];
        const stored = await replicas[Math.floor(next() * 3)]?.store({ kind: 'event', keys, body: { n } });
        if (!stored) throw new Error('no replica');
        ids.set(n, (ids.get(n) ?? new Set()).add(stored.id));
        if (stored.fresh) fresh.set(n, (fresh.get(n) ?? 0) + 1);
      }),
    );
    expect([...fresh.values()].every((times) => times === 1)).toBe(true);
    expect(fresh.size).toBe(800);
    expect([...ids.values()].every((known) => known.size === 1)).toBe(true);
    const rows = await db('inbox').select('body').whereNull('done_at');
    expect(new Set(rows.map((row) => row.body.n)).size).toBe(800);
    expect(rows).toHaveLength(800);
    await Promise.all(pools.slice(1).map((pool) => pool.destroy()));
  }));

test('copies that share only a part of their identities are one thing, whoever comes first', () =>
  withDatabase(async (db, { url }) => {
    const second = openPool(url);
    const replicas = [createInbox({ db }), createInbox({ db: second })];
    for (let n = 0; n < 60; n++) {
      const answers = await Promise.all([
        replicas[0]?.store({ kind: 'event', keys: [`a:${n}:key`, `b:${n}:key`], body: n }),
        replicas[1]?.store({ kind: 'event', keys: [`b:${n}:key`, `c:${n}:key`], body: n }),
        replicas[1]?.store({ kind: 'event', keys: [`b:${n}:key`, `a:${n}:key`], body: n }),
      ]);
      expect(answers.filter((one) => one?.fresh)).toHaveLength(1);
    }
    expect(await db('inbox').whereNull('done_at')).toHaveLength(60);
    await second.destroy();
  }));

test('a copy that comes while the first is being stored shares its end, good or bad', () =>
  withDatabase(async (db, { url }) => {
    const item = { kind: 'event', keys: ['event:Ev5', 'C1:1700.5'], body: { n: 1 } } as const;
    const store = (of: ReturnType<typeof createInbox>) =>
      Promise.allSettled([
        of.store({ ...item, keys: [...item.keys] }),
        of.store({ ...item, keys: [...item.keys] }),
      ]);
    const gone = openPool(url);
    await gone.destroy();
    expect((await store(createInbox({ db: gone }))).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    const inbox = createInbox({ db });
    const { rows } = await db.raw<{ rows: { id: number }[] }>("select nextval('inbox_id_seq') as id");
    const id = Number(rows[0]?.id) + 1;
    expect(await store(inbox)).toEqual([
      { status: 'fulfilled', value: { fresh: true, id } },
      { status: 'fulfilled', value: { fresh: false, id } },
    ]);
    // One number was taken: the copy never reached the database.
    const next = await inbox.store({ kind: 'event', keys: ['event:Ev6'], body: { n: 2 } });
    expect(next).toEqual({ fresh: true, id: id + 1 });
  }));

test('text that the database refuses is stored with a mark in its place, and takes no neighbour with it', () =>
  withDatabase(async (db) => {
    const inbox = createInbox({ db });
    const texts = ['\0 and \ud800', 'a \\u0000 that is only text', 'plain', '😀'];
    await Promise.all(
      texts.map((text, n) => inbox.store({ kind: 'command', keys: [`text:${n}`], body: { n, text } })),
    );
    const rows = await db('inbox').select('body').orderByRaw("(body->>'n')::int");
    expect(rows.map((row) => row.body.text)).toEqual(['\ufffd and \ufffd', ...texts.slice(1)]);
  }));

test('a thing without an identity, or with one of the wrong size, is refused', () =>
  withDatabase(async (db) => {
    const inbox = createInbox({ db });
    for (const keys of [[], ['short'], ['x'.repeat(401)]]) {
      await expect(inbox.store({ kind: 'event', keys, body: {} })).rejects.toThrow('no usable identity');
    }
  }));
