import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { CannotStart } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Binaries, findBinaries, reachable } from './binaries.ts';
import { explained, freePort, initCluster, knock, spawnPostgres, superuser } from './cluster.ts';
import { homeTrouble, ifMissing, keptText, prepareHome } from './home.ts';
import { findRunning, forgetDead, livesAsPostgres, type Running } from './process.ts';

export type Embedded = {
  /** Owns the tables, migrates. */
  ownerUrl: string;
  /** Runs the program: may not alter a table, nor change or delete what the audit log holds. */
  appUrl: string;
  /** Stops the server, unless somebody else still uses it. */
  stop(): Promise<void>;
};

const patience = 20_000;
const aside = '/var/lib/steward';
const appRole = 'steward_app';

/** Small, quiet, and silent about rows: what people wrote must not reach a log by way of an error's detail. */
const settings = {
  cluster_name: 'steward',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  jit: 'off',
};

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
  let running = await startOrAdopt(cluster, await freePort());
  const { port } = running;
  const ownerUrl = (database: string) => address(superuser, notes.owner, port, database);
  await prepareRoles(ownerUrl('postgres'), notes.app);

  let stopping = false;
  let mending = false;
  const watch = setInterval(async () => {
    if (!use.keepUp || stopping || mending || (await livesAsPostgres(running.pid))) return;
    mending = true;
    try {
      log.error('The database server died; starting it again.');
      running = await startOrAdopt(cluster, port);
    } catch (error) {
      log.error({ err: error }, 'The database server did not come back; trying again.');
    } finally {
      mending = false;
    }
  }, 300);
  watch.unref();

  return {
    ownerUrl: ownerUrl('steward'),
    appUrl: address(appRole, notes.app, port, 'steward'),
    stop: async () => {
      stopping = true;
      clearInterval(watch);
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
  const binaries = await findBinaries({ place });
  try {
    const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(ifMissing);
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

type Cluster = { binaries: Binaries; folder: string; logFile: string; password: string };

async function startOrAdopt(cluster: Cluster, wantedPort: number): Promise<{ pid: number; port: number }> {
  const until = Date.now() + patience;
  for (let port = wantedPort, said = ''; Date.now() < until; await pause(50)) {
    const found = await findRunning(cluster.folder).catch((error: unknown) => {
      throw homeTrouble(cluster.folder, error);
    });
    if (found) {
      const adopted = await adopt(cluster, found);
      if (adopted) return adopted;
      continue;
    }
    await forgetDead(cluster.folder);
    const from = await logSize(cluster.logFile);
    const child = await spawnPostgres({ ...cluster, port, settings });
    if (await answers(cluster, child, port, until)) return { pid: child.pid ?? 0, port };
    said = (await readFile(cluster.logFile, 'utf8').catch(() => '')).slice(from);
    // Somebody was quicker, or children of a killed server are still leaving, or the port was taken meanwhile.
    if (!/lock file .* already exists|pre-existing shared memory|still in use|could not bind/i.test(said))
      throw explained(said, cluster.folder);
    if (/could not bind/i.test(said)) port = await freePort();
  }
  throw new CannotStart(
    `The database in ${cluster.folder} did not answer within ${patience / 1000} seconds.`,
    {
      fix: `Look into ${cluster.logFile}; if a postgres process is stuck, end it and start again.`,
    },
  );
}

async function adopt(cluster: Cluster, found: Running): Promise<{ pid: number; port: number } | null> {
  if (!found.port) return null;
  try {
    const state = await knock(address(superuser, cluster.password, found.port, 'postgres'));
    return state === 'ready' ? { pid: found.pid, port: found.port } : null;
  } catch (cause) {
    throw new CannotStart(
      `A database runs on ${cluster.folder} and does not accept the password kept in database.json.`,
      {
        fix: 'Put back the database.json that belongs to this data folder.',
        cause,
      },
    );
  }
}

async function answers(cluster: Cluster, child: ChildProcess, port: number, until: number): Promise<boolean> {
  const url = address(superuser, cluster.password, port, 'postgres');
  while (child.exitCode === null && child.signalCode === null && child.pid && Date.now() < until) {
    if ((await knock(url)) === 'ready') return child.exitCode === null;
    await pause(20);
  }
  return false;
}

/** Two roles and one database, whichever are missing. */
async function prepareRoles(url: string, appPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('steward roles', 0))`);
    const { rows: roles } = await client.query('select 1 from pg_roles where rolname = $1', [appRole]);
    if (roles.length === 0)
      await client.query(`create role ${appRole} login password ${pg.escapeLiteral(appPassword)}`);
    const { rows: databases } = await client.query(`select 1 from pg_database where datname = 'steward'`);
    if (databases.length === 0) await client.query('create database steward');
  } finally {
    await client.end();
  }
}

/** Of several that leave at once each counts the others in turn, so that the last one stops the server. */
async function stopUnlessUsed(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock(hashtextextended('steward stop', 0))`);
    for (let tries = 0; ; tries++) {
      const { rows } = await client.query(
        `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (rows.length === 0) break;
      if (tries === 10) return; // in use
      await pause(30);
    }
    await end(pid);
  } catch {
    // it is gone, or going
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function end(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 8000],
    ['SIGQUIT', 3000],
  ] as const) {
    process.kill(pid, signal);
    for (const until = Date.now() + patience; Date.now() < until; await pause(10))
      if (!(await livesAsPostgres(pid))) return;
  }
}

async function logSize(path: string): Promise<number> {
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size < 5_000_000) return size;
  await rename(path, `${path}.1`);
  await (await open(path, 'a', 0o600)).close();
  return 0;
}

const address = (role: string, password: string, port: number, database: string): string =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
