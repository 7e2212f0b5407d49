/** Looking for what we may have sent: Slack's own record of a conversation is the only proof there is. */
import { Later } from '../jobs/later.ts';
import type { Log } from '../log.ts';
import { outcome, type SlackClient } from './client.ts';

export type Seen = {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: { k?: unknown } };
  files?: { id?: string }[];
};
type Page = { messages?: Seen[]; response_metadata?: { next_cursor?: string } };

const PAGES = 10;
// Slack's clock and the database's may differ by some minutes.
const APART_MS = 300_000;

/** Messages of a channel, or of a thread, from shortly before `since`; null where Slack does not show them. */
export async function messagesIn(
  use: { client: SlackClient; log: Log },
  where: { channel: string; threadTs: string | null; since: Date | null },
): Promise<Seen[] | null> {
  const { channel, threadTs, since } = where;
  const from = since ? (since.getTime() - APART_MS) / 1000 : 0;
  const found: Seen[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const asked = {
      channel,
      include_all_metadata: true,
      limit: 200,
      ...(from > 0 ? { oldest: from.toFixed(6) } : {}),
      ...(cursor ? { cursor } : {}),
    };
    const read = await outcome<Page>(
      threadTs
        ? use.client.conversations.replies({ ...asked, ts: threadTs })
        : use.client.conversations.history(asked),
    );
    if (read.say === 'refused') {
      use.log.warn({ channel, because: read.because }, 'Slack does not show the channel’s history.');
      return null;
    }
    if (read.say !== 'done')
      throw new Later(
        read.say === 'limited' ? read.afterMs : null,
        'Slack did not show the channel’s history.',
      );
    found.push(...(read.answer.messages ?? []));
    cursor = read.answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return found;
}
