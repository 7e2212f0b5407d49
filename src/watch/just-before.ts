/** What was changed last before an agent began to fail. */
import type { Db } from '../db/pool.ts';
import { companyCurrency } from '../sales/leaf.ts';
import { settingNamed } from '../settings/catalogue.ts';
import type { SettingScope, SettingValue } from '../settings/setting.ts';
import { currentSettings, type SettingRow } from '../settings/settings.ts';
import { settingSaid } from '../story/setting.ts';

export type LastSet = {
  name: string;
  scope: SettingScope;
  scope_id: string;
  stage: string;
  value: SettingValue;
  version: number;
  by: string;
  at: Date;
  /** Nobody has changed it since. */
  stands: boolean;
  before: { value: SettingValue; until: string | null } | null;
};

export type JustBefore = {
  /** "Stale after". */
  label: string;
  value: string;
  by: string;
  at: Date;
  /** What it was; null where nobody may put it back any more, because it was changed again since. */
  back: string | null;
};

/** What somebody changed last within a day before `at`; null: nothing. */
export async function justBefore(db: Db, at: Date): Promise<JustBefore | null> {
  const row = await lastSet(db, at);
  if (!row) return null;
  const settings = await currentSettings(db);
  const { label, unit } = settingNamed(row.name);
  const value = settingSaid(unit, row.value, companyCurrency(settings));
  return { label, value, by: row.by, at: row.at, back: row.stands ? saidBefore(row, settings) : null };
}

/** "30 days"; of a place that had no value of its own, that of the wider one. */
export function saidBefore({ name, scope, stage, before }: LastSet, settings: SettingRow[]): string {
  const { unit, default: standard } = settingNamed(name);
  if (!before && (scope !== 'everyone' || stage !== '')) return 'the wider value';
  return settingSaid(unit, before?.value ?? standard, companyCurrency(settings));
}

/** The setting that a person changed last within a day before `at`, with what held before. */
export async function lastSet(db: Db, at: Date): Promise<LastSet | null> {
  const { rows } = await db.raw<{ rows: LastSet[] }>(
    `select s.name, s.scope, s.scope_id, s.stage, s.value, s.version, coalesce(w.name, s.by_id) as by, s.at, s.ended_at is null as stands,
       (select jsonb_build_object('value', b.value, 'until', b.until) from settings b
        where (b.name, b.scope, b.scope_id, b.stage) = (s.name, s.scope, s.scope_id, s.stage) and b.version < s.version and b.ended_at >= s.at
        order by b.version desc limit 1) as before
     from settings s left join people w on w.id = s.by_id
     where s.by_kind = 'person' and s.at <= ? and s.at > ?::timestamptz - interval '1 day' order by s.at desc, s.id desc limit 1`,
    [at, at],
  );
  return rows[0] ?? null;
}
