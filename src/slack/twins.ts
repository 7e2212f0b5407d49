/** After an answer was lost and a card sent again, the first message may still have come. One card, one message: the first stays. */
import { type Card, section } from '../../blocks/kit.ts';
import { data } from '../../blocks/text.ts';
import type { Db } from '../db/pool.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { Log } from '../log.ts';
import { outcome, type SlackClient } from './client.ts';
import { certain, doubtful } from './ledger.ts';
import { messagesOf } from './post.ts';

const seeAbove: Card = {
  text: 'This card came twice. The one above is current.',
  blocks: [section(data('This card came twice. The one above is current.'))],
};

/** A message that history has not shown for so long was deleted, or may not be read. */
const givenUpAfterMs = 10 * 60_000;

/** Looks at every card that is in doubt; returns how many second messages were rewritten. Safe to run anywhere, any number of times. */
export async function sweepTwins(use: {
  db: Db;
  client: SlackClient;
  log: Log;
  settleMs: number;
}): Promise<number> {
  let rewritten = 0;
  for (const card of await doubtful(use.db, use.settleMs * 2)) {
    const found = await messagesOf(use, card);
    // A history that does not show the message we know of may lack the other one, too: it is read again next time.
    if (card.ts && !found.includes(card.ts)) {
      if ((card.sendingForMs ?? 0) > givenUpAfterMs) await certain(use.db, card.key, card.ts);
      continue;
    }
    const [first, ...others] = found;
    if (first === undefined) continue;
    for (const ts of others) {
      const done = await outcome(use.client.chat.update({ channel: card.channel, ts, ...seeAbove }));
      if (done.say !== 'done') return rewritten;
      rewritten += 1;
      use.log.warn({ card: card.key }, 'A card had come twice; the second was closed.');
    }
    await use.db.transaction(async (trx) => {
      await certain(trx, card.key, first);
      await enqueue(trx, 'draw', { key: card.key, body: { card: card.key } });
    });
  }
  return rewritten;
}
