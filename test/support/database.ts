import { inject } from 'vitest';
import { type Db, openPool } from '../../src/db/pool.ts';
import { atRest, type Connections, emptied, type Kept } from './emptied.ts';
import { createDatabase } from './server.ts';

export type Fresh = {
  /** As the program has it: its role may work on the tables, and owns none. */
  db: Db;
  url: string;
  /** Who owns the tables: for tests that tamper with them. A database whose owner was asked for is not used again. */
  readonly owner: Db;
  readonly ownerUrl: string;
};

let made = 0;
/** Lasts as long as the worker, which serves many files. */
let admin: Db | null = null;
/** Emptied ones, with connections that have read the catalogues already: half of what a small test costs otherwise. */
const waiting: Kept[] = [];

/** Runs `work` on a fresh, migrated, empty database. */
export async function withDatabase<T>(work: (db: Db, use: Fresh) => Promise<T>): Promise<T> {
  const fresh = await aFreshDatabase();
  try {
    return await work(fresh.db, fresh);
  } finally {
    await fresh.drop();
  }
}

/** A fresh, migrated, empty database for a whole file: make it in `beforeAll`, `drop` it in `afterAll`. */
export async function aFreshDatabase(): Promise<Fresh & { drop(): Promise<void> }> {
  return opened(waiting.pop() ?? (await make()), true);
}

/** A copy of that database of the server's, for a test or a file: see `aFreshDatabase`. */
export const aCopyOf = async (template: string): Promise<Fresh & { drop(): Promise<void> }> =>
  opened(await make(template), false);

/** `again`: whether it may be used by another test when it has been emptied. */
async function opened(kept: Kept, again: boolean): Promise<Fresh & { drop(): Promise<void> }> {
  // A pool of its own over the connections there are: what the program remembers of a database hangs on its pool.
  const db = openPool(kept.url, { max: 10 });
  if (kept.connections) {
    await db.client.pool.destroy();
    db.client.pool = kept.connections;
  }
  const connections: Connections = db.client.pool;
  kept.connections = connections;
  let owner: Db | null = null;
  let tampered = false;
  return {
    db,
    url: kept.url,
    get owner() {
      tampered = true;
      owner ??= openPool(kept.ownerUrl, { max: 2 });
      return owner;
    },
    get ownerUrl() {
      tampered = true;
      return kept.ownerUrl;
    },
    drop: async () => {
      await owner?.destroy();
      if (!again || tampered || !(await atRest(connections))) return drop(kept);
      // Whoever still has it is told that it is gone.
      db.client.pool = undefined;
      if (await emptied(kept)) waiting.push(kept);
      else await drop(kept);
    },
  };
}

async function make(template?: string): Promise<Kept> {
  const name = `t_${process.pid}_${made++}_${Math.random().toString(36).slice(2, 8)}`;
  const { url, ownerUrl, drop } = await createDatabase(inject('postgresUrl'), name, onServer(), template);
  return { url, ownerUrl, drop, connections: null, keeper: openPool(ownerUrl, { max: 1 }) };
}

/** The worker's connections to the server itself. */
export function onServer(): Db {
  admin ??= openPool(`${inject('postgresUrl')}/postgres`, { max: 2 });
  return admin;
}

async function drop({ connections, keeper, drop }: Kept): Promise<void> {
  await Promise.all([connections?.destroyed ? null : connections?.destroy(), keeper.destroy()]);
  await drop();
}
