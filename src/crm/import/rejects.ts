/** The rows that could not be taken, each with its line and the reason, in a file beside what was imported. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { access, constants, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import type { BadRow } from './csv.ts';

export type Rejects = {
  add(row: BadRow): void;
  count(): number;
  /** Of the file; more than rows where an open quote swallowed some. */
  lines(): number;
  reasons(): { line: number; reason: string }[];
  /** Puts the file in its place; null when nothing was rejected. */
  keep(): Promise<string | null>;
  /** Leaves no file behind. */
  drop(): Promise<void>;
};

/** `write` false counts only. An unwritable folder gets no file: it goes to the current one. */
export async function openRejects(path: string, header: string[], write: boolean): Promise<Rejects> {
  const target = await placeFor(path);
  const staging = `${target}.part-${process.pid}`;
  let out: WriteStream | null = null;
  let count = 0;
  let lines = 0;
  const first: { line: number; reason: string }[] = [];
  return {
    add: (row) => {
      count += 1;
      lines += row.lines ?? 1;
      if (first.length < 5) first.push({ line: row.line, reason: row.reason });
      if (!write) return;
      if (!out) {
        out = createWriteStream(staging);
        out.write(stringify([['line', 'reason', ...header].map(guarded)]));
      }
      out.write(stringify([[String(row.line), row.reason, ...row.cells].map(guarded)]));
    },
    count: () => count,
    lines: () => lines,
    reasons: () => first,
    keep: async () => {
      if (!out) return null;
      out.end();
      await finished(out);
      await rename(staging, target);
      return target;
    },
    drop: async () => {
      if (!out) return;
      out.destroy();
      await rm(staging, { force: true });
    },
  };
}

/** A spreadsheet would run what begins like a formula; amounts and phone numbers it may have. */
const guarded = (cell: string): string =>
  /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d\s().,-]+%?$/.test(cell) ? `'${cell}` : cell;

async function placeFor(path: string): Promise<string> {
  const name = `${basename(path).replace(/\.csv$/i, '')}.rejected.csv`;
  const beside = join(dirname(resolve(path)), name);
  const writable = await access(dirname(beside), constants.W_OK).then(
    () => true,
    () => false,
  );
  return writable ? beside : resolve(name);
}
