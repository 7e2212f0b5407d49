/** Taking, keeping and settling rows of the inbox and the outbox. All time here is the database's. */
import type { Db } from '../db/pool.ts';

export type Queue = 'inbox' | 'outbox';
/** A row in our hands until its lease ends; `fence` grows each time somebody takes it. */
export type Taken = { id: number; name: string; body: unknown; attempt: number; fence: number };
type Found = { id: number; lane: string | null };

const nameOf = { inbox: 'kind', outbox: 'topic' } as const;
/** No worker is at it: it was never taken, or the one who took it has not said for a lease that it lives. */
const free =
  'done_at is null and failed_at is null and (lease_until is null or lease_until <= clock_timestamp())';
const laneIsOurs = (queue: Queue) => `(q.lane is null or not exists (
    select 1 from ${queue} e where e.lane = q.lane and e.id <> q.id and e.done_at is null and e.failed_at is null
      and (e.id < q.id or e.lease_until > clock_timestamp())))`;

/** Takes up to `limit` rows that are ready, oldest first. A row goes to one taker, and of a lane one row at a time. */
export async function take(
  db: Db,
  queue: Queue,
  options: { limit: number; leaseMs: number },
): Promise<Taken[]> {
  return db.transaction(async (trx) => {
    const { rows: found }: { rows: Found[] } = await trx.raw(
      `select id, lane from ${queue} q where ${free} and not_before <= now() and ${laneIsOurs(queue)}
       order by not_before, id limit ? for update skip locked`,
      [options.limit],
    );
    if (found.length === 0) return [];
    const locked = await lockLanes(trx, queue, found);
    const ours = found.filter((one) => one.lane === null || locked.has(one.lane)).map((one) => one.id);
    // A statement of its own, so that it sees what the last holder of a lane's lock took.
    const { rows }: { rows: Taken[] } = await trx.raw(
      `update ${queue} q set lease_until = clock_timestamp() + ? * interval '1 millisecond', fence = fence + 1,
         attempts = attempts + 1 ${queue === 'outbox' ? ', again = false' : ''}
       where id = any(?) and ${laneIsOurs(queue)}
       returning id, ${nameOf[queue]} as name, body, attempts as attempt, fence`,
      [options.leaseMs, ours],
    );
    return rows.sort((a, b) => a.id - b.id);
  });
}

/** Locks the lanes that nobody else is taking from at this moment; the locks go with the transaction. */
async function lockLanes(trx: Db, queue: Queue, found: Found[]): Promise<Set<string>> {
  const lanes = [...new Set(found.flatMap((one) => one.lane ?? []))];
  if (lanes.length === 0) return new Set();
  const { rows }: { rows: { lane: string; free: boolean }[] } = await trx.raw(
    `select lane, pg_try_advisory_xact_lock(hashtextextended('${queue} ' || lane, 0)) as free from unnest(?::text[]) as lane`,
    [lanes],
  );
  return new Set(rows.filter((row) => row.free).map((row) => row.lane));
}

/** Is anything ready to be taken? Cheaper than trying. */
export async function isReady(db: Db, queue: Queue): Promise<boolean> {
  const { rows } = await db.raw(`select 1 from ${queue} where ${free} and not_before <= now() limit 1`);
  return rows.length > 0;
}

/** Says that we live: the leases of these rows begin anew, except of those that somebody else has taken meanwhile. */
export async function renew(db: Db, queue: Queue, held: Taken[], leaseMs: number): Promise<void> {
  await db.raw(
    `update ${queue} q set lease_until = clock_timestamp() + ? * interval '1 millisecond'
     from unnest(?::bigint[], ?::int[]) as held(id, fence)
     where q.id = held.id and q.fence = held.fence and q.done_at is null and q.failed_at is null and q.lease_until is not null`,
    [leaseMs, held.map((one) => one.id), held.map((one) => one.fence)],
  );
}

/** Marks the row done, or ready once more where it was asked for again meanwhile. False: somebody else holds it by now. */
export async function settle(db: Db, queue: Queue, job: Taken): Promise<boolean> {
  const done =
    queue === 'outbox'
      ? `done_at = case when not again then clock_timestamp() end, attempts = case when again then 0 else attempts end, again = false`
      : 'done_at = clock_timestamp()';
  const { rows } = await db.raw(
    `update ${queue} set ${done}, lease_until = null, error = null
     where id = ? and fence = ? and done_at is null and failed_at is null returning id`,
    [job.id, job.fence],
  );
  return rows.length === 1;
}

export type Failure = { error: string; waitMs: number; counted: boolean; final: boolean };

/** Puts the row back for later, or gives it up where `final`; one that was asked for again starts anew instead. */
export async function putBack(
  db: Db,
  queue: Queue,
  job: Taken,
  failure: Failure,
): Promise<'later' | 'given up' | 'lost'> {
  const again = queue === 'outbox' ? 'again' : 'false';
  const { rows }: { rows: { failed_at: Date | null }[] } = await db.raw(
    `update ${queue} set lease_until = null, error = ?, not_before = clock_timestamp() + ? * interval '1 millisecond',
       attempts = case when ${again} then 0 else greatest(attempts - ?, 0) end,
       failed_at = case when ? and not ${again} then clock_timestamp() end
     where id = ? and fence = ? and done_at is null and failed_at is null returning failed_at`,
    [failure.error.slice(0, 500), failure.waitMs, failure.counted ? 0 : 1, failure.final, job.id, job.fence],
  );
  const row = rows[0];
  if (!row) return 'lost';
  return row.failed_at === null ? 'later' : 'given up';
}
