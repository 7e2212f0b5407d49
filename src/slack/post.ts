/**
 * Puts a card into Slack once. Slack knows no idempotency key: where an answer was lost we wait, look in the channel for
 * the marker that travels in the message's metadata, and adopt what is there or post again.
 */
import type { Card } from '../../blocks/kit.ts';
import { type Drawing, drawings } from '../../blocks/table.ts';
import type { Db } from '../db/pool.ts';
import { Later } from '../jobs/later.ts';
import type { Log } from '../log.ts';
import type { Channels } from './channels.ts';
import { type Outcome, outcome, type SlackClient } from './client.ts';
import { messagesIn } from './history.ts';
import { ended, hashOf, type LedgerCard, looked, placed, posted, redrawn, sending } from './ledger.ts';
import type { Pace } from './pace.ts';

export type PostUse = {
  db: Db;
  client: SlackClient;
  pace: Pace;
  channels: Channels;
  log: Log;
  /** How long a message whose answer was lost may still be on its way. */
  settleMs: number;
  count: (what: 'posted' | 'updated' | 'adopted' | 'refused' | 'unknown') => void;
};
export type Build = (drawing: Drawing) => Card;

export const CARD_EVENT = 'steward_card';
const LOOK_AGAIN_MS = 5_000;
const LOOKS = 2;

/** The plainest drawing that this workspace refused teaches all later cards of this process. */
let best: Drawing = 'data_table';

export async function show(use: PostUse, card: LedgerCard, build: Build): Promise<void> {
  if (card.ts !== null) return rewrite(use, { ...card, ts: card.ts }, build);
  const channel = await use.channels.idOf(card.channel);
  if (channel === null) {
    await refused(use, card, 'channel_not_found', 'failed', '');
    return;
  }
  if (channel !== card.channel) await placed(use.db, card.key, channel);
  const found = card.state === 'sending' ? await look(use, { ...card, channel }) : null;
  if (found) return rewrite(use, found, build);
  await post(use, { ...card, channel }, build, best);
}

/** Two looks some seconds apart before anything is sent again. */
async function look(use: PostUse, card: LedgerCard): Promise<(LedgerCard & { ts: string }) | null> {
  const waited = card.sendingForMs ?? 0;
  const needed = use.settleMs + card.looks * LOOK_AGAIN_MS;
  if (card.looks < LOOKS && waited < needed)
    throw new Later(needed - waited + 50, 'An answer of Slack was lost; the message may still appear.');
  const [first] = await messagesOf(use, card);
  if (first !== undefined) {
    await posted(use.db, card.key, { ts: first, hash: null });
    use.count('adopted');
    use.log.info({ card: card.key }, 'A message whose answer was lost was found again.');
    return { ...card, ts: first, state: 'posted', drawnHash: null };
  }
  await looked(use.db, card.key);
  if (card.looks + 1 < LOOKS) throw new Later(LOOK_AGAIN_MS, 'The message was not found; looking once more.');
  return null;
}

/** Our messages with this card's marker, oldest first. Where nobody may look, none: posting again is better than never. */
export async function messagesOf(
  use: { client: SlackClient; log: Log },
  card: LedgerCard,
): Promise<string[]> {
  const seen = await messagesIn(use, { ...card, since: card.sendingSince });
  const found = (seen ?? []).flatMap(({ ts, metadata }) =>
    ts && metadata?.event_type === CARD_EVENT && metadata.event_payload?.k === card.marker ? [ts] : [],
  );
  return [...new Set(found)].sort((a, b) => Number(a) - Number(b));
}

async function post(use: PostUse, card: LedgerCard, build: Build, drawing: Drawing): Promise<void> {
  const message = build(drawing);
  await use.pace.turn('chat.postMessage', card.channel);
  if (!(await sending(use.db, card.key))) return;
  const result = await outcome(
    use.client.chat.postMessage({
      channel: card.channel,
      ...(card.threadTs ? { thread_ts: card.threadTs } : {}),
      ...contents(message, card),
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  if (result.say === 'done' && result.answer.ts) {
    await posted(use.db, card.key, { ts: result.answer.ts, hash: hashOf(message) });
    use.count('posted');
    return;
  }
  if (result.say === 'limited') {
    use.pace.hold('chat.postMessage', card.channel, result.afterMs);
    await ended(use.db, card.key, 'wanted', 'Slack asked to slow down.');
    throw new Later(result.afterMs, 'Slack asked to slow down in this channel.');
  }
  if (result.say === 'refused') return postRefused(use, card, build, drawing, result);
  use.count('unknown');
  throw new Later(use.settleMs, 'The answer to a post was lost.');
}

async function postRefused(
  use: PostUse,
  card: LedgerCard,
  build: Build,
  drawing: Drawing,
  result: Refused,
): Promise<void> {
  const plainer = plainerThan(drawing, result);
  if (plainer) {
    use.log.warn(
      { card: card.key, because: result.because, details: result.details, drawing: plainer },
      'Slack refused a drawing; using a plainer one.',
    );
    best = plainer;
    return post(use, card, build, plainer);
  }
  if (result.because === 'not_in_channel' && (await use.channels.join(card.channel)))
    return post(use, card, build, drawing);
  await refused(use, card, result.because, 'failed', result.details);
}

type Refused = Extract<Outcome<never>, { say: 'refused' }>;

const plainerThan = (drawing: Drawing, result: Refused): Drawing | null =>
  result.because === 'invalid_blocks' ||
  result.because === 'invalid_blocks_format' ||
  result.because === 'msg_blocks_too_long'
    ? (drawings[drawings.indexOf(drawing) + 1] ?? null)
    : null;

async function rewrite(
  use: PostUse,
  card: LedgerCard & { ts: string },
  build: Build,
  drawing: Drawing = best,
): Promise<void> {
  const message = build(drawing);
  const hash = hashOf(message);
  if (hash === card.drawnHash) return;
  await use.pace.turn('chat.update', card.channel);
  const result = await outcome(
    use.client.chat.update({ channel: card.channel, ts: card.ts, ...contents(message, card) }),
  );
  if (result.say === 'done') {
    await redrawn(use.db, card.key, hash);
    use.count('updated');
  } else if (result.say === 'limited') {
    use.pace.hold('chat.update', card.channel, result.afterMs);
    throw new Later(result.afterMs, 'Slack asked to slow down in this channel.');
  } else if (result.say === 'unknown') {
    use.count('unknown');
    await redrawn(use.db, card.key, null);
    throw new Later(1_000, 'The answer to an update was lost.');
  } else {
    const plainer = plainerThan(drawing, result);
    if (plainer) return rewrite(use, card, build, plainer);
    await refused(
      use,
      card,
      result.because,
      result.because === 'message_not_found' ? 'gone' : 'failed',
      result.details,
    );
  }
}

const contents = (message: Card, card: LedgerCard) => ({
  text: message.text,
  blocks: message.blocks,
  metadata: { event_type: CARD_EVENT, event_payload: { k: card.marker } },
});

async function refused(
  use: PostUse,
  card: LedgerCard,
  because: string,
  state: 'failed' | 'gone',
  details: string,
): Promise<void> {
  await ended(use.db, card.key, state, details ? `${because}: ${details}` : because);
  use.count('refused');
  use.log.error({ card: card.key, channel: card.channel, because, details }, 'Slack refused a card.');
}
