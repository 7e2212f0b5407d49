/** Checkpoints: rows with who named them and when; setting one, and its opposite. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Checkpoint, CheckpointOn } from '../policy/checkpoints.ts';
import { checkpointSaid } from '../story/checkpoint.ts';

export type KeptCheckpoint = Checkpoint & {
  account: string | null;
  byId: string;
  because: string | null;
  at: Date;
  endedAt: Date | null;
};

type Row = {
  id: number;
  account_id: string;
  tag: string;
  action: string;
  by_id: string;
  because: string | null;
  at: Date;
  ended_at: Date | null;
  account: string | null;
};

const kept = (row: Row): KeptCheckpoint => {
  const account = row.account_id === '' ? null : (row.account ?? row.account_id);
  const [tag, action] = [row.tag || null, row.action || null];
  return {
    id: row.id,
    accountId: row.account_id || null,
    tag,
    action,
    account,
    said: checkpointSaid({ account, tag, action }),
    byId: row.by_id,
    because: row.because,
    at: row.at,
    endedAt: row.ended_at,
  };
};

const all = (db: Db) =>
  db('checkpoints as c')
    .leftJoin('accounts as a', 'a.id', 'c.account_id')
    .select<Row[]>('c.*', { account: 'a.name' })
    .orderBy('c.id');

/** Those that hold, with the accounts' names. */
export const checkpointsNow = async (db: Db): Promise<KeptCheckpoint[]> =>
  (await all(db).whereNull('c.ended_at')).map(kept);

export async function checkpointById(db: Db, id: number): Promise<KeptCheckpoint | null> {
  const [row] = await all(db).where('c.id', id);
  return row ? kept(row) : null;
}

const columns = ({ accountId, tag, action }: CheckpointOn) => ({
  account_id: accountId ?? '',
  tag: tag ?? '',
  action: action ?? '',
});

/** Null: it holds already. Its id otherwise. */
export function setCheckpoint(
  use: { db: Db },
  input: { on: CheckpointOn; byId: string; because: string | null; now: Date },
): Promise<number | null> {
  const { on, byId, because, now } = input;
  return withLock(use.db, 'checkpoints', async (trx) => {
    const [row] = await trx('checkpoints')
      .insert({ ...columns(on), by_id: byId, because, at: now })
      .onConflict(trx.raw('(account_id, tag, action) where ended_at is null'))
      .ignore()
      .returning<{ id: number }[]>('id');
    if (!row) return null;
    await noted(trx, 'checkpoint.set', row.id, byId, because, on);
    return row.id;
  });
}

/** False: it holds no longer. */
export function endCheckpoint(
  use: { db: Db },
  input: { id: number; byId: string; because: string | null; now: Date },
): Promise<boolean> {
  const { id, byId, because, now } = input;
  return withLock(use.db, 'checkpoints', async (trx) => {
    const ended = await trx('checkpoints')
      .where({ id })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: byId, ended_because: because });
    if (ended > 0) await noted(trx, 'checkpoint.ended', id, byId, because, null);
    return ended > 0;
  });
}

const noted = (
  trx: Db,
  action: string,
  id: number,
  byId: string,
  because: string | null,
  on: CheckpointOn | null,
): Promise<void> =>
  record(trx, {
    action,
    subject: { kind: 'checkpoint', id: String(id) },
    by: { kind: 'person', id: byId },
    because,
    details: on ? columns(on) : {},
  });

export type CheckpointDeed = { id: number; at: Date; kind: 'set' | 'ended'; checkpoint: KeptCheckpoint };

/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

/** What this person set and still holds, or ended, since then. */
export async function checkpointDeeds(db: Db, byId: string, since: Date): Promise<CheckpointDeed[]> {
  const rows = await all(db).where((either) =>
    either
      .where((set) => set.whereNull('c.ended_at').where('c.by_id', byId).where('c.at', '>', since))
      .orWhere((over) =>
        over
          .where('c.ended_by', byId)
          .where('c.ended_at', '>', since)
          .whereRaw('c.ended_because is distinct from ?', [undone]),
      ),
  );
  return rows.map((row): CheckpointDeed => {
    const checkpoint = kept(row);
    return row.ended_at
      ? { id: row.id, at: row.ended_at, kind: 'ended', checkpoint }
      : { id: row.id, at: row.at, kind: 'set', checkpoint };
  });
}

/** Null: it was taken back. Otherwise why not. */
export function undoCheckpoint(
  use: { db: Db },
  { id, kind, checkpoint }: CheckpointDeed,
  by: { byId: string; now: Date },
): Promise<string | null> {
  return withLock(use.db, 'checkpoints', async (trx) => {
    const stays = 'Somebody has changed it since, so it stays.';
    if (kind === 'set')
      return (await endCheckpoint({ db: trx }, { id, because: undone, ...by })) ? null : stays;
    const again = await trx('checkpoints').where(columns(checkpoint)).whereNull('ended_at').first('id');
    if (again) return stays;
    await trx('checkpoints').where({ id }).update({ ended_at: null, ended_by: null, ended_because: null });
    await noted(trx, 'checkpoint.set', id, by.byId, undone, checkpoint);
    return null;
  });
}
