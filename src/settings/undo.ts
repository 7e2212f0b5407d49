/** Taking back what somebody set: the audit log knows what each person did, and what held before it. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction, withLock } from '../db/transaction.ts';
import type { Actor } from '../policy/nouns.ts';
import type { SettingScope, SettingValue } from './setting.ts';
import { clearSetting, setSetting } from './settings.ts';

/** One thing that a person did to a setting; `version` is the row that was made, or ended by clearing it. */
export type SettingDeed = {
  auditId: number;
  at: Date;
  kind: 'set' | 'cleared';
  name: string;
  scope: SettingScope;
  scopeId: string;
  stage: string;
  version: number;
  /** Whether something was set there before it. */
  wasSet: boolean;
  /** What was done at once bears one `together`; `of` says how many values that were, those included that others have changed since. */
  together: string;
  of: number;
};
type Row = {
  id: number;
  name: string;
  scope: SettingScope;
  scope_id: string;
  stage: string;
  version: number;
  at: Date;
  ended_at: Date | null;
  value: SettingValue;
  until: Date | null;
};

/** What this person did to settings and nobody has touched since, the newest first. */
export async function settingDeeds(db: Db, byId: string, since: Date): Promise<SettingDeed[]> {
  const { rows } = await db.raw<{ rows: SettingDeed[] }>(
    `with mine as (
       select *, count(*) over (partition by transaction)::int as of from audit
       where subject_kind = 'setting' and actor_kind = 'person' and actor_id = ? and action in ('setting.set', 'setting.cleared')
         and coalesce(because, '') <> ?)
     select a.id as "auditId", case when a.action = 'setting.set' then s.at else s.ended_at end as at,
       case when a.action = 'setting.set' then 'set' else 'cleared' end as kind,
       s.name, s.scope, s.scope_id as "scopeId", s.stage, s.version,
       a.details->>'before' is not null as "wasSet", a.transaction::text as together, a.of
     from mine a join settings s on concat_ws(':', s.name, s.scope, nullif(s.scope_id, ''), nullif(s.stage, '')) = a.subject_id
       and s.version = (a.details->>'version')::int
     where case when a.action = 'setting.set' then s.at else s.ended_at end > ?
       and not exists (select 1 from audit u where u.subject_kind = 'setting' and u.subject_id = a.subject_id and u.id > a.id)
     order by a.id desc limit 5000`,
    [byId, undone, since],
  );
  return rows;
}

/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

/** What held before a deed: the row that it replaced or ended, where that one still would hold. */
export async function heldBefore(
  db: Db,
  deed: SettingDeed,
  now: Date,
): Promise<{ value: SettingValue; until: Date | null } | null> {
  // Of two things in one instant the times do not say which row was the one before.
  if (!deed.wasSet) return null;
  const of = { name: deed.name, scope: deed.scope, scope_id: deed.scopeId, stage: deed.stage };
  const query = db('settings').where(of).orderBy('version', 'desc');
  const row =
    deed.kind === 'cleared'
      ? await query.where({ version: deed.version }).first<Row | undefined>()
      : await query
          .where('version', '<', deed.version)
          .where('ended_at', '>=', deed.at)
          .first<Row | undefined>();
  return row && (row.until === null || row.until > now) ? { value: row.value, until: row.until } : null;
}

/** What was done at once is taken back at once. Null: all of it that nobody has touched since was. Otherwise why not. */
export function undoSettings(
  use: { db: Db; now: Clock },
  deeds: SettingDeed[],
  by: Extract<Actor, { kind: 'person' }>,
): Promise<string | null> {
  return inTransaction(use.db, async (trx) => {
    const stays: string[] = [];
    // In one order, so that two people never wait for each other.
    for (const deed of deeds.toSorted((a, b) => a.name.localeCompare(b.name))) {
      const because = await undoSetting({ ...use, db: trx }, deed, by);
      if (because !== null) stays.push(because);
    }
    return stays.length === deeds.length ? (stays[0] ?? null) : null;
  });
}

function undoSetting(
  use: { db: Db; now: Clock },
  deed: SettingDeed,
  by: Extract<Actor, { kind: 'person' }>,
): Promise<string | null> {
  return withLock(use.db, `setting:${deed.name}`, async (trx) => {
    const now = use.now.now();
    const mine = await settingDeeds(trx, by.id, new Date(0));
    if (!mine.some((one) => one.auditId === deed.auditId))
      return 'Somebody has changed it since, so it stays.';
    const before = await heldBefore(trx, deed, now);
    const at = {
      name: deed.name,
      scope: deed.scope,
      scopeId: deed.scopeId,
      stage: deed.stage,
      by,
      reason: undone,
    };
    if (before)
      await setSetting({ ...use, db: trx }, { ...at, value: before.value, until: before.until ?? undefined });
    else await clearSetting({ ...use, db: trx }, at);
    return null;
  });
}
