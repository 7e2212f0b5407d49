/**
 * All clock work in one look: which verb, how often. node-cron only ticks; a slot `(name, instant)` is taken once in the
 * database, however many replicas tick. Slots come from the house's clock, so a set clock moves them; after a time of
 * rest the latest slot alone is caught up.
 */
import { schedule } from 'node-cron';
import type { Clock } from './clock.ts';
import type { Db } from './db/pool.ts';
import { takeSlot } from './jobs/slots.ts';
import type { Log } from './log.ts';
import { latestSlot, type Rhythm } from './sales/rhythm.ts';

/**
 * `put` puts work into a queue, in the transaction that takes the slot: it is there exactly once, whoever dies. `run` does
 * the work itself after taking the slot; when it dies in the middle, the next slot makes up for it.
 */
export type Entry = { name: string; rhythm: Rhythm } & (
  | { put: (trx: Db) => Promise<unknown> }
  | { run: () => Promise<unknown> }
);

/** What each replica does by itself each second, besides taking slots: things that need no slot because they are safe to repeat. */
export type EachSecond = { name: string; run: () => Promise<unknown> };

/** Each minute most entries are due in the same second. A new connection costs more than what it does for one of them. */
const AT_ONCE = 3;

export function startTimetable(use: {
  db: Db;
  clock: Clock;
  zone: string;
  log: Log;
  entries: Entry[];
  eachSecond: EachSecond[];
}): { stop: () => Promise<void> } {
  const seen = new Map<string, number>();
  const underWay = new Set<Promise<void>>();

  const attempt = (name: string, work: () => Promise<unknown>) => {
    const done = work()
      .then(() => undefined)
      .catch((error: unknown) =>
        use.log.error({ err: error, of: name }, 'Clock work failed; it is tried again at its next time.'),
      )
      .finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  };

  const take = async (entry: Entry, slot: Date) => {
    const mine = await use.db.transaction(async (trx) => {
      const taken = await takeSlot(trx, entry.name, slot);
      if (taken && 'put' in entry) await entry.put(trx);
      return taken;
    });
    seen.set(entry.name, slot.getTime());
    if (mine && 'run' in entry) await entry.run();
  };

  const tick = async () => {
    const now = use.clock.now();
    const due = use.entries.flatMap((entry) => {
      const slot = latestSlot(entry.rhythm, now, use.zone);
      return seen.get(entry.name) === slot.getTime() ? [] : [{ entry, slot }];
    });
    const entries = due.values();
    const next = async () => {
      for (const { entry, slot } of entries) await attempt(entry.name, () => take(entry, slot));
    };
    await Promise.all([
      ...use.eachSecond.map(({ name, run }) => attempt(name, run)),
      ...Array.from({ length: AT_ONCE }, next),
    ]);
  };

  // Its own words go into our log: a second that is skipped because the last one still runs is nothing to shout about.
  const heard = (words: string | Error) =>
    use.log.debug({ cron: words instanceof Error ? words.message : words }, 'The ticker says something.');
  const logger = { debug: heard, info: heard, warn: heard, error: heard };
  const ticking = schedule('* * * * * *', tick, { noOverlap: true, suppressMissedWarning: true, logger });
  return {
    stop: async () => {
      await ticking.destroy();
      await Promise.all(underWay);
    },
  };
}
