/** A button of yesterday: say so, and draw the card as it is now. */
import { enqueue } from '../../jobs/outbox.ts';
import { cardAt } from '../ledger.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Press } from '../wire.ts';

export const placeOf = (clicked: Press) => ({
  channel: clicked.channel?.id ?? `dm:${clicked.user.id}`,
  user: clicked.user.id,
  threadTs: clicked.container.thread_ts,
});

export async function outOfDate(use: DoorUse, clicked: Press): Promise<void> {
  await redraw(use, clicked);
  await whisper(use, placeOf(clicked), note('That button is out of date. The card is now current.'));
}

/** Draws the card under the click again, from its row. */
export async function redraw(use: DoorUse, clicked: Press): Promise<void> {
  const { channel, container } = clicked;
  if (clicked.view?.type === 'home') {
    await enqueue(use.db, 'home', { key: `home:${clicked.user.id}`, body: { slackUser: clicked.user.id } });
  }
  if (!channel || !container.message_ts) return;
  const card = await cardAt(use.db, channel.id, container.message_ts);
  if (!card) return;
  // What stands there now is not what we drew last, or the button would be gone.
  await use.db('cards').where({ key: card.key }).update({ drawn_hash: null });
  await enqueue(use.db, 'draw', { key: card.key, body: { card: card.key } });
}
