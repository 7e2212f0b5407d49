import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { record } from '../../src/audit/record.ts';
import { seal } from '../../src/audit/seal.ts';
import { verify } from '../../src/audit/verify.ts';
import type { Db } from '../../src/db/pool.ts';
import { withDatabase } from '../support/database.ts';

const key = 'k'.repeat(32);

/** A log of `rows` sealed rows, with its anchor in a folder of its own; `owner` may tamper with it. */
const withLog = (
  rows: number,
  work: (db: Db, use: { key: string; home: string; owner: Db }) => Promise<void>,
) =>
  withDatabase(async (db, { owner }) => {
    const home = await mkdtemp(join(tmpdir(), 'steward-audit-'));
    try {
      await record(
        db,
        Array.from({ length: rows }, (_, i) => entry(i + 1)),
      );
      await sealed(db, rows, { key, home });
      await work(db, { key, home, owner });
    } finally {
      await rm(home, { recursive: true });
    }
  });

/**
 * Seals until so many rows are. A row waits for every transaction of the server that began before its own has ended, and
 * other tests have theirs on the same server.
 */
async function sealed(
  db: Db,
  rows: number,
  use: { key: string; home: string; all?: boolean },
): Promise<void> {
  for (let done = 0; done < rows; await pause(5)) done += (await seal(db, use)).sealed;
}

const entry = (n: number) => ({
  action: 'change.applied',
  subject: { kind: 'deal', id: `D-${n}` },
  by: { kind: 'agent', id: 'pipeline', version: 1 } as const,
  because: `Reason ${n}`,
});

test('a whole log verifies, and what is not sealed yet is counted', () =>
  withLog(5, async (db, use) => {
    await record(db, entry(6));
    expect(await verify(db, use)).toMatchObject({ ok: true, sealed: 5, unsealed: 1, anchored: true });
    await sealed(db, 1, use);
    expect(await verify(db, use)).toMatchObject({ ok: true, sealed: 6, unsealed: 0 });
  }));

test('a changed row is found', () =>
  withLog(5, async (db, use) => {
    await use.owner('audit').where({ id: 3 }).update({ because: 'Another reason' });
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'changed', at: 'row 3' });
  }));

test('a removed row is found, its seal removed with it or not', () =>
  withLog(5, async (db, use) => {
    await use.owner('audit').where({ id: 2 }).delete();
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'missing', at: 'row 2' });
    await use.owner('audit_seals').where({ audit_id: 2 }).delete();
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'missing', at: 'seal 2' });
  }));

test('two rows that changed places are found', () =>
  withLog(5, async (db, use) => {
    await use.owner.raw('alter table audit alter column id drop identity');
    await use.owner.raw('update audit set id = case id when 2 then 40 else 2 end where id in (2, 4)');
    await use.owner.raw('update audit set id = 4 where id = 40');
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'moved', at: 'row 2' });
  }));

test('a log cut at its end is found by the anchor, and sealing on does not hide it', () =>
  withLog(5, async (db, use) => {
    await use.owner('audit_seals').where('seq', '>', 3).delete();
    await use.owner('audit').where('id', '>', 3).delete();
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'cut', at: 'seal 4' });
    await record(db, entry(9));
    await sealed(db, 1, use);
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'cut' });
    await record(db, [entry(10), entry(11)]);
    await sealed(db, 2, use);
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'changed', at: 'seal 5' });
  }));

test('a chain made anew without the key is found', () =>
  withLog(3, async (db, use) => {
    await use.owner('audit').where({ id: 1 }).update({ because: 'Forged' });
    await use.owner('audit_seals').delete();
    await sealed(db, 3, { ...use, key: 'x'.repeat(32) });
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'changed', at: 'row 1' });
  }));

test('a row whose transaction is still open is sealed after it, never skipped', () =>
  withLog(1, async (db, use) => {
    const open = await db.transaction();
    await record(open, entry(2));
    await record(db, entry(3));
    expect(await seal(db, use)).toEqual({ sealed: 0 });
    await open.commit();
    await sealed(db, 2, use);
    expect(await verify(db, use)).toMatchObject({ ok: true, sealed: 3, unsealed: 0 });
  }));

test('rows of a restored backup, numbered by another server, are sealed as well', () =>
  withLog(1, async (db, use) => {
    await db.raw(
      `insert into audit (action, subject_kind, subject_id, actor_kind, actor_id, transaction) values ('a.b', 'deal', 'D-2', 'system', 'x', '9999999999')`,
    );
    expect(await seal(db, use)).toEqual({ sealed: 0 });
    await sealed(db, 1, { ...use, all: true });
    await record(db, entry(3));
    await sealed(db, 1, use);
    expect(await verify(db, use)).toMatchObject({ ok: true, sealed: 3, unsealed: 0 });
  }));

test('a copy on a server that counts from the beginning is sealed on from where it is', () =>
  withLog(2, async (db, use) => {
    await use.owner('audit_seals').where({ seq: 2 }).update({ below: '9999999999' });
    await record(db, entry(3));
    await sealed(db, 1, use);
    const { below } = await db('audit_seals').where({ seq: 3 }).first('below');
    expect(BigInt(below)).toBeLessThan(9_999_999_999n);
    expect(await verify(db, use)).toMatchObject({ ok: true, sealed: 3, unsealed: 0 });
  }));

test('a look begins where an earlier one has left nothing, however much was written lately', () =>
  withLog(0, async (db, use) => {
    await record(
      db,
      Array.from({ length: 2_500 }, (_, i) => entry(i)),
    );
    await sealed(db, 2_500, use);
    await use.owner.raw('analyze audit, audit_seals');
    await record(db, entry(2_501));
    await db.transaction(async (trx) => {
      const read = async (): Promise<number> => {
        const { rows } = await trx.raw(
          `select sum(pg_stat_get_xact_tuples_returned(t) + pg_stat_get_xact_tuples_fetched(t))::int as rows
           from unnest(array['audit', 'audit_by_transaction', 'audit_pkey']::regclass[]) t`,
        );
        return rows[0].rows;
      };
      const before = await read();
      while ((await seal(trx, use)).sealed === 0) await pause(5);
      expect((await read()) - before).toBeLessThan(200);
    });
  }));

test('a damaged anchor file is not taken for a good one', () =>
  withLog(2, async (db, use) => {
    const path = join(use.home, 'audit-head.json');
    const head = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...head, hash: 'f'.repeat(64) }));
    expect(await verify(db, use)).toMatchObject({ ok: false, what: 'changed', at: 'seal 2' });
  }));

test('two sealers at once make one chain', () =>
  withLog(0, async (db, use) => {
    await record(
      db,
      Array.from({ length: 4500 }, (_, i) => entry(i)),
    );
    const counts = await Promise.all([seal(db, use), seal(db, use), seal(db, use)]);
    await sealed(db, 4500 - counts.reduce((sum, one) => sum + one.sealed, 0), use);
    expect(await verify(db, use)).toMatchObject({ ok: true, sealed: 4500, unsealed: 0 });
  }));

test('the application role may add to the log and read it, nothing else', () =>
  withDatabase(async (app) => {
    await record(app, entry(1));
    expect(await app('audit').pluck('subject_id')).toEqual(['D-1']);
    for (const forbidden of [
      'update audit set because = null',
      'delete from audit',
      'truncate audit',
      'drop table audit',
      'delete from audit_seals',
      'alter table audit disable trigger all',
    ])
      await expect(app.raw(forbidden), forbidden).rejects.toThrow(/permission denied|must be owner/);
    await app('territories').insert({ id: 'T', name: 'T' });
    expect(await app('territories').delete()).toBe(1);
  }));
