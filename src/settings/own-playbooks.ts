/** Playbooks that people have made themselves: bundles of settings under a name. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Actor } from '../policy/nouns.ts';
import { checkValue, settingNamed } from './catalogue.ts';
import { type Playbook, plainName, playbookNamed } from './playbook-entries.ts';
import type { SettingValue } from './setting.ts';

type Row = { id: number; key: string; label: string; values: Record<string, SettingValue> };

export async function ownPlaybooks(db: Db): Promise<Playbook[]> {
  const rows: Row[] = await db('playbooks').whereNull('ended_at').orderBy('label');
  return rows.map(noun);
}

/** Of those that there are anyhow, or that somebody has made. */
export async function anyPlaybook(db: Db, label: string): Promise<Playbook | null> {
  const one = playbookNamed(label);
  if (one) return one;
  const row = await db('playbooks')
    .whereNull('ended_at')
    .where({ key: plainName(label) })
    .first<Row | undefined>();
  return row ? noun(row) : null;
}

/** False: there is one of that name. */
export function createPlaybook(
  use: { db: Db; now: Clock },
  input: { label: string; values: Record<string, SettingValue>; by: Actor },
): Promise<boolean> {
  const { label, by } = input;
  const values = Object.fromEntries(
    Object.entries(input.values).map(([name, value]) => [name, checkValue(settingNamed(name), value)]),
  );
  return inTransaction(use.db, async (trx) => {
    if (await anyPlaybook(trx, label)) return false;
    const made = await trx('playbooks')
      .insert({
        ...{ key: plainName(label), label, values: JSON.stringify(values) },
        ...{ by_kind: by.kind, by_id: by.id, at: use.now.now() },
      })
      .onConflict()
      .ignore()
      .returning<{ id: number }[]>('id');
    if (!made[0]) return false;
    const subject = { kind: 'playbook', id: plainName(label) };
    await record(trx, { action: 'playbook.created', subject, by, details: { values } });
    return true;
  });
}

/** The opposite. Where it is on it stays so until it ends: what it sets was kept with it. */
export function removePlaybook(
  use: { db: Db; now: Clock },
  input: { label: string; by: Actor },
): Promise<boolean> {
  const key = plainName(input.label);
  return inTransaction(use.db, async (trx) => {
    const gone = await trx('playbooks')
      .whereNull('ended_at')
      .where({ key })
      .update({ ended_at: use.now.now(), ended_by: input.by.id });
    if (gone > 0)
      await record(trx, { action: 'playbook.removed', subject: { kind: 'playbook', id: key }, by: input.by });
    return gone > 0;
  });
}

/** It may be for whatever something of it may differ by. */
const noun = ({ key, label, values }: Row): Playbook => ({
  name: `own-${key}`,
  label,
  meaning: 'Made by hand.',
  values,
  scopes: (['everyone', 'territory', 'team', 'person', 'account'] as const).filter(
    (scope) =>
      scope === 'everyone' || Object.keys(values).some((name) => settingNamed(name).scopes.includes(scope)),
  ),
  ends: null,
});
