import type { ChildProcess } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { CannotStart } from '../errors.ts';
import type { Binaries } from './binaries.ts';
import {
  address,
  explained,
  freePort,
  knock,
  type Place,
  socketIn,
  spawnPostgres,
  superuser,
} from './cluster.ts';
import { homeTrouble } from './home.ts';
import {
  findRunning,
  forgetDead,
  forgetDeadSocket,
  livesAsPostgres,
  portLeftBehind,
  type Running,
} from './process.ts';

const patience = 20_000;

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

/** A data folder, and what runs on it. `password` is the owner's. */
export type Cluster = { binaries: Binaries; folder: string; logFile: string; password: string };

/** Starts the server, or finds the one that runs already; waits until it answers. */
export async function startOrAdopt(
  cluster: Cluster,
  wantedPort?: number,
): Promise<{ pid: number; at: Place }> {
  const until = Date.now() + patience;
  const port = wantedPort ?? (await portLeftBehind(cluster.folder)) ?? (await freePort());
  let at: Place = { port, socket: socketIn(cluster.folder) };
  for (let said = ''; Date.now() < until; await pause(50)) {
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
    const child = await spawnPostgres({ ...cluster, at, settings });
    if (await answers(cluster, child, at, until)) return { pid: child.pid ?? 0, at };
    said = (await readFile(cluster.logFile, 'utf8').catch(() => '')).slice(from);
    // Somebody was quicker, or children of a killed server are still leaving, or the port was taken meanwhile; or the
    // folder can hold no socket, as some that are shared with another machine.
    if (
      !/lock file .* already exists|pre-existing shared memory|still in use|could not bind|any Unix-domain/i.test(
        said,
      )
    )
      throw explained(said, cluster.folder);
    if (/any Unix-domain/i.test(said)) at = { ...at, socket: null };
    else if (/could not bind/i.test(said)) at = { ...at, port: await freePort() };
    else await forgetDeadSocket(cluster.folder, at.port);
  }
  throw new CannotStart(
    `The database in ${cluster.folder} did not answer within ${patience / 1000} seconds.`,
    {
      fix: `Look into ${cluster.logFile}; if a postgres process is stuck, end it and start again.`,
    },
  );
}

async function adopt(cluster: Cluster, found: Running): Promise<{ pid: number; at: Place } | null> {
  if (!found.at) return null;
  try {
    const state = await knock(address(superuser, cluster.password, found.at, 'postgres'));
    return state === 'ready' ? { pid: found.pid, at: found.at } : null;
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

async function answers(cluster: Cluster, child: ChildProcess, at: Place, until: number): Promise<boolean> {
  const url = address(superuser, cluster.password, at, 'postgres');
  while (child.exitCode === null && child.signalCode === null && child.pid && Date.now() < until) {
    if ((await knock(url)) === 'ready') return child.exitCode === null;
    await pause(20);
  }
  return false;
}

const leaving = `hashtextextended('steward stop', 0)`;

/**
 * For whoever has just connected, before the server is relied upon: one who counted a moment earlier and stops it takes
 * this connection along, and whoever leaves later counts it.
 */
export async function waitForLeavers(client: pg.Client): Promise<void> {
  await client.query(`select pg_advisory_xact_lock_shared(${leaving})`);
}

/** Of several that leave at once each counts the others in turn, so that the last one stops the server. */
export async function stopUnlessUsed(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock(${leaving})`);
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
