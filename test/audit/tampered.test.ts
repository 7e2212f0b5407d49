/** Whatever is done to a sealed log by whoever owns its tables, `verify` finds it, wherever it is done. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anchorFile, type Head, writeAnchor } from '../../src/audit/anchor.ts';
import { beginning, content, sealOf } from '../../src/audit/chain.ts';
import { record } from '../../src/audit/record.ts';
import { seal } from '../../src/audit/seal.ts';
import { verify } from '../../src/audit/verify.ts';
import type { Db } from '../../src/db/pool.ts';
import { aFreshDatabase } from '../support/database.ts';

const rows = 50;
const key = 'k'.repeat(32);

let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
let home: string;
let head: Head;
beforeAll(async () => {
  fresh = await aFreshDatabase();
  home = await mkdtemp(join(tmpdir(), 'steward-audit-'));
  await record(
    fresh.db,
    Array.from({ length: rows }, (_, n) => ({
      action: 'change.applied',
      subject: { kind: 'deal', id: `D-${n}` },
      by: { kind: 'person', id: 'P-mara' } as const,
      because: `Rubén's wish ${n}`,
      details: { before: n, after: n + 1 },
    })),
  );
  // A row waits for every transaction that began before its own, and other tests have theirs on the same server.
  for (let done = 0; done < rows; await pause(5)) done += (await seal(fresh.db, { key, home })).sealed;
  head = await fresh.db('audit_seals').orderBy('seq', 'desc').first('seq', 'hash');
});
afterAll(async () => {
  await fresh.drop();
  await rm(home, { recursive: true });
});

type Deed = (owner: Db, at: number) => Promise<unknown>;
const changed =
  (set: string): Deed =>
  (owner, at) =>
    owner.raw(`update audit set ${set} where id = ?`, [at]);

/** Seals everything from there on again, as somebody would who has another key, or ours when `its` is. */
async function sealedAgain(owner: Db, from: number, its: string): Promise<void> {
  const before = await owner('audit_seals')
    .where({ seq: from - 1 })
    .first('hash');
  const later: { id: number; content: string }[] = await owner('audit as a')
    .join('audit_seals as s', 's.audit_id', 'a.id')
    .where('s.seq', '>=', from)
    .orderBy('s.seq')
    .select('a.id', owner.raw(`${content} as content`));
  let hash = before?.hash ?? beginning;
  for (const [n, row] of later.entries()) {
    hash = sealOf(its, hash, { seq: from + n, auditId: row.id, content: row.content });
    await owner('audit_seals')
      .where({ seq: from + n })
      .update({ hash });
  }
}

const cut: Deed = async (owner, at) => {
  await owner('audit_seals').where('seq', '>=', at).delete();
  await owner('audit').where('id', '>=', at).delete();
};

const deeds: [what: string, deed: Deed][] = [
  ['a reason edited', changed(`because = 'Another'`)],
  ['a reason taken away', changed('because = null')],
  ['a letter written as two', changed(`because = normalize(because, nfd)`)],
  ['its facts emptied', changed(`details = '{}'`)],
  ['its time put back', changed(`at = at - interval '1 microsecond'`)],
  ['another person named', changed(`actor_id = 'P-nora'`)],
  ['a row deleted', (owner, at) => owner('audit').where({ id: at }).delete()],
  [
    'a row deleted with its seal',
    async (owner, at) => {
      await owner('audit_seals').where({ audit_id: at }).delete();
      await owner('audit').where({ id: at }).delete();
    },
  ],
  [
    'what two rows say exchanged',
    (owner, at) =>
      owner.raw(
        'update audit a set details = b.details from audit b where (a.id, b.id) in ((:at, :by), (:by, :at))',
        {
          at,
          by: (at % rows) + 1,
        },
      ),
  ],
  [
    'two seals exchanged',
    async (owner, at) => {
      const by = (at % rows) + 1;
      await owner.raw('update audit_seals set seq = -seq where seq in (?, ?)', [at, by]);
      await owner.raw(
        'update audit_seals set seq = case -seq when :at::bigint then :by::bigint else :at::bigint end where seq < 0',
        {
          at,
          by,
        },
      );
    },
  ],
  [
    'another row said to be the sealed one',
    async (owner, at) => {
      const [made] = await owner
        .raw(
          'insert into audit (action, subject_kind, subject_id, actor_kind, actor_id) select action, subject_kind, subject_id, actor_kind, actor_id from audit where id = ? returning id',
          [at],
        )
        .then(({ rows }) => rows);
      await owner('audit_seals').where({ audit_id: at }).update({ audit_id: made.id });
    },
  ],
  [
    'edited, and sealed again from there with another key',
    async (owner, at) => {
      await changed(`because = 'Another'`)(owner, at);
      await sealedAgain(owner, at, 'x'.repeat(32));
    },
  ],
  [
    'edited, and sealed again from there with the key itself',
    async (owner, at) => {
      await changed(`because = 'Another'`)(owner, at);
      await sealedAgain(owner, at, key);
    },
  ],
  ['its end cut off', cut],
  [
    'its end cut off, and as much written and sealed anew',
    async (owner, at) => {
      await cut(owner, at);
      let hash =
        (
          await owner('audit_seals')
            .where({ seq: at - 1 })
            .first('hash')
        )?.hash ?? beginning;
      for (let seq = at; seq <= rows; seq++) {
        const { rows: made } = await owner.raw(
          `with a as (insert into audit (action, subject_kind, subject_id, actor_kind, actor_id) values ('change.applied', 'deal', 'D-x', 'system', 'x') returning *)
           select a.id, ${content} as content from a`,
        );
        hash = sealOf(key, hash, { seq, auditId: made[0].id, content: made[0].content });
        await owner('audit_seals').insert({ seq, audit_id: made[0].id, hash });
      }
    },
  ],
];

/** Does it, looks, and takes it back. */
async function found(deed: Deed, at: number, use = { key, home }): Promise<boolean> {
  const trx = await fresh.owner.transaction();
  try {
    await deed(trx, at);
    return !(await verify(trx, use)).ok;
  } finally {
    await trx.rollback();
  }
}

test('as it is, it is whole', async () => {
  expect(await found(async () => {}, 1)).toBe(false);
});

test.each(deeds)('%s is found wherever it is done', async (_, deed) => {
  const missed: number[] = [];
  for (let at = 1; at <= rows; at++) if (!(await found(deed, at))) missed.push(at);
  expect(missed).toEqual([]);
});

/** What is known with the key alone: the head kept outside the database is what finds these. */
test.each([
  'edited, and sealed again from there with the key itself',
  'its end cut off',
  'its end cut off, and as much written and sealed anew',
])('%s is missed where no head is kept outside', async (what) => {
  const deed = deeds.find(([name]) => name === what)?.[1];
  if (!deed) throw new Error(`Nobody does that: ${what}.`);
  const bare = await mkdtemp(join(tmpdir(), 'steward-audit-'));
  try {
    const noticed: number[] = [];
    for (let at = 2; at <= rows; at++) if (await found(deed, at, { key, home: bare })) noticed.push(at);
    expect(noticed).toEqual([]);
  } finally {
    await rm(bare, { recursive: true });
  }
});

test('a key that is not the one it was sealed with, and another head than the one kept outside, are found', async () => {
  expect(await found(async () => {}, 1, { key: 'x'.repeat(32), home })).toBe(true);
  try {
    for (const other of [
      { ...head, hash: 'f'.repeat(64) },
      { ...head, seq: head.seq + 1 },
    ]) {
      await writeAnchor(home, other);
      expect(await found(async () => {}, 1)).toBe(true);
    }
    // Where it is gone the log may end anywhere, and that is said.
    await rm(anchorFile(home));
    const { sentence } = await verify(fresh.db, { key, home });
    expect(sentence).toContain('No head is anchored on this machine');
  } finally {
    await writeFile(anchorFile(home), JSON.stringify(head));
  }
});
