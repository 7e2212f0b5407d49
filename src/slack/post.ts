/**
 * Puts a card into Slack once. Slack knows no idempotency key: where an answer was lost we wait, look in the channel for
 * the marker that travels in the message's metadata, and adopt what is there or post again.
 */
import type { Card } from '../../blocks/kit.ts';
import type { Db } from '../db/pool.ts';
import { Later } from '../jobs/later.ts';
import type { Log } from '../log.ts';
import type { Channels } from './channels.ts';
import { type Outcome, outcome, type SlackClient } from './client.ts';
import { type Can, canNow, plainer } from './drawing.ts';
import { messagesIn } from './history.ts';
import {
  answeredBadly,
  ended,
  hashOf,
  type LedgerCard,
  looked,
  placed,
  posted,
  redrawn,
  sending,
} from './ledger.ts';
import type { Pace } from './pace.ts';

export type PostUse = {
  db: Db;
  client: SlackClient;
  pace: Pace;
  channels: Channels;
  log: Log;
  /** How long a message whose answer was lost may still be on its way; it is looked for several times until then. */
  settleMs: number;
  count: (what: 'posted' | 'updated' | 'adopted' | 'refused' | 'unknown') => void;
};
export type Build = (can: Can) => Card;
/** Whether the card had to do without a picture that it names, and why Slack did not take it at all. */
export type Shown = { without: 'picture' | null; refused: string | null };

export const CARD_EVENT = 'steward_card';

export async function show(use: PostUse, card: LedgerCard, build: Build): Promise<Shown> {
  if (card.ts !== null) return rewrite(use, { ...card, ts: card.ts }, build);
  const channel = await use.channels.idOf(card.channel);
  if (channel === null) {
    return refused(use, card, 'channel_not_found', 'failed', '');
  }
  if (channel !== card.channel) await placed(use.db, card.key, channel);
  const found = card.state === 'sending' ? await look(use, { ...card, channel }) : null;
  if (found) return rewrite(use, found, build);
  return post(use, { ...card, channel }, build);
}

/**
 * Before anything is sent again it is looked for twice or more. Most messages are there at the first look, soon after the
 * post; for one of which nothing was heard there is a last one when it cannot be on its way any more.
 */
async function look(use: PostUse, card: LedgerCard): Promise<(LedgerCard & { ts: string }) | null> {
  const soon = use.settleMs / 5;
  const [between, enough] = card.answered ? [soon, 2 * soon] : [2 * soon, use.settleMs];
  const waited = card.sendingForMs ?? 0;
  const early = card.lookedForMs === null ? soon - waited : between - card.lookedForMs;
  if (early > 0) throw new Later(early, 'An answer of Slack was lost; the message may still appear.');
  const [first] = await messagesOf(use, card);
  if (first !== undefined) {
    await posted(use.db, card.key, { ts: first, hash: null });
    use.count('adopted');
    use.log.info({ card: card.key }, 'A message whose answer was lost was found again.');
    return { ...card, ts: first, state: 'posted', drawnHash: null };
  }
  await looked(use.db, card.key);
  if (card.lookedForMs === null || waited < enough)
    throw new Later(
      card.lookedForMs === null ? between : Math.max(between, enough - waited),
      'The message was not found; looking once more.',
    );
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

async function post(use: PostUse, card: LedgerCard, build: Build, can: Can = canNow()): Promise<Shown> {
  const message = build(can);
  await use.pace.turn('chat.postMessage', card.channel);
  if (!(await sending(use.db, card.key))) return asWanted;
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
    return shown(can);
  }
  if (result.say === 'limited') {
    use.pace.hold('chat.postMessage', card.channel, result.afterMs);
    await ended(use.db, card.key, 'wanted', 'Slack asked to slow down.');
    throw new Later(result.afterMs, 'Slack asked to slow down in this channel.');
  }
  if (result.say === 'refused') return postRefused(use, card, build, { message, can }, result);
  use.count('unknown');
  if (result.say === 'unknown' && result.answered) await answeredBadly(use.db, card.key);
  throw new Later(null, 'The answer to a post was lost.');
}

async function postRefused(
  use: PostUse,
  card: LedgerCard,
  build: Build,
  tried: { message: Card; can: Can },
  result: Refused,
): Promise<Shown> {
  const next = plainer(tried.can, tried.message, result);
  if (next) {
    tellPlainer(use, card, result, next.without);
    return post(use, card, build, next.can);
  }
  if (result.because === 'not_in_channel' && (await use.channels.join(card.channel)))
    return post(use, card, build, tried.can);
  return refused(use, card, result.because, 'failed', result.details);
}

type Refused = Extract<Outcome<never>, { say: 'refused' }>;

const asWanted: Shown = { without: null, refused: null };
const shown = (can: Can): Shown => (can.picture ? asWanted : { ...asWanted, without: 'picture' });

const tellPlainer = (use: PostUse, card: LedgerCard, { because, details }: Refused, without: string): void =>
  use.log.warn(
    { card: card.key, because, details, without },
    'Slack refused a drawing; using a plainer one.',
  );

async function rewrite(
  use: PostUse,
  card: LedgerCard & { ts: string },
  build: Build,
  can: Can = canNow(),
): Promise<Shown> {
  const message = build(can);
  const hash = hashOf(message);
  if (hash === card.drawnHash) return shown(can);
  await use.pace.turn('chat.update', card.channel);
  const result = await outcome(
    use.client.chat.update({ channel: card.channel, ts: card.ts, ...contents(message, card) }),
  );
  if (result.say === 'done') {
    await redrawn(use.db, card.key, hash);
    use.count('updated');
    return shown(can);
  }
  if (result.say === 'limited') {
    use.pace.hold('chat.update', card.channel, result.afterMs);
    throw new Later(result.afterMs, 'Slack asked to slow down in this channel.');
  }
  if (result.say === 'unknown') {
    use.count('unknown');
    await redrawn(use.db, card.key, null);
    throw new Later(null, 'The answer to an update was lost.');
  }
  const next = plainer(can, message, result);
  if (next) {
    tellPlainer(use, card, result, next.without);
    return rewrite(use, card, build, next.can);
  }
  const gone = result.because === 'message_not_found';
  return refused(use, card, result.because, gone ? 'gone' : 'failed', result.details);
}

const contents = (message: Card, card: LedgerCard) => ({
  text: message.text,
  // As they go to Slack: of objects the client makes two copies more, for a line of its log that is switched off.
  blocks: JSON.stringify(message.blocks) as unknown as Card['blocks'],
  metadata: { event_type: CARD_EVENT, event_payload: { k: card.marker } },
});

async function refused(
  use: PostUse,
  card: LedgerCard,
  because: string,
  state: 'failed' | 'gone',
  details: string,
): Promise<Shown> {
  await ended(use.db, card.key, state, details ? `${because}: ${details}` : because);
  use.count('refused');
  use.log.error({ card: card.key, channel: card.channel, because, details }, 'Slack refused a card.');
  return { ...asWanted, refused: because };
}
