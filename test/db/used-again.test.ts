/** The tests' databases are used again. What one test leaves must never reach the next. */
import { describe, expect, inject, test } from 'vitest';
import type { Db } from '../../src/db/pool.ts';
import { openPool } from '../../src/db/pool.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { createDatabase } from '../support/server.ts';

const nameOf = async (db: Db): Promise<string> =>
  (await db.raw('select current_database() as name')).rows[0].name;

/** Everything in it that a test could notice: rows, sequences, objects. */
async function contents(db: Db): Promise<Record<string, unknown>> {
  const { rows: tables } = await db.raw(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^(pg_|information_schema)' order by 1`,
  );
  const all: Record<string, unknown> = {};
  for (const { name } of tables) all[name] = (await db.raw(`select * from ${name}`)).rows;
  all.sequences = (
    await db.raw('select schemaname, sequencename, last_value from pg_sequences order by 1, 2')
  ).rows;
  return all;
}

/** Runs it in a database that the next one is to find used, and says which that was. */
const use = async (work: (db: Db) => Promise<unknown>): Promise<string> => {
  let name = '';
  await withDatabase(async (db) => {
    name = await nameOf(db);
    await work(db);
  });
  return name;
};

describe('a database that is used again', () => {
  test('is as a new one: rows, those of the template, sequences', async () => {
    const used = await use(async (db) => {
      await seedCast(db);
      await setSetting(
        { db, now: { now: () => now, isSet: () => true } },
        { name: 'cards_open', value: 3, by: { kind: 'system', id: 'test' } },
      );
      expect((await db('audit')).length).toBeGreaterThan(0);
    });
    const server = inject('postgresUrl');
    const name = `untouched_${process.pid}`;
    const { ownerUrl, drop } = await createDatabase(server, name);
    const untouched = openPool(ownerUrl, { max: 1 });
    try {
      await withDatabase(async (_, fresh) => {
        expect(await nameOf(fresh.owner)).toBe(used);
        expect(await contents(fresh.owner)).toEqual(await contents(untouched));
      });
    } finally {
      await untouched.destroy();
      await drop();
    }
  });

  test('gives rows in the order in which they were put in', async () => {
    const many = (from: number) =>
      Array.from({ length: 200 }, (_, n) => ({ id: `T-${from + n}`, name: `T ${from + n}` }));
    const used = await use(async (db) => {
      await db('territories').insert(many(0));
      await db('territories')
        .where('id', '>', 'T-1')
        .update({ name: db.raw("name || '!'") });
    });
    await withDatabase(async (db) => {
      expect(await nameOf(db)).toBe(used);
      await db('territories').insert(many(500));
      expect(await db('territories').pluck('id')).toEqual(many(500).map(({ id }) => id));
    });
  });

  test('is given to nobody where the owner was asked for, something still runs, or something was made in it', async () => {
    const spoiled: string[] = [];
    await withDatabase(async (_, { owner }) => spoiled.push(await nameOf(owner)));
    let still: Promise<unknown> = Promise.resolve();
    spoiled.push(
      await use(async (db) => {
        still = db.raw('select pg_sleep(0.5)').catch(() => null);
        await expect.poll(() => db.client.pool.numUsed()).toBe(1);
      }),
    );
    await still;
    spoiled.push(await use((db) => db.raw('create temporary table mine (id int)')));
    spoiled.push(await use((db) => db.raw('select pg_advisory_lock(7)')));
    expect(new Set(spoiled).size).toBe(4);
    await withDatabase(async (db) => expect(spoiled).not.toContain(await nameOf(db)));
  });

  test('is of no use to whoever still has the last one', async () => {
    let last: Db | null = null;
    await withDatabase(async (db) => {
      last = db;
      await db.raw('select 1');
    });
    await expect((last as unknown as Db).raw('select 1')).rejects.toThrow('Unable to acquire a connection');
  });
});
