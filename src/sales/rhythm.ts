/** How often something happens, and when it last should have. Pure. */
import { DateTime } from 'luxon';
import { addDays, dayIn, instantAt } from './days.ts';

/** Each minute or hour on the clock, or each day at these wall times ("07:00") of a zone. */
export type Rhythm = 'minute' | 'hour' | { at: string[] };

/** "07:00, 12:00" as times of day, in their order; null where a part is none, or there are none or more than six. */
export function readTimes(text: string): string[] | null {
  const times = text.split(',').map((part) => part.trim());
  const right = times.every((time) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time));
  return right && times.length <= 6 ? [...new Set(times)].toSorted() : null;
}

/**
 * The latest instant at or before `now` at which it should have happened. A wall time that a change of the clocks skips
 * happens when the clocks have moved on; one that comes twice happens the first time.
 */
export function latestSlot(rhythm: Rhythm, now: Date, zone: string): Date {
  const here = DateTime.fromJSDate(now, { zone });
  if (rhythm === 'minute' || rhythm === 'hour') return here.startOf(rhythm).toJSDate();
  const today = dayIn(now, zone);
  const slots = [today, addDays(today, -1)].flatMap((day) =>
    rhythm.at.map((time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      // From the day's midnight: seen from within the hour that comes twice, the second one would be meant.
      return instantAt(day, hour, minute, zone);
    }),
  );
  const [latest] = slots.filter((slot) => slot <= now).sort((a, b) => b.getTime() - a.getTime());
  if (!latest) throw new Error(`A rhythm needs at least one time of day: ${JSON.stringify(rhythm)}`);
  return latest;
}
