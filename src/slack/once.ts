/** One thing that came in has one effect, however often its handler is called. */
import { type Db, type Planned, planned } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';

/**
 * Runs `work` in a transaction together with the mark that says it was done; does nothing where the mark is there already.
 * `inboxId` is the row the handler was called with.
 */
export async function once(db: Db, inboxId: number, work: (trx: Db) => Promise<void>): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const rows = await planned(trx, marking, [`done:inbox:${inboxId}`, inboxId]);
    if (rows.length === 0) return false;
    await work(trx);
    return true;
  });
}

const marking: Planned = {
  name: 'mark as done',
  text: `insert into inbox_keys (key, inbox_id) select $1, id from inbox where id = $2 on conflict (key) do nothing returning key`,
};

/**
 * The effect of one thing that came in, and the mark that it was done, in one transaction. Null: an earlier attempt has
 * done it; what it did may have been taken back by somebody since, so nothing is done again.
 */
export async function effect<T extends object>(
  db: Db,
  job: { id: number },
  work: (trx: Db) => Promise<T>,
): Promise<T | null> {
  const done: T[] = [];
  await once(db, job.id, async (trx) => {
    done.push(await work(trx));
  });
  return done[0] ?? null;
}

/** For what is asked and pressed: a second attempt gets the first one's reply. */
export const causeOf = (job: { id: number; attempt: number }) => ({
  key: `inbox:${job.id}`,
  again: job.attempt > 1,
});

/** Before slow work on a second attempt: was the first one's effect kept? */
export async function isDone(db: Db, job: { id: number; attempt: number }): Promise<boolean> {
  if (job.attempt < 2) return false;
  const { rows } = await db.raw('select 1 from inbox_keys where key = ?', [`done:inbox:${job.id}`]);
  return rows.length > 0;
}
