import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { CannotStart } from '../errors.ts';
import type { Binaries } from './binaries.ts';
import { diskFull, saysFull } from './room.ts';

export const superuser = 'steward_owner';

/** Where a server listens: at a port of this machine, and at a socket in `socket` where there is one, which is faster. */
export type Place = { port: number; socket: string | null };

/** The address of a database at it, or of the server itself where none is named. */
export function address(role: string, password: string, at: Place, database?: string): string {
  const host = at.socket === null ? '127.0.0.1' : encodeURIComponent(at.socket);
  return `postgres://${role}:${password}@${host}:${at.port}${database ? `/${database}` : ''}`;
}

/** In bytes: what fits into an address of a socket on every system that we know (104 on macOS, 108 on Linux). */
const longestSocket = 103;

/** The folder for the socket of a server on `folder`: itself, which nobody else may enter; null where its name is too long. */
export const socketIn = (folder: string): string | null =>
  Buffer.byteLength(join(folder, '.s.PGSQL.65535')) <= longestSocket ? folder : null;

/** Makes an empty cluster in `folder`, readable by nobody else, with scram passwords. Atomic: a half-made one never stays. */
export async function initCluster(use: {
  binaries: Binaries;
  folder: string;
  password: string;
  sync: boolean;
}): Promise<void> {
  const { binaries, folder } = use;
  if (binaries.initdb.includes('"'))
    throw new CannotStart(
      `The database cannot be made: Postgres cannot run from a folder with a double quote in its name (${binaries.initdb}).`,
      { fix: 'Rename that folder, or set DATABASE_URL to a Postgres of your own.' },
    );
  const staging = `${folder}.new-${process.pid}-${randomBytes(3).toString('hex')}`;
  const passwordFile = `${staging}.password`;
  try {
    await mkdir(staging, { mode: 0o700 });
    await writeFile(passwordFile, `${use.password}\n`, { mode: 0o600, flag: 'wx' });
    if (binaries.as)
      for (const path of [staging, passwordFile]) await chown(path, binaries.as.uid, binaries.as.gid);
    const options = [
      '-D',
      staging,
      '-U',
      superuser,
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
    ];
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await promisify(execFile)(
      binaries.initdb,
      [...options, ...locale, ...(use.sync ? [] : ['--no-sync', '--no-data-checksums'])],
      {
        ...(binaries.as ?? {}),
        cwd: '/',
        env: { ...process.env, LC_ALL: 'C', HOME: '/' },
      },
    );
    await rename(staging, folder);
  } catch (error) {
    if (await readFile(join(folder, 'PG_VERSION')).catch(() => null)) return; // somebody else was quicker
    throw explained(
      error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error),
      folder,
      error,
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

/** Starts the server in a session of its own, so that Ctrl-C in our terminal does not reach it. */
export async function spawnPostgres(use: {
  binaries: Binaries;
  folder: string;
  at: Place;
  logFile: string;
  settings: Record<string, string>;
}): Promise<ChildProcess> {
  const log = await open(use.logFile, 'a', 0o600);
  try {
    const settings = {
      listen_addresses: '127.0.0.1',
      // One name; in the quotes of a list, as a folder's may have commas and spaces.
      unix_socket_directories: use.at.socket === null ? '' : `"${use.at.socket.replaceAll('"', '""')}"`,
      timezone: 'UTC',
      ...use.settings,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(use.binaries.postgres, ['-D', use.folder, '-p', String(use.at.port), ...args], {
      ...(use.binaries.as ?? {}),
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, LC_ALL: 'C', HOME: '/' },
    });
    child.on('error', () => undefined); // seen by whoever waits for it to answer: it never does
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** `'ready'` when the server lets `url` in; `'wait'` while it starts, stops or is not there; any other error is thrown. */
export async function knock(url: string): Promise<'ready' | 'wait'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (
      ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', '57P03', '57P01', '57P02'].includes(
        code,
      ) ||
      /timeout|terminated/i.test(String(error))
    )
      return 'wait';
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** What Postgres says in its log, as one sentence with the way out. */
export function explained(said: string, folder: string, cause?: unknown): CannotStart {
  const because =
    said
      .split('\n')
      .findLast((line) => /FATAL|PANIC|error:|could not|denied/i.test(line))
      ?.trim()
      .replace(/^but /, '')
      .replace(/\.$/, '') ?? said.trim().slice(-300);
  if (saysFull(said)) return diskFull(folder, cause);
  if (/could not look up effective user ID|user does not exist/i.test(said))
    return new CannotStart(
      'The database cannot start: the user id that runs this program has no name in /etc/passwd.',
      {
        fix: 'Start as a named user, or set DATABASE_URL to a Postgres of your own.',
        cause,
      },
    );
  if (/denied|EACCES|EPERM/i.test(said))
    return new CannotStart(`The database cannot start: ${folder} cannot be read or written (${because}).`, {
      fix: 'Give the folder back to the user that starts Steward (chown -R), or set STEWARD_HOME to another folder.',
      cause,
    });
  return new CannotStart(`The database in ${folder} cannot start: ${because}.`, {
    fix: 'Put back a copy of that folder, or move it away to begin anew. What the database said is in postgres.log.',
    cause,
  });
}
