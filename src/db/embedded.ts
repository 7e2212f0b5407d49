import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { CannotStart } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Binaries, findBinaries, reachable } from './binaries.ts';
import { address, initCluster, type Place, superuser } from './cluster.ts';
import { homeTrouble, ifMissing, keptText, prepareHome } from './home.ts';
import { livesAsPostgres } from './process.ts';
import { needRoom } from './room.ts';
import { type Cluster, startOrAdopt, stopUnlessUsed, waitForLeavers } from './server.ts';

export type Embedded = {
  /** Owns the tables, migrates. */
  ownerUrl: string;
  /** Runs the program: may not alter a table, nor change or delete what the audit log holds. */
  appUrl: string;
  /** Where the server keeps its data. */
  folder: string;
  /** Stops the server, unless somebody else still uses it. */
  stop(): Promise<void>;
};

const aside = '/var/lib/steward';
const appRole = 'steward_app';

/**
 * Runs the database server that came with npm, on data in `home`. A server that already runs there (an orphan of a killed
 * start, or the one of another command) is adopted. With `keepUp`, a server that dies is started again on the same port.
 */
export async function runEmbedded(use: { home: string; log: Log; keepUp?: boolean }): Promise<Embedded> {
  const { home, log } = use;
  await prepareHome(home);
  const notes = await readNotes(home);
  const place = await dataPlace(home, notes.id);
  const folder = join(place, 'postgres');
  const binaries = await ready({ place, folder, notes });
  const cluster = { binaries, folder, logFile: join(home, 'postgres.log'), password: notes.owner };
  const arrived = await arrive(cluster, notes.app);
  let { running } = arrived;
  const { at } = running;
  const ownerUrl = (database: string) => address(superuser, notes.owner, at, database);

  let stopping = false;
  let mending = false;
  const watch = setInterval(async () => {
    if (!use.keepUp || stopping || mending || (await livesAsPostgres(running.pid))) return;
    mending = true;
    try {
      log.error('The database server died; starting it again.');
      running = await startOrAdopt(cluster, at.port);
    } catch (error) {
      log.error({ err: error }, 'The database server did not come back; trying again.');
    } finally {
      mending = false;
    }
  }, 300);
  watch.unref();

  return {
    ownerUrl: ownerUrl('steward'),
    appUrl: address(appRole, notes.app, at, 'steward'),
    folder,
    stop: async () => {
      stopping = true;
      clearInterval(watch);
      await arrived.presence.end().catch(() => undefined);
      await stopUnlessUsed(ownerUrl('postgres'), running.pid);
    },
  };
}

const Notes = z.object({ id: z.string(), owner: z.string(), app: z.string() });

/** Passwords, and the name of the data folder where it cannot be below `home`. */
async function readNotes(home: string): Promise<z.infer<typeof Notes>> {
  const word = () => randomBytes(24).toString('hex');
  const text = await keptText(home, 'database.json', () =>
    JSON.stringify({ id: randomBytes(6).toString('hex'), owner: word(), app: word() }),
  );
  try {
    return Notes.parse(JSON.parse(text));
  } catch (cause) {
    throw new CannotStart(
      `${join(home, 'database.json')}, which holds the database's passwords, is damaged.`,
      {
        fix: 'Put back a copy of it, or move the whole data folder away to begin anew.',
        cause,
      },
    );
  }
}

/** Below `home`; but root's Postgres runs as another user, who cannot walk through a private folder such as /root. */
async function dataPlace(home: string, id: string): Promise<string> {
  if (process.getuid?.() !== 0 || (await reachable(home))) return home;
  const place = join(aside, id);
  await mkdir(place, { recursive: true, mode: 0o755 });
  await keptText(
    home,
    'WHERE-THE-DATA-IS.txt',
    () => `${place}\n(root's Postgres runs as another user, who may not enter ${home})`,
  );
  return place;
}

/** Checks the data folder, makes a cluster where there is none, and says with which program and as whom to run it. */
async function ready(use: { place: string; folder: string; notes: { owner: string } }): Promise<Binaries> {
  const { place, folder } = use;
  try {
    const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(ifMissing);
    if (version === null) needRoom(folder);
    const binaries = await findBinaries({ place });
    if (version === null) {
      const inside = await readdir(folder).catch(ifMissing);
      if (inside && inside.length > 0)
        throw new CannotStart(`${folder} is not empty and not a database.`, {
          fix: 'Move it away, or set STEWARD_HOME to another folder.',
        });
      await initCluster({ binaries, folder, password: use.notes.owner, sync: true });
      return binaries;
    }
    if (version.trim() !== String(binaries.major))
      throw new CannotStart(
        `The data in ${folder} was made by Postgres ${version.trim()}; this Steward brings Postgres ${binaries.major}, which cannot open it.`,
        {
          fix: `Run it with the Steward that made it, or set DATABASE_URL to a Postgres ${version.trim()} on that data, or set STEWARD_HOME to another folder to begin anew.`,
        },
      );
    const owner = await stat(folder);
    return binaries.as && owner.uid !== 0
      ? { ...binaries, as: { uid: owner.uid, gid: owner.gid } }
      : binaries;
  } catch (error) {
    throw error instanceof CannotStart ? error : homeTrouble(folder, error);
  }
}

/**
 * A server, and a connection to it that tells others who leave that we are still here. Between finding a server and being
 * counted by it, it may have been stopped by the one who was the last until then: then it is started again.
 */
async function arrive(
  cluster: Cluster,
  appPassword: string,
): Promise<{ running: { pid: number; at: Place }; presence: pg.Client }> {
  for (let tries = 0; ; tries++) {
    const running = await startOrAdopt(cluster);
    const presence = new pg.Client({
      connectionString: address(superuser, cluster.password, running.at, 'postgres'),
      application_name: 'steward is here',
    });
    presence.on('error', () => undefined);
    try {
      await presence.connect();
      await waitForLeavers(presence);
      await prepareRoles(presence, appPassword);
      return { running, presence };
    } catch (error) {
      await presence.end().catch(() => undefined);
      if (tries === 5) throw error;
      await pause(100);
    }
  }
}

/** Two roles and one database, whichever are missing. */
async function prepareRoles(client: pg.Client, appPassword: string): Promise<void> {
  await client.query(`select pg_advisory_lock(hashtextextended('steward roles', 0))`);
  const { rows: roles } = await client.query('select 1 from pg_roles where rolname = $1', [appRole]);
  if (roles.length === 0)
    await client.query(`create role ${appRole} login password ${pg.escapeLiteral(appPassword)}`);
  const { rows: databases } = await client.query(`select 1 from pg_database where datname = 'steward'`);
  if (databases.length === 0) await client.query('create database steward');
  await client.query(`select pg_advisory_unlock(hashtextextended('steward roles', 0))`);
}
