/** A question that takes longer than a second gets 👀 at once, so that nobody asks again. */
import { outcome, type SlackClient } from './client.ts';

const SLOW_MS = 1_000;

/** Does the work; marks the message as seen where that takes longer than `afterMs`. A mark that Slack refuses is let go. */
export async function withReceipt<T>(
  use: { client: SlackClient },
  message: { channel: string; ts: string },
  work: () => Promise<T>,
  afterMs = SLOW_MS,
): Promise<T> {
  const late = setTimeout(() => {
    void outcome(use.client.reactions.add({ channel: message.channel, timestamp: message.ts, name: 'eyes' }));
  }, afterMs);
  try {
    return await work();
  } finally {
    clearTimeout(late);
  }
}
