import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is in the files, by file id. */
export type Bytes = {
  get: (id: string) => Buffer | undefined;
  put: (id: string, bytes: Buffer) => void;
  drop: (id: string) => void;
};

/** With `dir`, one file each, written whole or not at all; what does not belong to `kept` is cleared away first. */
export function openBytes({ dir, kept }: { dir?: string; kept: Set<string> }): Bytes {
  return dir ? onDisk(dir, kept) : inMemory();
}

function onDisk(dir: string, kept: Set<string>): Bytes {
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) if (!kept.has(name)) rmSync(join(dir, name));
  return {
    get: (id) => {
      try {
        return readFileSync(join(dir, id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    put: (id, bytes) => {
      try {
        writeFileSync(join(dir, `${id}.new`), bytes, { mode: 0o600 });
      } catch (error) {
        rmSync(join(dir, `${id}.new`), { force: true });
        throw error;
      }
      renameSync(join(dir, `${id}.new`), join(dir, id));
    },
    drop: (id) => rmSync(join(dir, id), { force: true }),
  };
}

function inMemory(): Bytes {
  const rows = new Map<string, Buffer>();
  return {
    get: (id) => rows.get(id),
    put: (id, bytes) => void rows.set(id, bytes),
    drop: (id) => void rows.delete(id),
  };
}
