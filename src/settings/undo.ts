/** Taking back what somebody set: the audit log knows what each person did, and what held before it. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
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
    `select a.id as "auditId", case when a.action = 'setting.set' then s.at else s.ended_at end as at,
       case when a.action = 'setting.set' then 'set' else 'cleared' end as kind,
       s.name, s.scope, s.scope_id as "scopeId", s.stage, s.version
     from audit a join settings s on concat_ws(':', s.name, s.scope, nullif(s.scope_id, ''), nullif(s.stage, '')) = a.subject_id
       and s.version = (a.details->>'version')::int
     where a.subject_kind = 'setting' and a.actor_kind = 'person' and a.actor_id = ? and a.action in ('setting.set', 'setting.cleared')
       and case when a.action = 'setting.set' then s.at else s.ended_at end > ?
       and not exists (select 1 from audit u where u.subject_kind = 'setting' and u.subject_id = a.subject_id and u.id > a.id)
       and coalesce(a.because, '') <> ?
     order by a.id desc limit 200`,
    [byId, since, undone],
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

/** Null: it was taken back. Otherwise why not. */
export function undoSetting(
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
