/** A person wrote to Steward: in a direct message, by mention, or on in a thread. */

import { overnightAsk } from '../../../blocks/digest.ts';
import { readChoice } from '../../../blocks/ids.ts';
import type { Db } from '../../db/pool.ts';
import { findingView } from '../../exceptions/findings.ts';
import { forecastAsks } from '../../exceptions/posted-forecast.ts';
import { postedReport } from '../../exceptions/posted-report.ts';
import { wantCard } from '../../jobs/cards.ts';
import { storedAs } from '../../jobs/inbox.ts';
import type { Job } from '../../jobs/topics.ts';
import { type Along, type Asked, ask } from '../../requests/ask.ts';
import type { Place } from '../../requests/reply.ts';
import { requestOf, talkUnder } from '../../requests/store.ts';
import { currentSettings } from '../../settings/settings.ts';
import { asksOfReport } from '../../story/report.ts';
import { audienceOf } from '../audience.ts';
import { forAskerOnly, holdsRows, replyCard, requestRow } from '../cards/answer.ts';
import { canNow } from '../drawing.ts';
import { hereNow } from '../here.ts';
import { messageKey } from '../ingress.ts';
import { cardAt, cardsUnder, takenOver } from '../ledger.ts';
import { wordsMeant } from '../meant.ts';
import { causeOf, isDone, once } from '../once.ts';
import { withReceipt } from '../receipt.ts';
import { note, whisper } from '../say.ts';
import { askingFrom, type DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { MessageEvent, Press } from '../wire.ts';
import { asNote, withProgress } from '../working.ts';
import { sendAsFile, wishesFile } from './export.ts';
import { postPhrasings } from './phrasing.ts';
import { outOfDate, placeOf } from './stale.ts';

export type Said = { event: MessageEvent; shared: boolean };

export async function message(use: DoorUse, job: Job<unknown>, said: Said): Promise<void> {
  if (await isDone(use.db, job)) return;
  const { event } = said;
  const direct = event.channel.startsWith('D') || event.channel_type === 'im';
  const named = event.text.includes(`<@${use.self().botUserId}`);
  const [asker, talk, text] = await Promise.all([
    use.who.of(event.user, event.user_team),
    talkOf(use, event, direct),
    wordsMeant(use, event.text),
  ]);
  if (!direct && !named && !(await isTheirThread(use, talk.thread, event.user))) return;
  const where = { channel: event.channel, user: event.user, threadTs: event.thread_ts };
  if (asker.external || said.shared) {
    await whisper(use, where, note(sharedSentence(asker)));
    return;
  }
  const at: At = {
    channel: event.channel,
    user: event.user,
    direct,
    named,
    threadTs: direct ? event.thread_ts : (event.thread_ts ?? event.ts),
    // A file goes into a thread of its own; it, or a line for the asker alone, would not be seen in one that nobody has opened.
    fileTs: direct ? (event.thread_ts ?? event.ts) : event.thread_ts,
  };
  const question = () => answered(use, job, asker, { text, at, talk });
  // What people say to each other in a thread gets no mark.
  await (direct || named ? withReceipt(use, event, question) : question());
}

/** Asks it in the asker's name and scope, and puts the answer where it belongs. */
const answered = (
  use: DoorUse,
  job: Job<unknown>,
  asker: Asker,
  { at, text, talk }: { text: string; at: At; talk: TalkHere },
): Promise<unknown> => {
  const place = { channel: at.channel, user: at.user, threadTs: at.fileTs };
  const apart = asNote((line) => whisper(use, place, line));
  return withProgress(
    use,
    // Where all others may see totals only, what is worked on is not theirs either.
    async (trx, id) =>
      (await audienceNow(use, trx, at)) === 'totals' ? apart(trx, id) : wantAnswer(trx, job, id, at),
    (watch) =>
      ask(askingFrom(use), {
        text,
        by: asker.person,
        slackUser: at.user,
        cause: causeOf(job),
        place: { kind: at.direct ? 'dm' : 'channel', channel: at.channel, ...talk },
        watch,
        along: (trx, reply) => answer(use, trx, job, reply, at),
      }),
  );
};

/** A button that asks a question typed out on a card: answered in the card's thread, as if the person had written it there. */
export async function askFromCard(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  if (await isDone(use.db, job)) return;
  const [kind, id = '', n] = readChoice(clicked.actions[0]?.value ?? '');
  const finding = kind === 'finding' && /^\d{1,15}$/.test(id) ? await findingView(use.db, Number(id)) : null;
  const report = kind === 'report' && /^\d{1,15}$/.test(id) ? await postedReport(use.db, Number(id)) : null;
  const night = kind === 'overnight' ? [{ text: overnightAsk }] : null;
  const again = kind === 'rollback' && /^\d{1,9}$/.test(id) ? [{ text: `undo undo ${id}` }] : null;
  const reminder =
    kind === 'reminder' && /^\d{1,15}$/.test(id) ? await asksOfReminder(use.db, Number(id)) : null;
  const asks =
    reminder ??
    night ??
    again ??
    (kind === 'forecast' ? forecastAsks : report ? asksOfReport(report) : (finding?.asks ?? []));
  const text = asks[Number(n)]?.text;
  const ts = clicked.container.message_ts;
  if (!text || !clicked.channel || !ts) return outOfDate(use, clicked);
  const channel = clicked.channel.id;
  if (asker.external) {
    await whisper(use, placeOf(clicked), note(sharedSentence(asker)));
    return;
  }
  const root = clicked.container.thread_ts ?? ts;
  const at: At = {
    channel,
    user: asker.slackId,
    direct: channel.startsWith('D'),
    named: true,
    threadTs: root,
    fileTs: root,
  };
  await answered(use, job, asker, { text, at, talk: { thread: `${channel}:${root}` } });
}

/** Of the deals that a message was sent about with others; asked with the rights of who presses. */
async function asksOfReminder(db: Db, changeId: number): Promise<{ text: string }[]> {
  const round = await db('nudge_rounds')
    .where('id', db('changes').where({ id: changeId }).select('round_id'))
    .first<{ asks: string } | undefined>('asks');
  return round ? [{ text: round.asks }] : [];
}

/** What was typed in a form of Home: answered in one's own messages, as if the person had written it there. */
export async function askFromHome(
  use: DoorUse,
  job: Job<unknown>,
  { text, asker }: { text: string; asker: Asker },
): Promise<void> {
  if (await isDone(use.db, job)) return;
  const user = asker.slackId;
  const channel = (await use.channels.idOf(`dm:${user}`)) ?? `dm:${user}`;
  await answered(use, job, asker, {
    text,
    at: { channel, user, direct: true, named: true },
    talk: { thread: channel, top: true },
  });
}

/** What came of a form of Home: told in one's own messages, as if the person had asked for it there. */
export async function toldInMessages(
  use: DoorUse,
  job: Job<unknown>,
  asker: Asker,
  work: (at: { channel: string; along: Along }) => Promise<unknown>,
): Promise<void> {
  const user = asker.slackId;
  const channel = (await use.channels.idOf(`dm:${user}`)) ?? `dm:${user}`;
  const at: At = { channel, user, direct: true, named: true };
  await work({ channel, along: (trx, reply) => answer(use, trx, job, reply, at) });
}

const sharedSentence = (asker: Asker): string =>
  asker.external
    ? 'Steward answers people of this company only. It shares no deal data with other workspaces.'
    : 'This channel is shared with another company, so no deal data is shown here. Ask in a direct message instead.';

type At = {
  channel: string;
  user: string;
  direct: boolean;
  named: boolean;
  threadTs?: string;
  fileTs?: string;
};

/** Once: the card for everybody who may read it, and for the asker alone what goes beyond that. */
async function answer(
  use: DoorUse,
  trx: Db,
  job: Job<unknown>,
  { reply, requestId }: Asked,
  at: At,
): ReturnType<Along> {
  const { channel, user, direct } = at;
  // People talk to each other in a thread too; only what reads as a request is answered there.
  const isTalk = reply.kind === 'not understood' || reply.intent === 'greeting';
  if (!direct && !at.named && isTalk) return;
  if (wishesFile(reply)) {
    const file = { requestId, channel, user, threadTs: at.fileTs };
    await once(trx, job.id, () => sendAsFile(trx, job, file));
    return;
  }
  const audience = await audienceNow(use, trx, at);
  const privately = !direct && forAskerOnly(reply, audience);
  const limited = audience === 'totals' && holdsRows(reply);
  const fresh = await once(trx, job.id, async () => {
    if (!privately) await wantAnswer(trx, job, Number(requestId), at);
    await postPhrasings(trx, reply, user);
  });
  if (!fresh || !(privately || limited)) return;
  const row = await requestRow(trx, requestId);
  const here = await hereNow({ ...use, db: trx });
  const card = row && replyCard(row, { audience: 'all', place: 'private' }, here, canNow());
  if (card) return () => whisper(use, at, card);
}

const audienceNow = async (use: DoorUse, trx: Db, { direct, channel }: At): Promise<'all' | 'totals'> =>
  direct ? 'all' : audienceOf(await currentSettings(trx, use.clock.now()), channel);

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

type TalkHere = Pick<Place, 'card' | 'among' | 'top'> & { thread: string };

/**
 * The talk that a message belongs to, and the card that it hangs under. In a direct message all is one talk; a thread
 * there, under a question of one's own or under its answer, goes on from what was said in that thread.
 */
async function talkOf(use: DoorUse, event: MessageEvent, direct: boolean): Promise<TalkHere> {
  const { channel, thread_ts: root } = event;
  if (!root) return direct ? { thread: channel, top: true } : { thread: `${channel}:${event.ts}` };
  const card = await cardAt(use.db, channel, root);
  const asked = card ? answeredBy(card.key) : await askedAt(use, event, root);
  if (!direct) {
    const row = asked === null ? null : await requestRow(use.db, asked);
    return row?.thread ? { thread: row.thread } : { thread: `${channel}:${root}`, card: card?.key };
  }
  const answered = asked === null ? [] : await cardsUnder(use.db, channel, root);
  const under = asked === null ? null : await talkUnder(use.db, { root: asked, answered: ids(answered) });
  return under ?? { thread: `${channel}:${root}`, card: card?.key };
}

const answeredBy = (key: string): number | null =>
  key.startsWith('answer:') ? Number(key.slice('answer:'.length)) : null;
const ids = (keys: string[]): number[] => keys.flatMap((key) => answeredBy(key) ?? []);

/** The request that the message at `ts` made. */
async function askedAt(use: DoorUse, { channel }: MessageEvent, ts: string): Promise<number | null> {
  const inboxId = await storedAs(use.db, messageKey(use.self().teamId, channel, ts));
  return inboxId === null ? null : requestOf(use.db, causeOf({ id: inboxId, attempt: 1 }).key);
}

/** Without a mention only the person who asked last in this thread is listened to. */
async function isTheirThread(use: DoorUse, thread: string, slackUser: string): Promise<boolean> {
  const last = await use.db('requests').where({ thread }).orderBy('id', 'desc').first('slack_user');
  return last?.slack_user === slackUser;
}
