/** Clock work of changes: what a pause held goes on when it ends, and nothing that waits is ever forgotten. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Subject } from './nouns.ts';
import { enqueueApply } from './request.ts';

type Waiting = { id: number; kind: Subject['kind']; subject_id: string };

/** Takes up again each change whose pauses are all over, and each that a cap held until now. Safe to repeat; says how many. */
export async function releaseHeld(use: { db: Db; now: Clock }): Promise<number> {
  const { rows }: { rows: Waiting[] } = await use.db.raw(
    `select c.id, c.subject_kind as kind, c.subject_id from changes c where c.state = 'pending' and c.held is not null
       and case when c.held->'pauses' = '[]' then (c.held->>'until')::timestamptz <= ? else not exists (
         select 1 from pauses p where p.id in (select value::bigint from jsonb_array_elements_text(c.held->'pauses'))
           and p.resumed_at is null and (p.until is null or p.until > ?)) end
       and not exists (select 1 from outbox o where o.topic = 'apply' and o.key = 'change:' || c.id and o.done_at is null and o.failed_at is null)
     order by c.id limit 500`,
    [use.now.now(), use.now.now()],
  );
  return again(use.db, rows);
}

/** Takes up again each unfinished change that nobody is bound to come back to; a rollback looks after its own while it goes on. Safe to repeat; says how many. */
export async function reclaimLost(use: { db: Db }): Promise<number> {
  const { rows }: { rows: Waiting[] } = await use.db.raw(
    `select c.id, c.subject_kind as kind, c.subject_id from changes c where c.state in ('pending', 'applying') and c.held is null
       and not exists (select 1 from rollbacks r where r.id = c.rollback_id and r.ended_at is null)
       and not exists (select 1 from outbox o where o.topic = 'apply' and o.key = 'change:' || c.id and o.done_at is null and o.failed_at is null)
     order by c.id limit 500`,
  );
  return again(use.db, rows);
}

async function again(db: Db, waiting: Waiting[]): Promise<number> {
  if (waiting.length === 0) return 0;
  await db.transaction(async (trx) => {
    for (const one of waiting)
      await enqueueApply(trx, { id: one.id, subject: { kind: one.kind, id: one.subject_id } });
  });
  return waiting.length;
}
