/** A world for one trial: a database, a Slack workspace and a CRM of its own, and the proxies through which workers reach them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, openPool } from '../../src/db/pool.ts';
import { createWorkspace } from '../../src/sandbox/workspace.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { now, seedCast, withoutPush } from '../support/company.ts';
import { createDatabase } from '../support/server.ts';
import { type CrmStandIn, crmStandIn } from './crm-stand-in.ts';
import { crowd, peopleOfWorkspace, seedCrowd } from './crowd.ts';
import { httpProxy } from './http-proxy.ts';
import { postgresProxy } from './postgres-proxy.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import {
  type Brief,
  type CrmBrief,
  type CrmMode,
  clockOf,
  luckFrom,
  ofTheHouse,
  shortened,
  within,
} from './terms.ts';
import { createWorkers, type Worker } from './workers.ts';

export type WorldWanted = {
  /** The server's address, without a database name. */
  server: string;
  name: string;
  /** A folder of the run's own. */
  place: string;
  mode: CrmMode;
  seed: number;
  /** Nobody listens to the calls, and nobody is killed at one: the workers reach everything without a proxy between. */
  direct?: boolean;
  /** Nobody is killed or cut off either: a job is held as long as in the house, so that none goes to another for a stall of the machine. */
  calm?: boolean;
  /** How fast the house's clock runs; faster than life, so that the work of each minute comes more often. */
  clockSpeed?: number;
  /** What a broken twin gets wrong: its client of the CRM, or the tables of its database. */
  client?: Pick<CrmBrief, 'claims' | 'forgetsExpectations'>;
  sabotage?: string;
};
/** Then nothing more can be tried in this world. */
export class NoWorker extends Error {}
export type World = Awaited<ReturnType<typeof openWorld>>;

export const channels = ['deals', 'leads', 'steward-ops', 'general', ...crowd.rooms] as const;
export const secret = 'a secret of the trials, long enough to be one';

export async function openWorld(wanted: WorldWanted) {
  const ends: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return await open(wanted, ends, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(wanted: WorldWanted, ends: (() => Promise<unknown>)[], close: () => Promise<void>) {
  const home = await mkdtemp(join(wanted.place, 'world-'));
  ends.push(() => rm(home, { recursive: true, force: true }));
  const { db, url: databaseUrl } = await freshDatabase(wanted, ends);
  const workspace = await createWorkspace({
    people: peopleOfWorkspace(),
    channels: channels.map((name) => ({ name })),
    limits: 'off',
    // A busy machine is not what is tried here: an acknowledgement may take longer than Slack's three seconds.
    timing: { retryMs: [0, 1_000, 5_000], ackMs: 10_000 },
  });
  ends.push(workspace.stop);
  const crm = await crmStandIn(wanted.mode);
  ends.push(crm.stop);
  const clock = { base: now.getTime(), from: Date.now(), speed: wanted.clockSpeed ?? shortened.clockSpeed };
  await seed(db, workspace.channels(), clockOf(clock));
  if (wanted.sabotage) await db.raw(wanted.sabotage);

  const recorder = createRecorder();
  const reached = wanted.direct
    ? { postgres: databaseUrl, slack: workspace.port, crm: crm.port }
    : await throughProxies(
        recorder,
        { databaseUrl, slack: workspace.port, crm: crm.port, folder: home },
        ends,
      );
  const brief: Brief = {
    crm: { url: `http://127.0.0.1:${reached.crm}`, mode: wanted.mode, ...wanted.client },
    settleMs: shortened.settleMs,
    leaseMs: wanted.calm ? ofTheHouse.leaseMs : shortened.leaseMs,
    clock,
    logFile: join(home, 'workers.log'),
  };
  const unhandled: string[] = [];
  const workers = createWorkers({
    env: {
      DATABASE_URL: reached.postgres,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_SIGNING_SECRET: workspace.signingSecret,
      SLACK_API_URL: `http://127.0.0.1:${reached.slack}/api/`,
      STEWARD_SECRET: secret,
      STEWARD_HOME: home,
      TRIAL_BRIEF: JSON.stringify(brief),
    },
    logFile: brief.logFile,
    unhandled: (message) => unhandled.push(message),
  });
  ends.push(workers.stop);
  let current: Worker | null = null;

  return {
    ...wanted,
    home,
    db,
    workspace,
    crm,
    recorder,
    workers,
    unhandled,
    logFile: brief.logFile,
    luck: luckFrom(wanted.seed),
    clock: clockOf(clock),
    /** Starts the next worker in the place of the one that was killed. */
    start: async (): Promise<Worker> => {
      const worker = workers.next();
      current = worker;
      try {
        await worker.start();
      } catch (cause) {
        throw new NoWorker('A worker could not be started.', { cause });
      }
      return worker;
    },
    kill: (): void => current?.kill(),
    /** Somebody listens to Slack. */
    connected: async (): Promise<void> => {
      const up = await within(15_000, () => workspace.sockets.count() > 0);
      if (!up) throw new Error('No worker came up within 15 s.');
    },
    close,
  };
}

async function throughProxies(
  recorder: Recorder,
  to: { databaseUrl: string; slack: number; crm: number; folder: string },
  ends: (() => Promise<unknown>)[],
): Promise<{ postgres: string; slack: number; crm: number }> {
  const postgres = await postgresProxy({ recorder, url: to.databaseUrl, folder: to.folder });
  const slack = await httpProxy({
    recorder,
    port: to.slack,
    label: (_, path) => `slack ${path.split('/')[2] ?? path}`,
  });
  const crm = await httpProxy({
    recorder,
    port: to.crm,
    label: (method) => (method === 'GET' ? 'crm read' : 'crm write'),
  });
  for (const proxy of [postgres, slack, crm]) ends.push(proxy.stop);
  return { postgres: postgres.url, slack: slack.port, crm: crm.port };
}

/** Workers come as the program's role; the trial looks and tampers as the owner. */
async function freshDatabase(
  wanted: WorldWanted,
  ends: (() => Promise<unknown>)[],
): Promise<{ db: Db; url: string }> {
  const { url, ownerUrl, drop } = await createDatabase(wanted.server, wanted.name);
  ends.push(drop);
  const db = openPool(ownerUrl, { max: 8, name: 'trials' });
  ends.push(() => db.destroy());
  return { db, url };
}

/** The cast without its deals and leads: each trial brings its own. */
async function seed(db: Db, ids: Record<string, string>, clock: ReturnType<typeof clockOf>): Promise<void> {
  await seedCast(db);
  await withoutPush(db);
  await db.raw('truncate deals, deal_versions, leads, touched cascade');
  await seedCrowd(db);
  const by = { kind: 'system', id: 'trials' } as const;
  for (const [name, channel] of [
    ['deals_channel', 'deals'],
    ['leads_channel', 'leads'],
    ['ops_channel', 'steward-ops'],
  ] as const)
    await setSetting({ db, now: clock }, { name, value: ids[channel] ?? '', by });
  // Nobody is to wait for a card because many are open: that is a trial's whole life here.
  for (const name of ['cards_per_run', 'cards_first_run', 'cards_open'])
    await setSetting({ db, now: clock }, { name, value: 100, by });
  await setSetting({ db, now: clock }, { name: 'cards_per_day', value: 1_000, by });
  // Every third flow is an undo: an agent that paused itself for them would end the trial.
  await setSetting({ db, now: clock }, { name: 'breaker_cases', value: 10_000, by });
}

export type { CrmStandIn };
