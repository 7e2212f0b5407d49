import { readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Place, socketIn } from './cluster.ts';
import { ifMissing } from './home.ts';

/** A server that postmaster.pid speaks of and that lives. `at` is missing in the first moments of its life. */
export type Running = { pid: number; at: Place | null };

/** The server that runs on `folder`, whoever started it; null when there is none. */
export async function findRunning(folder: string): Promise<Running | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(ifMissing);
  const [first, itsFolder, , port, socket, , , state] = (text ?? '').split('\n');
  const pid = Math.abs(Number(first));
  if (!pid || !(await livesAsPostgres(pid)) || !(await servesFrom(pid, folder, itsFolder ?? ''))) return null;
  if (!state) return { pid, at: null };
  // Its socket is in its folder, which may have been moved with it.
  return { pid, at: { port: Number(port), socket: socket ? socketIn(folder) : null } };
}

/** The port of a server that was killed, where those who used it look for it; null where the last one ended by itself. */
export async function portLeftBehind(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => null);
  return Number(text?.split('\n')[3]) || null;
}

/**
 * Postgres takes any process with the pid of its lock file for its predecessor: a zombie that nobody reaps, or a stranger
 * who got the number, would keep it from starting for ever. Writes a pid that cannot exist instead of removing the file,
 * for its shared-memory line is how Postgres knows that no orphaned child is still writing. Any other dead pid Postgres
 * sees through by itself.
 */
export async function forgetDead(folder: string): Promise<void> {
  const path = join(folder, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(ifMissing);
  const [first, itsFolder, ...rest] = (text ?? '').split('\n');
  const pid = Math.abs(Number(first));
  if (!pid || !isThere(pid)) return;
  if ((await livesAsPostgres(pid)) && (await servesFrom(pid, folder, itsFolder ?? ''))) return;
  if ((await readFile(path, 'utf8').catch(ifMissing)) === text)
    await writeFile(path, ['2147483646', itsFolder, ...rest].join('\n'));
}

/** As for the folder, so for the socket at `port`: its lock file holds a pid too. Removes it where that is no Postgres. */
export async function forgetDeadSocket(folder: string, port: number): Promise<void> {
  const path = join(folder, `.s.PGSQL.${port}.lock`);
  const text = await readFile(path, 'utf8').catch(ifMissing);
  if (text !== null && !(await livesAsPostgres(Math.abs(Number.parseInt(text, 10)))))
    await rm(path, { force: true });
}

/** Whether `pid` is a living Postgres; a zombie is dead. Where there is no /proc, any living process is believed. */
export async function livesAsPostgres(pid: number): Promise<boolean> {
  if (!isThere(pid)) return false;
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, name, state] = /^\d+ \((.*)\) (\S)/.exec(stat) ?? [];
  return name === 'postgres' && state !== 'Z' && state !== 'X';
}

/** Whether the number belongs to any process, be it a zombie or somebody else's. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A copied folder carries the original's pid file: that server is not ours. A moved folder's server is. */
async function servesFrom(pid: number, folder: string, said: string): Promise<boolean> {
  const ours = await realpath(folder);
  if (said === folder || said === ours) return true;
  const its = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return its === ours;
}
