import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifMissing } from './home.ts';

/** A server that postmaster.pid speaks of and that lives. `port` is missing in the first moments of its life. */
export type Running = { pid: number; port: number | null };

/** The server that runs on `folder`, whoever started it; null when there is none. */
export async function findRunning(folder: string): Promise<Running | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(ifMissing);
  const [first, itsFolder, , port] = (text ?? '').split('\n');
  const pid = Math.abs(Number(first));
  if (!pid || !(await livesAsPostgres(pid)) || !(await servesFrom(pid, folder, itsFolder ?? ''))) return null;
  return { pid, port: Number(port) || null };
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
