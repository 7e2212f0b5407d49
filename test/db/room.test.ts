import fs from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { diskFull, freeAt, saysFull } from '../../src/db/room.ts';
import { silentLog } from '../../src/log.ts';

async function onDisk(free: number | null, work: (home: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-room-'));
  await chmod(folder, 0o755);
  const asked = vi.spyOn(fs, 'statfsSync');
  if (free !== null)
    asked.mockReturnValue({ bavail: free / 1000, bsize: 1000 } as fs.StatsFs & fs.BigIntStatsFs);
  syncBuiltinESMExports();
  try {
    await work(join(folder, 'home'));
  } finally {
    asked.mockRestore();
    syncBuiltinESMExports();
    await rm(folder, { recursive: true, force: true });
  }
}

test('a disk that is too small for a first start is refused before a database is begun on it', () =>
  onDisk(19_500_000, async (home) => {
    await expect(openDatabase({ home, log: silentLog() })).rejects.toMatchObject({
      message: `Steward cannot start: the disk that holds ${join(home, 'postgres')} is full (20 MB are free, and a first start needs 200 MB).`,
      fix: 'Free 181 MB there and start again, or set STEWARD_HOME to a folder on another disk.',
    });
    expect(await readdir(home)).toEqual(['database.json']);
  }));

test('a disk that filled up later is told with what a start on the data that is there needs', () =>
  onDisk(2_000_000, async (home) => {
    await mkdir(join(home, 'postgres'), { recursive: true });
    await writeFile(join(home, 'postgres', 'PG_VERSION'), '18\n');
    for (const folder of [home, join(home, 'postgres')])
      expect(diskFull(folder).message).toContain(
        `${folder} is full (2 MB are free, and a start needs 50 MB).`,
      );
  }));

test('a quota is not called a full disk', () =>
  onDisk(3_000_000_000, async (home) => {
    expect(diskFull(home)).toMatchObject({
      message: expect.stringContaining(
        `nothing more could be written to ${home}, although its disk has 3,000 MB free`,
      ),
      fix: expect.stringContaining('raise the quota'),
    });
  }));

test('what is free is that of the nearest folder that is there', () =>
  onDisk(null, async (home) => {
    expect(freeAt(join(home, 'not', 'yet'))).toBeGreaterThan(0);
  }));

test.each([
  [Object.assign(new Error('could not extend file'), { code: '53100' }), true],
  [Object.assign(new Error(), { code: 'EDQUOT' }), true],
  ['FATAL:  could not write to file "pg_wal/xlogtemp.9": No space left on device', true],
  [new Error('write ENOSPC'), true],
  [Object.assign(new Error('permission denied'), { code: 'EACCES' }), false],
])('whether %s is a full disk', (error, full) => expect(saysFull(error)).toBe(full));
