import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The chain's head, kept in a file: a log that was cut, or put back to an older state, no longer reaches it. */
export type Head = { seq: number; hash: string };

const Anchor = z.object({ seq: z.number().int(), hash: z.string() });

export const anchorFile = (home: string): string => join(home, 'audit-head.json');

/** Null when nothing was anchored from this machine yet. */
export async function readAnchor(home: string): Promise<Head | null> {
  const text = await readFile(anchorFile(home), 'utf8').catch(() => null);
  return text === null ? null : Anchor.parse(JSON.parse(text));
}

export async function writeAnchor(home: string, head: Head): Promise<void> {
  const staging = `${anchorFile(home)}.${process.pid}`;
  await writeFile(staging, `${JSON.stringify({ ...head, at: new Date().toISOString() })}\n`, { mode: 0o600 });
  await rename(staging, anchorFile(home));
}
