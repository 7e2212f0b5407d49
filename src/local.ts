import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import { compiledPage, loadedFrom } from './compiled.mjs';
import type { Config, SlackConfig } from './config.ts';
import { holdings } from './crm/holdings.ts';
import type { Database } from './db/open.ts';
import type { Db } from './db/pool.ts';
import { diskFull, saysFull } from './db/room.ts';
import { CannotStart } from './errors.ts';
import { moveIn, workspaceSeed } from './local-company.ts';
import type { Log } from './log.ts';
import { howToBringIn, nothingYet } from './story/nothing-yet.ts';

export type Local = {
  slack: SlackConfig;
  /** Origin of the page. */
  page: string;
  stop(): Promise<void>;
};

const Ready = z.object({
  port: z.number(),
  botToken: z.string(),
  appToken: z.string(),
  signingSecret: z.string(),
});
const Seeded = z.object({
  people: z.record(z.string(), z.string()),
  channels: z.record(z.string(), z.string()),
});

/**
 * Starts the local workspace, a program of its own that ends when its stdin closes, however we end. It is filled with the
 * people of the CRM and one outsider; should it die, it is started again on the same port.
 */
export async function startLocal(use: {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
}): Promise<Local> {
  const { config, log } = use;
  const data = join(config.home, 'workspace');
  let stopped = false;
  const begun = await begin({ port: 0, data, log });
  let { child } = begun;
  const again = (): void => {
    if (stopped) return;
    log.error('The local workspace ended; starting it again.');
    setTimeout(() => {
      if (stopped) return;
      begin({ port: begun.ready.port, data, log }).then((next) => {
        child = next.child;
        child.once('exit', again);
      }, again);
    }, 500).unref();
  };
  const page = `http://127.0.0.1:${begun.ready.port}`;
  let follow: NodeJS.Timeout | undefined;
  const stop = async (): Promise<void> => {
    stopped = true;
    clearInterval(follow);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    const late = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(late);
  };
  try {
    child.once('exit', again);
    follow = await followCompany({ db: use.database.db, now: use.clock, log }, `${page}/_workspace`);
  } catch (error) {
    await stop();
    throw error;
  }
  const { botToken, appToken, signingSecret } = begun.ready;
  return { slack: { botToken, appToken, signingSecret, mode: 'socket', apiUrl: `${page}/api/` }, page, stop };
}

const FOLLOW_MS = 5_000;
const nobodyHere =
  'Nobody of the company can be here yet: there are no people. Whoever runs Steward brings them in (npm run -s steward -- import people <file.csv>).';

/** Fills the workspace with the company, now and whenever an import or the sample has brought in people. */
async function followCompany(
  use: { db: Db; now: Clock; log: Log },
  address: string,
): Promise<NodeJS.Timeout> {
  let filledWith = '';
  const fill = async (): Promise<void> => {
    const holds = await holdings(use.db);
    const { rows } = await use.db.raw(
      'select count(*)::int as people, count(email)::int as addresses from people where active',
    );
    const now = `${holds} ${rows[0].people} ${rows[0].addresses}`;
    if (now === filledWith) return;
    const standing =
      holds === 'nothing' ? `${nothingYet} ${howToBringIn}` : rows[0].people === 0 ? nobodyHere : null;
    await moveIn(use, await post(address, { ...(await workspaceSeed(use.db)), standing }));
    filledWith = now;
  };
  await fill();
  return setInterval(
    () =>
      void fill().catch((error: unknown) =>
        use.log.warn(
          { err: error },
          'The local workspace could not be brought up to date; it is tried again.',
        ),
      ),
    FOLLOW_MS,
  ).unref();
}

async function begin(use: {
  port: number;
  data: string;
  log: Log;
}): Promise<{ child: ChildProcess; ready: z.infer<typeof Ready> }> {
  const page = compiledPage();
  const program = fileURLToPath(loadedFrom('src/sandbox/program.ts'));
  const args = [
    '--disable-warning=ExperimentalWarning',
    program,
    '--port',
    String(use.port),
    '--data',
    use.data,
    ...(page ? ['--page', page] : []),
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => {
    complaint = (complaint + part).slice(-2000);
    use.log.warn({ said: String(part).slice(0, 500) }, 'The local workspace complains.');
  });
  child.stdin.on('error', () => undefined);
  const { promise, resolve, reject } = Promise.withResolvers<z.infer<typeof Ready>>();
  const failed = (cause?: Error): void =>
    reject(
      saysFull(complaint)
        ? diskFull(use.data, cause)
        : new CannotStart(
            `The local workspace did not start: ${(complaint.trim() || cause?.message || 'it gave no reason').replace(/\.$/, '')}.`,
            { fix: `Move its folder away to begin anew: ${use.data}`, cause },
          ),
    );
  child.once('error', failed);
  child.once('exit', () => failed());
  createInterface({ input: child.stdout }).once('line', (line) => {
    try {
      resolve(Ready.parse(JSON.parse(line)));
    } catch (error) {
      failed(error instanceof Error ? error : undefined);
    }
  });
  const late = setTimeout(() => failed(new Error('it took longer than a minute')), 60_000);
  try {
    const ready = await promise;
    return { child, ready };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(late);
    child.off('exit', failed);
  }
}

async function post(url: string, body: object): Promise<z.infer<typeof Seeded>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said: unknown = await answer.json();
  if (!answer.ok)
    throw new CannotStart(`The local workspace refused its people and channels: ${JSON.stringify(said)}`);
  return Seeded.parse(said);
}
