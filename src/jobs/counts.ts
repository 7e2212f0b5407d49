import type { Db } from '../db/pool.ts';

export type JobCounts = { queue: 'inbox' | 'outbox'; waiting: number; failed: number; oldestSeconds: number };

/** What waits and what was given up, for health and metrics. `oldestSeconds`: how long the longest-waiting ready job has waited. */
export async function jobCounts(db: Db): Promise<JobCounts[]> {
  const of = (queue: string) => `select '${queue}' as queue,
      count(*) filter (where failed_at is null) as waiting, count(*) filter (where failed_at is not null) as failed,
      coalesce(max(extract(epoch from now() - not_before)) filter (where failed_at is null), 0)::float8 as "oldestSeconds"
    from ${queue} where done_at is null`;
  const { rows }: { rows: JobCounts[] } = await db.raw(`${of('inbox')} union all ${of('outbox')}`);
  return rows.map((row) => ({ ...row, oldestSeconds: Math.max(0, row.oldestSeconds) }));
}
