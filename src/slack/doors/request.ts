/** A button under a reply: one of several candidates, "yes" or "no", a request typed out. */
import { readChoice } from '../../../blocks/ids.ts';
import type { Db } from '../../db/pool.ts';
import { redrawCard, wantCard } from '../../jobs/cards.ts';
import type { Job } from '../../jobs/topics.ts';
import { type Asked, ask, press } from '../../requests/ask.ts';
import { currentSettings } from '../../settings/settings.ts';
import { audienceOf } from '../audience.ts';
import {
  forAskerOnly,
  holdsRows,
  isTheirs,
  type RequestRow,
  replyCard,
  requestRow,
} from '../cards/answer.ts';
import { canNow } from '../drawing.ts';
import { hereNow } from '../here.ts';
import { cardOf, type LedgerCard, showsNow, takenOver } from '../ledger.ts';
import { causeOf, isDone, once } from '../once.ts';
import { note, replaceEphemeral, whisper } from '../say.ts';
import { askingFrom, type DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { inPlaceOf, type Show, withProgress } from '../working.ts';
import { sendPressed, wishesFile } from './export.ts';
import { postPhrasings } from './phrasing.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

/** After these the same message becomes the answer; under an answer that stands a new one is posted. */
const turnInto = new Set(['clarify', 'confirm', 'partly understood', 'not understood', 'error']);

export async function choose(use: DoorUse, job: Job<unknown>, clicked: Press, asker: Asker): Promise<void> {
  if (await isDone(use.db, job)) return;
  const [requestId = '', ...rest] = readChoice(clicked.actions[0]?.value ?? '');
  const row = await requestRow(use.db, requestId);
  if (!row) return outOfDate(use, clicked);
  if (!isTheirs(row, asker)) {
    await whisper(
      use,
      placeOf(clicked),
      note('Only the person who asked can press this. Ask it yourself in a message of your own.'),
    );
    return;
  }
  const asked = await withProgress(
    use,
    (trx, id) => showWorking(use, trx, job, row, { id, clicked }),
    (watch) =>
      press(askingFrom(use), {
        requestId,
        choice: rest.join(':'),
        by: asker.person,
        slackUser: asker.slackId,
        cause: causeOf(job),
        watch,
      }),
  );
  if (isLate(row, asked) && (await cardOf(use.db, `answer:${row.id}`)))
    await sayLate(use, job, asked, clicked);
  else await showReply(use, job, row, asked, clicked);
}

/** Of a confirmation that was settled before: what its card tells stays, and whoever pressed is told alone. */
const isLate = (before: RequestRow, { reply }: Asked): boolean =>
  before.reply?.kind === 'confirm' &&
  before.settledAs !== null &&
  reply.kind === 'done' &&
  reply.how !== 'done';

async function sayLate(use: DoorUse, job: Job<unknown>, { reply }: Asked, clicked: Press): Promise<void> {
  await redraw(use, clicked);
  if (reply.kind === 'done') await whisper(use, placeOf(clicked), note(reply.sentence));
  await once(use.db, job.id, async () => {});
}

/** What is worked on stands where its answer will stand. */
async function showWorking(
  use: DoorUse,
  trx: Db,
  job: Job<unknown>,
  before: RequestRow,
  { id, clicked }: { id: number; clicked: Press },
): ReturnType<Show> {
  const key = `answer:${id}` as const;
  if (job.attempt > 1) await takenOver(trx, causeOf(job).key, key);
  const ledger = await cardOf(trx, `answer:${before.id}`);
  const url = clicked.response_url;
  if (ledger) await wantInPlace(trx, before, ledger, key);
  else if (url && clicked.container.is_ephemeral)
    return inPlaceOf((card) => replaceEphemeral(use, url, card))(trx, id);
  else await redrawCard(trx, key);
  return undefined;
}

/** In the old card's message where that has become idle; under it where it stands. Says whether it is the same message. */
async function wantInPlace(
  trx: Db,
  before: RequestRow,
  ledger: LedgerCard,
  key: `answer:${number}`,
): Promise<boolean> {
  const same = turnInto.has(before.reply?.kind ?? '') && (await showsNow(trx, ledger.key, key));
  const under = ledger.threadTs ?? (ledger.channel.startsWith('D') ? undefined : (ledger.ts ?? undefined));
  await wantCard(trx, { key, channel: ledger.channel, threadTs: same ? undefined : under });
  return same;
}

/** The request in other words, from the form. */
export async function rephrased(
  use: DoorUse,
  job: Job<unknown>,
  input: { requestId: string; text: string; asker: Asker },
): Promise<void> {
  if (await isDone(use.db, job)) return;
  const row = await requestRow(use.db, input.requestId);
  if (!row || !isTheirs(row, input.asker)) return;
  const kind = row.place === 'channel' || row.place === 'slash' ? row.place : 'dm';
  const asked = await ask(askingFrom(use), {
    text: input.text,
    by: input.asker.person,
    slackUser: input.asker.slackId,
    cause: causeOf(job),
    rephrases: row.id,
    place: { kind, channel: row.channel ?? undefined, thread: row.thread ?? undefined },
  });
  await showReply(use, job, row, asked, null);
}

/** The same confirmation without some of what it was about, from the form. */
export async function pressedInForm(
  use: DoorUse,
  job: Job<unknown>,
  input: { row: RequestRow; choice: string; asker: Asker },
): Promise<void> {
  const { row, choice, asker } = input;
  if (await isDone(use.db, job)) return;
  const asked = await press(askingFrom(use), {
    requestId: String(row.id),
    choice,
    by: asker.person,
    slackUser: asker.slackId,
    cause: causeOf(job),
  });
  await showReply(use, job, row, asked, null);
}

async function showReply(
  use: DoorUse,
  job: Job<unknown>,
  before: RequestRow,
  asked: Asked,
  clicked: Press | null,
): Promise<void> {
  const old = `answer:${before.id}` as const;
  const now = `answer:${Number(asked.requestId)}` as const;
  if (job.attempt > 1) await takenOver(use.db, causeOf(job).key, now);
  const shown = await cardOf(use.db, now);
  const ledger = shown ?? (await cardOf(use.db, old));
  const read = ledger && (await readersOf(use, ledger.channel, asked));
  if (!ledger || read?.by === 'asker') {
    await showEphemeral(use, asked, clicked, before, ledger ? 'add' : 'replace');
    await once(use.db, job.id, async (trx) => {
      if (clicked && wishesFile(asked.reply)) await sendPressed(trx, job, asked.requestId, clicked);
      if (clicked) await postPhrasings(trx, asked.reply, clicked.user.id);
    });
    return;
  }
  const fresh = await once(use.db, job.id, async (trx) => {
    const same = shown
      ? await redrawCard(trx, now).then(() => true)
      : await wantInPlace(trx, before, ledger, now);
    if (clicked && wishesFile(asked.reply)) await sendPressed(trx, job, asked.requestId, clicked);
    if (clicked) await postPhrasings(trx, asked.reply, clicked.user.id);
    if (!same) await wantCard(trx, { key: old, channel: ledger.channel });
  });
  if (fresh && read?.by === 'channel, rows by asker') await showEphemeral(use, asked, clicked, before, 'add');
}

/** Who may read the reply where its question stands. */
async function readersOf(
  use: DoorUse,
  channel: string,
  { reply }: Asked,
): Promise<{ by: 'channel' | 'channel, rows by asker' | 'asker' }> {
  if (channel.startsWith('D')) return { by: 'channel' };
  const audience = audienceOf(await currentSettings(use.db, use.clock.now()), channel);
  if (forAskerOnly(reply, audience)) return { by: 'asker' };
  return { by: audience === 'totals' && holdsRows(reply) ? 'channel, rows by asker' : 'channel' };
}

async function showEphemeral(
  use: DoorUse,
  asked: Asked,
  clicked: Press | null,
  before: RequestRow,
  how: 'replace' | 'add',
): Promise<void> {
  const row = await requestRow(use.db, asked.requestId);
  const card = row && replyCard(row, { audience: 'all', place: 'private' }, await hereNow(use), canNow());
  if (!card) return;
  const replaced = clicked?.response_url
    ? await replaceEphemeral(use, clicked.response_url, card, how)
    : false;
  const channel = clicked?.channel?.id ?? before.channel;
  const user = clicked?.user.id ?? before.slackUser;
  if (!replaced && channel && user) await whisper(use, { channel, user }, card);
}
