/** Taking, keeping and settling rows of the inbox and the outbox. All time here is the database's. */
import { type Db, type Planned, planned } from '../db/pool.ts';
import { putOffMs } from './later.ts';

export type Queue = 'inbox' | 'outbox';
/** A row in our hands until its lease ends; `fence` grows each time somebody takes it. */
export type Taken = { id: number; name: string; body: unknown; attempt: number; fence: number };

/** No worker is at it: it was never taken, or the one who took it has not said for a lease that it lives. */
const free =
  'done_at is null and failed_at is null and (lease_until is null or lease_until <= clock_timestamp())';

/**
 * Takes up to `limit` rows that are ready, oldest first. A row goes to one taker, and of a lane one row at a time. One
 * call, since somebody waits for what is in the row.
 */
export async function take(
  db: Db,
  queue: Queue,
  options: { limit: number; leaseMs: number },
): Promise<Taken[]> {
  const taken = await planned<Taken>(db, taking[queue], [options.limit, options.leaseMs]);
  return taken.sort((a, b) => a.id - b.id);
}

const taking: Record<Queue, Planned> = {
  inbox: { name: 'take from inbox', text: 'select * from take_from_inbox($1, $2)' },
  outbox: { name: 'take from outbox', text: 'select * from take_from_outbox($1, $2)' },
};

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
  return (await planned(db, settling[queue], [job.id, job.fence])).length === 1;
}

const settled = (queue: Queue, done: string): Planned => ({
  name: `settle in ${queue}`,
  text: `update ${queue} set ${done}, lease_until = null, error = null, put_off = 0
     where id = $1 and fence = $2 and done_at is null and failed_at is null returning id`,
});
const settling: Record<Queue, Planned> = {
  inbox: settled('inbox', 'done_at = clock_timestamp()'),
  outbox: settled(
    'outbox',
    'done_at = case when not again then clock_timestamp() end, attempts = case when again then 0 else attempts end, again = false',
  ),
};

/** `waitMs` null: for as long as the next of `putOffMs` says, a little of it by chance so that many do not come back together. */
export type Failure = { error: string; waitMs: number | null; counted: boolean; final: boolean };

/** Puts the row back for later, or gives it up where `final`; one that was asked for again starts anew instead. */
export async function putBack(
  db: Db,
  queue: Queue,
  job: Taken,
  failure: Failure,
): Promise<{ became: 'later'; inMs: number } | { became: 'given up' | 'lost' }> {
  const again = queue === 'outbox' ? 'again' : 'false';
  const { rows }: { rows: { failed_at: Date | null; in_ms: number }[] } = await db.raw(
    `update ${queue} set lease_until = null, error = ?,
       not_before = clock_timestamp() + interval '1 millisecond'
         * coalesce(?::float, (?::int[])[least(put_off, ?) + 1] * (0.9 + 0.2 * random())),
       put_off = put_off + ?::int,
       attempts = case when ${again} then 0 else greatest(attempts - ?, 0) end,
       failed_at = case when ? and not ${again} then clock_timestamp() end
     where id = ? and fence = ? and done_at is null and failed_at is null
     returning failed_at, (extract(epoch from not_before - clock_timestamp()) * 1000)::float as in_ms`,
    [
      failure.error.slice(0, 500),
      failure.waitMs,
      putOffMs,
      putOffMs.length - 1,
      failure.waitMs === null ? 1 : 0,
      failure.counted ? 0 : 1,
      failure.final,
      job.id,
      job.fence,
    ],
  );
  const row = rows[0];
  if (!row) return { became: 'lost' };
  return row.failed_at === null ? { became: 'later', inMs: row.in_ms } : { became: 'given up' };
}
