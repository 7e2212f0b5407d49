/** Processes to measure: started, asked what they have used, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Process = {
  child: ChildProcess;
  /** What it said when it was ready. */
  said: Record<string, unknown>;
  /** Milliseconds of CPU that it has used so far. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
};

/** Runs a file beside this one. It says `process.send({ ready: true, … })`, and answers "cpu" with what it has used. */
export async function startProcess(file: string, env: Record<string, string>): Promise<Process> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let failed: (error: Error) => void = () => {};
  child.once('exit', (code) => failed(new Error(`${file} ended with ${code}.`)));
  const next = (): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      failed = reject;
      child.once('message', (message) => resolve(message as Record<string, unknown>));
    });
  const said = await next();
  return {
    child,
    said,
    cpu: async () => {
      const answer = next();
      child.send('cpu');
      return Number((await answer).cpu);
    },
    stop: () => end(child),
  };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

export type Used = Map<string, number>;

/** Milliseconds of CPU by each process of the server so far; empty where the system does not say (only Linux does). */
export async function serverCpu(pid: number): Promise<Used> {
  const used: Used = new Map();
  const pids = await readdir('/proc').catch(() => []);
  for (const child of pids.filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${child}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== pid) continue;
    const [nanoseconds] = (await readFile(`/proc/${child}/schedstat`, 'utf8').catch(() => '0')).split(' ');
    used.set(child, Number(nanoseconds) / 1e6);
  }
  return used;
}

export const since = (before: Used, after: Used): number =>
  [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
