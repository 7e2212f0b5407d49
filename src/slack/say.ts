/** Saying something to one person: an ephemeral note where they are, a direct message where that is not possible. */
import { randomUUID } from 'node:crypto';
import type { Card } from '../../blocks/kit.ts';
import { section } from '../../blocks/kit.ts';
import { data, spoken } from '../../blocks/text.ts';
import type { Db } from '../db/pool.ts';
import { Unavailable } from '../errors.ts';
import { Later } from '../jobs/later.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { BodyOf, Job } from '../jobs/topics.ts';
import type { Log } from '../log.ts';
import type { Channels } from './channels.ts';
import { type Outcome, outcome, type SlackClient } from './client.ts';
import type { Pace } from './pace.ts';

export type SayUse = { db: Db; client: SlackClient; channels: Channels; pace: Pace; log: Log };
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

/**
 * Only `user` sees it. It may be lost with a reload: what must stay is on a card or in Home as well. What Slack cannot take
 * at this moment is kept and said as soon as it can, so that nobody presses or asks and hears nothing.
 */
export async function whisper(use: SayUse, where: Where, card: Card): Promise<void> {
  const { channel, user, threadTs } = where;
  const later = (afterMs: number | null) =>
    enqueue(use.db, 'whisper', {
      key: `again:${randomUUID()}`,
      body: { channel, user, ...(threadTs ? { threadTs } : {}), text: card.text, blocks: card.blocks },
      ...(afterMs === null ? {} : { after: new Date(Date.now() + afterMs) }),
    });
  try {
    if ((await say(use, where, card)) === 'unheard') await later(null);
  } catch (error) {
    if (!(error instanceof Later)) throw error;
    await later(error.afterMs ?? SOON_MS);
  }
}

/** What was kept to be said. Of what may have been heard there are a few copies at most; it is the reader's alone. */
export async function whisperKept(use: SayUse, job: Job<BodyOf<'whisper'>>): Promise<void> {
  const { text, blocks } = job.body;
  const card = blocks ? { text, blocks: blocks as Card['blocks'] } : note(text);
  if ((await say(use, job.body, card)) === 'said') return;
  if (job.attempt < MOST_COPIES) throw new Unavailable('Slack said nothing to a note.');
  use.log.warn(
    { channel: job.body.channel },
    'Slack said nothing to a note several times; it is left at that.',
  );
}

const SOON_MS = 1_000;
const MOST_COPIES = 3;
/** `unheard`: nothing came back, so it may be there or not; Slack shows nobody's notes to us. */
type Said = 'said' | 'unheard';

async function say(use: SayUse, where: Where, card: Card): Promise<Said> {
  const channel = await use.channels.idOf(where.channel);
  if (channel === null || where.channel.startsWith('dm:')) return direct(use, where.user, card);
  const place = `${channel} ${where.user}`;
  await use.pace.turn('chat.postEphemeral', place);
  const result = await outcome(
    use.client.chat.postEphemeral({
      channel,
      user: where.user,
      ...(where.threadTs ? { thread_ts: where.threadTs } : {}),
      text: card.text,
      blocks: card.blocks,
    }),
  );
  if (result.say !== 'refused') return heard(use, result, { method: 'chat.postEphemeral', place });
  use.log.info(
    { channel, because: result.because },
    'A note could not be shown in the channel; sent directly instead.',
  );
  return direct(use, where.user, card);
}

async function direct(use: SayUse, user: string, card: Card): Promise<Said> {
  const channel = await use.channels.idOf(`dm:${user}`);
  if (channel === null) return 'said';
  await use.pace.turn('chat.postMessage', channel);
  const result = await outcome(
    use.client.chat.postMessage({
      channel,
      text: card.text,
      blocks: card.blocks,
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  if (result.say !== 'refused') return heard(use, result, { method: 'chat.postMessage', place: channel });
  use.log.warn({ channel, because: result.because }, 'A note was refused by Slack.');
  return 'said';
}

function heard(
  use: SayUse,
  result: Exclude<Outcome<unknown>, { say: 'refused' }>,
  at: { method: string; place: string },
): Said {
  if (result.say === 'limited') {
    use.pace.hold(at.method, at.place, result.afterMs);
    throw new Later(result.afterMs, 'Slack asked to slow down.');
  }
  if (result.say === 'unknown' && result.answered)
    throw new Later(null, 'Slack answered a note with an error.');
  return result.say === 'done' ? 'said' : 'unheard';
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
