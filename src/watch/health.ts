import type { Db } from '../db/pool.ts';
import type { Room } from '../db/room.ts';
import { jobCounts } from '../jobs/counts.ts';

export type Readiness = {
  ready: boolean;
  database: boolean;
  slack: boolean;
  jobs: boolean;
  /** The database can still write. */
  room: boolean;
  because: string[];
};

/** Jobs that have been due for so long that something must be wrong. */
const lateSeconds = 120;

/** Whether this replica can do its work: its database answers and has room, Slack is connected, jobs are being done. Never throws. */
export async function readiness(use: { db: Db; slack: () => boolean; room: Room }): Promise<Readiness> {
  const because: string[] = [];
  const slack = use.slack();
  if (!slack) because.push('Slack is not connected.');
  let database = false;
  let jobs = false;
  try {
    const counts = await within(2000, jobCounts(use.db));
    database = true;
    const late = counts.filter((count) => count.oldestSeconds > lateSeconds);
    jobs = late.length === 0;
    for (const { queue, oldestSeconds } of late)
      because.push(`A job in the ${queue} has waited for ${Math.round(oldestSeconds)} seconds.`);
  } catch {
    because.push('The database does not answer.');
  }
  const full = await within(2000, use.room.lacking()).catch(() => null);
  if (full !== null) because.push(full);
  const room = full === null;
  return { ready: database && slack && jobs && room, database, slack, jobs, room, because };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('too late')), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
