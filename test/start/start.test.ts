import { chmod, chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unprivilegedAccount } from '../../src/db/binaries.ts';
import { livesAsPostgres } from '../../src/db/process.ts';
import { aFolder, friday, program, serverPid, until } from './program.ts';
import { startedHome } from './started.ts';

let folder: Awaited<ReturnType<typeof aFolder>>;
let env: Record<string, string>;
let home: string;

/** One home for the file, already seeded; each test starts on it and leaves nothing running. */
beforeAll(async () => {
  folder = await aFolder();
  await chmod(folder.path, 0o755);
  home = join(folder.path, 'home');
  env = { ...friday, STEWARD_HOME: home };
  await startedHome(home);
}, 120_000);
afterAll(() => folder.remove());

const status = async (url: string): Promise<number> => (await fetch(url).catch(() => ({ status: 0 }))).status;

test('it is alive, ready and shows its page to this machine; Ctrl-C ends all of it and the data stays', async () => {
  const house = program(['start'], env);
  const url = await house.ready();
  expect(
    await Promise.all(['healthz', 'readyz', 'metrics', ''].map((path) => status(`${url}/${path}`))),
  ).toEqual([200, 200, 200, 200]);
  // A page on another site, and what is for programs only, are turned away.
  expect((await fetch(url, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  expect(await status(`${url}/api/auth.test`)).toBe(404);
  expect(await status(`${url}/_page/%2e%2e/_workspace`)).toBe(404);
  const server = await serverPid(home);
  house.signal('SIGINT');
  house.signal('SIGINT'); // npm passes on what the terminal has sent already
  expect(await house.ended).toMatchObject({ code: 0, err: '' });
  expect(await livesAsPostgres(server)).toBe(false);
  const asked = await program(['sample'], env).ended;
  expect(asked).toMatchObject({ code: 1, out: '', err: expect.stringContaining('already holds a company') });
});

test('a second start in the same folder says that one is running; commands work beside it and leave it up', async () => {
  const house = program(['start'], env);
  const url = await house.ready();
  const second = await program(['start'], env).ended;
  expect(second).toMatchObject({ code: 1, out: '' });
  expect(second.err).toContain(`Steward is already running on ${home} (process ${house.pid}`);
  expect(await program(['migrate', '--json'], env).ended).toEqual({ code: 0, out: '{"ran":[]}\n', err: '' });
  // Whichever port it took: that is known from the folder, while it runs.
  const faults = await program(['fault', '--json'], env).ended;
  expect(faults).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(faults.out)).toMatchObject({ on: [] });
  expect(await status(`${url}/readyz`)).toBe(200);
  house.signal('SIGINT');
  expect((await house.ended).code).toBe(0);
  expect(await program(['fault'], { ...env, PORT: '1' }).ended).toEqual({
    code: 1,
    out: '',
    err: 'No Steward answers at http://127.0.0.1:1. Start it first (npm start), or set the STEWARD_HOME or PORT that it was started with.\n',
  });
});

test('a command where nothing runs brings the server up and takes it down again', async () => {
  const verified = await program(['audit', 'verify', '--json'], env).ended;
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.out)).toMatchObject({ ok: true });
  await expect(serverPid(home)).rejects.toThrow('ENOENT');
});

test('an answer is a file that a spreadsheet opens; what has no rows is said beside it', async () => {
  const [file, inWords, none] = await Promise.all([
    program(['ask', 'open deals by stage', '--csv'], env).ended,
    program(['ask', 'export open deals by stage'], env).ended,
    program(['ask', 'help', '--csv'], env).ended,
  ]);
  expect(file).toMatchObject({ code: 0, err: '' });
  expect(file.out).toMatch(/^\uFEFFStage,Deals\r\n/);
  expect(file.out).toMatch(/\r\nNegotiation,\d+\r\n/);
  expect(inWords).toEqual(file);
  expect(none).toMatchObject({ code: 1, out: '' });
  expect(none.err).toContain('Ask');
});

test('a taken port is a sentence with the fix, and nothing stays behind', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const address = other.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  const house = await program(['start'], { ...env, PORT: String(port) }).ended;
  expect(house).toMatchObject({
    code: 1,
    out: '',
    err: `Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm start\n`,
  });
  await expect(serverPid(home)).rejects.toThrow('ENOENT');
  other.close();
});

test('kill -9 of the program: the next start takes over the orphaned server', async () => {
  const house = program(['start'], env);
  await house.ready();
  const server = await serverPid(home);
  house.signal('SIGKILL');
  await house.ended;
  expect(await livesAsPostgres(server)).toBe(true);
  const next = program(['start'], env);
  expect(await status(`${await next.ready()}/readyz`)).toBe(200);
  expect(await serverPid(home)).toBe(server);
  next.signal('SIGINT');
  expect((await next.ended).code).toBe(0);
  expect(await livesAsPostgres(server)).toBe(false);
});

test('kill -9 of Postgres: the running program brings it back', async () => {
  const house = program(['start'], env);
  const url = await house.ready();
  const server = await serverPid(home);
  process.kill(server, 'SIGKILL');
  expect(await until(async () => (await serverPid(home).catch(() => server)) !== server)).toBe(true);
  expect(await until(async () => (await status(`${url}/readyz`)) === 200)).toBe(true);
  const second = await program(['start'], env).ended;
  expect(second.err).toContain('already running');
  house.signal('SIGINT');
  expect((await house.ended).code).toBe(0);
});

test('kill -9 of both at once: the next start recovers', async () => {
  const house = program(['start'], env);
  await house.ready();
  process.kill(await serverPid(home), 'SIGKILL');
  house.signal('SIGKILL');
  await house.ended;
  const next = program(['start'], env);
  expect(await status(`${await next.ready()}/readyz`)).toBe(200);
  next.signal('SIGINT');
  expect((await next.ended).code).toBe(0);
});

test('while Slack does not answer, the start claims no connection and says what to check', async () => {
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_API_URL: 'http://127.0.0.1:9/api/' };
  const modes: Record<string, string>[] = [
    { SLACK_APP_TOKEN: 'xapp-1-A-1-a' },
    { SLACK_MODE: 'http', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' },
  ];
  for (const mode of modes) {
    const house = program(['start'], { ...env, ...tokens, ...mode });
    const url = await house.ready();
    expect(await status(`${url}/readyz`)).toBe(503);
    house.signal('SIGINT');
    const { out, code } = await house.ended;
    expect(code).toBe(0);
    expect(out).not.toContain('connected');
    expect(out).toContain('does not answer yet; Steward goes on trying');
    expect(out).toContain('Check that this machine reaches http://127.0.0.1:9/api/ (SLACK_API_URL)');
  }
});

test('data of another major version is refused with the way out', async () => {
  const other = join(folder.path, 'older');
  await mkdir(join(other, 'postgres'), { recursive: true });
  await writeFile(join(other, 'postgres', 'PG_VERSION'), '16\n');
  const house = await program(['start'], { STEWARD_HOME: other }).ended;
  expect(house).toMatchObject({ code: 1, out: '' });
  expect(house.err).toMatch(
    /made by Postgres 16; this Steward brings Postgres \d+, which cannot open it\. Run it with the Steward that made it/,
  );
});

test('a home that is a file, and one that may not be read, are named with the fix', async () => {
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  expect((await program(['start'], { STEWARD_HOME: file }).ended).err).toContain(
    `${file} is a file, but must be the folder`,
  );
  const closed = join(folder.path, 'closed');
  await mkdir(closed, { mode: process.getuid?.() === 0 ? 0o755 : 0o500 });
  const as = process.getuid?.() === 0 ? await unprivilegedAccount() : {};
  const house = await program(['start'], { STEWARD_HOME: closed }, as).ended;
  expect(house).toMatchObject({ code: 1, out: '' });
  expect(house.err).toContain(
    `The data folder ${closed} cannot be read or written by this user (EACCES). Give it back`,
  );
});

test.runIf(process.getuid?.() === 0)(
  'root starts it below a private folder, and an ordinary user starts it too',
  async () => {
    const secret = join(folder.path, 'private');
    await mkdir(secret, { mode: 0o700 });
    const rooted = await program(['migrate'], { STEWARD_HOME: join(secret, 'home') }).ended;
    expect(rooted).toMatchObject({ code: 0, err: '' });
    const [place = ''] = (await readFile(join(secret, 'home', 'WHERE-THE-DATA-IS.txt'), 'utf8')).split('\n');
    await rmPlace(place);

    const account = await unprivilegedAccount();
    const theirs = join(folder.path, 'theirs');
    await mkdir(theirs);
    await chown(theirs, account.uid, account.gid);
    const ordinary = await program(['migrate'], { STEWARD_HOME: join(theirs, 'home') }, account).ended;
    expect(ordinary).toMatchObject({ code: 0, err: '' });
  },
);

test('a copied folder does not take the original for its own', async () => {
  const house = program(['start'], env);
  await house.ready();
  const copy = join(folder.path, 'copy');
  // Sockets cannot be copied this way.
  await cp(home, copy, { recursive: true, filter: (path) => !/workspace|\.s\.PGSQL/.test(path) });
  if (process.getuid?.() === 0) await giveTo(join(copy, 'postgres'));
  const asked = await program(['audit', 'verify', '--json'], { STEWARD_HOME: copy }).ended;
  expect(asked.code, asked.err).toBe(0);
  expect(await serverPid(copy).catch(() => 'stopped')).toBe('stopped');
  expect(await livesAsPostgres(await serverPid(home))).toBe(true);
  house.signal('SIGINT');
  expect((await house.ended).code).toBe(0);
});

test('an old Node is refused with a sentence', async () => {
  const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`;
  const house = await program(['start'], env, { imports: old }).ended;
  expect(house).toMatchObject({ code: 1, out: '' });
  expect(house.err).toBe(
    'Steward needs Node 24, which `npm ci` brings; this is Node 20.20.2. Use: npm start, or npm run -s steward -- <command>\n',
  );
});

async function rmPlace(place: string): Promise<void> {
  expect(place).toMatch(/^\/var\/lib\/steward\/[0-9a-f]{12}$/);
  await rm(place, { recursive: true, force: true });
}

async function giveTo(path: string): Promise<void> {
  const account = await unprivilegedAccount();
  await chown(path, account.uid, account.gid);
  for (const entry of await readdir(path, { recursive: true }))
    await chown(join(path, entry), account.uid, account.gid);
  await chmod(path, 0o700);
}
