/** Whoever it is, wherever, whenever something comes: nobody is interrupted in quiet hours, and nothing that waited is late or lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interrupt } from '../../src/attention/interrupt.ts';
import { releaseQuiet } from '../../src/attention/release.ts';
import { stoppedAt } from '../../src/clock.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { quietUntil, type Rest } from '../../src/policy/quiet-hours.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const minute = 60_000;
const zones = Intl.supportedValuesOf('timeZone');
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall there shows, by the platform and not by us. */
function wall(at: number, zone: string): { weekday: number; minute: number } {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(zone, clock);
  const [day = '', time = ''] = clock.format(at).split(' ');
  const [hour = 0, minutes = 0] = time.split(':').map(Number);
  return { weekday: new Date(day).getUTCDay() || 7, minute: hour * 60 + minutes };
}

function isFree(at: number, { zone, hours, days }: Rest): boolean {
  const now = wall(at, zone);
  if (!days.has(now.weekday)) return false;
  if (!hours) return true;
  const within =
    hours.from < hours.to
      ? now.minute >= hours.from && now.minute < hours.to
      : now.minute >= hours.from || now.minute < hours.to;
  return !within;
}

const rest = fc.record({
  zone: fc.constantFrom(...zones),
  hours: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    // On quarters of an hour, and never in the hours in which clocks change.
    {
      weight: 9,
      arbitrary: fc
        .record({ from: fc.integer({ min: 17, max: 22 }), to: fc.integer({ min: 6, max: 10 }) })
        .map(({ from, to }) => ({ from: from * 60, to: to * 60 })),
    },
  ),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((all) => new Set(all)),
});
const instant = fc.integer({ min: Date.UTC(2025, 0, 1) / minute, max: Date.UTC(2028, 0, 1) / minute });

/** Of one event: it comes at once where that is allowed, else in the first minute in which it is. */
const holds = (until: typeof quietUntil) =>
  fc.property(rest, instant, (of, at) => {
    const now = at * minute;
    const held = until(new Date(now), of)?.getTime() ?? now;
    expect(isFree(held, of)).toBe(true);
    if (held > now) {
      expect(isFree(now, of)).toBe(false);
      expect(isFree(held - minute, of)).toBe(false);
    }
  });

test('of 10,000 events nobody hears in quiet hours, and of those that waited in the first minute after', () => {
  fc.assert(holds(quietUntil), { numRuns: 10_000 });
  // The twin: the hours of the company's zone for everybody.
  const naive: typeof quietUntil = (now, of) => quietUntil(now, { ...of, zone: 'UTC' });
  expect(() => fc.assert(holds(naive), { numRuns: 2_000 })).toThrow();
});

test(
  'cards for people in many zones come within a quarter of an hour of their morning, each once',
  { timeout: 120_000 },
  () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const from = Date.UTC(2026, 2, 17, 3);
      const by = { kind: 'person', id: cast.ada } as const;
      const clock = stoppedAt(new Date(from));
      await setSetting({ db, now: clock }, { name: 'working_days', value: 'Mon-Sun', by });
      await setSetting({ db, now: clock }, { name: 'cards_per_day', value: 100, by });
      const people = zones
        .filter((_, n) => n % 14 === 0)
        .map((zone, n) => ({ id: `P-z${n}`, zone, at: from + n * 45 * minute }));
      await db('people').insert(
        people.map(({ id, zone }) => ({
          id,
          source: 'test',
          source_id: id,
          name: id,
          roles: ['rep'],
          slack_id: `U_${id}`,
          tz: zone,
        })),
      );
      const came = new Map<string, number>();
      const again: string[] = [];
      const heard = async (at: number) => {
        const keys: string[] = await db('outbox').where({ topic: 'draw' }).whereNull('done_at').pluck('key');
        await db('outbox').update({ done_at: new Date(at) });
        for (const key of keys) {
          if (came.has(key)) again.push(key);
          came.set(key, at);
        }
      };
      for (let at = from; at <= from + 40 * 60 * minute; at += 15 * minute) {
        const now = new Date(at);
        const due = people.filter((one) => one.at > at - 15 * minute && one.at <= at);
        const cards = due.map(({ id }) => ({
          key: `greeting:${id}` as const,
          channel: 'C1',
          personId: id,
          critical: false,
          worth: 0,
        }));
        if (cards.length > 0)
          await inTransaction(db, async (trx) =>
            interrupt(trx, { now, zone: 'UTC', settings: await currentSettings(trx, now) }, cards),
          );
        await releaseQuiet({ db, now: stoppedAt(now), zone: 'UTC' });
        await heard(at);
      }
      const usual = (zone: string): Rest => ({
        zone,
        hours: { from: 18 * 60, to: 8 * 60 },
        days: new Set([1, 2, 3, 4, 5, 6, 7]),
      });
      const wrong = people.flatMap(({ id, zone, at }) => {
        const heardAt = came.get(`greeting:${id}`);
        const allowed = quietUntil(new Date(at), usual(zone))?.getTime() ?? at;
        if (heardAt === undefined) return [`${zone}: lost`];
        if (!isFree(heardAt, usual(zone))) return [`${zone}: in quiet hours`];
        return heardAt - allowed > 15 * minute
          ? [`${zone}: ${(heardAt - allowed) / minute} minutes late`]
          : [];
      });
      expect(wrong).toEqual([]);
      expect(again).toEqual([]);
      expect(people.length).toBeGreaterThan(24);
    }),
);
