import { expect, test } from 'vitest';
import { followClock, readClock, setClock } from '../../src/set-clock.ts';
import { withDatabase } from '../support/database.ts';

const day = (clock: { now: () => Date }): string => clock.now().toISOString().slice(0, 10);

test('a clock that is set is followed by whoever runs, and read by whoever comes later', () =>
  withDatabase(async (db, { url }) => {
    const running = await followClock({ db, url, given: null });
    const real = day(running);
    await setClock(db, new Date('2017-12-31T12:00:00Z'));
    await expect.poll(() => day(running), { timeout: 5000 }).toBe('2017-12-31');
    expect(day(await readClock(db, null))).toBe('2017-12-31');
    await setClock(db, null);
    await expect.poll(() => day(running), { timeout: 5000 }).toBe(real);
    expect(running.isSet()).toBe(false);
    expect(await db('audit').orderBy('id').pluck('action')).toEqual(['clock.set', 'clock.real']);
    await running.stop();
  }));

test('a command beside a running program has its clock, unless it is given another one', () =>
  withDatabase(async (db, { url }) => {
    const given = new Date('2026-03-20T10:00:00Z');
    const running = await followClock({ db, url, given });
    await setClock(db, new Date('2026-03-20T11:30:00Z'));
    await expect.poll(() => running.now().toISOString().slice(11, 16), { timeout: 5000 }).toBe('11:30');
    const seen = async (at: Date | null): Promise<string> =>
      (await readClock(db, at)).now().toISOString().slice(0, 16);
    await expect.poll(() => seen(null), { timeout: 5000 }).toBe('2026-03-20T11:30');
    expect(await seen(given)).toBe('2026-03-20T11:30');
    expect(await seen(new Date('2025-01-02T08:00:00Z'))).toBe('2025-01-02T08:00');
    await running.stop();
    expect(await seen(given)).toBe('2026-03-20T10:00');
  }));

test('the clock of the environment holds until somebody sets another', () =>
  withDatabase(async (db, { url }) => {
    await setClock(db, new Date('2017-12-31T12:00:00Z'));
    const running = await followClock({ db, url, given: new Date('2026-03-20T10:00:00Z') });
    expect(day(running)).toBe('2026-03-20');
    await setClock(db, new Date('2018-06-01T12:00:00Z'));
    await expect.poll(() => day(running), { timeout: 5000 }).toBe('2018-06-01');
    await running.stop();
  }));
