/** What the program holds in memory and how long it takes to be connected, against bare Bolt and a pool. Both as real processes. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compare, type Report, type Variant } from './measure.ts';
import { end } from './processes.ts';
import type { Server } from './server.ts';
import { appToken, botToken, type Slack, signingSecret, startSlack } from './slack.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function start(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const home = await mkdtemp(join(tmpdir(), 'steward-bench-home-'));
  const slack = await startSlack();
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    STEWARD_HOME: home,
    STEWARD_SECRET: 'a secret of the bench, and of nobody else',
    PORT: '0',
    DATABASE_URL: await use.server.database('start'),
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
  };
  try {
    const report = await compare({
      title: 'Start: the program against bare Bolt and a pool',
      ours: starting(slack, [file('../../src/steward.mjs'), 'start'], env),
      floor: starting(slack, [file('floors/app.ts')], env),
      rounds: use.quick ? 3 : 7,
      goals: [
        { figure: 'connected', says: 'ms from spawn to connected', atMost: 1.25 },
        { figure: 'memory', says: 'MB of memory, two seconds later', atMost: 1.25 },
      ],
    });
    return [report];
  } finally {
    await slack.stop();
    await rm(home, { recursive: true, force: true });
  }
}

function starting(slack: Slack, args: string[], env: Record<string, string | undefined>): Variant {
  return {
    run: async () => {
      const connected = slack.connected();
      const began = performance.now();
      const child = spawn(process.execPath, args, {
        env,
        cwd: tmpdir(),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let complaint = '';
      child.stderr.on('data', (part: Buffer) => {
        complaint += part;
      });
      const ended = new Promise<never>((_, failed) =>
        child.once('exit', () => failed(new Error(`${args[0]} ended: ${complaint}`))),
      );
      ended.catch(() => undefined);
      try {
        const { at } = await Promise.race([connected, ended]);
        await Promise.race([pause(2_000), ended]);
        return { figures: { connected: at - began, memory: await memoryOf(child.pid ?? 0) } };
      } finally {
        await end(child);
      }
    },
  };
}

/** Resident megabytes; where the system does not tell (only Linux does), not a number. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
