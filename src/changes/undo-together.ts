/** Several changes taken back with one click: an undo for each, and one transaction for all. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Person } from '../policy/nouns.ts';
import { type Undone, undo } from './undo.ts';

/** Of each that is there, in the order of their ids. A field that somebody has changed since stays, as with one undo. */
export function undoTogether(
  use: { db: Db; now: Clock },
  input: { changeIds: number[]; by: Person },
): Promise<Undone[]> {
  return inTransaction(use.db, async (trx) => {
    // All rows before the card that they share, as whoever undoes one of them.
    const ids: number[] = await trx('changes')
      .whereIn('id', input.changeIds)
      .orderBy('id')
      .forUpdate()
      .pluck('id');
    const results: Undone[] = [];
    for (const changeId of ids) results.push(await undo({ ...use, db: trx }, { changeId, by: input.by }));
    return results;
  });
}
