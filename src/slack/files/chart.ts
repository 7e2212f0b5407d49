/** The picture of a card's chart, where Slack's own chart block cannot show it: uploaded once, then named by the card. */
import type { Picture } from '../../../blocks/chart.ts';
import type { Db } from '../../db/pool.ts';
import { Unavailable } from '../../errors.ts';
import { Later } from '../../jobs/later.ts';
import { enqueue } from '../../jobs/outbox.ts';
import type { Job } from '../../jobs/topics.ts';
import type { Log } from '../../log.ts';
import type { Chart } from '../../story/chart.ts';
import { chartOfCard, type Pictured } from '../cards/charts.ts';
import { chartPng } from '../picture.ts';
import { ended, fileOf, notTaken, sending, wantPicture } from './ledger.ts';
import { complete, type UploadUse, upload } from './upload.ts';

const UPLOADS = 5;
/** A file is looked through before Slack shows it: it may be refused for some seconds. */
const SHOWN_AGAIN_MS = 2_000;
const REFUSALS = 4;

/** The picture as it is; `wanted` where nobody has asked for it yet. */
export async function pictureNow(db: Db, { key }: Pictured): Promise<Picture | 'wanted' | null> {
  const row = await fileOf(db, key);
  if (!row) return 'wanted';
  return row.state === 'sent' && row.fileId ? { slackFile: row.fileId } : null;
}

/** Has it made and uploaded; the card is drawn again when it is there, and does without where it never comes. */
export async function wantChart(db: Db, { card, key, requestId }: Pictured): Promise<void> {
  await db.transaction(async (trx) => {
    await wantPicture(trx, key, requestId);
    await enqueue(trx, 'picture', { key, body: { card } });
  });
}

/** Slack refused the card for its picture: tried again a few times, then left out for good. */
export async function pictureRefused(db: Db, { card, key }: Pictured): Promise<void> {
  const times = await notTaken(db, key, REFUSALS);
  if (times === null || times >= REFUSALS) return;
  const after = new Date(Date.now() + SHOWN_AGAIN_MS * 2 ** (times - 1));
  await enqueue(db, 'draw', { key: card, body: { card }, after });
}

export async function makePicture(
  use: UploadUse & { db: Db; log: Log; zone: string },
  job: Job<{ card: string }>,
): Promise<void> {
  const { card } = job.body;
  // Of a figure that has moved meanwhile: what its card shows now.
  const pictured = await chartOfCard(use, card);
  if (!pictured) return;
  const { key, chart } = pictured;
  const row = await fileOf(use.db, key);
  if (row?.state !== 'wanted' && row?.state !== 'sending') return;
  const id = row.state === 'sending' ? row.fileId : await uploaded(use, key, chart, job.attempt);
  if (id === null) return;
  // Nobody sees it before a card names it, and Slack takes an id once: whether this is the first time makes no difference.
  const done = await complete(use, { id, title: chart.title, channel: null, threadTs: null, comment: null });
  if (done.say === 'limited') throw new Later(done.afterMs, 'Slack asked to slow down with files.');
  if (done.say === 'unknown') throw new Later(null, 'The answer to a picture was lost.');
  if (done.say === 'refused' && row.state !== 'sending') return over(use, key, done.because);
  await use.db.transaction(async (trx) => {
    if (await ended(trx, key, 'sent')) await enqueue(trx, 'draw', { key: card, body: { card } });
  });
}

async function uploaded(use: UploadUse & { db: Db; log: Log }, key: string, chart: Chart, attempt: number) {
  const made = await upload(use, { name: 'chart.png', bytes: chartPng(chart) });
  if (made.say === 'failed' && attempt < UPLOADS)
    throw new Unavailable('A picture did not reach Slack; it is tried again.', { facts: { key } });
  if (made.say !== 'done') {
    await over(use, key, made.because);
    return null;
  }
  return (await sending(use.db, key, { id: made.id })) ? made.id : null;
}

async function over(use: { db: Db; log: Log }, key: string, because: string): Promise<void> {
  await ended(use.db, key, 'failed', because);
  use.log.warn({ picture: key, because }, 'A chart has no picture; its card does without.');
}
