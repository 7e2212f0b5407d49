import { join } from 'node:path';
import { type Config, readConfig } from './config.ts';
import { type Holdings, holdings } from './crm/holdings.ts';
import { claim } from './db/claim.ts';
import { keptSecret, noteAddress, prepareHome } from './db/home.ts';
import { type Database, openDatabase } from './db/open.ts';
import { diskFull, needRoom, saysFull, watchRoom } from './db/room.ts';
import { CannotStart } from './errors.ts';
import { frontDoor } from './front-door.ts';
import { createLog } from './log.ts';
import { offerAdminCode } from './people/admin-code.ts';
import { followClock } from './set-clock.ts';
import { nothingYet } from './story/nothing-yet.ts';
import { readiness } from './watch/health.ts';
import { createMetrics } from './watch/metrics.ts';

export type House = { url: string; stop(): Promise<void> };

/** Starts the house and says where it is; `stop` ends it in the opposite order. What fails half-way is taken down again. */
export async function start(use: {
  env: Record<string, string | undefined>;
  say: (text: string) => void;
}): Promise<House> {
  const began = performance.now();
  const read = readConfig(use.env);
  if (!read.slack && !read.local) throw new CannotStart(nobody, { fix: noSlack });
  await prepareHome(read.home);
  const logFile = read.databaseUrl ? undefined : join(read.home, 'steward.log');
  const log = createLog({ logLevel: read.logLevel, file: logFile });
  const ends: (() => Promise<unknown>)[] = [];
  let folder: string | null = null;
  // What nobody caught is a fault of ours; what it was about is in the database, and is taken up again from there.
  const uncaught = (error: unknown): void =>
    log.error({ err: error }, 'Something failed that nobody was waiting for.');
  process.on('unhandledRejection', uncaught);
  ends.push(async () => process.off('unhandledRejection', uncaught));
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse())
      await end().catch((error: unknown) =>
        log.error({ err: error }, 'A part of the house did not stop cleanly.'),
      );
  };
  // Bolt is large: it is read while the database answers. Who awaits it below hears of a failure.
  const lines = import('./slack/line.ts');
  lines.catch(() => undefined);
  try {
    const secret = read.secret ?? (await keptSecret(read.home, 'secret'));
    const database = await openDatabase({
      url: read.databaseUrl,
      migrateUrl: read.migrateUrl,
      home: read.home,
      log,
      keepUp: true,
    });
    ends.push(database.close);
    folder = database.folder;
    // Two local workspaces on one database would answer each other's questions: each knows only its own messages.
    if (database.embedded || read.local) ends.push(await claimed(database, read));
    // It might come up for all that, as long as what was written before has pages to spare, and then stand still.
    if (folder) needRoom(folder);
    const door = await frontDoor({ host: read.host, port: read.port, log });
    ends.push(door.close);
    if (read.local) ends.push(await noteAddress(read.home, door.url));
    await database.migrate();
    const following = followClock({ db: database.db, url: database.url, given: read.now });
    ends.push(() => following.then(({ stop }) => stop()));
    if (database.embedded)
      await (await import('./local-company.ts')).sampleIfEmpty({
        db: database.db,
        now: await following,
        zone: read.zone,
      });
    const local = read.local
      ? await (await import('./local.ts')).startLocal({ config: read, database, clock: await following, log })
      : null;
    if (local) ends.push(local.stop);
    const config: Config = Object.freeze({ ...read, secret, slack: local?.slack ?? read.slack });
    if (!config.slack) throw new CannotStart(nobody, { fix: noSlack });
    const room = watchRoom({ db: database.db, folder });
    const line = (await lines).createLine({ slack: config.slack, db: database.db, room, log });
    ends.push(line.connection.stop);
    const [clock] = await Promise.all([following, line.connection.start()]);
    // Most of the program is in it. What Slack sends while it is being read is kept.
    const { createApp } = await import('./app.ts');
    const app = await createApp({ config, log, clock, database, line });
    ends.push(app.stop);
    await app.start();
    const adminCode = config.local ? null : await offerAdminCode(database.db);
    const state = { db: database.db, slack: app.connected, room };
    door.open({
      ready: () => readiness(state),
      metrics: createMetrics(state),
      slackEvents: app.slackEvents,
      leads: app.leads,
      page: local?.page ?? null,
    });
    use.say(
      welcome({
        config,
        database,
        url: door.url,
        logFile,
        adminCode,
        holds: await holdings(database.db),
        connected: app.connected(),
        seconds: (performance.now() - began) / 1000,
      }),
    );
    log.info({ local: config.local, embedded: database.embedded }, 'Steward is up.');
    return { url: door.url, stop };
  } catch (error) {
    // Told before what was begun is tidied up. A given Postgres has a disk of its own, about which we know nothing.
    const told = folder && saysFull(error) ? diskFull(folder, error) : error;
    await stop();
    throw told;
  }
}

const nobody = 'There is nobody to talk to: no Slack tokens are set.';
const noSlack =
  'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (see README, "Connect your Slack"), or STEWARD_LOCAL=1 for the local workspace beside this database.';

async function claimed(database: Database, config: Config): Promise<() => Promise<void>> {
  const mine = await claim(database.url, `process ${process.pid}, port ${config.port}`);
  if (!mine.held) {
    const other = mine.by || 'another process';
    if (!database.embedded)
      throw new CannotStart(
        `Another Steward with a local workspace of its own works on the database of DATABASE_URL already (${other}).`,
        {
          fix: 'Use that one, or stop it first; another database makes a second one. Several on one database share one Slack workspace: leave STEWARD_LOCAL out and set the Slack tokens.',
        },
      );
    throw new CannotStart(`Steward is already running on ${config.home} (${other}).`, {
      fix: 'Use that one, or stop it first; another folder (STEWARD_HOME) and another PORT make a second one.',
    });
  }
  return mine.release;
}

/** Where Slack was silent: a refused bot token has ended the start already. */
const whatToCheck = ({ slack }: Config): string =>
  [
    `that this machine reaches ${slack?.apiUrl ? `${slack.apiUrl} (SLACK_API_URL)` : 'https://slack.com'}`,
    ...(slack?.mode === 'socket' ? ['that SLACK_APP_TOKEN is valid and Socket Mode is on'] : []),
  ].join(', and ');

function welcome(at: {
  config: Config;
  database: Database;
  url: string;
  logFile?: string;
  /** Only while there is no administrator. */
  adminCode: string | null;
  holds: Holdings;
  /** Whether Slack answers by now. */
  connected: boolean;
  seconds: number;
}): string {
  const { config, database } = at;
  const lines = [
    `Steward is ready (${at.seconds.toFixed(1)} s).`,
    '',
    config.local
      ? `  Open    ${at.url}`
      : `  Slack   ${at.connected ? 'connected' : 'does not answer yet; Steward goes on trying'} (${config.slack?.mode} mode); health at ${at.url}/readyz`,
    ...(config.local || at.connected ? [] : [`          Check ${whatToCheck(config)}.`]),
    `  Data    ${database.embedded ? config.home : 'in the database of DATABASE_URL'}`,
    ...(at.logFile ? [`  Log     ${at.logFile}`] : []),
    ...(config.now ? [`  Clock   started at ${config.now.toISOString()}`] : []),
    '  Stop    Ctrl-C (everything is kept)',
  ];
  if (at.adminCode)
    lines.push(
      '',
      `  Admin   There is no administrator yet. The first person to type this in Slack becomes one:`,
      `          /steward admin ${at.adminCode}`,
    );
  if (at.holds === 'nothing')
    lines.push(
      '',
      `  Empty   ${nothingYet}`,
      '          Bring yours in:           npm run -s steward -- import deals <file.csv> --dry-run',
      '          or make a sample company: npm run -s steward -- sample',
    );
  if (config.local && at.holds === 'sample')
    lines.push('', '  A sample company is in it. Try: show deals stuck in negotiation 30 days');
  return `\n${lines.join('\n')}\n`;
}
