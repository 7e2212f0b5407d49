import { randomBytes } from 'node:crypto';
import { link, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CannotStart } from '../errors.ts';
import { diskFull, saysFull } from './room.ts';

/** Makes the folder that holds data and secrets. Others may walk through (Postgres may run as another user), not read what matters. */
export async function prepareHome(home: string): Promise<void> {
  try {
    await makeFolder(home);
    const probe = join(home, `.probe-${randomBytes(6).toString('hex')}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw error instanceof CannotStart ? error : homeTrouble(home, error);
  }
}

/** One after the other, from the first that is missing: mkdir's own `recursive` never ends below folders such as /proc. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // A file on the way says it only of what would be below it.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (found?.isDirectory()) return;
  if (found) throw homeTrouble(path, Object.assign(new Error('It is a file.'), { code: 'ENOTDIR' }));
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o755 }).catch(async (error: NodeJS.ErrnoException) => {
    const there = error.code === 'EEXIST' ? await lstat(path) : null;
    if (there?.isDirectory()) return; // somebody else was faster
    if (there?.isSymbolicLink())
      throw new CannotStart(`${path} is a link to a folder that is not there.`, {
        fix: 'Make that folder, or set STEWARD_HOME to another one.',
        cause: error,
      });
    throw homeTrouble(path, error);
  });
}

/** A secret of this installation: made once, kept in `home`, readable by its owner only. */
export async function keptSecret(home: string, name: string): Promise<string> {
  return keptText(home, name, () => randomBytes(32).toString('hex'));
}

/** The text of `home/name`; where there is none, `make`s it. When two processes make it at once, both get the first one's. */
export async function keptText(home: string, name: string, make: () => string): Promise<string> {
  const path = join(home, name);
  const staging = join(home, `.${name}-${process.pid}-${randomBytes(3).toString('hex')}`);
  try {
    const found = await readFile(path, 'utf8').catch(ifMissing);
    if (found?.trim()) return found.trim();
    if (found !== null) await rm(path); // left empty by a full disk
    await writeFile(staging, `${make()}\n`, { mode: 0o600, flag: 'wx' });
    await link(staging, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw homeTrouble(home, error);
  } finally {
    await rm(staging, { force: true });
  }
}

/** What went wrong with a folder of ours, as a sentence with the way out. */
export function homeTrouble(folder: string, cause: unknown): CannotStart {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (saysFull(cause)) return diskFull(folder, cause);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new CannotStart(`The data folder ${folder} cannot be read or written by this user (${code}).`, {
      fix: 'Give it back to the user that starts Steward (chown -R), or set STEWARD_HOME to another folder.',
      cause,
    });
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new CannotStart(`${folder} is a file, but must be the folder for Steward's data.`, {
      fix: 'Move it away, or set STEWARD_HOME to another folder.',
      cause,
    });
  if (code === 'ENOENT')
    return new CannotStart(`The folder ${folder} cannot be made: nothing can be kept there.`, {
      fix: 'Set STEWARD_HOME to a folder on a disk.',
      cause,
    });
  return new CannotStart(
    `The data folder ${folder} cannot be used: ${cause instanceof Error ? cause.message : cause}.`,
    {
      fix: 'Set STEWARD_HOME to another folder.',
      cause,
    },
  );
}

export const ifMissing = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

const addressFile = 'address';

/** Notes where the house of this folder listens, for commands beside it; the answer takes that away again. */
export async function noteAddress(home: string, url: string): Promise<() => Promise<void>> {
  const path = join(home, addressFile);
  await writeFile(path, `${url}\n`).catch((error: unknown) => {
    throw homeTrouble(home, error);
  });
  return () => rm(path, { force: true });
}

/** Where the house of this folder listens, or did before it was killed; null: none has noted it. */
export async function notedAddress(home: string): Promise<string | null> {
  const noted = await readFile(join(home, addressFile), 'utf8').catch(() => '');
  return URL.canParse(noted.trim()) ? new URL(noted.trim()).origin : null;
}
