/** Quiet hours and the digest where and when the clocks change, held against the clock that the platform shows there. */
import { expect, test } from 'vitest';
import { digestDay, quietUntil, type Rest } from '../../src/policy/quiet-hours.ts';

const zones = [
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Asuncion',
  'America/Nuuk',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Chisinau',
  'Asia/Gaza',
  'Asia/Beirut',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Auckland',
];
/** Clocks change on Sundays, mostly: here they are worked on. */
const working = [1, 2, 3, 4, 5, 7];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

type Shown = { day: string; weekday: number; minute: number };

/** What a clock on the wall there shows. */
function wall(zone: string): (at: number) => Shown {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => {
    const [day = '', time = ''] = format.format(at).split(' ');
    const [hour, minute] = time.split(':').map(Number);
    return { day, weekday: new Date(day).getUTCDay() || 7, minute: (hour ?? 0) * 60 + (minute ?? 0) };
  };
}

/** The instants at which the clocks change there in two years, to the minute. */
function transitions(show: (at: number) => Shown): number[] {
  const ahead = (at: number): number => {
    const { day, minute } = show(at);
    return Date.parse(`${day}T00:00Z`) + minute * MINUTE - at;
  };
  const found: number[] = [];
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2028, 0, 1); at += DAY) {
    if (ahead(at) === ahead(at + DAY)) continue;
    let [before, after] = [at, at + DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (ahead(middle) === ahead(at)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}

/** Fridays and Mondays beside them, and an ordinary week where the clocks never change. */
const around = (show: (at: number) => Shown): number[] => {
  const all = transitions(show);
  return all.length > 0 ? all : [Date.UTC(2026, 2, 8)];
};

test.each(zones)(
  '%s: nobody is interrupted in quiet hours, and everybody outside of them, on every day around a change',
  (zone) => {
    const show = wall(zone);
    const rest: Rest = { hours: { from: 18 * 60, to: 8 * 60 }, days: new Set(working), zone };
    const wrong: string[] = [];
    // An odd step meets every minute of the hour sooner or later.
    for (const change of around(show))
      for (let at = change - 14 * 60 * MINUTE; at < change + 14 * 60 * MINUTE; at += 7 * MINUTE) {
        const { weekday, minute, day } = show(at);
        const free = working.includes(weekday) && minute >= 480 && minute < 1080;
        const until = quietUntil(new Date(at), rest);
        if ((until === null) !== free)
          wrong.push(`${new Date(at).toISOString()} is ${day} ${minute}: ${until}`);
        if (until === null) continue;
        // What waits comes at the very minute at which they end.
        const end = show(until.getTime());
        const before = show(until.getTime() - MINUTE);
        if (end.minute !== 480 || !working.includes(end.weekday) || before.minute === 480)
          wrong.push(`${new Date(at).toISOString()} waits until ${until.toISOString()}, ${end.minute}`);
      }
    expect(wrong).toEqual([]);
  },
);

test.each(zones)('%s: each working day around a change has one digest', (zone) => {
  const show = wall(zone);
  const rest: Rest = { hours: { from: 18 * 60, to: 8 * 60 }, days: new Set(working), zone };
  const time = 8 * 60 + 30;
  for (const change of around(show)) {
    const due: string[] = [];
    const mornings: string[] = [];
    for (let at = change - 36 * 60 * MINUTE; at < change + 36 * 60 * MINUTE; at += 30 * MINUTE) {
      const { day, weekday, minute } = show(at);
      const of = digestDay(new Date(at), time, rest);
      // Each replica asks again and again, and the day is what it is sent once for.
      if (of !== null && !due.includes(of)) due.push(of);
      if (minute >= time && minute < 18 * 60 && working.includes(weekday) && !mornings.includes(day))
        mornings.push(day);
    }
    expect(due).toEqual(mornings);
  }
});
