/** When a person may be interrupted: quiet hours and working days, by the clocks of the person's own zone. Pure. */
import { addDays, dayIn, instantAt, startOfDay, weekdayOf } from '../sales/days.ts';

export const weekdays: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Minutes after midnight; the second may be the smaller one, then the night lies between. */
export type QuietHours = { from: number; to: number };

export type Rest = {
  /** Null: no hour of a working day is quiet. */
  hours: QuietHours | null;
  /** 1 is Monday. */
  days: ReadonlySet<number>;
  zone: string;
};

/** "18:00 to 08:00", "none"; null where it is neither. */
export function readQuietHours(text: string): { hours: QuietHours | null } | null {
  if (text === 'none') return { hours: null };
  const [, from, to] = /^(\d\d:\d\d) to (\d\d:\d\d)$/.exec(text) ?? [];
  const [start, end] = [readTime(from ?? ''), readTime(to ?? '')];
  return start === null || end === null || start === end ? null : { hours: { from: start, to: end } };
}

/** "08:30" as minutes after midnight. */
export function readTime(text: string): number | null {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  const [h, m] = [Number(hour), Number(minute)];
  return hour !== undefined && h < 24 && m < 60 ? h * 60 + m : null;
}

export const timeSaid = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const quietHoursSaid = (hours: QuietHours | null): string =>
  hours === null ? 'none' : `${timeSaid(hours.from)} to ${timeSaid(hours.to)}`;

/** "Mon-Fri", "Sun-Thu", "Mon-Wed, Fri"; null where a part is no day, or none is left. */
export function readWorkingDays(text: string): Set<number> | null {
  const days = new Set<number>();
  for (const part of text.split(', ')) {
    const [first = '', last = first] = part.split('-');
    const [from, to] = [first, last].map((name) => weekdays.indexOf(name));
    if (from === undefined || to === undefined || from < 0 || to < 0) return null;
    for (let n = from; ; n = (n + 1) % 7) {
      days.add(n + 1);
      if (n === to) break;
    }
  }
  return days.size > 0 ? days : null;
}

/** Days that follow each other as one span, from Monday on: "Mon-Fri", "Mon-Wed, Fri". */
export function workingDaysSaid(days: ReadonlySet<number>): string {
  const spans: [number, number][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else spans.push([day, day]);
  }
  const name = (day: number) => weekdays[day - 1] ?? '';
  return spans.map(([from, to]) => (from === to ? name(from) : `${name(from)}-${name(to)}`)).join(', ');
}

/**
 * Null: this person may be interrupted now. Otherwise the instant from which on: the first at which it is a working day
 * and no quiet hour there. A time that the clocks skip is as much later; of one that comes twice the first counts.
 */
export function quietUntil(now: Date, rest: Rest): Date | null {
  const today = dayIn(now, rest.zone);
  for (let n = 0; n <= 8; n += 1) {
    const day = addDays(today, n);
    if (!rest.days.has(weekdayOf(day))) continue;
    const free = freeSpans(day, rest).find(({ to }) => to > now);
    if (free) return free.from <= now ? null : free.from;
  }
  return null;
}

/** `quietUntil` of one instant for many people: worked out once for those whose rest is alike. */
export function quietAt(now: Date): (rest: Rest) => Date | null {
  const known = new Map<string, Date | null>();
  return (rest) => {
    const alike = `${rest.zone} ${quietHoursSaid(rest.hours)} ${workingDaysSaid(rest.days)}`;
    const found = known.get(alike);
    if (found !== undefined) return found;
    const until = quietUntil(now, rest);
    known.set(alike, until);
    return until;
  };
}

function freeSpans(day: string, { hours, zone }: Rest): { from: Date; to: Date }[] {
  const begins = startOfDay(day, zone);
  const ends = startOfDay(addDays(day, 1), zone);
  if (hours === null) return [{ from: begins, to: ends }];
  const at = (minutes: number) => instantAt(day, Math.floor(minutes / 60), minutes % 60, zone);
  const spans =
    hours.from > hours.to
      ? [{ from: at(hours.to), to: at(hours.from) }]
      : [
          { from: begins, to: at(hours.from) },
          { from: at(hours.to), to: ends },
        ];
  return spans.filter(({ from, to }) => to > from);
}

/** When the rest before this instant began: the end of the working day before. Without quiet hours a day ends at midnight. */
export function restBefore(at: Date, rest: Rest): Date {
  const today = dayIn(at, rest.zone);
  for (let n = 1; n <= 8; n += 1) {
    const day = addDays(today, -n);
    const last = rest.days.has(weekdayOf(day)) ? freeSpans(day, rest).at(-1) : undefined;
    if (last) return last.to;
  }
  return startOfDay(today, rest.zone);
}

/** Whether a person's digest is due: its time has come on a working day there, and no hour is quiet. Then of which day it is. */
export function digestDay(now: Date, at: number, rest: Rest): string | null {
  const day = dayIn(now, rest.zone);
  if (instantAt(day, Math.floor(at / 60), at % 60, rest.zone) > now) return null;
  return quietUntil(now, rest) === null ? day : null;
}
