import type { Knex } from 'knex';
import type { Db } from '../db/pool.ts';
import { withLockIfFree } from '../db/transaction.ts';
import { type Head, readAnchor, writeAnchor } from './anchor.ts';
import { beginning, content, sealOf } from './chain.ts';

const batch = 2000;

/**
 * Chains the rows that nobody has sealed yet, and anchors the head in `home`. One process at a time; others come away with 0.
 * Only rows of transactions that ended before every running one are taken, so that no row can appear before a sealed one
 * unnoticed. It begins where an earlier look has left nothing; `all` looks at the whole log, and at what another server has
 * numbered, which a restored backup brings: do so once at start.
 */
export async function seal(
  db: Db,
  options: { key: string; home: string; all?: boolean },
): Promise<{ sealed: number }> {
  let sealed = 0;
  let look: Look | null = null;
  for (;;) {
    const done: Sealed | null = await withLockIfFree(db, 'steward audit seal', async (trx) =>
      sealBatch(trx, options.key, look ?? (await lookFrom(trx, options.all ?? false))),
    );
    if (!done || done.count === 0) return { sealed };
    sealed += done.count;
    await anchor(db, options.home, done.head);
    if (done.count < batch) return { sealed };
    look = done.look;
  }
}

/**
 * Which rows are looked at: of transactions from `from` on, null: of all, and before `ended`, since which some may be running;
 * those of this look with an id up to `after` are sealed.
 */
type Look = { from: string | null; ended: string; all: boolean; after: number };
type Sealed = { count: number; head: Head; look: Look };

async function lookFrom(trx: Knex.Transaction, all: boolean): Promise<Look> {
  const { rows } = await trx.raw<{ rows: { from: string | null; ended: string }[] }>(
    `select now.ended, case when s.below <= now.ended then s.below end as from
     from (select pg_snapshot_xmin(pg_current_snapshot()) as ended) now
       left join lateral (select below from audit_seals where below is not null order by seq desc limit 1) s on true`,
  );
  const [now] = rows;
  if (!now) throw new Error('The database named no transaction.');
  // A number that is ahead of this server was another one's, of which this is a copy.
  return { ended: now.ended, from: all ? null : now.from, all, after: 0 };
}

async function sealBatch(trx: Knex.Transaction, key: string, look: Look): Promise<Sealed> {
  const last: Head | undefined = await trx('audit_seals').orderBy('seq', 'desc').first('seq', 'hash');
  let head = last ?? { seq: 0, hash: beginning };
  const rows: { id: number; content: string }[] = await trx('audit as a')
    .select('a.id', trx.raw(`${content} as content`))
    .where('a.id', '>', look.after)
    .whereRaw(
      '(a.transaction < ?::xid8 or (? and a.transaction >= pg_snapshot_xmax(pg_current_snapshot())))',
      [look.ended, look.all],
    )
    .whereRaw('a.transaction >= coalesce(?::xid8, ?::xid8)', [look.from, '0'])
    .whereNotExists(trx('audit_seals as s').whereRaw('s.audit_id = a.id').select(trx.raw('1')))
    .orderBy('a.id')
    .limit(batch);
  const seals = rows.map(({ id, content }) => {
    const seq = head.seq + 1;
    head = { seq, hash: sealOf(key, head.hash, { seq, auditId: id, content }) };
    return { seq, audit_id: id, hash: head.hash };
  });
  const through = rows.length < batch ? look.ended : null;
  if (seals.length > 0)
    await trx('audit_seals').insert(
      seals.map((one) => ({ ...one, below: one.seq === head.seq ? through : null })),
    );
  return { count: seals.length, head, look: { ...look, after: rows.at(-1)?.id ?? look.after } };
}

/** Moves the anchor on, unless the chain no longer holds what was anchored: then the anchor is the evidence. */
async function anchor(db: Db, home: string, head: Head): Promise<void> {
  const anchored = await readAnchor(home);
  if (anchored) {
    const there = await db('audit_seals').where({ seq: anchored.seq }).first('hash');
    if (there?.hash !== anchored.hash) return;
    if (anchored.seq > head.seq) return;
  }
  await writeAnchor(home, head);
}
