/** "until Monday 9:00", "for 2 hours", "till tomorrow": an instant to come, in the company's zone. */
import { addDays, dayIn, instantAt, isDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { instant } from '../story/format.ts';
import type { Until } from './request.ts';
import type { About } from './state.ts';

const parts = /\b(?:until|till|til|to|through)\s+(.{1,60})$/i;
const lasting =
  /\bfor\s+(?:the next\s+|another\s+)?(\d{1,4}|an?|one|two|three|four|five|six)\s*(min(?:ute)?s?|h|hrs?|hours?|days?|d|weeks?|w)\b/i;
const time = /(?:\bat\s+|^|\s)(\d{1,2})(?::(\d{2}))?\s*(am|pm|h)?(?:\s+o'clock)?$/i;
// "2026-03-23", "12 May 2026", "12 May", "Q2": the last figures are no time of day.
const endsInNumber = /\d{4}-\d{2}-\d{2}$|(?:^|\s)(?:19|20)\d{2}$|[a-z]{3,9}\.? \d{1,2}$/i;
const spoken: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 };

export type UntilRead = { rest: string; until: Until } | { rest: string; until: null } | 'unread' | 'past';

const minute = 60_000;
const lengths: Record<string, number> = {
  m: minute,
  h: 60 * minute,
  d: 24 * 60 * minute,
  w: 7 * 24 * 60 * minute,
};
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Takes the end off a command. `unread`: an end was named that is no day or time; `past`: it is not to come. */
export function untilOf(text: string, about: About): UntilRead {
  const length = lasting.exec(text);
  if (length) {
    const number = spoken[(length[1] ?? '').toLowerCase()] ?? Number(length[1]);
    const span = lengths[(length[2] ?? '').charAt(0).toLowerCase()] ?? 0;
    return ended(text.replace(length[0], ' '), new Date(about.now.getTime() + number * span), about);
  }
  const named = parts.exec(text);
  if (!named) return { rest: text, until: null };
  const at = instantOf((named[1] ?? '').trim(), about);
  return at ? ended(text.slice(0, named.index), at, about) : 'unread';
}

function ended(rest: string, at: Date, about: About): UntilRead {
  if (at <= about.now) return 'past';
  const weekday = weekdays[new Date(`${dayIn(at, about.zone)}T00:00:00Z`).getUTCDay()];
  const said = `${weekday} ${instant(at, about.zone, about.now)}`;
  return { rest: rest.replace(/\s+/g, ' ').trim(), until: { at: at.toISOString(), said } };
}

function instantOf(text: string, about: About): Date | null {
  const clock = endsInNumber.test(text) ? null : time.exec(text);
  const named = (clock ? text.slice(0, clock.index) : text)
    .replace(/^(?:on|the)\s+/i, '')
    .replace(/[\s,]+$/, '')
    .trim();
  const spoken = dayOf(named, about.today);
  const hour = clock ? hourOf(clock) : 0;
  const minutes = Number(clock?.[2] ?? 0);
  if (hour === null || minutes > 59) return null;
  const on = (day: string): Date => instantAt(day, hour, minutes, about.zone);
  if (named === '') {
    if (!clock) return null;
    return on(about.today) > about.now ? on(about.today) : on(addDays(about.today, 1));
  }
  const ends = /^(?:the )?end of|^eo[dwmqy]$/i.test(named);
  const span = resolvePeriod(spoken ?? named, { ...about.calendar, now: about.now, zone: about.zone });
  const day = ends ? span?.to : span?.from;
  if (!day) return null;
  // "Until Monday" on a Monday is the next one; "until the end of March" is when March is over.
  if (/^(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?$/i.test(named) && on(day) <= about.now)
    return on(addDays(day, 7));
  return ends && !clock ? on(addDays(day, 1)) : on(day);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "15 January", "March 31", "31st of March 2027" as YYYY-MM-DD, of this year where none is said. */
function dayOf(text: string, today: string): string | null {
  const found =
    /^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?(?:,? (\d{4}))?$/i.exec(text) ??
    /^(?<month>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>\d{4}))?$/i.exec(text);
  if (!found) return null;
  const { month = found[2], day = found[1], year = found[3] } = found.groups ?? {};
  const number = months.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1;
  const name = `${year ?? today.slice(0, 4)}-${String(number).padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return number > 0 && isDay(name) ? name : null;
}

function hourOf(clock: RegExpExecArray): number | null {
  const hour = Number(clock[1]);
  const half = (clock[3] ?? '').toLowerCase();
  if (half === 'pm' || half === 'am')
    return hour >= 1 && hour <= 12 ? (hour % 12) + (half === 'pm' ? 12 : 0) : null;
  return hour < 24 ? hour : null;
}
