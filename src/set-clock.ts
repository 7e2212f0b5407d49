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

/**
 * The clock as it stands: that of the program that runs beside us; where the environment starts another one, that; else as
 * it was set in the database, else the real time.
 */
export async function readClock(db: Db, given: Date | null): Promise<Clock> {
  const running = await beside(db);
  if (running && (given === null || given.getTime() === running.given)) return startingAt(running.now);
  return startingAt(given ?? (await shown(db)));
}

const marked = 'steward clock';

/** The name of a connection says for as long as its program lives where the environment started its clock, and how far it is off. */
const nameOf = (given: Date | null, clock: Clock): string => {
  const off = clock.isSet() ? Math.round(clock.now().getTime() - Date.now()) : 'real';
  return given ? `${marked} ${given.getTime()} ${off}` : 'steward listen';
};

/** The clock of a running program that the environment started somewhere; null where there is none. */
async function beside(db: Db): Promise<{ given: number; now: Date | null } | null> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select application_name as name from pg_stat_activity where application_name like ? and datname = current_database() order by backend_start desc limit 1`,
    [`${marked} %`],
  );
  const found = /(-?\d+) (-?\d+|real)$/.exec(rows[0]?.name ?? '');
  if (!found) return null;
  const now = found[2] === 'real' ? null : new Date(Date.now() + Number(found[2]));
  return { given: Number(found[1]), now };
}

/** As `readClock`, and it follows when somebody sets the clock meanwhile. */
export async function followClock(use: { db: Db; url: string; given: Date | null }): Promise<SetClock> {
  const clock = startingAt(use.given ?? (await shown(use.db)));
  let ears: Awaited<ReturnType<typeof listen>> | null = null;
  const follow = async (payload: string): Promise<void> => {
    // Empty: the connection was made (again). A clock that the environment set holds until somebody sets another.
    if (payload === '' && use.given) return;
    clock.set((await shown(use.db)) ?? use.given);
    await ears?.rename();
  };
  ears = await listen(
    use.url,
    [channel],
    (_, payload) => {
      follow(payload).catch(() => undefined); // the database is away: heard again when it is back
    },
    undefined,
    () => nameOf(use.given, clock),
  );
  return { ...clock, stop: ears.stop };
}

async function shown(db: Db): Promise<Date | null> {
  const { rows } = await db.raw('select starts_at + (clock_timestamp() - set_at) as now from clock_setting');
  return rows[0]?.now ?? null;
}
