/** P15: quiet hours and the digest where and when clocks change, held against the clock that the platform shows there. */
import { digestDay, quietUntil, type Rest } from '../../src/policy/quiet-hours.ts';

/** Clocks change on Sundays, mostly: here they are worked on. */
const working = [1, 2, 3, 4, 5, 7];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const restIn = (zone: string): Rest => ({
  hours: { from: 18 * 60, to: 8 * 60 },
  days: new Set(working),
  zone,
});

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

/** The instants at which the clocks change there from the first of these years up to the second, to the minute; where they never do an ordinary Sunday. */
export function changesIn(zone: string, years: [from: number, before: number]): number[] {
  const show = wall(zone);
  const ahead = (at: number): number => {
    const { day, minute } = show(at);
    return Date.parse(`${day}T00:00Z`) + minute * MINUTE - at;
  };
  const found: number[] = [];
  for (let at = Date.UTC(years[0], 0, 1); at < Date.UTC(years[1], 0, 1); at += DAY) {
    if (ahead(at) === ahead(at + DAY)) continue;
    let [before, after] = [at, at + DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (ahead(middle) === ahead(at)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found.length > 0 ? found : [Date.UTC(2026, 2, 8)];
}

/** What goes wrong around these instants: somebody is interrupted in quiet hours, or not outside of them, or waits beyond their end. */
export function wrongQuiet(
  zone: string,
  changes: number[],
  { hours, step, until = quietUntil }: { hours: number; step: number; until?: typeof quietUntil },
): string[] {
  const show = wall(zone);
  const rest = restIn(zone);
  const wrong: string[] = [];
  for (const change of changes)
    for (let at = change - hours * 60 * MINUTE; at < change + hours * 60 * MINUTE; at += step * MINUTE) {
      const { weekday, minute, day } = show(at);
      const free = working.includes(weekday) && minute >= 480 && minute < 1080;
      const quiet = until(new Date(at), rest);
      if ((quiet === null) !== free)
        wrong.push(`${new Date(at).toISOString()} is ${day} ${minute}: ${quiet}`);
      if (quiet === null) continue;
      // What waits comes at the very minute at which they end.
      const end = show(quiet.getTime());
      const before = show(quiet.getTime() - MINUTE);
      if (end.minute !== 480 || !working.includes(end.weekday) || before.minute === 480)
        wrong.push(`${new Date(at).toISOString()} waits until ${quiet.toISOString()}, ${end.minute}`);
    }
  return wrong;
}

/** Working days around these instants that have no digest, or another one's. */
export function wrongDigests(zone: string, changes: number[], digest = digestDay): string[] {
  const show = wall(zone);
  const rest = restIn(zone);
  const time = 8 * 60 + 30;
  return changes.flatMap((change) => {
    const due: string[] = [];
    const mornings: string[] = [];
    for (let at = change - 36 * 60 * MINUTE; at < change + 36 * 60 * MINUTE; at += 30 * MINUTE) {
      const { day, weekday, minute } = show(at);
      const of = digest(new Date(at), time, rest);
      // Each replica asks again and again, and the day is what it is sent once for.
      if (of !== null && !due.includes(of)) due.push(of);
      if (minute >= time && minute < 18 * 60 && working.includes(weekday) && !mornings.includes(day))
        mornings.push(day);
    }
    return due.join() === mornings.join()
      ? []
      : [`${new Date(change).toISOString()}: ${due} instead of ${mornings}`];
  });
}
