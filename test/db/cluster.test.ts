import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { explained } from '../../src/db/cluster.ts';
import { homeTrouble, keptText, prepareHome } from '../../src/db/home.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findRunning } from '../../src/db/process.ts';
import { silentLog } from '../../src/log.ts';
import { until } from '../start/program.ts';
import { quickPlace } from '../support/place.ts';

async function inFolder<T>(work: (home: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(await quickPlace(), 'steward-db-'));
  await chmod(folder, 0o755);
  try {
    return await work(join(folder, 'home'));
  } finally {
    // One that a race has left up outlives its folder.
    const left = await findRunning(join(folder, 'home', 'postgres')).catch(() => null);
    if (left) process.kill(left.pid, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true });
  }
}

test('two programs that come at once to an empty folder share one server; the last one out stops it', () =>
  inFolder(async (home) => {
    const open = () => openDatabase({ home, log: silentLog() });
    const [one, two] = await Promise.all([open(), open()]);
    expect(new URL(one.url).port).toBe(new URL(two.url).port);
    expect((await Promise.all([one.migrate(), two.migrate()])).flat().length).toBeGreaterThan(0);
    await one.close(); // before the other has used its pool
    expect((await two.db.raw('select current_user as role')).rows).toEqual([{ role: 'steward_app' }]);
    expect(two.guarded).toBe(true);
    await two.close();
    await expect(open().then((again) => again.close())).resolves.toBeUndefined();
  }));

test('who comes in the moment in which the last one stops the server has another one', () =>
  inFolder(async (home) => {
    const open = () => openDatabase({ home, log: silentLog() });
    const last = await open();
    const running = await findRunning(last.folder ?? '');
    const leaver = new pg.Client({ connectionString: last.url.replace(/steward$/, 'postgres') });
    leaver.on('error', () => undefined);
    await leaver.connect();
    await leaver.query(`select pg_advisory_lock(hashtextextended('steward stop', 0))`);
    const coming = open();
    const waits = until(
      async () =>
        (await leaver.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`))
          .rowCount === 1,
    );
    await Promise.race([coming, waits]);
    // It has counted itself alone, and does what follows from that.
    process.kill(running?.pid ?? 0, 'SIGINT');
    const come = await coming;
    expect((await come.db.raw('select current_user as role')).rows).toEqual([{ role: 'steward_app' }]);
    expect((await findRunning(last.folder ?? ''))?.pid).not.toBe(running?.pid);
    await Promise.all([last.close(), come.close()]);
  }));

const hostOf = (url: string): string => decodeURIComponent(new URL(url).hostname);

test('the server is reached through a socket in its own folder, and at its port where that name is too long', () =>
  inFolder(async (home) => {
    for (const folder of [home, join(home, 'long'.repeat(25)), join(home, 'with, comma "and quote"')]) {
      const database = await openDatabase({ home: folder, log: silentLog() });
      try {
        expect(hostOf(database.url)).toBe(
          folder.includes('long') ? '127.0.0.1' : (database.folder ?? 'nowhere'),
        );
        expect((await database.db.raw('select inet_client_addr() as address')).rows).toEqual([
          { address: folder.includes('long') ? '127.0.0.1' : null },
        ]);
      } finally {
        await database.close();
      }
    }
  }));

/** What a killed server leaves is changed first by `meddle`, while it runs; then the server is killed and comes back. */
async function broughtBack(home: string, meddle: (socket: string) => Promise<void>) {
  const database = await openDatabase({ home, log: silentLog(), keepUp: true });
  try {
    const server = await findRunning(database.folder ?? '');
    await meddle(join(database.folder ?? '', `.s.PGSQL.${server?.at?.port}`));
    process.kill(server?.pid ?? 0, 'SIGKILL');
    await until(async () => {
      const now = await findRunning(database.folder ?? '');
      return Boolean(now?.at) && now?.pid !== server?.pid;
    });
    const another = await openDatabase({ home, log: silentLog() });
    await another.db.raw('select 1');
    await another.close();
    return { before: database.url, after: another.url };
  } finally {
    await database.close();
  }
}

test('in a folder that can hold no socket the server is reached at its port', () =>
  inFolder(async (home) => {
    const { before, after } = await broughtBack(home, async (socket) => {
      await rm(socket);
      await mkdir(socket); // what Postgres can neither remove nor bind to
    });
    expect(after).toBe(before.replace(new URL(before).hostname, '127.0.0.1'));
  }));

test('a socket whose lock names somebody else by now is used again', () =>
  inFolder(async (home) => {
    let stranger: ChildProcess | null = null;
    const { before, after } = await broughtBack(home, async (socket) => {
      const { uid, gid } = await stat(dirname(socket));
      stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
      await writeFile(`${socket}.lock`, `${stranger.pid}\n`);
    });
    expect(after).toBe(before);
    (stranger as ChildProcess | null)?.kill();
  }));

test('who comes right after the server was killed brings it back where those who use it look for it', () =>
  inFolder(async (home) => {
    const open = () => openDatabase({ home, log: silentLog() });
    const database = await open();
    process.kill((await findRunning(database.folder ?? ''))?.pid ?? 0, 'SIGKILL');
    const another = await open();
    expect(another.url).toBe(database.url);
    expect((await database.db.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await Promise.all([database.close(), another.close()]);
  }));

test('passwords that went missing are said to be missing', () =>
  inFolder(async (home) => {
    await openDatabase({ home, log: silentLog() }).then((database) => database.close());
    await writeFile(join(home, 'database.json'), 'not json');
    await expect(openDatabase({ home, log: silentLog() })).rejects.toThrow(
      "which holds the database's passwords, is damaged",
    );
  }));

test('a folder that cannot be made is refused at once, by the name of what stands in its way', () =>
  inFolder(async (home) => {
    await mkdir(home);
    await writeFile(join(home, 'file'), '');
    await symlink(join(home, 'gone'), join(home, 'link'));
    await expect(prepareHome(join(home, 'file', 'a', 'b'))).rejects.toThrow(
      `${join(home, 'file')} is a file,`,
    );
    await expect(prepareHome(join(home, 'link', 'a'))).rejects.toThrow(
      `${join(home, 'link')} is a link to a folder that is not there.`,
    );
    // Where mkdir says that a folder is missing which is there.
    await expect(prepareHome('/proc/steward')).rejects.toThrow(
      'The folder /proc/steward cannot be made: nothing can be kept there.',
    );
    await prepareHome(join(home, 'a', 'b', 'c'));
    expect(await readdir(join(home, 'a', 'b', 'c'))).toEqual([]);
  }));

test('what Postgres and the disk complain of becomes a sentence with the way out', () => {
  expect(
    explained('FATAL:  could not write lock file "postmaster.pid": No space left on device', '/data'),
  ).toMatchObject({
    facts: { folder: '/data', needed: 200_000_000 },
    fix: expect.stringMatching(/start again/i),
  });
  expect(
    explained('initdb: error: could not look up effective user ID 1234: user does not exist', '/data')
      .message,
  ).toContain('no name in /etc/passwd');
  expect(explained('could not open file "PG_VERSION": Permission denied', '/data').fix).toContain('chown -R');
  expect(homeTrouble('/data', Object.assign(new Error(), { code: 'EDQUOT' })).facts).toMatchObject({
    folder: '/data',
  });
  expect(homeTrouble('/data', Object.assign(new Error(), { code: 'EROFS' })).fix).toContain('STEWARD_HOME');
});

test('a kept secret is made once, however many ask for it first', () =>
  inFolder(async (home) => {
    await mkdir(home);
    let made = 0;
    const all = await Promise.all(
      Array.from({ length: 8 }, () => keptText(home, 'secret', () => `secret ${made++}`)),
    );
    expect(new Set(all).size).toBe(1);
  }));
