/** Playbooks that people have made themselves: bundles of settings and rules under a name. Versions are rows. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Actor } from '../policy/nouns.ts';
import { checkValue, settingNamed } from './catalogue.ts';
import { type Playbook, plainName, playbookNamed } from './playbook-entries.ts';
import type { SettingValue } from './setting.ts';

type Row = {
  id: number;
  key: string;
  label: string;
  values: Record<string, SettingValue>;
  rules: number[];
  ended_at: Date | null;
};
type Use = { db: Db; now: Clock };
/** `rules`: numbers of rules that are on while it is. */
export type Bundle = { values: Record<string, SettingValue>; rules: number[] };

export async function ownPlaybooks(db: Db): Promise<Playbook[]> {
  const rows: Row[] = await db('playbooks').whereNull('ended_at').orderBy('label');
  return rows.map(noun);
}

/** Of those that there are anyhow, or that somebody has made. */
export async function anyPlaybook(db: Db, label: string): Promise<Playbook | null> {
  const one = playbookNamed(label);
  if (one) return one;
  const row = await there(db, label);
  return row ? noun(row) : null;
}

/** False: there is one of that name. */
export function createPlaybook(use: Use, input: Bundle & { label: string; by: Actor }): Promise<boolean> {
  return changing(use, input.label, async (trx) => {
    if (await anyPlaybook(trx, input.label)) return false;
    await put(trx, use, { ...input, action: 'playbook.created' });
    return true;
  });
}

/** Another version of it; where it is on it stays as it was switched on. False: it is not there, or not as it was shown. */
export function changePlaybook(
  use: Use,
  input: Bundle & { label: string; was: Bundle; by: Actor },
): Promise<boolean> {
  return changing(use, input.label, async (trx) => {
    const before = await there(trx, input.label);
    if (!before || markOf(before) !== markOf(input.was)) return false;
    await end(trx, use, before, { by: input.by, because: 'changed' });
    await put(trx, use, { ...input, label: before.label, action: 'playbook.changed' });
    return true;
  });
}

/** The opposite of `createPlaybook`. Where it is on it stays so until it ends: what it sets was kept with it. */
export function removePlaybook(use: Use, input: { label: string; by: Actor }): Promise<boolean> {
  return changing(use, input.label, async (trx) => {
    const before = await there(trx, input.label);
    if (!before) return false;
    await end(trx, use, before, { by: input.by, because: 'removed' });
    const subject = { kind: 'playbook', id: before.key };
    await record(trx, { action: 'playbook.removed', subject, by: input.by });
    return true;
  });
}

/** What `restorePlaybook` would bring back: of one that is there the version before, of one that is gone the last one. */
export async function playbookBefore(
  db: Db,
  label: string,
): Promise<(Bundle & { label: string; now: Bundle | null }) | null> {
  const rows: Row[] = await db('playbooks')
    .where({ key: plainName(label) })
    .orderBy('id', 'desc')
    .limit(2);
  const now = rows[0]?.ended_at === null ? rows[0] : null;
  const before = now ? rows[1] : rows[0];
  return before ? { label: before.label, values: before.values, rules: before.rules, now } : null;
}

/** The opposite of `removePlaybook`, and of `changePlaybook`; once more brings the other version. False: there is none. */
export function restorePlaybook(use: Use, input: { label: string; by: Actor }): Promise<boolean> {
  return changing(use, input.label, async (trx) => {
    const before = await playbookBefore(trx, input.label);
    if (!before) return false;
    const now = await there(trx, input.label);
    if (now) await end(trx, use, now, { by: input.by, because: 'restored' });
    await put(trx, use, { ...before, by: input.by, action: 'playbook.restored' });
    return true;
  });
}

const changing = <T>(use: Use, label: string, work: (trx: Db) => Promise<T>): Promise<T> =>
  withLock(use.db, `playbook:${plainName(label)}`, work);

const there = (db: Db, label: string): Promise<Row | undefined> =>
  db('playbooks')
    .whereNull('ended_at')
    .where({ key: plainName(label) })
    .first<Row | undefined>();

export const markOf = ({ values, rules }: Bundle): string =>
  JSON.stringify([Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)), rules.toSorted()]);

async function put(
  trx: Db,
  use: Use,
  input: Bundle & { label: string; by: Actor; action: string },
): Promise<void> {
  const { label, by, action, rules } = input;
  const values = Object.fromEntries(
    Object.entries(input.values).map(([name, value]) => [name, checkValue(settingNamed(name), value)]),
  );
  await trx('playbooks').insert({
    ...{ key: plainName(label), label, values: JSON.stringify(values), rules },
    ...{ by_kind: by.kind, by_id: by.id, at: use.now.now() },
  });
  const subject = { kind: 'playbook', id: plainName(label) };
  await record(trx, { action, subject, by, details: { values, rules } });
}

const end = (
  trx: Db,
  use: Use,
  { id }: Row,
  { by, because }: { by: Actor; because: 'removed' | 'changed' | 'restored' },
): Promise<number> =>
  trx('playbooks').where({ id }).update({ ended_at: use.now.now(), ended_by: by.id, ended_because: because });

/** It may be for whatever something of it may differ by; with rules among it for everyone, as a rule says itself what it is of. */
const noun = ({ key, label, values, rules }: Row): Playbook => ({
  name: `own-${key}`,
  label,
  meaning: 'Made by hand.',
  values,
  rules,
  scopes:
    rules.length > 0
      ? ['everyone']
      : (['everyone', 'territory', 'team', 'person', 'account'] as const).filter(
          (scope) =>
            scope === 'everyone' ||
            Object.keys(values).some((name) => settingNamed(name).scopes.includes(scope)),
        ),
  ends: null,
});
