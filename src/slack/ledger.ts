/** The card ledger: which message shows which row, and what was last drawn there. The steps wanted → sending → posted are rows. */
import { createHash } from 'node:crypto';
import { type Db, type Planned, planned } from '../db/pool.ts';
import { JOBS_CHANNEL } from '../jobs/outbox.ts';

export type LedgerCard = {
  key: string;
  channel: string;
  threadTs: string | null;
  ts: string | null;
  state: 'held' | 'wanted' | 'sending' | 'posted' | 'gone' | 'failed';
  marker: string;
  /** By the database's clock. */
  sendingForMs: number | null;
  sendingSince: Date | null;
  /** Slack answered the post that is in doubt, though with an error: what it did of it is done. */
  answered: boolean;
  /** Since the message of that post was last looked for; null where it was not. */
  lookedForMs: number | null;
  /** The channel that did not take it. */
  movedFrom: string | null;
  drawnHash: string | null;
};

type Row = {
  key: string;
  channel: string;
  thread_ts: string | null;
  ts: string | null;
  state: LedgerCard['state'];
  marker: string;
  sending_ms: number | null;
  sending_since: Date | null;
  answered: boolean;
  looked_ms: number | null;
  moved_from: string | null;
  drawn_hash: string | null;
};

const columns = `key, channel, thread_ts, ts, state, marker, sending_since, answered, moved_from, drawn_hash,
  extract(epoch from clock_timestamp() - sending_since) * 1000 as sending_ms,
  extract(epoch from clock_timestamp() - looked_at) * 1000 as looked_ms`;

const noun = (row: Row): LedgerCard => ({
  key: row.key,
  channel: row.channel,
  threadTs: row.thread_ts,
  ts: row.ts,
  state: row.state,
  marker: row.marker,
  sendingForMs: row.sending_ms,
  sendingSince: row.sending_since,
  answered: row.answered,
  lookedForMs: row.looked_ms,
  movedFrom: row.moved_from,
  drawnHash: row.drawn_hash,
});

export async function cardOf(db: Db, key: string): Promise<LedgerCard | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(`select ${columns} from cards where key = ?`, [key]);
  return rows[0] ? noun(rows[0]) : null;
}

/** The card that a message shows; a click names the message only. */
export async function cardAt(db: Db, channel: string, ts: string): Promise<LedgerCard | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select ${columns} from cards where channel = ? and ts = ?`,
    [channel, ts],
  );
  return rows[0] ? noun(rows[0]) : null;
}

/**
 * Wants the card of this message drawn whatever it shows: what stands there is not what we drew last, or what was pressed on
 * it would be gone. Where it was drawn after the click `keptAs` arrived, that is no sign of anything, and nothing is done.
 */
export async function drawAnew(
  db: Db,
  message: { channel: string; ts: string },
  keptAs: number | null,
): Promise<void> {
  await planned(db, drawingAnew, [message.channel, message.ts, keptAs]);
}

const drawingAnew: Planned = {
  name: 'draw card anew',
  text: `with old as (
       update cards set drawn_hash = null where channel = $1 and ts = $2
         and not coalesce(drawn_at > (select received_at from inbox where id = $3), false)
       returning key
     ), job as (
       insert into outbox (topic, key, body, not_before)
       select 'draw', key, jsonb_build_object('card', key), clock_timestamp() from old
       on conflict (topic, key) where done_at is null and failed_at is null do update set
         again = outbox.again or outbox.lease_until is not null, not_before = least(outbox.not_before, excluded.not_before)
     )
     select pg_notify('${JOBS_CHANNEL}', 'outbox') from old`,
};

/** The keys of the cards that stand in the thread under a message. */
export async function cardsUnder(db: Db, channel: string, threadTs: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { key: string }[] }>(
    'select key from cards where channel = ? and thread_ts = ? and ts is not null',
    [channel, threadTs],
  );
  return rows.map(({ key }) => key);
}

/** Where the card really goes, once its name is known. */
export async function placed(db: Db, key: string, channel: string): Promise<void> {
  await db.raw('update cards set channel = ? where key = ? and ts is null', [channel, key]);
}

/** Before the post: from now on a message may exist. False when somebody else has taken this step. */
export async function sending(db: Db, key: string): Promise<boolean> {
  const { rows } = await db.raw(
    `update cards set state = 'sending', sending_since = clock_timestamp(), answered = false, looked_at = null, error = null
     where key = ? and (state = 'wanted' or state = 'sending') and ts is null returning key`,
    [key],
  );
  return rows.length === 1;
}

/** Slack answered the post with an error of its own, which says neither yes nor no. */
export async function answeredBadly(db: Db, key: string): Promise<void> {
  await db.raw(`update cards set answered = true where key = ? and state = 'sending'`, [key]);
}

/** The message is there. `hash` is of what was drawn, or null where that is not known (it was adopted). */
export async function posted(
  db: Db,
  key: string,
  message: { ts: string; hash: string | null },
): Promise<void> {
  await db.raw(
    `update cards set state = 'posted', ts = ?, drawn_hash = ?, drawn_at = clock_timestamp(), refusals = 0, error = null where key = ?`,
    [message.ts, message.hash, key],
  );
}

export async function redrawn(db: Db, key: string, hash: string | null): Promise<void> {
  await db.raw(
    `update cards set state = 'posted', drawn_hash = ?, drawn_at = clock_timestamp(), refusals = 0, error = null where key = ?`,
    [hash, key],
  );
}

/** A certain end without a message: it may be tried again when somebody wants the card again. */
export async function ended(
  db: Db,
  key: string,
  state: 'wanted' | 'failed' | 'gone',
  error: string,
): Promise<void> {
  await db.raw(
    `update cards set state = ?, error = ?, sending_since = null, refused_at = clock_timestamp(),
       refusals = refusals + case when ? = 'failed' then 1 else 0 end where key = ?`,
    [state, error.slice(0, 500), state, key],
  );
}

/** Its channel did not take it, so it goes to this person alone. False where it has moved before. */
export async function movedTo(trx: Db, key: string, slackUser: string): Promise<boolean> {
  const { rows } = await trx.raw(
    `update cards set channel = ?, thread_ts = null, moved_from = channel, state = 'wanted', error = null
     where key = ? and ts is null and state = 'failed' and moved_from is null returning key`,
    [`dm:${slackUser}`, key],
  );
  return rows.length === 1;
}

/** Nobody can be shown it any more; it is not tried again. */
export async function unreachable(trx: Db, key: string): Promise<void> {
  await trx.raw(`update cards set state = 'gone' where key = ? and state = 'failed'`, [key]);
}

/** We looked for the message and did not find it. */
export async function looked(db: Db, key: string): Promise<void> {
  await db.raw('update cards set looks = looks + 1, looked_at = clock_timestamp() where key = ?', [key]);
}

/** Cards whose post was sent again after an answer was lost: the first message may have come late. */
export async function doubtful(db: Db, olderThanMs: number): Promise<LedgerCard[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select ${columns} from cards where looks > 0 and state = 'posted' and drawn_at < clock_timestamp() - ? * interval '1 millisecond'
     order by drawn_at limit 20`,
    [olderThanMs],
  );
  return rows.map(noun);
}

/** No doubt any more; `ts` is the message that stays. */
export async function certain(db: Db, key: string, ts: string): Promise<void> {
  await db.raw(
    'update cards set looks = 0, drawn_hash = case when ts = ? then drawn_hash end, ts = ? where key = ?',
    [ts, ts, key],
  );
}

/** The same message shows another row from now on: a question back has become its answer. */
export async function showsNow(trx: Db, from: string, to: string): Promise<boolean> {
  const { rows } = await trx.raw(
    `update cards set key = ? where key = ? and not exists (select 1 from cards c where c.key = ?) returning key`,
    [to, from, to],
  );
  return rows.length === 1;
}

/** A worker died while it was answering this: the message of its attempt, if there is one, shows the new one's answer. */
export async function takenOver(trx: Db, cause: string, to: string): Promise<void> {
  await trx.raw(
    `update cards set key = ? where key in (select 'answer:' || id from requests where cause = ? and reply is null order by id limit 1)
       and not exists (select 1 from cards c where c.key = ?)`,
    [to, cause, to],
  );
}

export const hashOf = (card: { text: string; blocks: unknown[] }): string =>
  createHash('sha256')
    .update(JSON.stringify([card.text, card.blocks]))
    .digest('base64url');
