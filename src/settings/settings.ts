/** Thresholds and preferences: rows with a version, a value per scope, and who set them when. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { type Db, type Planned, planned } from '../db/pool.ts';
import { inTransaction, withLock } from '../db/transaction.ts';
import { BadInput } from '../errors.ts';
import type { Actor } from '../policy/nouns.ts';
import { catalogue, checkValue, settingNamed } from './catalogue.ts';
import { layered } from './layers.ts';
import type { SettingScope, SettingValue } from './setting.ts';

/** What holds at one scope. Version 0 is the standard value that nobody has set. */
export type SettingRow = {
  name: string;
  scope: SettingScope;
  scopeId: string;
  stage: string;
  value: SettingValue;
  version: number;
  /** The label of the playbook that sets it; `version` is the number of its activation then. */
  playbook?: string;
};
/** Where a value is asked for: the deal's own people and places, and the stage's name. */
export type At = {
  personId?: string | null;
  teamId?: string | null;
  territoryId?: string | null;
  accountId?: string | null;
  agent?: string | null;
  channel?: string | null;
  stage?: string | null;
};

/**
 * All that holds now, with the playbooks that are on, and the standard values, so that every name has a row for everyone.
 * With `now`, what has run out is left out.
 */
export async function currentSettings(db: Db, now?: Date): Promise<SettingRow[]> {
  const { set, onTop } = await rowsNow(db, now);
  return layered(withStandard(set), onTop);
}

/** As `currentSettings`, without playbooks: what somebody has set, and the standard values. */
export const settingsBeneath = async (db: Db, now?: Date): Promise<SettingRow[]> =>
  withStandard((await rowsNow(db, now)).set);

/** Asked with each event and each click. */
const holding: Planned = {
  name: 'settings that hold',
  text: `select name, scope, scope_id as "scopeId", stage, value, version, null as playbook, id from settings
       where ended_at is null and ($1::timestamptz is null or until is null or until > $1)
     union all select v.key, scope, scope_id, '', v.value, id::integer, label, id from playbook_activations cross join jsonb_each("values") v
       where ended_at is null and ($1::timestamptz is null or until is null or until > $1) order by id`,
};

async function rowsNow(db: Db, now?: Date): Promise<{ set: SettingRow[]; onTop: SettingRow[] }> {
  const rows = await planned<SettingRow & { playbook: string | null }>(db, holding, [now ?? null]);
  const plain = rows.map(({ name, scope, scopeId, stage, value, version, playbook }) => ({
    ...{ name, scope, scopeId, stage, value, version },
    ...(playbook === null ? {} : { playbook }),
  }));
  return {
    set: plain.filter(({ playbook }) => playbook === undefined),
    onTop: plain.filter(({ playbook }) => playbook !== undefined).toSorted((a, b) => a.version - b.version),
  };
}

function withStandard(set: SettingRow[]): SettingRow[] {
  const given = new Set(
    set.filter((row) => row.scope === 'everyone' && row.stage === '').map((row) => row.name),
  );
  const standard = [...catalogue.values()]
    .filter((setting) => !given.has(setting.name))
    .map(
      (setting): SettingRow => ({
        name: setting.name,
        scope: 'everyone',
        scopeId: '',
        stage: '',
        value: setting.default,
        version: 0,
      }),
    );
  return [...standard, ...set];
}

/** From the narrowest scope to the widest. */
const precedence: { scope: SettingScope; id: keyof At | null }[] = [
  { scope: 'channel', id: 'channel' },
  { scope: 'agent', id: 'agent' },
  { scope: 'account', id: 'accountId' },
  { scope: 'person', id: 'personId' },
  { scope: 'team', id: 'teamId' },
  { scope: 'territory', id: 'territoryId' },
  { scope: 'everyone', id: null },
];

/** The value that holds there: the narrowest scope wins, and within a scope the row of the stage beats the row of all stages. */
export function settingValue(
  rows: SettingRow[],
  name: string,
  at: At = {},
): { value: SettingValue; version: number; scope: SettingScope; scopeId: string; playbook?: string } {
  const mine = rows.filter((row) => row.name === name);
  for (const { scope, id } of precedence) {
    const scopeId = id === null ? '' : at[id];
    if (scopeId === undefined || scopeId === null) continue;
    const here = mine.filter((row) => row.scope === scope && row.scopeId === scopeId);
    const row = here.find((r) => at.stage && r.stage === at.stage) ?? here.find((r) => r.stage === '');
    if (row)
      return {
        ...{ value: row.value, version: row.version, scope, scopeId },
        ...(row.playbook === undefined ? {} : { playbook: row.playbook }),
      };
  }
  return { value: settingNamed(name).default, version: 0, scope: 'everyone', scopeId: '' };
}

/** `settingValue` where a number is meant. */
export const numberSetting = (rows: SettingRow[], name: string, at: At = {}): number =>
  Number(settingValue(rows, name, at).value);
/** `settingValue` where a text is meant. */
export const textSetting = (rows: SettingRow[], name: string, at: At = {}): string =>
  String(settingValue(rows, name, at).value);

export type SetSetting = {
  name: string;
  value: unknown;
  scope?: SettingScope;
  scopeId?: string;
  /** A stage's name; empty for all stages. */
  stage?: string;
  by: Actor;
  reason?: string;
  until?: Date;
};

/**
 * Sets a value from now on; the row before it is ended, not overwritten, and names the version to go back to. The same
 * value again changes nothing.
 */
export async function setSetting(
  use: { db: Db; now: Clock },
  input: SetSetting,
): Promise<{ changed: boolean; version: number; value: SettingValue; before: SettingValue | null }> {
  const setting = settingNamed(input.name);
  const value = checkValue(setting, input.value);
  const where = whereOf(input);
  if (where.scope !== 'everyone' && !setting.scopes.includes(where.scope)) {
    throw new BadInput(`${setting.label} cannot differ by ${where.scope}.`, {
      fix:
        setting.scopes.length > 0 ? `It can differ by ${setting.scopes.join(', ')}.` : 'Set it for everyone.',
    });
  }
  if (where.stage && !setting.byStage)
    throw new BadInput(`${setting.label} cannot differ by stage.`, { fix: 'Leave the stage out.' });
  const now = use.now.now();
  if (input.until && input.until <= now)
    throw new BadInput('The end lies in the past.', { fix: 'Give an instant that is still to come.' });

  return withLock(use.db, `setting:${input.name}`, async (trx) => {
    const last = await lastRow(trx, where);
    const current = last?.ended_at === null ? last : null;
    const live = current && (current.until === null || current.until > now) ? current : null;
    const sameEnd = (live?.until?.getTime() ?? null) === (input.until?.getTime() ?? null);
    if (live && live.value === value && sameEnd)
      return { changed: false, version: live.version, value, before: live.value };
    const version = (last?.version ?? 0) + 1;
    if (current) await trx('settings').where({ id: current.id }).update({ ended_at: now });
    await trx('settings').insert({
      ...where,
      value: JSON.stringify(value),
      version,
      by_kind: input.by.kind,
      by_id: input.by.id,
      reason: input.reason ?? null,
      at: now,
      until: input.until ?? null,
    });
    const before = live?.value ?? null;
    await record(trx, {
      action: 'setting.set',
      subject: { kind: 'setting', id: subjectOf(where) },
      by: input.by,
      because: input.reason,
      details: { before, after: value, version, until: input.until ?? null },
    });
    return { changed: true, version, value, before };
  });
}

/** The opposite of `setSetting`: what holds for the wider scope, or the standard value, holds again. */
export async function clearSetting(
  use: { db: Db; now: Clock },
  input: Omit<SetSetting, 'value' | 'until'>,
): Promise<{ changed: boolean; before: SettingValue | null }> {
  settingNamed(input.name);
  const where = whereOf(input);
  return inTransaction(use.db, async (trx) => {
    const ended = await trx('settings')
      .where(where)
      .whereNull('ended_at')
      .update({ ended_at: use.now.now() })
      .returning<{ value: SettingValue; version: number }[]>(['value', 'version']);
    const row = ended[0];
    if (!row) return { changed: false, before: null };
    await record(trx, {
      action: 'setting.cleared',
      subject: { kind: 'setting', id: subjectOf(where) },
      by: input.by,
      because: input.reason,
      details: { before: row.value, version: row.version },
    });
    return { changed: true, before: row.value };
  });
}

/** The number of the newest setting change of all, playbooks switched on or off among them: "settings v31". */
export async function settingsVersion(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { version: number }[] }>(
    `select (select count(*) from settings) + (select count(*) + count(ended_at) from playbook_activations) as version`,
  );
  return rows[0]?.version ?? 0;
}

type StoredRow = {
  id: number;
  value: SettingValue;
  version: number;
  until: Date | null;
  ended_at: Date | null;
};
type Where = { name: string; scope: SettingScope; scope_id: string; stage: string };

const whereOf = (input: { name: string; scope?: SettingScope; scopeId?: string; stage?: string }): Where => {
  const scope = input.scope ?? 'everyone';
  const scopeId = input.scopeId ?? '';
  if ((scope === 'everyone') !== (scopeId === '')) {
    throw new BadInput(scope === 'everyone' ? 'Everyone has no id.' : `Which ${scope} is meant is missing.`, {
      fix: scope === 'everyone' ? 'Leave the id out.' : `Give the id of the ${scope}.`,
    });
  }
  return { name: input.name, scope, scope_id: scopeId, stage: input.stage ?? '' };
};

const subjectOf = (where: Where): string =>
  [where.name, where.scope, where.scope_id, where.stage].filter(Boolean).join(':');

/** The newest of its versions, which is the current one unless it has ended. */
const lastRow = (trx: Db, where: Where): Promise<StoredRow | undefined> =>
  trx('settings')
    .where(where)
    .orderBy('version', 'desc')
    .first<StoredRow | undefined>('id', 'value', 'version', 'until', 'ended_at');
