/**
 * Sends an answer as a file to one person, once. Slack knows no idempotency key here either, but it names the file before
 * it shows it: that id is kept first. Where an answer was lost we wait, look for a message with it, and otherwise complete
 * the same id again, which Slack does once. Where nobody may look, the reader is told instead of getting two files.
 */

import { section } from '../../../blocks/kit.ts';
import { bold, data, lines } from '../../../blocks/text.ts';
import { record } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { Unavailable } from '../../errors.ts';
import { Later } from '../../jobs/later.ts';
import { enqueue } from '../../jobs/outbox.ts';
import type { Job } from '../../jobs/topics.ts';
import type { Log } from '../../log.ts';
import { exportAnswer } from '../../requests/exporting.ts';
import {
  besideFile,
  fileInDoubt,
  fileRefused,
  noFilesHere,
  noRowsForYou,
  nothingToExport,
  whereFileIs,
} from '../../story/export.ts';
import type { Channels } from '../channels.ts';
import { messagesIn } from '../history.ts';
import type { Who } from '../who.ts';
import { anew, ended, type FileRow, fileOf, looked, sending } from './ledger.ts';
import { complete, type UploadUse, upload } from './upload.ts';

export type FileUse = UploadUse & {
  db: Db;
  clock: Clock;
  zone: string;
  log: Log;
  channels: Channels;
  who: Who;
  /** How long a message whose answer was lost may still be on its way. */
  settleMs: number;
};

const LOOKS = 2;
const UPLOADS = 5;
type Placed = FileRow & { slackUser: string; channel: string };

export async function sendFile(use: FileUse, job: Job<{ file: string }>): Promise<void> {
  const row = await fileOf(use.db, job.body.file);
  if (!row?.slackUser || !row.channel || (row.state !== 'wanted' && row.state !== 'sending')) return;
  const channel = await use.channels.idOf(row.channel);
  const placed = { ...row, slackUser: row.slackUser, channel: channel ?? row.channel };
  if (channel === null) return over(use, placed, 'failed', fileRefused, 'no direct message');
  if (row.state === 'sending') await goOn(use, placed);
  else await begin(use, placed, job.attempt);
}

async function begin(use: FileUse, row: Placed, attempt: number): Promise<void> {
  const { person: by } = await use.who.of(row.slackUser);
  const made = await exportAnswer({ ...use, now: use.clock }, { requestId: row.requestId, by });
  if (made === null || typeof made === 'string')
    return over(use, row, 'failed', made ?? nothingToExport, 'nothing to export');
  if (made.rows === 0) return over(use, row, 'failed', noRowsForYou, 'no rows');
  const bytes = Buffer.from(made.csv, 'utf8');
  const uploaded = await upload(use, { name: made.name, bytes });
  if (uploaded.say === 'refused') {
    const told = uploaded.because === 'missing_scope' ? noFilesHere(made.ask) : fileRefused;
    return over(use, row, 'failed', told, uploaded.because);
  }
  if (uploaded.say === 'failed') {
    if (attempt >= UPLOADS) return over(use, row, 'failed', fileRefused, uploaded.because);
    throw new Unavailable('A file did not reach Slack; nothing is there yet.', { facts: { file: row.key } });
  }
  const { id } = uploaded;
  const { rows, total, name } = made;
  const comment = [section(lines(bold(data(made.understood)), data(besideFile(made))))];
  const told = whereFileIs(made);
  // Whoever was faster may die now: look again rather than let go.
  if (!(await sending(use.db, row.key, { id, comment, told, details: { rows, total, name } })))
    throw new Later(use.settleMs, 'Somebody else is sending the file.');
  await finish(use, { ...row, fileId: id, comment, told, details: { rows, total, name } }, 'first');
}

async function goOn(use: FileUse, row: Placed): Promise<void> {
  const needed = use.settleMs * (1 + row.looks);
  const waited = row.sendingForMs ?? 0;
  if (waited < needed)
    throw new Later(needed - waited + 50, 'An answer of Slack was lost; the file may still appear.');
  const there = await isThere(use, row);
  if (there === 'unknown') return over(use, row, 'doubtful', fileInDoubt, 'no history');
  if (there) return sent(use, row);
  await looked(use.db, row.key);
  if (row.looks + 1 < LOOKS) throw new Later(use.settleMs, 'The file was not found; looking once more.');
  await finish(use, row, 'again');
}

async function isThere(use: FileUse, row: Placed): Promise<boolean | 'unknown'> {
  const seen = await messagesIn(use, { ...row, since: row.sendingSince });
  return seen === null ? 'unknown' : seen.some(({ files }) => files?.some(({ id }) => id === row.fileId));
}

async function finish(use: FileUse, row: Placed, time: 'first' | 'again'): Promise<void> {
  const id = row.fileId ?? '';
  const result = await complete(use, { ...row, id, title: String(row.details?.name ?? 'answer.csv') });
  if (result.say === 'done') return sent(use, row);
  if (result.say === 'unknown') throw new Later(use.settleMs, 'The answer to a file was lost.');
  if (result.say === 'limited') {
    await anew(use.db, row.key, id, 'Slack asked to slow down.');
    throw new Later(result.afterMs, 'Slack asked to slow down with files.');
  }
  if (time === 'first') return over(use, row, 'failed', fileRefused, result.because);
  // Slack takes an id once: refused now may mean that the first one came in the meantime.
  if ((await isThere(use, row)) === true) return sent(use, row);
  if (result.because !== 'file_not_found') return over(use, row, 'doubtful', fileInDoubt, result.because);
  await anew(use.db, row.key, id, 'Slack has thrown the upload away.');
  throw new Later(1, 'The file is uploaded anew.');
}

async function sent(use: FileUse, row: Placed): Promise<void> {
  const { person } = await use.who.of(row.slackUser);
  await use.db.transaction(async (trx) => {
    if (!(await ended(trx, row.key, 'sent'))) return;
    await record(trx, {
      action: 'answer.exported',
      subject: { kind: 'request', id: row.requestId },
      by: { kind: 'person', id: person?.id ?? row.slackUser },
      details: { rows: row.details?.rows, total: row.details?.total },
    });
    if (row.saidIn && row.told) await tell(trx, row, row.told);
  });
}

/** It ended without a file, or nobody knows: the reader hears it where the file was wished for. */
async function over(
  use: FileUse,
  row: Placed,
  state: 'failed' | 'doubtful',
  told: string,
  because: string,
): Promise<void> {
  use.log.warn({ file: row.key, state, because }, 'A file was not sent.');
  await use.db.transaction(async (trx) => {
    if (await ended(trx, row.key, state, because)) await tell(trx, row, told);
  });
}

const tell = (trx: Db, row: Placed, text: string): Promise<void> =>
  enqueue(trx, 'whisper', {
    key: `file:${row.key}`,
    body: {
      channel: row.saidIn ?? `dm:${row.slackUser}`,
      user: row.slackUser,
      text,
      ...(row.saidThread ? { threadTs: row.saidThread } : {}),
    },
  });
