/** A Postgres that can be crashed and started again, in a temporary folder. What it has confirmed survives the crash. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
import { makeTemplate } from '../support/server.ts';
import { pause } from './terms.ts';

export async function startCluster(place: string) {
  const root = await mkdtemp(join(place, 'postgres-'));
  await chmod(root, 0o755);
  const binaries = await findBinaries({ place: root });
  const folder = join(root, 'data');
  await initCluster({ binaries, folder, password: 'test', sync: false });
  const at = { port: await freePort(), socket: socketIn(folder) };
  const url = address(superuser, 'test', at);
  const settings = { fsync: 'off', synchronous_commit: 'on', max_connections: '200', shared_buffers: '64MB' };
  // Should this process be killed, its pipe closes and the keeper ends the server.
  const script = 'cat >/dev/null; kill -INT "$(head -n 1 "$0/data/postmaster.pid")"; sleep 1; rm -rf "$0"';
  const keeper = spawn('sh', ['-c', script, root], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  keeper.unref();
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    child = await spawnPostgres({ binaries, folder, at, logFile: join(root, 'postgres.log'), settings });
    for (let tries = 0; (await knock(`${url}/postgres`)) === 'wait'; tries++) {
      if (tries > 400) throw new Error('The server of the trial did not start.');
      await pause(25);
    }
  };
  const end = async (signal: 'SIGQUIT' | 'SIGINT'): Promise<void> => {
    const dying = child;
    if (!dying || dying.exitCode !== null) return;
    dying.ref();
    const ended = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill(signal);
    await ended;
  };

  await start();
  await makeTemplate(url);
  return {
    url,
    start,
    /** At once, as pg_ctl stop -m immediate: nothing is written down in parting. */
    crash: () => end('SIGQUIT'),
    stop: async (): Promise<void> => {
      await end('SIGINT');
      keeper.kill();
      await rm(root, { recursive: true, force: true });
    },
  };
}
export type Cluster = Awaited<ReturnType<typeof startCluster>>;
