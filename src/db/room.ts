/** Room on the disk: how much of it a start needs, whether any is left while it runs, and what is said where it is not there. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '../errors.ts';
import type { Db } from './pool.ts';

/**
 * In bytes. A first start writes 72 MB (tables, sample company, write-ahead log), and 60 MB more where root's Postgres
 * needs a copy of its programs; the rest is for the first days. Below the same mark `doctor` calls a disk too full.
 */
export const firstStart = 200_000_000;
/** In bytes: a new file of the write-ahead log, what recovery writes back, and what a first start may still have to fill in. */
const laterStart = 50_000_000;

/** In bytes: two new files of the write-ahead log. With less, the embedded server ends with the next one that it needs. */
const running = 32_000_000;

/** Bytes that we may still write where `folder` is, or will be; null where the system does not say. */
export function freeAt(folder: string): number | null {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = statfsSync(at);
      return bavail * bsize;
    } catch {
      if (dirname(at) === at) return null;
    }
  }
}

/** Throws where the disk of `folder` has not the room for a start: for a first one before anything is made in it. */
export function needRoom(folder: string): void {
  const free = freeAt(folder);
  if (free !== null && free < neededIn(folder)) throw diskFull(folder);
}

const isMade = (folder: string): boolean =>
  [folder, join(folder, 'postgres')].some((at) => existsSync(join(at, 'PG_VERSION')));
const neededIn = (folder: string): number => (isMade(folder) ? laterStart : firstStart);

/** Whether this is the complaint of a full disk or of a used-up quota: ours, Postgres's or Node's. */
export function saysFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    ['53100', 'ENOSPC', 'EDQUOT'].includes(code) ||
    /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i.test(String(error))
  );
}

/** The folder, what is free, what is needed, and the way out. Looks at the disk: call it before tidying up. */
export function diskFull(folder: string, cause?: unknown): CannotStart {
  const start = isMade(folder) ? 'a start' : 'a first start';
  const needed = neededIn(folder);
  const free = freeAt(folder);
  const facts = { folder, free, needed };
  const elsewhere = 'or set STEWARD_HOME to a folder on another disk';
  if (free !== null && free >= needed)
    return new CannotStart(
      `Steward cannot start: nothing more could be written to ${folder}, although its disk has ${megabytes(free)} free; a quota is used up, or the disk was full a moment ago.`,
      { fix: `Start again; if it stays so, raise the quota, ${elsewhere}.`, facts, cause },
    );
  const has = free === null ? '' : `${megabytes(free)} are free, and `;
  return new CannotStart(
    `Steward cannot start: the disk that holds ${folder} is full (${has}${start} needs ${megabytes(needed)}).`,
    { fix: `Free ${megabytes(needed - (free ?? 0))} there and start again, ${elsewhere}.`, facts, cause },
  );
}

/** Whether the database can still write. */
export type Room = {
  /** What is wrong and what mends it; null while there is room. Asks the disk, and a database that has complained. */
  lacking(): Promise<string | null>;
  /** A write failed with this: true where that was for want of room. */
  met(error: unknown): Promise<boolean>;
};

/**
 * Watches the room of the server whose data is in `folder`; null: of one somewhere else, of which only its complaints are
 * known. After one it counts as full until a trial write succeeds.
 */
export function watchRoom(use: { db: Db; folder: string | null }): Room {
  let complained = false;
  let trying: Promise<unknown> | null = null;
  const stillFull = async (): Promise<boolean> => {
    trying ??= tryWriting(use.db).finally(() => {
      trying = null;
    });
    complained = (await trying) !== null;
    return complained;
  };
  const lacking = async (): Promise<string | null> => {
    const free = use.folder === null ? null : freeAt(use.folder);
    const where = use.folder === null ? 'of the database' : `that holds ${use.folder}`;
    const full = `The disk ${where} is full${free === null ? '' : ` (${megabytes(free)} are free)`}. Free some room there; Steward then goes on by itself.`;
    if (free !== null && free < running) return full;
    return complained && (await stillFull()) ? full : null;
  };
  return {
    lacking,
    met: async (error) => {
      if (saysFull(error)) complained = true;
      // A server that ended because its disk is full only hangs up.
      return saysFull(error) || (use.folder !== null && (await lacking()) !== null);
    },
  };
}

/** For one look: a database is asked to write first, rather than waited for until it complains. */
export async function triedRoom(use: { db: Db; folder: string | null }): Promise<Room> {
  const room = watchRoom(use);
  const trial = await tryWriting(use.db);
  if (trial) await room.met(trial);
  return room;
}

/** How the database complains of its disk; null: it does not. A table's file must be able to grow, of whose pages some may have room. */
async function tryWriting(db: Db): Promise<unknown> {
  try {
    await db.transaction(async (trx) => {
      await trx.raw(
        'create temp table room_to_write on commit drop as select repeat(md5(n::text), 8) as line from generate_series(1, 4000) n',
      );
    });
    return null;
  } catch (error) {
    return saysFull(error) ? error : null;
  }
}

/** Rounded up: what is asked for is enough. */
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
