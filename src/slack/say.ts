/** Saying something to one person: an ephemeral note where they are, a direct message where that is not possible. */
import type { Card } from '../../blocks/kit.ts';
import { section } from '../../blocks/kit.ts';
import { data, spoken } from '../../blocks/text.ts';
import type { Db } from '../db/pool.ts';
import { Later } from '../jobs/later.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { Log } from '../log.ts';
import type { Channels } from './channels.ts';
import { outcome, type SlackClient } from './client.ts';
import type { Pace } from './pace.ts';

export type SayUse = { client: SlackClient; channels: Channels; pace: Pace; log: Log };
export type Where = { channel: string; user: string; threadTs?: string };

export const note = (text: string): Card => ({ text: spoken(text), blocks: [section(data(text))] });

/** A note that follows an effect: kept until Slack has taken it, since the effect is not done again for its sake. */
export const noteLater = (
  db: Db,
  job: { id: number },
  { channel, user, threadTs }: Where,
  text: string,
): Promise<void> =>
  enqueue(db, 'whisper', {
    key: `note:${job.id}`,
    body: { channel, user, text, ...(threadTs ? { threadTs } : {}) },
  });

/** Only `user` sees it. It may be lost with a reload: what must stay is on a card or in Home as well. */
export async function whisper(use: SayUse, where: Where, card: Card): Promise<void> {
  const channel = await use.channels.idOf(where.channel);
  if (channel === null || where.channel.startsWith('dm:')) return direct(use, where.user, card);
  await use.pace.turn('chat.postEphemeral', `${channel} ${where.user}`);
  const result = await outcome(
    use.client.chat.postEphemeral({
      channel,
      user: where.user,
      ...(where.threadTs ? { thread_ts: where.threadTs } : {}),
      text: card.text,
      blocks: card.blocks,
    }),
  );
  if (result.say === 'limited') {
    use.pace.hold('chat.postEphemeral', `${channel} ${where.user}`, result.afterMs);
    throw new Later(result.afterMs, 'Slack asked to slow down.');
  }
  if (result.say === 'refused') {
    use.log.info(
      { channel, because: result.because },
      'A note could not be shown in the channel; sent directly instead.',
    );
    await direct(use, where.user, card);
  }
  // An answer that was lost is not repeated: a note shown twice is worse than one shown late.
}

export async function direct(use: SayUse, user: string, card: Card): Promise<void> {
  const channel = await use.channels.idOf(`dm:${user}`);
  if (channel !== null) await post(use, channel, card);
}

async function post(use: SayUse, channel: string, card: Card, threadTs?: string): Promise<void> {
  await use.pace.turn('chat.postMessage', channel);
  const result = await outcome(
    use.client.chat.postMessage({
      channel,
      ...(threadTs ? { thread_ts: threadTs } : {}),
      text: card.text,
      blocks: card.blocks,
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  if (result.say === 'limited') {
    use.pace.hold('chat.postMessage', channel, result.afterMs);
    throw new Later(result.afterMs, 'Slack asked to slow down.');
  }
  if (result.say === 'refused')
    use.log.warn({ channel, because: result.because }, 'A note was refused by Slack.');
}

/** Takes an ephemeral message away, by the address that came with the click on it. False where that is over. */
export const removeEphemeral = (
  use: { fetch: typeof globalThis.fetch; log: Log },
  responseUrl: string,
): Promise<boolean> => respond(use, responseUrl, { delete_original: true });

/** Answers in the place of an ephemeral message, by the address that came with the click. False where that is over. */
export const replaceEphemeral = (
  use: { fetch: typeof globalThis.fetch; log: Log },
  responseUrl: string,
  card: Card,
  how: 'replace' | 'add' = 'replace',
): Promise<boolean> =>
  respond(use, responseUrl, {
    ...card,
    response_type: 'ephemeral',
    replace_original: how === 'replace',
  });

async function respond(
  use: { fetch: typeof globalThis.fetch; log: Log },
  responseUrl: string,
  body: object,
): Promise<boolean> {
  try {
    const response = await use.fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) use.log.info({ status: response.status }, 'A reply address of Slack no longer works.');
    return response.ok;
  } catch (error) {
    use.log.info({ err: error }, 'A reply address of Slack did not answer.');
    return false;
  }
}
