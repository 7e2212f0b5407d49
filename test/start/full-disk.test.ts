import { execFile } from 'node:child_process';
import { chmod, mkdir, open, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { silentLog } from '../../src/log.ts';
import { aFolder, program, until } from './program.ts';

const mounted = (...args: string[]): Promise<boolean> =>
  promisify(execFile)('mount', args).then(
    () => true,
    () => false,
  );
const folder = await aFolder();
await chmod(folder.path, 0o755);
const disk = join(folder.path, 'disk');
await mkdir(disk);
const here = await mounted('-t', 'tmpfs', '-o', 'size=20m,mode=755', 'tmpfs', disk);

/** An empty disk of so many megabytes. */
async function anEmptyDisk(megabytes: number): Promise<void> {
  for (const name of await readdir(disk)) await rm(join(disk, name), { recursive: true });
  expect(await mounted('-o', `remount,size=${megabytes}m`, disk)).toBe(true);
}

afterAll(async () => {
  if (here) await promisify(execFile)('umount', [disk]);
  await folder.remove();
});

/** Takes all that is left but so many bytes. */
async function fill(path: string, but = 0): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (;;) await file.write(Buffer.alloc(65_536, 1));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
    if (but > 0) await truncate(path, (await file.stat()).size - but);
  } finally {
    await file.close();
  }
}

test('a full disk is a sentence with the folder, what is free, what is needed and the fix; with room it starts', async (it) => {
  it.skip(!here, 'A small disk can be mounted here by root only.');
  await anEmptyDisk(20);
  const home = join(disk, 'home');
  const env = { STEWARD_HOME: home };
  const small = await program(['start'], env).ended;
  expect(small).toMatchObject({ code: 1, out: '' });
  expect(small.err).toMatch(
    new RegExp(
      `^Steward cannot start: the disk that holds ${home}/postgres is full \\(2\\d MB are free, and a first start needs 200 MB\\)\\. Free 1\\d\\d MB there and start again, or set STEWARD_HOME to a folder on another disk\\.\\n$`,
    ),
  );
  expect(await readdir(home)).not.toContain('postgres');

  await mounted('-o', 'remount,size=260m', disk);
  // An empty database, whose tables find no room.
  await openDatabase({ home, log: silentLog() }).then((database) => database.close());
  await fill(join(disk, 'ballast'), 8_000_000);
  const halfway = await program(['start'], env).ended;
  expect(halfway).toMatchObject({ code: 1, out: '' });
  expect(halfway.err).toMatch(
    /^Steward cannot start: the disk that holds .*\/home\/postgres is full \(\d+ MB are free, and a start needs 50 MB\)\./,
  );

  await rm(join(disk, 'ballast'));
  const first = program(['start'], env);
  await first.ready();
  first.signal('SIGINT');
  expect((await first.ended).code).toBe(0);

  await fill(join(disk, 'ballast'));
  const full = await program(['start'], env).ended;
  expect(full).toMatchObject({ code: 1, out: '' });
  expect(full.err).toContain('is full (0 MB are free, and a start needs 50 MB). Free 50 MB there');

  await rm(join(disk, 'ballast'));
  const again = program(['start'], env);
  await again.ready();
  again.signal('SIGINT');
  expect((await again.ended).code).toBe(0);
}, 120_000);

type Message = { text: string; user: string; ephemeral: boolean };

/** Mara at the page. */
function mara(url: string) {
  const call = async (route: string, body?: object, query = '') => {
    const answer = await fetch(`${url}/_page/${route}?as=mara${query}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.json() as Promise<Record<string, unknown>>;
  };
  const dm = async (): Promise<string> =>
    ((await call('home', { tab: 'messages' })).conversation as { id: string }).id;
  return {
    dm,
    say: (channel: string, text: string) => call('send', { channel, text }),
    sees: async (channel: string): Promise<Message[]> =>
      (await call('messages', undefined, `&channel=${channel}&limit=200`)).messages as Message[],
    notices: async (): Promise<string[]> =>
      ((await call('start')).notices as { text: string }[]).map(({ text }) => text),
  };
}

test('a disk that fills while it runs: readyz and doctor say so, who asks hears it once, and with room it goes on by itself', async (it) => {
  it.skip(!here, 'A small disk can be mounted here by root only.');
  const ballast = join(disk, 'ballast');
  await anEmptyDisk(260);
  const env = { STEWARD_HOME: join(disk, 'home'), STEWARD_NOW: '2026-03-20T10:00:00Z' };
  const steward = program(['start'], env);
  const url = await steward.ready();
  let dm = '';
  const long = `A long story: ${'once more '.repeat(3900)}`;
  const asked: string[] = [];
  try {
    const ready = async () => (await fetch(`${url}/readyz`)).json() as Promise<Record<string, unknown>>;
    const me = mara(url);
    dm = await me.dm();
    expect(await ready()).toMatchObject({ ready: true, room: true });

    await fill(ballast);
    expect(await ready()).toMatchObject({
      ready: false,
      room: false,
      because: [
        expect.stringMatching(
          /^The disk that holds .*home\/postgres is full \(0 MB are free\)\. Free some room there; Steward then goes on by itself\.$/,
        ),
      ],
    });
    const doctor = await program(['doctor'], env).ended;
    expect(doctor).toMatchObject({ code: 1 });
    expect(doctor.out).toMatch(/PROBLEM {2}disk: The disk that holds .* is full \(0 MB are free\)\./);

    // Some pages have room for a while; then nothing goes in any more.
    const sorry = (messages: Message[]) =>
      messages.filter(({ text }) => text.startsWith('The disk of Steward’s database is full, so '));
    await until(async () => {
      asked.push(`how many open deals over ${100 + asked.length}k`);
      await me.say(dm, asked.at(-1) ?? '');
      await pause(700);
      return sorry(await me.sees(dm)).length > 0;
    }, 30_000);
    await me.say(dm, long);
    await pause(3000);
    const told = sorry(await me.sees(dm));
    expect(told.every(({ ephemeral }) => ephemeral)).toBe(true);
    expect(told.length).toBeLessThanOrEqual(asked.length + 1);
    expect((await me.notices()).some((text) => text.includes('It is kept in memory'))).toBe(true);

    await rm(ballast);
    expect(await until(async () => (await ready()).ready === true)).toBe(true);
    await me.say(dm, 'how many open deals in negotiation');
    const answered = async () =>
      (await me.sees(dm)).some(({ text, ephemeral }) => !ephemeral && /deals in Negotiation/.test(text));
    expect(await until(answered, 20_000)).toBe(true);
    expect(
      await until(async () => (await me.notices()).some((text) => text.includes('written down again'))),
    ).toBe(true);
  } finally {
    steward.signal('SIGINT');
  }
  expect((await steward.ended).code).toBe(0);

  const again = program(['start'], env);
  const remembered = (await mara(await again.ready()).sees(dm)).map(({ text }) => text);
  expect(remembered.some((text) => text.startsWith('A long story: once more'))).toBe(true);
  expect(remembered).toEqual(expect.arrayContaining(asked));
  again.signal('SIGINT');
  expect((await again.ended).code).toBe(0);
}, 120_000);
