import type { Knex } from 'knex';
import type { Db } from './pool.ts';

/** Runs `work` in a transaction; joins the one that `db` already is. */
export function inTransaction<T>(db: Db, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return isTransaction(db) ? work(db) : db.transaction(work);
}

/** Runs `work` in a transaction that alone holds the lock called `name`; others wait. The lock goes with the transaction. */
export function withLock<T>(db: Db, name: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name]);
    return work(trx);
  });
}

/** As `withLock`, but when somebody else holds it, does nothing and says null. */
export function withLockIfFree<T>(
  db: Db,
  name: string,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T | null> {
  return inTransaction(db, async (trx) => {
    const { rows } = await trx.raw('select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as free', [
      name,
    ]);
    return rows[0]?.free ? work(trx) : null;
  });
}

const isTransaction = (db: Db): db is Knex.Transaction => 'isTransaction' in db && db.isTransaction === true;
