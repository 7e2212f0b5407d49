/** Closing deals as lost, several at once: each is a change of its own, so each can be taken back. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Person } from '../policy/nouns.ts';
import { count } from '../story/format.ts';
import { requestTogether, type Together } from './bulk.ts';
import { tellOnItsOwn } from './request.ts';

/**
 * Wants the stage of each changed to `to`. The stage that was shown is the condition: a deal that has moved since stays,
 * and whoever asked decides about it on a card of its own.
 */
export function closeOut(
  use: { db: Db; now: Clock },
  input: { deals: { id: string; stage: string }[]; to: string; by: Person },
): Promise<Together> {
  return inTransaction(use.db, async (trx) => {
    const by = { kind: 'person', id: input.by.id } as const;
    const made = await requestTogether(
      trx,
      input.deals.map(({ id, stage }) => ({
        subject: { kind: 'deal', id },
        wants: { kind: 'change', fields: [{ field: 'stage', before: stage, after: input.to }] },
      })),
      {
        ...{ by: input.by, now: use.now.now() },
        says: `close ${count(input.deals.length, 'deal')} as ${input.to}`,
      },
    );
    await tellOnItsOwn(trx, made.ids);
    const subject = { kind: 'person', id: input.by.id };
    await record(trx, { action: 'deals.closed_out', subject, by, details: { changes: made.ids } });
    return made;
  });
}
