/** All settings as they hold, kept under a name: taken, looked at, compared, gone back to. One that is kept is never changed. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Actor } from '../policy/nouns.ts';
import { catalogue } from './catalogue.ts';
import { type Difference, differences, type SetValue } from './differences.ts';
import { isPersonal } from './preferences.ts';
import { clearSetting, setSetting } from './settings.ts';

export type Snapshot = {
  id: number;
  name: string;
  settings: SetValue[];
  /** The name of who took it. */
  by: string;
  at: Date;
  reason: string | null;
};
type By = Extract<Actor, { kind: 'person' }>;

const key = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** What somebody has set and holds now, each scope and stage by itself. */
export async function valuesNow(db: Db, now: Date): Promise<SetValue[]> {
  const { rows } = await db.raw<{
    rows: (Omit<SetValue, 'until' | 'at'> & { until: Date | null; at: Date })[];
  }>(
    `select name, scope, scope_id as "scopeId", stage, value, version, until, by_id as by, at, reason from settings
     where ended_at is null and (until is null or until > ?) order by name, scope, scope_id, stage`,
    [now],
  );
  return rows.map((row) => ({ ...row, until: row.until?.toISOString() ?? null, at: row.at.toISOString() }));
}

/** Null: there is one of that name. */
export function takeSnapshot(
  use: { db: Db; now: Clock },
  input: { name: string; by: By; reason?: string },
): Promise<Snapshot | null> {
  const now = use.now.now();
  return inTransaction(use.db, async (trx) => {
    const settings = await valuesNow(trx, now);
    const [row] = await trx('snapshots')
      .insert({
        name: input.name,
        key: key(input.name),
        settings: JSON.stringify(settings),
        by_kind: input.by.kind,
        by_id: input.by.id,
        reason: input.reason ?? null,
        at: now,
      })
      .onConflict('key')
      .ignore()
      .returning<{ id: number }[]>('id');
    if (!row) return null;
    await record(trx, {
      action: 'snapshot.taken',
      subject: { kind: 'snapshot', id: String(row.id) },
      by: input.by,
      because: input.reason,
      details: { values: settings.length },
    });
    return { id: row.id, name: input.name, settings, by: input.by.id, at: now, reason: input.reason ?? null };
  });
}

/** The newest first. */
export async function snapshots(db: Db): Promise<Snapshot[]> {
  const { rows } = await db.raw<{ rows: Snapshot[] }>(
    `select s.id, s.name, s.settings, coalesce(p.name, s.by_id) as by, s.at, s.reason
     from snapshots s left join people p on p.id = s.by_id order by s.at desc, s.id desc`,
  );
  return rows;
}

/** By its name, or by how its name begins where that is one alone. */
export function named(all: Snapshot[], name: string): Snapshot | null {
  const wanted = key(name);
  const whole = all.find((one) => key(one.name) === wanted);
  const alike = all.filter((one) => key(one.name).startsWith(wanted));
  return whole ?? (alike.length === 1 ? (alike[0] ?? null) : null);
}

/**
 * What going back to it would change. What is no setting any more stays gone; what people have set for themselves stays out
 * unless it is asked for: `personal` is that, of which nothing changes then.
 */
export async function wayBackTo(
  db: Db,
  { settings }: Snapshot,
  { now, preferences }: { now: Date; preferences: boolean },
): Promise<{ changed: Difference[]; personal: Difference[] }> {
  const all = differences(await valuesNow(db, now), settings, now).filter(({ name }) => catalogue.has(name));
  const personal = all.filter(isPersonal);
  return { changed: preferences ? all : all.filter((one) => !isPersonal(one)), personal };
}

/** Makes the values what the snapshot says, in one transaction: each is a version of its own, and all are one deed. */
export function restore(
  use: { db: Db; now: Clock },
  { snapshot, by, preferences = false }: { snapshot: Snapshot; by: By; preferences?: boolean },
): Promise<Difference[]> {
  return inTransaction(use.db, async (trx) => {
    const { changed } = await wayBackTo(trx, snapshot, { now: use.now.now(), preferences });
    await makeSo({ ...use, db: trx }, changed, { by, reason: `Back to the snapshot "${snapshot.name}".` });
    return changed;
  });
}

/** Each value as it is to be. In the caller's transaction, which is what makes them one deed. */
export async function makeSo(
  use: { db: Db; now: Clock },
  changed: Pick<Difference, 'name' | 'scope' | 'scopeId' | 'stage' | 'after'>[],
  why: { by: By; reason: string },
): Promise<void> {
  for (const { name, scope, scopeId, stage, after } of changed) {
    const at = { name, scope, scopeId, stage, ...why };
    if (after)
      await setSetting(use, {
        ...at,
        value: after.value,
        until: after.until ? new Date(after.until) : undefined,
      });
    else await clearSetting(use, at);
  }
}
