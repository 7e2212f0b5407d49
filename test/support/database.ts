import { inject } from 'vitest';
import { type Db, openPool } from '../../src/db/pool.ts';
import { createDatabase } from './server.ts';

let made = 0;
/** Lasts as long as the worker, which serves many files. */
let admin: Db | null = null;

type Fresh = {
  /** As the program has it: its role may work on the tables, and owns none. */
  db: Db;
  url: string;
  /** Who owns the tables: for tests that tamper with them. */
  owner: Db;
  ownerUrl: string;
};

/** Runs `work` on a fresh, migrated, empty database, and drops it afterwards. */
export async function withDatabase<T>(work: (db: Db, use: Omit<Fresh, 'db'>) => Promise<T>): Promise<T> {
  const { db, drop, ...use } = await aFreshDatabase();
  try {
    return await work(db, use);
  } finally {
    await drop();
  }
}

/** A fresh, migrated, empty database for a whole file: make it in `beforeAll`, `drop` it in `afterAll`. */
export async function aFreshDatabase(): Promise<Fresh & { drop(): Promise<void> }> {
  const name = `t_${process.pid}_${made++}_${Math.random().toString(36).slice(2, 8)}`;
  const server = inject('postgresUrl');
  admin ??= openPool(`${server}/postgres`, { max: 2 });
  const { url, ownerUrl, drop } = await createDatabase(server, name, admin);
  const db = openPool(url, { max: 10 });
  const owner = openPool(ownerUrl, { max: 2 });
  return {
    db,
    url,
    owner,
    ownerUrl,
    drop: async () => {
      await Promise.all([db.destroy(), owner.destroy()]);
      await drop();
    },
  };
}
