/** Handing deals to somebody: each is a change of its own, so each can be taken back. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { personById } from '../people/people.ts';
import { mayDecide } from '../policy/may-decide.ts';
import type { Person } from '../policy/nouns.ts';
import { requestChange, tellOnItsOwn } from './request.ts';
import { stakesOf } from './stake.ts';

export type Assignable = { may: string[]; mayNot: { id: string; needs: string }[] };

/** Which of these deals this person may hand over now: the deal's rep, the manager of its team or territory, an administrator. */
export async function assignable(db: Db, ids: string[], by: Person): Promise<Assignable> {
  const fresh = await personById(db, by.id);
  const stakes = await stakesOf(db, 'deal', ids, []);
  const found: Assignable = { may: [], mayNot: [] };
  for (const id of ids) {
    const stake = stakes.get(id);
    if (!stake) continue;
    const admin = fresh?.active === true && fresh.roles.includes('admin');
    const may = admin ? ({ may: true } as const) : mayDecide(fresh, stake);
    if (may.may) found.may.push(id);
    else found.mayNot.push({ id, needs: may.needs });
  }
  return found;
}

/**
 * Wants the owner of each changed. What stood there is the condition: a deal that changed hands meanwhile stays, and whoever
 * asked decides about it on a card of its own.
 */
export function assignDeals(
  use: { db: Db; now: Clock },
  input: { deals: { id: string; ownerId: string | null }[]; to: string; by: Person; because: string | null },
): Promise<number[]> {
  return inTransaction(use.db, async (trx) => {
    const actor = { kind: 'person', id: input.by.id } as const;
    const made: number[] = [];
    for (const deal of input.deals) {
      made.push(
        await requestChange(trx, {
          subject: { kind: 'deal', id: deal.id },
          wants: { kind: 'change', fields: [{ field: 'owner', before: deal.ownerId, after: input.to }] },
          by: actor,
          now: use.now.now(),
        }),
      );
    }
    await tellOnItsOwn(trx, made);
    await record(trx, {
      action: 'deals.assigned',
      subject: { kind: 'person', id: input.to },
      by: actor,
      because: input.because,
      details: { changes: made },
    });
    return made;
  });
}
