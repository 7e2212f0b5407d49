import type { Knex } from 'knex';
import type { Db } from '../db/pool.ts';
import { withLockIfFree } from '../db/transaction.ts';
import { type Head, readAnchor, writeAnchor } from './anchor.ts';
import { beginning, content, sealOf } from './chain.ts';

const batch = 2000;

/**
 * Chains the rows that nobody has sealed yet, and anchors the head in `home`. One process at a time; others come away with 0.
 * Only rows of transactions that ended before every running one are taken, so that no row can appear before a sealed one
 * unnoticed. `all` looks at the whole log instead of its last ten minutes: do so once at start.
 */
export async function seal(
  db: Db,
  options: { key: string; home: string; all?: boolean },
): Promise<{ sealed: number }> {
  let sealed = 0;
  for (;;) {
    const done = await withLockIfFree(db, 'steward audit seal', (trx) => sealBatch(trx, options));
    if (!done || done.count === 0) return { sealed };
    sealed += done.count;
    await anchor(db, options.home, done.head);
    if (done.count < batch) return { sealed };
  }
}

async function sealBatch(
  trx: Knex.Transaction,
  options: { key: string; all?: boolean },
): Promise<{ count: number; head: Head }> {
  const last: Head | undefined = await trx('audit_seals').orderBy('seq', 'desc').first('seq', 'hash');
  let head = last ?? { seq: 0, hash: beginning };
  const from = options.all
    ? undefined
    : await trx('audit_seals')
        .whereRaw(`sealed_at < now() - interval '10 minutes'`)
        .orderBy('seq', 'desc')
        .first('audit_id');
  const rows: { id: number; content: string }[] = await trx('audit as a')
    .select('a.id', trx.raw(`${content} as content`))
    .where('a.id', '>', from?.audit_id ?? 0)
    // A number that this server has not given out yet came with a restored backup: that transaction is long over.
    .whereRaw(
      '(a.transaction < pg_snapshot_xmin(pg_current_snapshot()) or a.transaction >= pg_snapshot_xmax(pg_current_snapshot()))',
    )
    .whereNotExists(trx('audit_seals as s').whereRaw('s.audit_id = a.id').select(trx.raw('1')))
    .orderBy('a.id')
    .limit(batch);
  const seals = rows.map(({ id, content }) => {
    const seq = head.seq + 1;
    head = { seq, hash: sealOf(options.key, head.hash, { seq, auditId: id, content }) };
    return { seq, audit_id: id, hash: head.hash };
  });
  if (seals.length > 0) await trx('audit_seals').insert(seals);
  return { count: seals.length, head };
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
