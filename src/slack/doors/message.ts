/** A person wrote to Steward: in a direct message, by mention, or on in a thread. */

import type { Db } from '../../db/pool.ts';
import { wantCard } from '../../jobs/cards.ts';
import type { Job } from '../../jobs/topics.ts';
import { type Asked, ask } from '../../requests/ask.ts';
import { currentSettings } from '../../settings/settings.ts';
import { audienceOf } from '../audience.ts';
import { forAskerOnly, holdsRows, replyCard, requestRow } from '../cards/answer.ts';
import { canNow } from '../drawing.ts';
import { hereOf } from '../here.ts';
import { mentioned, wordsOf } from '../inbound.ts';
import { cardAt, takenOver } from '../ledger.ts';
import { causeOf, isDone, once } from '../once.ts';
import { withReceipt } from '../receipt.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { MessageEvent } from '../wire.ts';
import { asNote, withProgress } from '../working.ts';
import { sendAsFile, wishesFile } from './export.ts';
import { postPhrasings } from './phrasing.ts';

export type Said = { event: MessageEvent; shared: boolean };

export async function message(use: DoorUse, job: Job<unknown>, said: Said): Promise<void> {
  if (await isDone(use.db, job)) return;
  const { event } = said;
  const asker = await use.who.of(event.user);
  const direct = event.channel.startsWith('D') || event.channel_type === 'im';
  const named = event.text.includes(`<@${use.self().botUserId}`);
  const { thread, card } = await threadOf(use, event, direct);
  if (!direct && !named && !(await isTheirThread(use, thread, event.user))) return;
  const where = { channel: event.channel, user: event.user, threadTs: event.thread_ts };
  if (asker.external || said.shared) {
    await whisper(use, where, note(sharedSentence(asker)));
    return;
  }
  const at = {
    channel: event.channel,
    threadTs: direct ? event.thread_ts : (event.thread_ts ?? event.ts),
  };
  // Where all others may see totals only, what is worked on is not theirs either.
  const apart =
    !direct && audienceOf(await currentSettings(use.db, use.clock.now()), event.channel) === 'totals';
  const question = () =>
    withProgress(
      use,
      apart ? asNote((card) => whisper(use, where, card)) : (trx, id) => wantAnswer(trx, job, id, at),
      async (watch) =>
        ask(
          { db: use.db, now: use.clock, zone: use.zone, models: use.models, log: use.log },
          {
            text: await words(use, event.text),
            by: asker.person,
            slackUser: event.user,
            cause: causeOf(job),
            place: { kind: direct ? 'dm' : 'channel', channel: event.channel, thread, card },
            watch,
          },
        ),
    );
  // What people say to each other in a thread gets no mark.
  const asked = await (direct || named ? withReceipt(use, event, question) : question());
  // People talk to each other in a thread too; only what reads as a request is answered there.
  if (!direct && !named && asked.reply.kind === 'not understood') return;
  // A file goes into a thread of its own; a line for the asker alone would not be seen in one that nobody has opened.
  const ofFile = direct ? (event.thread_ts ?? event.ts) : event.thread_ts;
  const threadTs = wishesFile(asked.reply) ? ofFile : at.threadTs;
  await answer(use, job, asked, { channel: event.channel, user: event.user, direct, threadTs });
}

const sharedSentence = (asker: Asker): string =>
  asker.external
    ? 'Steward answers people of this company only. It shares no deal data with other workspaces.'
    : 'This channel is shared with another company, so no deal data is shown here. Ask in a direct message instead.';

type Where = { channel: string; user: string; direct: boolean; threadTs?: string };

/** The card for everybody who may read it, and for the asker alone what goes beyond that. */
async function answer(use: DoorUse, job: Job<unknown>, asked: Asked, where: Where): Promise<void> {
  const { reply, requestId } = asked;
  if (wishesFile(reply)) {
    const { channel, user, threadTs } = where;
    await once(use.db, job.id, (trx) => sendAsFile(trx, job, { requestId, channel, user, threadTs }));
    return;
  }
  const settings = await currentSettings(use.db, use.clock.now());
  const audience = audienceOf(settings, where.channel);
  const limited = !where.direct && audience === 'totals';
  const privately = !where.direct && forAskerOnly(reply, audience);
  const fresh = await once(use.db, job.id, async (trx) => {
    if (!privately) await wantAnswer(trx, job, Number(requestId), where);
    await postPhrasings(trx, reply, where.user);
  });
  if (!fresh || !(privately || (limited && holdsRows(reply)))) return;
  const row = await requestRow(use.db, requestId);
  const card = row && replyCard(row, { audience: 'all', place: 'private' }, hereOf(use, settings), canNow());
  if (!card) return;
  await whisper(use, where, card);
}

async function wantAnswer(
  trx: Db,
  job: Job<unknown>,
  id: number,
  { channel, threadTs }: { channel: string; threadTs?: string },
): Promise<void> {
  const key = `answer:${id}` as const;
  if (job.attempt > 1) await takenOver(trx, causeOf(job).key, key);
  await wantCard(trx, { key, channel, threadTs });
}

async function words(use: DoorUse, text: string): Promise<string> {
  const ids = mentioned(text);
  const people: { slack_id: string; name: string }[] =
    ids.length === 0 ? [] : await use.db('people').whereIn('slack_id', ids).select('slack_id', 'name');
  const names = new Map(people.map((person) => [person.slack_id, person.name]));
  return wordsOf(text, { botUserId: use.self().botUserId, names: (id) => names.get(id) ?? null }) || 'help';
}

/** The root of the talk, and the card that it hangs under. A thread under one of our answers belongs to the talk of its question. */
async function threadOf(
  use: DoorUse,
  event: MessageEvent,
  direct: boolean,
): Promise<{ thread: string; card?: string }> {
  const root = event.thread_ts;
  const card = root ? await cardAt(use.db, event.channel, root) : null;
  const id = card?.key.startsWith('answer:') ? card.key.slice('answer:'.length) : null;
  const row = id ? await requestRow(use.db, id) : null;
  if (row?.thread) return { thread: row.thread };
  if (direct && !root) return { thread: event.channel };
  return { thread: `${event.channel}:${root ?? event.ts}`, card: card?.key };
}

/** Without a mention only the person who asked last in this thread is listened to. */
async function isTheirThread(use: DoorUse, thread: string, slackUser: string): Promise<boolean> {
  const last = await use.db('requests').where({ thread }).orderBy('id', 'desc').first('slack_user');
  return last?.slack_user === slackUser;
}
