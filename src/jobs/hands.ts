/** The hands of one queue: as many jobs at once as allowed, each kept while it is being done and settled once. */
import type { Db } from '../db/pool.ts';
import { saysFull } from '../db/room.ts';
import { StewardError } from '../errors.ts';
import type { Log } from '../log.ts';
import { Later } from './later.ts';
import { isReady, putBack, type Queue, renew, settle, type Taken, take } from './queue.ts';
import type { Handler } from './topics.ts';

type HandsUse = {
  db: Db;
  log: Log;
  queue: Queue;
  handlers: Map<string, Handler<unknown>>;
  leaseMs: number;
  atOnce?: number;
  attempts?: number;
};

export type Hands = {
  queue: Queue;
  pump(): Promise<void>;
  poll(): Promise<void>;
  keep(): Promise<void>;
  busy(): number;
  /** It holds as many jobs as it may; there may be more. */
  full(): boolean;
  drain(ms: number): Promise<void>;
};

export function createHands(use: HandsUse): Hands {
  const { queue, leaseMs, log } = use;
  const atOnce = use.atOnce ?? 6;
  const held = new Map<string, { job: Taken; ends: Promise<void> }>();
  let pumping: Promise<void> | null = null;
  let wanted = false;
  let stopped = false;

  const run = async (): Promise<void> => {
    await null;
    try {
      while (wanted && !stopped && held.size < atOnce) {
        wanted = false;
        const jobs = await take(use.db, queue, { limit: atOnce - held.size, leaseMs });
        for (const job of jobs) hold(job);
      }
    } catch (error) {
      log.warn({ err: error, queue }, 'Jobs could not be taken; trying again within a second.');
    } finally {
      pumping = null;
    }
  };
  const pump = (): Promise<void> => {
    wanted = true;
    pumping ??= run();
    return pumping;
  };
  const hold = (job: Taken): void => {
    const place = `${job.id} ${job.fence}`;
    const ends = doIt(use, job).then((inMs) => {
      held.delete(place);
      if (stopped) return;
      void pump();
      // Sooner than the next look round, where somebody may be waiting; a long time is left to that.
      if (inMs !== null && inMs < SOON_MS) setTimeout(() => void poll(), inMs + EARLY_MS).unref();
    });
    held.set(place, { job, ends });
  };

  const poll = async (): Promise<void> => {
    if (stopped || held.size >= atOnce) return;
    if (await isReady(use.db, queue).catch(() => false)) await pump();
  };

  return {
    queue,
    pump,
    poll,
    keep: async () => {
      if (held.size === 0) return;
      await renew(
        use.db,
        queue,
        [...held.values()].map((one) => one.job),
        leaseMs,
      ).catch((error: unknown) => log.warn({ err: error, queue }, 'Leases could not be renewed.'));
    },
    busy: () => held.size,
    full: () => held.size >= atOnce,
    drain: async (ms) => {
      stopped = true;
      await pumping;
      const enough = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
      await Promise.race([Promise.all([...held.values()].map((one) => one.ends)), enough]);
    },
  };
}

const SOON_MS = 10_000;
/** A timer leaves out what is less than a millisecond, so it may come before its time and would find nothing ready. */
const EARLY_MS = 3;

/**
 * Does one job, and says in how many milliseconds it is to be done again, where it was put off. Never throws: what cannot
 * even be written down is found again when the lease ends.
 */
async function doIt(
  use: { db: Db; log: Log; queue: Queue; attempts?: number; handlers: Map<string, Handler<unknown>> },
  job: Taken,
): Promise<number | null> {
  const facts = { queue: use.queue, job: job.id, of: job.name, attempt: job.attempt };
  const most = use.attempts ?? 25;
  try {
    if (job.attempt > most) throw new StewardError('The program ended each time while this was being done.');
    const handler = use.handlers.get(job.name);
    if (!handler) throw new StewardError(`Nothing here handles "${job.name}".`);
    await handler({ id: job.id, attempt: job.attempt, body: job.body });
  } catch (error) {
    return setAside(use, job, error, facts, most);
  }
  await settle(use.db, use.queue, job).then(
    (ours) => {
      if (!ours) use.log.warn(facts, 'A job ended after somebody else had taken it over.');
    },
    (error: unknown) =>
      use.log.warn(
        { ...facts, err: error },
        'A job ended but could not be marked done; it will be looked at again.',
      ),
  );
  return null;
}

async function setAside(
  use: { db: Db; log: Log; queue: Queue },
  job: Taken,
  error: unknown,
  facts: object,
  most: number,
): Promise<number | null> {
  const later = error instanceof Later ? error : null;
  // Nothing is wrong with what only finds no room on the disk.
  const waits = later !== null || saysFull(error);
  const failure = {
    error: error instanceof Error ? error.message : String(error),
    waitMs: later ? later.afterMs : backoff(job.attempt),
    counted: !waits,
    final: !waits && job.attempt >= most,
  };
  try {
    const put = await putBack(use.db, use.queue, job, failure);
    if (put.became === 'given up') use.log.error({ ...facts, err: error }, 'A job was given up.');
    else if (!later) use.log.warn({ ...facts, err: error }, 'A job failed and will be tried again.');
    return put.became === 'later' ? put.inMs : null;
  } catch (unwritten) {
    use.log.warn(
      { ...facts, err: unwritten },
      'A failed job could not be put back; it is free again when its lease ends.',
    );
    return null;
  }
}

/** 1, 2, 4 … seconds, at most 5 minutes, half of it by chance so that many do not come back together. */
const backoff = (attempt: number): number =>
  Math.min(1000 * 2 ** (attempt - 1), 300_000) * (0.5 + Math.random() / 2);
