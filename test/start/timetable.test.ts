import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { type Entry, startTimetable } from '../../src/timetable.ts';
import { now } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const timetable = (db: Db, clock: ReturnType<typeof stoppedAt>, entries: Entry[]) =>
  startTimetable({ db, clock, zone: 'UTC', log: silentLog(), entries, eachSecond: [] });

test('two replicas do the work of a slot once, and again in the next slot', () =>
  withDatabase(async (db) => {
    const clock = stoppedAt(now);
    const done: string[] = [];
    const entries = (replica: string): Entry[] => [
      { name: 'each minute', rhythm: 'minute', run: async () => void done.push(replica) },
    ];
    const both = ['a', 'b'].map((replica) => timetable(db, clock, entries(replica)));
    await expect.poll(() => done.length, { timeout: 10_000 }).toBe(1);
    clock.move(new Date(now.getTime() + 60_000));
    await expect.poll(() => done.length, { timeout: 10_000 }).toBe(2);
    await Promise.all(both.map((one) => one.stop()));
    expect(done).toHaveLength(2);
    expect(await db('slots').orderBy('at').pluck('at')).toEqual([now, new Date(now.getTime() + 60_000)]);
  }));

test('a slot whose work could not be put into the queue is not lost', () =>
  withDatabase(async (db) => {
    let attempts = 0;
    const put = async (trx: Db) => {
      await trx('territories').insert({ id: `T-${++attempts}`, name: `try ${attempts}` });
      if (attempts === 1) throw new Error('the process ends here');
    };
    const table = timetable(db, stoppedAt(now), [{ name: 'sweep', rhythm: 'minute', put }]);
    await expect.poll(() => db('territories').pluck('id'), { timeout: 10_000 }).toEqual(['T-2']);
    await table.stop();
    expect(await db('slots').pluck('name')).toEqual(['sweep']);
  }));

test('of many entries that are due in one second three work at a time, and one that takes long keeps the others from nothing', () =>
  withDatabase(async (db) => {
    const long = Promise.withResolvers<void>();
    const done: string[] = [];
    let [atOnce, most] = [0, 0];
    const entry = (name: string, ends: () => Promise<void>): Entry => ({
      name,
      rhythm: 'minute',
      run: async () => {
        most = Math.max(most, ++atOnce);
        await ends();
        atOnce -= 1;
        done.push(name);
      },
    });
    const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 200));
    const others = ['b', 'c', 'd', 'e', 'f'];
    const table = timetable(db, stoppedAt(now), [
      entry('a', () => long.promise),
      ...others.map((name) => entry(name, soon)),
    ]);
    await expect.poll(() => done.toSorted(), { timeout: 10_000 }).toEqual(others);
    long.resolve();
    await table.stop();
    expect(done.at(-1)).toBe('a');
    expect(most).toBe(3);
  }));
