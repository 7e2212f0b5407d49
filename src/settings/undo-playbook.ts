/** Taking back that a playbook was switched on or off. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Actor } from '../policy/nouns.ts';
import { deactivate, type PlaybookPlace, reactivate } from './playbooks.ts';

/** What was done at once bears one `together`. */
export type PlaybookDeed = PlaybookPlace & {
  auditId: number;
  at: Date;
  kind: 'on' | 'off';
  activation: number;
  label: string;
  together: string;
};

/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

/** What this person switched on or off since then and nobody has touched after it, the newest first. */
export async function playbookDeeds(db: Db, byId: string, since: Date): Promise<PlaybookDeed[]> {
  const { rows } = await db.raw<{ rows: PlaybookDeed[] }>(
    `select a.id as "auditId", case when a.action = 'playbook.started' then p.at else p.ended_at end as at,
       case when a.action = 'playbook.started' then 'on' else 'off' end as kind, p.id as activation, p.label, p.scope,
       p.scope_id as "scopeId", a.transaction::text as together
     from audit a join playbook_activations p on p.id = (a.details->>'activation')::bigint
     where a.subject_kind = 'playbook' and a.actor_kind = 'person' and a.actor_id = ? and coalesce(a.because, '') <> ?
       and a.action in ('playbook.started', 'playbook.ended')
       and case when a.action = 'playbook.started' then p.at else p.ended_at end > ?
       and not exists (select 1 from audit u where u.subject_kind = 'playbook' and u.subject_id = a.subject_id and u.id > a.id)
     order by a.id desc limit 200`,
    [byId, undone, since],
  );
  return rows;
}

/** Null: it was taken back. Otherwise why not. */
export async function undoPlaybook(
  use: { db: Db; now: Clock },
  deed: PlaybookDeed,
  by: Extract<Actor, { kind: 'person' }>,
): Promise<string | null> {
  const mine = await playbookDeeds(use.db, by.id, new Date(0));
  if (!mine.some(({ auditId }) => auditId === deed.auditId))
    return 'Somebody has changed it since, so it stays.';
  const back = { id: deed.activation, by, reason: undone };
  if (deed.kind === 'on') return (await deactivate(use, back)) ? null : 'It is off already.';
  return (await reactivate(use, back)) ? null : 'Its end has come already, so it stays.';
}
