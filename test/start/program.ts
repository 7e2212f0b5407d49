import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { livesAsPostgres } from '../../src/db/process.ts';
import { quickPlace } from '../support/place.ts';

const entry = fileURLToPath(new URL('../../src/steward.mjs', import.meta.url));

/** Friday, 20 Mar 2026, late in the morning. */
export const friday = { STEWARD_NOW: '2026-03-20T10:00:00Z', STEWARD_TZ: 'Europe/Berlin' };

export type Ended = { code: number | null; out: string; err: string };
export type Program = {
  pid: number;
  /** Its address, once it is ready. */
  ready(): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
};

/** The program as a newcomer runs it: nothing in its environment but what is given. */
export function program(
  args: string[],
  env: Record<string, string> = {},
  as: { uid?: number; gid?: number; imports?: string } = {},
): Program {
  const node = as.imports ? ['--import', as.imports] : [];
  const child: ChildProcess = spawn(process.execPath, [...node, entry, ...args], {
    env: { PATH: process.env.PATH, HOME: tmpdir(), PORT: '0', ...env },
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(as.uid ? { uid: as.uid, gid: as.gid } : {}),
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (part) => {
    out += part;
  });
  child.stderr?.on('data', (part) => {
    err += part;
  });
  let over = false;
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => {
      over = true;
      resolve({ code, out, err });
    }),
  );
  return {
    pid: child.pid ?? 0,
    ended,
    signal: (signal) => void child.kill(signal),
    ready: async () => {
      for (;;) {
        const url = /(?:Open\s+|health at )(http:\/\/[^/\s]+)/.exec(out)?.[1];
        if (url) return url;
        if (over) throw new Error(`It ended before it was ready: ${out}${err}`);
        await pause(20);
      }
    },
  };
}

/** A folder with a space in its name that anybody may walk into, removed with every server that was left on it. */
export async function aFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(await quickPlace(), 'steward start '));
  // Otherwise root's data would go to a place of its own, of which nobody here knows.
  await chmod(path, 0o755);
  return {
    path,
    remove: async () => {
      const pid = await serverPid(join(path, 'home')).catch(() => 0);
      if (pid && (await livesAsPostgres(pid))) process.kill(pid, 'SIGQUIT');
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** The pid of the database server that runs, or ran last, on this home. */
export async function serverPid(home: string): Promise<number> {
  return Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

export async function until(holds: () => boolean | Promise<boolean>, within = 30_000): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; await pause(50)) if (await holds()) return true;
  return false;
}
