/** One lane: a process that does one job after the other for the run, and ends with it. */
import { type JobName, jobs, type Use } from './jobs.ts';

export type Order = { id: number; job: JobName; use: Use; input: object };
export type Delivered = { id: number; result?: unknown; error?: string };

// Ctrl-C reaches the whole group; the run decides. When it is gone, so is this lane, and its workers with it.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(1));

// The rig's own connections break too while Postgres is away; whoever waits for an answer hears of it.
process.on('unhandledRejection', () => undefined);

process.on('message', ({ id, job, use, input }: Order) => {
  const work = jobs[job] as (use: Use, input: object) => Promise<unknown>;
  work(use, input).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) =>
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
