/** A rep who was asked about a deal says that all is right as it is. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { wantCard } from '../jobs/cards.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';

export type AnsweredNudge = { say: 'answered' } | { say: 'not yours' } | { say: 'gone' };

/** Only the one who was asked can answer. A second answer changes nothing, and the first keeps its time. */
export function answerNudge(
  use: { db: Db; now: Clock },
  input: { changeId: number; by: Person },
): Promise<AnsweredNudge> {
  return inTransaction(use.db, async (trx): Promise<AnsweredNudge> => {
    const nudge = await trx('changes')
      .where({ id: input.changeId, kind: 'nudge', state: 'applied' })
      .forUpdate()
      .first<
        { message: { to: string } | null; answered_at: Date | null; run_id: string | null } | undefined
      >();
    if (!nudge) return { say: 'gone' };
    if (nudge.message?.to !== input.by.id || !may(input.by, 'feedback')) return { say: 'not yours' };
    if (nudge.answered_at) return { say: 'answered' };
    await trx('changes').where({ id: input.changeId }).update({ answered_at: use.now.now() });
    await record(trx, {
      action: 'nudge.answered',
      subject: { kind: 'change', id: String(input.changeId) },
      by: { kind: 'person', id: input.by.id },
      because: 'Still right.',
      runId: nudge.run_id ?? undefined,
    });
    const card = await trx('cards')
      .where({ key: `nudge:${input.changeId}` })
      .first<{ channel: string } | undefined>('channel');
    if (card) await wantCard(trx, { key: `nudge:${input.changeId}`, channel: card.channel });
    return { say: 'answered' };
  });
}
