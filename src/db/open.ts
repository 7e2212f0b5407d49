import { setTimeout as pause } from 'node:timers/promises';
import { CannotStart } from '../errors.ts';
import type { Log } from '../log.ts';
import { knock } from './cluster.ts';
import { migrate } from './migrate.ts';
import { type Db, openPool } from './pool.ts';

export type Database = {
  db: Db;
  /** For connections of one's own (listening, the job engine). Holds a password: never log it. */
  url: string;
  embedded: boolean;
  /** Where the embedded server keeps its data; null with a given one. */
  folder: string | null;
  /** Tables belong to another role than the one that `url` names, so that the audit log can only grow. */
  guarded: boolean;
  /** Brings the tables up to date as their owner, and says which migrations ran. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
};

/** Opens the Postgres at `url`; with none given, the embedded server on data in `home`, which `keepUp` restarts when it dies. */
export async function openDatabase(options: {
  url?: string | null;
  migrateUrl?: string | null;
  home: string;
  log: Log;
  keepUp?: boolean;
  max?: number;
}): Promise<Database> {
  // Read only where it is used: it brings much with it.
  const own = options.url
    ? null
    : await (await import('./embedded.ts')).runEmbedded({
        home: options.home,
        log: options.log,
        keepUp: options.keepUp,
      });
  const url = options.url ?? own?.appUrl ?? '';
  const ownerUrl = own?.ownerUrl ?? options.migrateUrl ?? url;
  if (!own) await mustAnswer('DATABASE_URL', url);
  if (!own && ownerUrl !== url) await mustAnswer('DATABASE_MIGRATE_URL', ownerUrl);
  const db = openPool(url, { max: options.max });
  return {
    db,
    url,
    embedded: own !== null,
    folder: own?.folder ?? null,
    guarded: roleOf(url) !== roleOf(ownerUrl),
    migrate: async () => {
      if (ownerUrl === url) return migrate(db);
      const owner = openPool(ownerUrl, { max: 1, name: 'steward migrate' });
      try {
        return await migrate(owner, roleOf(url) === roleOf(ownerUrl) ? {} : { app: roleOf(url) });
      } finally {
        await owner.destroy();
      }
    },
    close: async () => {
      await db.destroy();
      await own?.stop();
    },
  };
}

async function mustAnswer(name: string, url: string): Promise<void> {
  const fix = `Check that Postgres runs there and that ${name} names the right host, port, role, password and database.`;
  for (let tries = 0; tries < 20; tries++, await pause(250)) {
    try {
      if ((await knock(url)) === 'ready') return;
    } catch (cause) {
      const because = cause instanceof Error ? cause.message : String(cause);
      throw new CannotStart(`The database of ${name} cannot be opened: ${because}.`, { fix, cause });
    }
  }
  throw new CannotStart(`The database of ${name} does not answer.`, { fix });
}

const roleOf = (url: string): string => decodeURIComponent(URL.parse(url)?.username ?? '');
