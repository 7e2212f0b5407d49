/** Work that a transaction wants done after it commits: exists if and only if its cause does. */
import { type Db, type Planned, planned } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { toJson } from './json.ts';
import { type BodyOf, type Topic, topics } from './topics.ts';

/** The channel on which the workers of every replica listen. */
export const JOBS_CHANNEL = 'steward_jobs';

export type Enqueued<T extends Topic> = {
  /** At most one unfinished job of a topic has this key. */
  key: string;
  body: BodyOf<T>;
  /** Jobs of a lane are done one at a time, oldest first, over all replicas. */
  lane?: string;
  after?: Date;
};

/**
 * Enqueues in the caller's transaction. Where an unfinished job of that key exists, it takes the new body; if it is
 * being done at this moment it will be done once more afterwards, so the newest cause is never missed.
 */
export async function enqueue<T extends Topic>(trx: Db, topic: T, job: Enqueued<T>): Promise<void> {
  const body = topics[topic].safeParse(job.body);
  if (!body.success) {
    throw new BadInput(
      `A job of "${topic}" has the wrong body: ${body.error.issues[0]?.message ?? 'unknown'}`,
      {
        facts: { key: job.key },
      },
    );
  }
  await planned(trx, enqueuing, [topic, job.key, job.lane ?? null, toJson(body.data), job.after ?? null]);
}

/** `enqueue` for many that nobody has enqueued before, in one statement. */
export async function enqueueNew<T extends Topic>(
  trx: Db,
  topic: T,
  jobs: readonly { key: string; body: BodyOf<T> }[],
): Promise<void> {
  if (jobs.length === 0) return;
  await trx.raw(
    `with jobs as (
       insert into outbox (topic, key, body, not_before)
       select ?, j.key, j.body, clock_timestamp() from jsonb_to_recordset(?::jsonb) as j(key text, body jsonb))
     select pg_notify('${JOBS_CHANNEL}', 'outbox')`,
    [topic, JSON.stringify(jobs.map(({ key, body }) => ({ key, body: topics[topic].parse(body) })))],
  );
}

const enqueuing: Planned = {
  name: 'enqueue in outbox',
  text: `with job as (
       insert into outbox (topic, key, lane, body, not_before)
       values ($1, $2, $3, $4::jsonb, coalesce($5::timestamptz, clock_timestamp()))
       on conflict (topic, key) where done_at is null and failed_at is null do update set
         body = excluded.body,
         again = outbox.again or outbox.lease_until is not null,
         -- While it is being done, the time is that of the next round.
         not_before = case when outbox.lease_until > clock_timestamp() and not outbox.again then excluded.not_before
                           else least(outbox.not_before, excluded.not_before) end)
     select pg_notify('${JOBS_CHANNEL}', 'outbox')`,
};
