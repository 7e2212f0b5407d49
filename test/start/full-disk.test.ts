import { execFile } from 'node:child_process';
import { chmod, mkdir, open, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { silentLog } from '../../src/log.ts';
import { aFolder, program } from './program.ts';

const mounted = (...args: string[]): Promise<boolean> =>
  promisify(execFile)('mount', args).then(
    () => true,
    () => false,
  );
let folder: Awaited<ReturnType<typeof aFolder>>;
let disk: string;
let here = false;

beforeAll(async () => {
  folder = await aFolder();
  await chmod(folder.path, 0o755);
  disk = join(folder.path, 'disk');
  await mkdir(disk);
  here = await mounted('-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', disk);
  if (here) await chmod(disk, 0o755);
});
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
  await fill(join(disk, 'ballast'), 20_000_000);
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
