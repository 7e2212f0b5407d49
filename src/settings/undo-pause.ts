/** Taking back a pause or a resume: the audit log knows what each person did, and how it stood before. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Actor } from '../policy/nouns.ts';
import { type PauseScope, pause, resume } from './pauses.ts';

/** One thing that a person paused, paused anew with another end, or resumed. What was done at once bears one `together`. */
export type PauseDeed = {
  auditId: number;
  at: Date;
  kind: 'paused' | 'paused anew' | 'resumed';
  scope: PauseScope;
  subjectId: string;
  /** How long it held before; null: without end. */
  heldUntil: Date | null;
  together: string;
};

/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

/** What this person paused or resumed since then and nobody has touched after it, the newest first. */
export async function pauseDeeds(db: Db, byId: string, since: Date): Promise<PauseDeed[]> {
  const { rows } = await db.raw<{ rows: PauseDeed[] }>(
    `select a.id as "auditId", coalesce(p.resumed_at, p.at) as at, a.subject_kind as scope,
       case when a.subject_kind = 'everything' then '' else a.subject_id end as "subjectId", a.transaction::text as together,
       case when a.action = 'pause.ended' then 'resumed' when (a.details->>'again')::boolean then 'paused anew' else 'paused' end as kind,
       (case when a.action = 'pause.ended' then a.details->>'until' else a.details->>'heldUntil' end)::timestamptz as "heldUntil"
     from audit a join lateral (
       select at, resumed_at from pauses where scope = a.subject_kind
         and subject_id = case when a.subject_kind = 'everything' then '' else a.subject_id end order by id desc limit 1) p on true
     where a.subject_kind in ('everything', 'agent', 'customer') and a.actor_kind = 'person' and a.actor_id = ?
       and a.action in ('pause.started', 'pause.ended') and coalesce(a.because, '') <> ?
       and coalesce(p.resumed_at, p.at) > ? and (a.action = 'pause.ended') = (p.resumed_at is not null)
       and not exists (select 1 from audit u where u.subject_kind = a.subject_kind and u.subject_id = a.subject_id
         and u.action in ('pause.started', 'pause.ended') and u.id > a.id)
     order by a.id desc limit 200`,
    [byId, undone, since],
  );
  return rows;
}

/** Null: it was taken back. Otherwise why not. */
export async function undoPause(
  use: { db: Db; now: Clock },
  deed: PauseDeed,
  by: Extract<Actor, { kind: 'person' }>,
): Promise<string | null> {
  const mine = await pauseDeeds(use.db, by.id, new Date(0));
  if (!mine.some(({ auditId }) => auditId === deed.auditId))
    return 'Somebody has changed it since, so it stays.';
  const { scope, subjectId, heldUntil } = deed;
  const target = { scope, subjectId, by, reason: undone };
  if (deed.kind === 'paused') await resume(use, target);
  else if (heldUntil !== null && heldUntil <= use.now.now()) return 'Its end has come already, so it stays.';
  else await pause(use, { ...target, until: heldUntil });
  return null;
}
