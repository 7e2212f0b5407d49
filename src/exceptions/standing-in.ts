/** What changes on cards when somebody decides for somebody who is away, and when that ends. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, wantCards } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { endStandInsDue } from '../people/stand-ins.ts';
import type { Person } from '../policy/nouns.ts';
import { standsInNow } from '../story/decision.ts';

/** The open cards that wait for these people say who decides now. */
export async function redrawWaiting(trx: Db, personIds: string[]): Promise<void> {
  const cards = await trx('exceptions')
    .whereIn('waits_for', personIds)
    .whereNull('closed_at')
    .distinct<{ key: CardKey; channel: string }[]>({ key: 'card' }, 'channel');
  await wantCards(trx, cards);
}

export async function tellStandIn(
  trx: Db,
  { person, standIn, until, waiting }: { person: Person; standIn: Person; until: string; waiting: number },
): Promise<void> {
  if (!standIn.slackId) return;
  await enqueue(trx, 'whisper', {
    key: `stand-in:${person.id}:${standIn.id}:${until}`,
    body: {
      channel: `dm:${standIn.slackId}`,
      user: standIn.slackId,
      text: standsInNow(person.name, until, waiting),
    },
  });
}

/** Ends what has run out; the cards name again for whom they wait. */
export function endStandIns(use: { db: Db; now: Clock }): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const ended = await endStandInsDue({ db: trx }, use.now.now());
    await redrawWaiting(trx, ended);
    return ended.length;
  });
}
