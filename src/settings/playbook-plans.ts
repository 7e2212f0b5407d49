/** Playbooks that are to come on a day that somebody has named. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { SettingScope } from './setting.ts';

export type Plan = {
  id: number;
  playbook: string;
  label: string;
  scope: SettingScope;
  scopeId: string;
  startsAt: Date;
  until: Date | null;
  byId: string;
};
type Row = Omit<Plan, 'scopeId' | 'startsAt' | 'byId'> & { scope_id: string; starts_at: Date; by_id: string };

/** Those that are still to come, the next first. */
export const plannedPlaybooks = async (db: Db): Promise<Plan[]> => (await waiting(db)).map(noun);

/** Those whose time has come. */
export const plansDue = async (db: Db, now: Date): Promise<Plan[]> =>
  (await waiting(db).where('starts_at', '<=', now)).map(noun);

const waiting = (db: Db) =>
  db('playbook_plans')
    .whereNull('activation')
    .whereNull('dropped_at')
    .orderBy(['starts_at', 'id'])
    .select<Row[]>('*');

/** False: it is planned there already. */
export function planPlaybook(use: { db: Db; now: Clock }, plan: Omit<Plan, 'id'>): Promise<boolean> {
  const { playbook, label, scope, scopeId, startsAt, until, byId } = plan;
  return inTransaction(use.db, async (trx) => {
    const [row] = await trx('playbook_plans')
      .insert({
        ...{ playbook, label, scope, scope_id: scopeId, starts_at: startsAt, until },
        ...{ by_id: byId, at: use.now.now() },
      })
      .onConflict()
      .ignore()
      .returning<{ id: number }[]>('id');
    if (!row) return false;
    const details = { plan: Number(row.id), startsAt, until };
    const by = { kind: 'person', id: byId } as const;
    await record(trx, { action: 'playbook.planned', subject: subjectOf(plan), by, details });
    return true;
  });
}

/** The opposite of `planPlaybook`. `byId` "clock": it could not begin. */
export function dropPlan(
  use: { db: Db; now: Clock },
  { id, byId, because }: { id: number; byId: string; because: string | null },
): Promise<void> {
  return inTransaction(use.db, async (trx) => {
    const [row] = await trx('playbook_plans')
      .where({ id, activation: null, dropped_at: null })
      .update({ dropped_at: use.now.now(), dropped_by: byId, dropped_because: because })
      .returning<Row[]>('*');
    if (!row) return;
    const by =
      byId === 'clock' ? ({ kind: 'system', id: 'clock' } as const) : ({ kind: 'person', id: byId } as const);
    const subject = subjectOf(noun(row));
    await record(trx, {
      action: 'playbook.plan_dropped',
      subject,
      by,
      because,
      details: { plan: Number(id) },
    });
  });
}

/** That it has begun. */
export async function startedPlan(db: Db, id: number, activation: number): Promise<void> {
  await db('playbook_plans').where({ id }).update({ activation });
}

const subjectOf = ({ playbook, scope, scopeId }: Pick<Plan, 'playbook' | 'scope' | 'scopeId'>) => ({
  kind: 'playbook',
  id: [playbook, scope, scopeId].filter(Boolean).join(':'),
});

const noun = ({ id, scope_id, starts_at, by_id, ...row }: Row): Plan => ({
  ...{ id: Number(id), playbook: row.playbook, label: row.label, scope: row.scope, until: row.until },
  ...{ scopeId: scope_id, startsAt: starts_at, byId: by_id },
});
