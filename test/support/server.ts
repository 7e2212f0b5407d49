import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { compilePrograms } from '../../src/compiled.mjs';
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
import { type Db, openPool } from '../../src/db/pool.ts';
import { quickPlace } from './place.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** Of the run, for what is made once in it. It is removed with the server. */
    folder: string;
  }
}

/** One Postgres per vitest run, in a temporary folder, with a migrated template to copy each test's database from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  refuseOldNode();
  const [server] = await Promise.all([startServer(), compilePrograms()]);
  project.provide('postgresUrl', server.url);
  project.provide('folder', server.folder);
  return server.stop;
}

/** vitest called directly from an older Node's shell runs on that Node. Its own way to show an error fails there. */
function refuseOldNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  process.stderr.write(
    `The tests need Node 24, which \`npm ci\` brings; this is Node ${process.versions.node}. Run them with: npm test\n`,
  );
  process.exit(1);
}

/** `url` is the server's, without a database name. Trials and benches use this too. */
export async function startServer(): Promise<{ url: string; folder: string; stop(): Promise<void> }> {
  const root = await mkdtemp(join(await quickPlace(), 'steward-test-'));
  await chmod(root, 0o755);
  const binaries = await findBinaries({ place: root });
  const folder = join(root, 'data');
  const logFile = join(root, 'postgres.log');
  await initCluster({ binaries, folder, password: 'test', sync: false });
  const at = { port: await freePort(), socket: socketIn(folder) };
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '400',
    shared_buffers: '128MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    autovacuum: 'off',
  };
  const child = await spawnPostgres({ binaries, folder, at, logFile, settings });
  // Should this process be killed, its pipe closes and the keeper ends the server and removes the folder.
  const keeper = spawn(
    'sh',
    ['-c', 'cat >/dev/null; kill -INT "$0"; sleep 1; rm -rf "$1"', String(child.pid), root],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  keeper.unref();
  const url = address(superuser, 'test', at);
  for (let tries = 0; (await knock(`${url}/postgres`)) === 'wait'; tries++) {
    if (tries > 400 || child.exitCode !== null)
      throw new Error(`The test server did not start: ${await readFile(logFile, 'utf8')}`);
    await pause(25);
  }
  await makeTemplate(url);
  return {
    url,
    folder: root,
    stop: async () => {
      child.ref();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      keeper.kill();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** The program's role, which owns nothing: what it may not do in production fails in the tests too. */
const appRole = 'steward_app';

/** A migrated database on the server at `url`, to copy others from, and the role that works in them. */
export async function makeTemplate(url: string): Promise<void> {
  const server = openPool(`${url}/postgres`, { max: 1 });
  await server.raw(`create role ${appRole} login password 'test'`);
  await server.raw('create database template_steward');
  await server.destroy();
  const template = openPool(`${url}/template_steward`, { max: 2 });
  await migrate(template, { app: appRole });
  await template.destroy();
}

/**
 * A copy of a template on the server at `server`, with its addresses as the program's role and as the owner. Whoever makes
 * many gives a connection to the server itself, which costs as much as a small test does.
 */
export async function createDatabase(
  server: string,
  name: string,
  admin?: Db,
  template = 'template_steward',
): Promise<{ url: string; ownerUrl: string; drop(): Promise<void> }> {
  // Copying files costs a third of what writing the copy to the log does. What a role may do with a database, as against
  // what is in it, is not copied from the template.
  const onServer = (statements: string[]) =>
    admin ? runAll(admin, statements) : withAdmin(server, (own) => runAll(own, statements));
  await onServer([
    `create database ${name} template ${template} strategy file_copy`,
    `grant create, temporary on database ${name} to ${appRole}`,
  ]);
  const ownerUrl = `${server}/${name}`;
  return {
    url: ownerUrl.replace(`//${superuser}:`, `//${appRole}:`),
    ownerUrl,
    drop: () => onServer([`drop database if exists ${name} with (force)`]),
  };
}

async function withAdmin(server: string, work: (admin: Db) => Promise<void>): Promise<void> {
  const admin = openPool(`${server}/postgres`, { max: 1 });
  try {
    await work(admin);
  } finally {
    await admin.destroy();
  }
}

async function runAll(admin: Db, statements: string[]): Promise<void> {
  for (const statement of statements) await admin.raw(statement);
}
