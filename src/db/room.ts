/** Room on the disk: how much of it a start needs, and what is said where it is not there. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '../errors.ts';

/**
 * In bytes. A first start writes 72 MB (tables, sample company, write-ahead log), and 60 MB more where root's Postgres
 * needs a copy of its programs; the rest is for the first days. Below the same mark `doctor` calls a disk too full.
 */
export const firstStart = 200_000_000;
/** In bytes: a new file of the write-ahead log, what recovery writes back, and what a first start may still have to fill in. */
const laterStart = 50_000_000;

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

/** Throws before anything is made in `folder` where its disk has not the room for a first start. */
export function needRoom(folder: string): void {
  const free = freeAt(folder);
  if (free !== null && free < firstStart) throw diskFull(folder);
}

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
  const made = [folder, join(folder, 'postgres')].some((at) => existsSync(join(at, 'PG_VERSION')));
  const [start, needed] = made ? ['a start', laterStart] : ['a first start', firstStart];
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

/** Rounded up: what is asked for is enough. */
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
