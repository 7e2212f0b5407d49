/** How often something happens, and when it last should have. Pure. */
import { DateTime } from 'luxon';

/** Each minute or hour on the clock, or each day at these wall times ("07:00") of a zone. */
export type Rhythm = 'minute' | 'hour' | { at: string[] };

/**
 * The latest instant at or before `now` at which it should have happened. A wall time that a change of the clocks skips
 * happens when the clocks have moved on; one that comes twice happens the first time.
 */
export function latestSlot(rhythm: Rhythm, now: Date, zone: string): Date {
  const here = DateTime.fromJSDate(now, { zone });
  if (rhythm === 'minute' || rhythm === 'hour') return here.startOf(rhythm).toJSDate();
  const slots = [here, here.minus({ days: 1 })].flatMap((day) =>
    rhythm.at.map((time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return day.set({ hour, minute, second: 0, millisecond: 0 });
    }),
  );
  const past = slots.filter((slot) => slot <= here).sort((a, b) => b.toMillis() - a.toMillis());
  const latest = past[0];
  if (!latest) throw new Error(`A rhythm needs at least one time of day: ${JSON.stringify(rhythm)}`);
  return latest.toJSDate();
}
