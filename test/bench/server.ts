/** A Postgres of the bench's own, set as the floors were measured: fsync on, shared_buffers 1 GB, JIT off. */
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findBinaries } from '../../src/db/binaries.ts';
import {
  address,
  freePort,
  initCluster,
  knock,
  socketIn,
  spawnPostgres,
  superuser,
} from '../../src/db/cluster.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPool } from '../../src/db/pool.ts';

const settings = {
  shared_buffers: '1GB',
  jit: 'off',
  max_connections: '100',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  maintenance_work_mem: '512MB',
  // Both sides' tables are vacuumed between rounds instead, so that neither meets it in the middle of one.
  autovacuum: 'off',
};

export type Server = {
  pid: number;
  /** Makes a migrated, empty database, or finds the one of that name that an earlier run left in a kept folder. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
};

/** In a temporary folder that goes with it, or in `keep`, where the next run finds its data again. */
export async function startServer(keep: string | null): Promise<Server> {
  const root = keep ?? (await mkdtemp(join(tmpdir(), 'steward-bench-')));
  await mkdir(root, { recursive: true });
  await chmod(root, 0o755);
  const binaries = await findBinaries({ place: root });
  const folder = join(root, 'data');
  const logFile = join(root, 'postgres.log');
  if (!(await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => null)))
    await initCluster({ binaries, folder, password: 'bench', sync: true });
  const at = { port: await freePort(), socket: socketIn(folder) };
  const child = await spawnPostgres({ binaries, folder, at, logFile, settings });
  const url = address(superuser, 'bench', at);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.ref();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
    }
    if (!keep) await rm(root, { recursive: true, force: true });
  };
  try {
    for (let tries = 0; (await knock(`${url}/postgres`)) === 'wait'; tries++) {
      if (tries > 400 || child.exitCode !== null)
        throw new Error(`The bench's server did not start: ${await readFile(logFile, 'utf8')}`);
      await pause(25);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    stop,
    database: async (name) => {
      const admin = openPool(`${url}/postgres`, { max: 1 });
      const { rows } = await admin.raw('select 1 from pg_database where datname = ?', [name]);
      if (rows.length === 0) await admin.raw(`create database ${name}`);
      await admin.destroy();
      const owner = openPool(`${url}/${name}`, { max: 1 });
      await migrate(owner, {});
      await owner.destroy();
      return `${url}/${name}`;
    },
  };
}
