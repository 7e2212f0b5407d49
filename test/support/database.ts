import { inject } from 'vitest';
import { type Db, openPool } from '../../src/db/pool.ts';

let made = 0;

/** Runs `work` on a fresh, migrated, empty database, and drops it afterwards. */
export async function withDatabase<T>(work: (db: Db, use: { url: string }) => Promise<T>): Promise<T> {
  const fresh = await aFreshDatabase();
  try {
    return await work(fresh.db, { url: fresh.url });
  } finally {
    await fresh.drop();
  }
}

/** A fresh, migrated, empty database for a whole file: make it in `beforeAll`, `drop` it in `afterAll`. */
export async function aFreshDatabase(): Promise<{ db: Db; url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `t_${process.pid}_${made++}_${Math.random().toString(36).slice(2, 8)}`;
  await onServer(server, `create database ${name} template template_steward`);
  const url = `${server}/${name}`;
  const db = openPool(url, { max: 10 });
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const admin = openPool(`${server}/postgres`, { max: 1 });
  try {
    await admin.raw(statement);
  } finally {
    await admin.destroy();
  }
}
