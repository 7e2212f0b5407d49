/** The ledger of files: wanted → sending → sent. Slack's id of a file is kept before anybody can see it, and recognises it later. */
import type { Block } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { toJson } from '../../jobs/json.ts';
import { enqueue } from '../../jobs/outbox.ts';

export type FileRow = {
  key: string;
  /** Empty: a picture of a card that no request stands behind. */
  requestId: string;
  slackUser: string | null;
  channel: string | null;
  threadTs: string | null;
  saidIn: string | null;
  saidThread: string | null;
  state: 'wanted' | 'sending' | 'sent' | 'failed' | 'doubtful';
  fileId: string | null;
  comment: Block[] | null;
  told: string | null;
  details: Record<string, unknown> | null;
  /** By the database's clock. */
  sendingForMs: number | null;
  sendingSince: Date | null;
  looks: number;
};

type Row = {
  key: string;
  request_id: number | null;
  slack_user: string | null;
  channel: string | null;
  thread_ts: string | null;
  said_in: string | null;
  said_thread: string | null;
  state: FileRow['state'];
  file_id: string | null;
  comment: Block[] | null;
  told: string | null;
  details: Record<string, unknown> | null;
  sending_ms: number | null;
  sending_since: Date | null;
  looks: number;
};

export async function fileOf(db: Db, key: string): Promise<FileRow | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    'select *, extract(epoch from clock_timestamp() - sending_since) * 1000 as sending_ms from files where key = ?',
    [key],
  );
  const [row] = rows;
  return row
    ? {
        key: row.key,
        requestId: String(row.request_id ?? ''),
        slackUser: row.slack_user,
        channel: row.channel,
        threadTs: row.thread_ts,
        saidIn: row.said_in,
        saidThread: row.said_thread,
        state: row.state,
        fileId: row.file_id,
        comment: row.comment,
        told: row.told,
        details: row.details,
        sendingForMs: row.sending_ms,
        sendingSince: row.sending_since,
        looks: row.looks,
      }
    : null;
}

export type Export = {
  key: `export:${number}`;
  requestId: string | number;
  slackUser: string;
  /** A direct message, by id or as `dm:<slack user id>`. */
  channel: string;
  threadTs?: string;
  /** The channel in which the reader is told where the file went. */
  saidIn?: string;
  saidThread?: string;
};

/** Wants an answer sent to one person as a file. One that is under way for the same person is this one. */
export async function wantExport(trx: Db, wish: Export): Promise<void> {
  const { rows } = await trx.raw(
    `insert into files (key, request_id, slack_user, channel, thread_ts, said_in, said_thread) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do nothing returning key`,
    [
      wish.key,
      wish.requestId,
      wish.slackUser,
      wish.channel,
      wish.threadTs ?? null,
      wish.saidIn ?? null,
      wish.saidThread ?? null,
    ],
  );
  if (rows.length > 0) await enqueue(trx, 'file', { key: wish.key, body: { file: wish.key } });
}

/** A picture's row, whoever asked for it first. */
export async function wantPicture(db: Db, key: string, requestId: number | null): Promise<void> {
  await db.raw('insert into files (key, request_id) values (?, ?) on conflict do nothing', [key, requestId]);
}

/** The bytes are in Slack, seen by nobody. From now on the file may be there. False when somebody else took this step. */
export async function sending(
  db: Db,
  key: string,
  file: { id: string; comment?: Block[]; told?: string; details?: Record<string, unknown> },
): Promise<boolean> {
  const { rows } = await db.raw(
    `update files set state = 'sending', file_id = ?, comment = ?::jsonb, told = ?, details = ?::jsonb, looks = 0,
       sending_since = clock_timestamp(), error = null where key = ? and state = 'wanted' returning key`,
    [
      file.id,
      file.comment ? toJson(file.comment) : null,
      file.told ?? null,
      file.details ? toJson(file.details) : null,
      key,
    ],
  );
  return rows.length === 1;
}

export async function looked(db: Db, key: string): Promise<void> {
  await db.raw('update files set looks = looks + 1 where key = ?', [key]);
}

/** What was uploaded is certainly not shown and cannot be any more: begun anew. */
export async function anew(db: Db, key: string, fileId: string | null, error: string): Promise<void> {
  await db.raw(
    `update files set state = 'wanted', file_id = null, sending_since = null, error = ?
     where key = ? and state = 'sending' and file_id = ?`,
    [error, key, fileId],
  );
}

/** True for whoever comes first. */
export async function ended(
  trx: Db,
  key: string,
  state: 'sent' | 'failed' | 'doubtful',
  error: string | null = null,
): Promise<boolean> {
  const { rows } = await trx.raw(
    `update files set state = ?, error = ? where key = ? and state in ('wanted', 'sending') returning key`,
    [state, error?.slice(0, 500) ?? null, key],
  );
  return rows.length === 1;
}

/** How often Slack has refused to show this picture; after `most` times it is not offered again. Null where it is not there. */
export async function notTaken(db: Db, key: string, most: number): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { looks: number }[] }>(
    `update files set looks = looks + 1, state = case when looks + 1 >= ? then 'failed' else state end
     where key = ? and state = 'sent' returning looks`,
    [most, key],
  );
  return rows[0]?.looks ?? null;
}
