/** Alerts on figures: set, taken away, and taken back. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { AlertTo, Frame, Watched } from '../language/request.ts';
import type { Actor } from '../policy/nouns.ts';

/** Why an alert is no more. `undone`: its setting was taken back. `left`, `no longer may`: of who set it or is told. */
export type EndedBecause = 'removed' | 'undone' | 'left' | 'no longer may';

export type KpiAlert = {
  id: number;
  watched: Watched;
  to: { person: string } | { channel: string };
  setBy: string;
  setAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
  endedBecause: EndedBecause | null;
};

type Row = {
  id: number;
  frame: Frame;
  above: boolean;
  including: boolean;
  limit_value: number;
  currency: string | null;
  to_person: string | null;
  to_channel: string | null;
  set_by: string;
  set_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
  ended_because: EndedBecause | null;
};

const alertOf = (row: Row): KpiAlert => ({
  id: row.id,
  watched: {
    of: row.frame,
    over: row.above,
    including: row.including,
    limit: row.limit_value,
    currency: row.currency,
  },
  to: row.to_person !== null ? { person: row.to_person } : { channel: row.to_channel ?? '' },
  setBy: row.set_by,
  setAt: row.set_at,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endedBecause: row.ended_because,
});

/** Every alert that holds; of one person those that they set or are told. The newest first. */
export async function kpiAlerts(db: Db, of: { person: string } | 'everybody'): Promise<KpiAlert[]> {
  const query = db('kpi_alerts').whereNull('ended_at').orderBy('id', 'desc');
  if (of !== 'everybody')
    void query.where((either) => either.where({ set_by: of.person }).orWhere({ to_person: of.person }));
  return (await query.select<Row[]>()).map(alertOf);
}

/** Those that hold, and those that have ended while what they found has no end yet. */
export async function kpiAlertsToLookAt(db: Db, trigger: string): Promise<KpiAlert[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select a.* from kpi_alerts a where a.ended_at is null or exists (
       select 1 from findings f where f.trigger = ? and f.subject_id = a.id::text and f.gone_at is null)
     order by a.id`,
    [trigger],
  );
  return rows.map(alertOf);
}

/** The alert of which a finding tells; null where it tells of something else. */
export async function kpiAlertOfFinding(db: Db, findingId: number): Promise<KpiAlert | null> {
  const row = await db('kpi_alerts as a')
    .join('findings as f', (join) =>
      join.on(db.raw("f.subject_kind = 'kpi_alert' and f.subject_id = a.id::text")),
    )
    .where('f.id', findingId)
    .first<Row | undefined>('a.*');
  return row ? alertOf(row) : null;
}

export async function kpiAlertById(db: Db, id: number): Promise<KpiAlert | null> {
  const row = await db('kpi_alerts').where({ id }).first<Row | undefined>();
  return row ? alertOf(row) : null;
}

type By = Extract<Actor, { kind: 'person' }>;

/** `to` "me" is whoever sets it. */
export async function setKpiAlert(
  use: { db: Db },
  input: { text: string; watched: Watched; to: AlertTo; by: By; now: Date },
): Promise<number> {
  const { watched, to, by, now } = input;
  const [row] = await use
    .db('kpi_alerts')
    .insert({
      text: input.text,
      frame: JSON.stringify(watched.of),
      above: watched.over,
      including: watched.including,
      limit_value: watched.limit,
      currency: watched.currency,
      to_person: to.who === 'channel' ? null : to.who === 'me' ? by.id : to.of.id,
      to_channel: to.who === 'channel' ? to.channel : null,
      set_by: by.id,
      set_at: now,
    })
    .returning<{ id: number }[]>('id');
  const id = row?.id ?? 0;
  await noted(use.db, id, 'kpi_alert.set', by, input.text);
  return id;
}

/** False where it has ended already. */
export async function endKpiAlert(
  use: { db: Db },
  input: { id: number; by: Actor; because: EndedBecause; now: Date; runId?: string },
): Promise<boolean> {
  const { id, by, because, now } = input;
  const ended = await use
    .db('kpi_alerts')
    .where({ id })
    .whereNull('ended_at')
    .update({ ended_at: now, ended_by: by.kind === 'person' ? by.id : null, ended_because: because });
  if (ended > 0) await noted(use.db, id, 'kpi_alert.ended', by, because, input.runId);
  return ended > 0;
}

/** Sets another limit, where the one that was on the screen still holds. False: it holds no longer, or the alert has ended. */
export async function changeKpiLimit(
  use: { db: Db },
  input: { id: number; was: number; is: number; by: By; now: Date },
): Promise<boolean> {
  const { id, was, is, by, now } = input;
  if (!(await moveLimit(use.db, { id, was, is, by }))) return false;
  await use.db('kpi_limits').insert({ alert_id: id, was, is_now: is, by_id: by.id, at: now });
  return true;
}

async function moveLimit(
  db: Db,
  { id, was, is, by }: { id: number; was: number; is: number; by: By },
): Promise<boolean> {
  const changed = await db('kpi_alerts')
    .where({ id, limit_value: was })
    .whereNull('ended_at')
    .update({ limit_value: is });
  if (changed > 0) await noted(db, id, 'kpi_alert.limit', by, `${was} → ${is}`);
  return changed > 0;
}

/** One that a person took away holds again, with the same number. */
async function revive(db: Db, id: number, by: By): Promise<boolean> {
  const revived = await db('kpi_alerts')
    .where({ id, ended_because: 'removed', ended_by: by.id })
    .update({ ended_at: null, ended_by: null, ended_because: null });
  if (revived > 0) await noted(db, id, 'kpi_alert.set', by, 'Undo.');
  return revived > 0;
}

/** The next run looks at it, as at a record that has changed. */
async function noted(
  db: Db,
  id: number,
  action: string,
  by: Actor,
  because: string,
  runId?: string,
): Promise<void> {
  await db('touched').insert({ noun: 'kpi_alert', subject_id: String(id) });
  await record(db, { action, subject: { kind: 'kpi_alert', id: String(id) }, by, because, runId });
}

/** What a person did to an alert and can take back. */
export type KpiAlertDeed = { id: number; at: Date; alert: KpiAlert } & (
  | { kind: 'set' | 'removed' }
  | { kind: 'limit'; change: number; was: number; is: number }
);

/** What this person set or took away since then, the newest first. */
export async function kpiAlertDeeds(db: Db, byId: string, since: Date): Promise<KpiAlertDeed[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select * from kpi_alerts where (ended_at is null and set_by = ? and set_at > ?)
       or (ended_because = 'removed' and ended_by = ? and ended_at > ?)
     order by coalesce(ended_at, set_at) desc, id desc limit 200`,
    [byId, since, byId, since],
  );
  const deeds = rows.map(
    (row): KpiAlertDeed => ({
      id: row.id,
      at: row.ended_at ?? row.set_at,
      kind: row.ended_at === null ? 'set' : 'removed',
      alert: alertOf(row),
    }),
  );
  const limits = await limitDeeds(db, byId, since);
  return [...limits, ...deeds].toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

async function limitDeeds(db: Db, byId: string, since: Date): Promise<KpiAlertDeed[]> {
  type Changed = Row & { change: number; was: number; is_now: number; at: Date };
  const rows = await db('kpi_limits as l')
    .join('kpi_alerts as a', 'a.id', 'l.alert_id')
    .where('l.by_id', byId)
    .where('l.at', '>', since)
    .whereNull('l.undone_at')
    .whereNull('a.ended_at')
    .orderBy('l.id', 'desc')
    .limit(200)
    .select<Changed[]>('a.*', { change: 'l.id' }, 'l.was', 'l.is_now', 'l.at');
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    kind: 'limit',
    change: row.change,
    was: row.was,
    is: row.is_now,
    alert: alertOf(row),
  }));
}

/** Null: it was taken back. Otherwise why not. */
export const undoKpiAlert = (
  use: { db: Db },
  deed: KpiAlertDeed,
  by: By,
  now: Date,
): Promise<string | null> =>
  withLock(use.db, `kpi-alert:${deed.id}`, async (trx) => {
    const done =
      deed.kind === 'limit'
        ? await undoLimit(trx, deed, by, now)
        : deed.kind === 'set'
          ? await endKpiAlert({ db: trx }, { id: deed.id, by, because: 'undone', now })
          : await revive(trx, deed.id, by);
    return done ? null : 'Somebody has changed it since, so it stays.';
  });

async function undoLimit(
  trx: Db,
  deed: Extract<KpiAlertDeed, { kind: 'limit' }>,
  by: By,
  now: Date,
): Promise<boolean> {
  if (!(await moveLimit(trx, { id: deed.id, was: deed.is, is: deed.was, by }))) return false;
  await trx('kpi_limits').where({ id: deed.change }).update({ undone_at: now });
  return true;
}
