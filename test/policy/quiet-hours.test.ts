import { describe, expect, test } from 'vitest';
import {
  digestDay,
  quietAt,
  quietHoursSaid,
  quietUntil,
  type Rest,
  readQuietHours,
  readTime,
  readWorkingDays,
  workingDaysSaid,
} from '../../src/policy/quiet-hours.ts';

const rest = (zone: string, hours = '18:00 to 08:00', days = 'Mon-Fri'): Rest => ({
  zone,
  hours: readQuietHours(hours)?.hours ?? null,
  days: readWorkingDays(days) ?? new Set(),
});
const until = (now: string, of: Rest): string | null =>
  quietUntil(new Date(now), of)?.toISOString().replace(':00.000Z', 'Z') ?? null;

describe('quiet hours', () => {
  test('hold from their first minute on, and end with their last', () => {
    const utc = rest('UTC');
    expect(until('2026-03-19T17:59:59Z', utc)).toBeNull();
    expect(until('2026-03-19T18:00:00Z', utc)).toBe('2026-03-20T08:00Z');
    expect(until('2026-03-20T07:59:59Z', utc)).toBe('2026-03-20T08:00Z');
    expect(until('2026-03-20T08:00:00Z', utc)).toBeNull();
  });

  test('go on over the weekend, from Friday evening to Monday morning', () => {
    const utc = rest('UTC');
    expect(until('2026-03-20T18:00:00Z', utc)).toBe('2026-03-23T08:00Z');
    expect(until('2026-03-21T12:00:00Z', utc)).toBe('2026-03-23T08:00Z');
  });

  test('are those of the clocks where the person is', () => {
    const noon = '2026-03-19T12:00:00Z';
    expect(until(noon, rest('Europe/Berlin'))).toBeNull();
    expect(until(noon, rest('Asia/Tokyo'))).toBe('2026-03-19T23:00Z');
    expect(until(noon, rest('America/Los_Angeles'))).toBe('2026-03-19T15:00Z');
    // Friday evening in Auckland is still Friday morning in Berlin.
    expect(until('2026-03-20T06:00:00Z', rest('Pacific/Auckland'))).toBe('2026-03-22T19:00Z');
  });

  test('end at the same wall time when the clocks have changed in the night before', () => {
    const berlin = rest('Europe/Berlin', '18:00 to 08:00', 'Mon-Sun');
    expect(until('2026-03-28T20:00:00Z', berlin)).toBe('2026-03-29T06:00Z');
    expect(until('2026-10-24T20:00:00Z', berlin)).toBe('2026-10-25T07:00Z');
    const newYork = rest('America/New_York', '18:00 to 08:00', 'Mon-Sun');
    expect(until('2026-03-08T01:00:00Z', newYork)).toBe('2026-03-08T12:00Z');
    expect(until('2026-11-01T01:00:00Z', newYork)).toBe('2026-11-01T13:00Z');
  });

  test('that end at a time which the clocks skip end as much later; at one that comes twice, the first time', () => {
    expect(until('2026-03-29T00:00:00Z', rest('Europe/Berlin', '18:00 to 02:30', 'Mon-Sun'))).toBe(
      '2026-03-29T01:30Z',
    );
    expect(until('2026-10-25T00:00:00Z', rest('Europe/Berlin', '18:00 to 02:30', 'Mon-Sun'))).toBe(
      '2026-10-25T00:30Z',
    );
  });

  test('may lie within a day, or be none, and then only other days are quiet', () => {
    const lunch = rest('UTC', '12:00 to 13:00');
    expect(until('2026-03-20T12:30:00Z', lunch)).toBe('2026-03-20T13:00Z');
    expect(until('2026-03-20T03:00:00Z', lunch)).toBeNull();
    const none = rest('UTC', 'none');
    expect(until('2026-03-20T23:59:00Z', none)).toBeNull();
    expect(until('2026-03-21T00:00:00Z', none)).toBe('2026-03-23T00:00Z');
  });

  test('of who works on one day a week only last until then', () => {
    expect(until('2026-03-20T18:00:00Z', rest('UTC', '18:00 to 08:00', 'Fri'))).toBe('2026-03-27T08:00Z');
  });
});

test('for many people it is the same as for each of them alone', () => {
  const now = new Date('2026-03-20T17:30:00Z');
  const all = ['UTC', 'Europe/Berlin', 'Asia/Tokyo'].flatMap((zone) =>
    ['18:00 to 08:00', '17:00 to 09:00', 'none'].flatMap((hours) =>
      ['Mon-Fri', 'Sun-Thu', 'Mon-Wed, Fri'].map((days) => rest(zone, hours, days)),
    ),
  );
  const together = quietAt(now);
  const apart = all.map((one) => quietUntil(now, one));
  expect(all.map(together)).toEqual(apart);
  expect(all.map(together)).toEqual(apart);
  expect(new Set(apart.map(String)).size).toBeGreaterThan(4);
});

describe('their words', () => {
  test('are read as they are said, and nothing else is', () => {
    for (const said of ['18:00 to 08:00', '00:00 to 07:30', 'none']) {
      const read = readQuietHours(said);
      expect(read && quietHoursSaid(read.hours)).toBe(said);
    }
    for (const wrong of ['18 to 8', '24:00 to 08:00', '08:00 to 08:00', '18:60 to 08:00', ''])
      expect(readQuietHours(wrong)).toBeNull();
    expect([readTime('08:30'), readTime('8:30'), readTime('25:00')]).toEqual([510, null, null]);
  });

  test('name days as spans, also across the end of the week', () => {
    expect([...(readWorkingDays('Sun-Thu') ?? [])].sort()).toEqual([1, 2, 3, 4, 7]);
    for (const said of ['Mon-Fri', 'Mon-Wed, Fri', 'Sat', 'Mon-Sun'])
      expect(workingDaysSaid(readWorkingDays(said) ?? new Set())).toBe(said);
    for (const wrong of ['', 'Moon', 'Mon-', 'Mon,Tue']) expect(readWorkingDays(wrong)).toBeNull();
  });
});

test('a digest is due from its time on, on working days, and never in quiet hours', () => {
  const at = (now: string, of = rest('UTC'), minutes = 510) => digestDay(new Date(now), minutes, of);
  expect(at('2026-03-20T08:29:59Z')).toBeNull();
  expect(at('2026-03-20T08:30:00Z')).toBe('2026-03-20');
  expect(at('2026-03-20T17:00:00Z')).toBe('2026-03-20');
  expect(at('2026-03-20T18:00:00Z')).toBeNull();
  expect(at('2026-03-21T09:00:00Z')).toBeNull();
  expect(at('2026-03-20T07:45:00Z', rest('UTC'), 450)).toBeNull();
  // Its day is the one there.
  expect(at('2026-03-19T20:00:00Z', rest('Pacific/Auckland'))).toBe('2026-03-20');
});
