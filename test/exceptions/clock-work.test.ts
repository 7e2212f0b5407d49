import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { expireDue, remindDue, wakeDue } from '../../src/exceptions/clock-work.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { snooze, wake } from '../../src/exceptions/put-off.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { cast, now, seedCast, withoutQuiet } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException, somebody } from '../support/exception.ts';

const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);
const zone = 'UTC';

test('a card reminds once after a day, goes up once after another, and never speaks a third time', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await withoutQuiet(db);
    await anException(db);
    const at = async (n: number) => remindDue({ db, now: stoppedAt(hours(n)) });
    expect(await at(23)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await Promise.all([at(24), at(24)])).toContainEqual({ reminded: 1, handedUp: 0 });
    expect(await at(25)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await at(48)).toEqual({ reminded: 0, handedUp: 1 });
    for (const n of [72, 96, 120]) expect(await at(n)).toEqual({ reminded: 0, handedUp: 0 });
    const notes = await db('outbox').where({ topic: 'whisper' }).orderBy('id').pluck('body');
    expect(notes.map((body) => [body.user, body.text])).toEqual([
      ['U_MARA', 'Acme Platform has waited for you for 24 h. In Negotiation for 47 days (limit 30).'],
      [
        'U_ADA',
        'Acme Platform has waited for 48 h without a decision. In Negotiation for 47 days (limit 30). You can help it along.',
      ],
    ]);
  }));

test('after seven days it expires, nothing is changed, and a click on it says so', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    const late = stoppedAt(hours(7 * 24));
    const mara = await somebody(db, cast.mara);
    const click = () =>
      decide({ db, now: late, zone }, { exceptionId: id, say: 'approve', by: mara, shownHash: hash });
    expect(await click()).toMatchObject({ say: 'expired' });
    expect(await Promise.all([expireDue({ db, now: late }), expireDue({ db, now: late })])).toContain(1);
    expect(await click()).toMatchObject({ say: 'expired' });
    expect((await exceptionView({ db, now: late }, id))?.state).toMatchObject({ is: 'expired', days: 7 });
    expect(await db('changes')).toHaveLength(0);
    expect(await db('decisions')).toHaveLength(0);
    expect(await db('audit').where({ action: 'exception.expired' })).toHaveLength(1);
  }));

test('a snoozed card sleeps through reminders and its end, wakes by itself, and can be woken', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id } = await anException(db);
    const mara = await somebody(db, cast.mara);
    const until = hours(8 * 24);
    const use = { db, now: stoppedAt(now) };
    expect(await snooze(use, { exceptionId: id, by: mara, until })).toEqual({
      say: 'snoozed',
      until,
      byName: 'Mara Lind',
    });
    const priya = await somebody(db, cast.priya);
    expect(await snooze(use, { exceptionId: id, by: priya, until: hours(24) })).toMatchObject({
      until,
      byName: 'Mara Lind',
    });
    expect((await exceptionView(use, id))?.state).toEqual({ is: 'snoozed', by: 'Mara Lind', until });
    const week = { db, now: stoppedAt(hours(7 * 24 + 1)) };
    expect(await remindDue(week)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await expireDue(week)).toBe(0);
    expect(await wakeDue(week)).toBe(0);
    expect(await wakeDue({ db, now: stoppedAt(until) })).toBe(1);
    expect((await exceptionView(use, id))?.state).toEqual({ is: 'open' });
    await snooze(use, { exceptionId: id, by: mara, until });
    expect(await wake(use, { exceptionId: id, by: mara })).toEqual({ say: 'woken' });
    expect(await wake(use, { exceptionId: id, by: mara })).toEqual({ say: 'awake' });
  }));

test('a moment in the past, or one too far away, is no moment to snooze until', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id } = await anException(db);
    const mara = await somebody(db, cast.mara);
    for (const until of [now, hours(91 * 24)]) {
      expect(() => snooze({ db, now: stoppedAt(now) }, { exceptionId: id, by: mara, until })).toThrow(
        '90 days',
      );
    }
  }));

test('a card whose reason has gone says why, and a late click is told', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    await db('exceptions')
      .where({ id })
      .update({ closed_at: now, closed_as: 'withdrawn', closed_because: 'the deal moved to Won' });
    const use = { db, now: stoppedAt(now), zone };
    const mara = await somebody(db, cast.mara);
    expect(await decide(use, { exceptionId: id, say: 'approve', by: mara, shownHash: hash })).toMatchObject({
      say: 'withdrawn',
      because: 'the deal moved to Won',
    });
    expect((await exceptionView(use, id))?.state).toMatchObject({
      is: 'withdrawn',
      because: 'the deal moved to Won.',
    });
  }));
