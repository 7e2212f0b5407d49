/** Handing deals to somebody: each is a change of its own, so each can be taken back. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { personById } from '../people/people.ts';
import { mayChangeAll } from '../policy/may-change.ts';
import type { Person } from '../policy/nouns.ts';
import { mayOwn, ownNeeds } from '../policy/own.ts';
import { count } from '../story/format.ts';
import { authorityOver } from './authority.ts';
import { requestTogether, type Together } from './bulk.ts';
import { tellOnItsOwn } from './request.ts';
import { stakesOf } from './stake.ts';

/** `because`: the sentence of the authority that asks for somebody above, where it is that. */
export type Changeable = {
  may: string[];
  mayNot: { id: string; needs: string; because: string | null }[];
};

/**
 * Of which of these deals this person may change that field now: the deal's rep, the manager of its team or territory, an
 * administrator; of a deal above the limit on amounts, an approver.
 */
export async function changeable(
  use: { db: Db; now: Clock },
  ids: string[],
  { by, field }: { by: Person; field: 'owner' | 'stage' },
): Promise<Changeable> {
  const { db } = use;
  const fields = [{ field, before: null, after: null }];
  // One after the other: it may all be one transaction's.
  const fresh = await personById(db, by.id);
  const stakes = await stakesOf(db, 'deal', ids, []);
  const touched = await authorityOver(use, ids, fields);
  const found: Changeable = { may: [], mayNot: [] };
  for (const id of ids) {
    const stake = stakes.get(id);
    if (!stake) continue;
    const needs = ownNeeds(fields, touched.get(id));
    const may = mayChangeAll(fresh) ? ({ may: true } as const) : mayOwn(fresh, stake, needs);
    if (may.may) found.may.push(id);
    else found.mayNot.push({ id, needs: may.needs, because: needs?.sentence ?? null });
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
): Promise<Together> {
  return inTransaction(use.db, async (trx) => {
    const actor = { kind: 'person', id: input.by.id } as const;
    const to = await personById(trx, input.to);
    const made = await requestTogether(
      trx,
      input.deals.map(({ id, ownerId }) => ({
        subject: { kind: 'deal', id },
        wants: { kind: 'change', fields: [{ field: 'owner', before: ownerId, after: input.to }] },
      })),
      {
        ...{ by: input.by, now: use.now.now() },
        says: `assign ${count(input.deals.length, 'deal')} to ${to?.name ?? 'somebody'}`,
      },
    );
    await tellOnItsOwn(trx, made.ids);
    await record(trx, {
      action: 'deals.assigned',
      subject: { kind: 'person', id: input.to },
      by: actor,
      because: input.because,
      details: { changes: made.ids },
    });
    return made;
  });
}
