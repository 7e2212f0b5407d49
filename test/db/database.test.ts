import { expect, test } from 'vitest';
import { listen } from '../../src/db/listen.ts';
import { migrate } from '../../src/db/migrate.ts';
import { inTransaction, withLock, withLockIfFree } from '../../src/db/transaction.ts';
import { withDatabase } from '../support/database.ts';

test('numbers come as numbers, days as text and instants as dates', () =>
  withDatabase(async (db) => {
    const { rows } = await db.raw(
      `select 12.50::numeric as money, count(*) as total, date '2026-03-20' as day, timestamptz '2026-03-20T10:00Z' as at, array[date '2026-03-20'] as days`,
    );
    expect(rows[0]).toEqual({
      money: 12.5,
      total: 1,
      day: '2026-03-20',
      at: new Date('2026-03-20T10:00:00Z'),
      days: ['2026-03-20'],
    });
  }));

test('migrating twice is harmless', () =>
  withDatabase(async (_, { owner }) => {
    expect(await migrate(owner)).toEqual([]);
  }));

test('a database of a newer Steward is refused with the fix', () =>
  withDatabase(async (_, { owner }) => {
    await owner('migrations').insert({ name: '9999_from_the_future.ts' });
    await expect(migrate(owner)).rejects.toThrow('made by a newer Steward (it has 9999_from_the_future.ts)');
  }));

test('an inner transaction joins the outer one and falls with it', () =>
  withDatabase(async (db) => {
    const outer = inTransaction(db, async (trx) => {
      await inTransaction(trx, (inner) => inner('territories').insert({ id: 'T1', name: 'EMEA' }));
      throw new Error('changed my mind');
    });
    await expect(outer).rejects.toThrow('changed my mind');
    expect(await db('territories')).toEqual([]);
  }));

test('who holds a lock works alone; who only tries it is turned away', () =>
  withDatabase(async (db) => {
    let tried: unknown = 'not yet';
    await withLock(db, 'sweep', async () => {
      tried = await withLockIfFree(db, 'sweep', async () => 'got in');
    });
    expect(tried).toBeNull();
    expect(await withLockIfFree(db, 'sweep', async () => 'got in')).toBe('got in');
  }));

test('a listener hears again after its connection was cut', () =>
  withDatabase(async (db, { url }) => {
    const heard: string[] = [];
    const ears = await listen(url, ['steward_test'], (_, payload) => heard.push(payload));
    await db.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'steward listen' and datname = current_database()`,
    );
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2); // one empty call per connection made
    await db.raw(`select pg_notify('steward_test', 'hello')`);
    await expect.poll(() => heard, { timeout: 5000 }).toEqual(['', '', 'hello']);
    await ears.stop();
  }));
