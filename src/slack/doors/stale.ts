/** Where a click came from, and what to say to a button of yesterday. */
import { enqueue } from '../../jobs/outbox.ts';
import { staleButton } from '../../story/decision.ts';
import { Kept } from '../kept.ts';
import { drawAnew } from '../ledger.ts';
import { note, type Where, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Press } from '../wire.ts';

/**
 * Where it was pressed. In a form: the channel from which the form was opened; in Home: the person's own messages. The first
 * message of a thread stands in the channel, too, and Slack does not say where it was pressed: a note in the channel is seen
 * beside the open thread, one in the thread is not seen from the channel.
 */
export function placeOf(clicked: Press): Where {
  const user = clicked.user.id;
  const { channel: pressedIn, container } = clicked;
  if (pressedIn) {
    const root = container.thread_ts === container.message_ts;
    return { channel: pressedIn.id, user, threadTs: root ? undefined : container.thread_ts };
  }
  const kept = clicked.view?.type === 'modal' ? Kept.safeParse(parsed(clicked.view.private_metadata)) : null;
  const { channel, threadTs } = kept?.data ?? {};
  return channel ? { channel, user, threadTs: threadTs ?? undefined } : { channel: `dm:${user}`, user };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return {};
  }
};

export async function outOfDate(use: DoorUse, clicked: Press): Promise<void> {
  await redraw(use, clicked);
  await whisper(use, placeOf(clicked), note(staleButton));
}

/** Draws the card under the click again, from its row, unless it was drawn since they clicked. */
export async function redraw(use: DoorUse, clicked: Press): Promise<void> {
  const { channel, container, keptAs } = clicked;
  if (clicked.view?.type === 'home') await repaintHome(use, clicked.user.id);
  if (!channel || !container.message_ts) return;
  await drawAnew(use.db, { channel: channel.id, ts: container.message_ts }, keptAs ?? null);
}

export const repaintHome = (use: DoorUse, slackUser: string): Promise<void> =>
  enqueue(use.db, 'home', { key: `home:${slackUser}`, body: { slackUser } });
