import { readdir } from 'node:fs/promises';
import type { Knex } from 'knex';
import { CannotStart } from '../errors.ts';
import type { Db } from './pool.ts';
import { grantToApp } from './roles.ts';
import { withLock } from './transaction.ts';

const folder = new URL('../../migrations/', import.meta.url);

/**
 * Brings the tables up to date: all or nothing, one process at a time, harmless when repeated. Says which migrations ran.
 * `app` is the role that will use them, where it is not the one that owns them.
 */
export async function migrate(db: Db, options: { app?: string } = {}): Promise<string[]> {
  await refuseOldServer(db);
  const known = await knownMigrations();
  return withLock(db, 'steward migrations', async (trx) => {
    await trx.raw(
      'create table if not exists migrations (name text primary key, at timestamptz not null default now())',
    );
    const done = new Set((await trx('migrations').select('name')).map((row) => String(row.name)));
    const unknown = [...done].filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new CannotStart(`The database was made by a newer Steward (it has ${unknown.join(', ')}).`, {
        fix: 'Update this program, or use another database.',
      });
    }
    const missing = known.filter((name) => !done.has(name));
    for (const name of missing) {
      const step: { up(knex: Knex): Promise<void> } = await import(new URL(name, folder).href);
      await step.up(trx);
      await trx('migrations').insert({ name });
    }
    if (options.app) await grantToApp(trx, options.app);
    return missing;
  });
}

const knownMigrations = async (): Promise<string[]> =>
  (await readdir(folder)).filter((file) => /^\d{4}_.*\.ts$/.test(file)).sort();

/** Those that `migrate` would run. Changes nothing. */
export async function missingMigrations(db: Db): Promise<string[]> {
  const { rows } = await db.raw(`select to_regclass('migrations') is not null as made`);
  const done = rows[0].made ? await db('migrations').pluck('name') : [];
  return (await knownMigrations()).filter((name) => !done.includes(name));
}

async function refuseOldServer(db: Db): Promise<void> {
  const { rows } = await db.raw('show server_version_num');
  if (Number(rows[0].server_version_num) < 150_000) {
    throw new CannotStart('The database is older than Postgres 15.', {
      fix: 'Point DATABASE_URL at Postgres 15 or newer.',
    });
  }
}
