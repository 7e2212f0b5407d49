import { record } from './audit/record.ts';
import { type Clock, startingAt } from './clock.ts';
import { listen } from './db/listen.ts';
import type { Db } from './db/pool.ts';

export type SetClock = Clock & { stop(): Promise<void> };

const channel = 'steward_clock';

/** Sets the company's clock for every process on this database, or with null lets it show the real time again. It runs on from there. */
export async function setClock(db: Db, to: Date | null): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('clock_setting').delete();
    if (to) await trx('clock_setting').insert({ starts_at: to });
    await record(trx, {
      action: to ? 'clock.set' : 'clock.real',
      subject: { kind: 'company', id: 'clock' },
      by: { kind: 'system', id: 'command line' },
      details: { to },
    });
    await trx.raw(`select pg_notify(?, 'set')`, [channel]);
  });
}

/** The clock as it stands: where the environment starts it, else as it was set in the database, else the real time. */
export async function readClock(db: Db, given: Date | null): Promise<Clock> {
  return startingAt(given ?? (await shown(db)));
}

/** As `readClock`, and it follows when somebody sets the clock meanwhile. */
export async function followClock(use: { db: Db; url: string; given: Date | null }): Promise<SetClock> {
  const clock = startingAt(use.given ?? (await shown(use.db)));
  const follow = async (payload: string): Promise<void> => {
    // Empty: the connection was made (again). A clock that the environment set holds until somebody sets another.
    if (payload === '' && use.given) return;
    clock.set((await shown(use.db)) ?? use.given);
  };
  const ears = await listen(use.url, [channel], (_, payload) => {
    follow(payload).catch(() => undefined); // the database is away: heard again when it is back
  });
  return { ...clock, stop: ears.stop };
}

async function shown(db: Db): Promise<Date | null> {
  const { rows } = await db.raw('select starts_at + (clock_timestamp() - set_at) as now from clock_setting');
  return rows[0]?.now ?? null;
}
