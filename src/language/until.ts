/** "until Monday 9:00", "for 2 hours", "till tomorrow": an instant to come, in the company's zone. */
import { DateTime } from 'luxon';
import { resolvePeriod } from '../sales/periods.ts';
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

/** Takes the end off a command. `unread`: an end was named that is no day or time; `past`: it is not to come. */
export function untilOf(text: string, about: About): UntilRead {
  const now = DateTime.fromJSDate(about.now, { zone: about.zone });
  const length = lasting.exec(text);
  if (length) {
    const number = spoken[(length[1] ?? '').toLowerCase()] ?? Number(length[1]);
    const unit = (length[2] ?? '').toLowerCase();
    const span = unit.startsWith('mi')
      ? { minutes: number }
      : unit.startsWith('h')
        ? { hours: number }
        : unit.startsWith('d')
          ? { days: number }
          : { weeks: number };
    return ended(text.replace(length[0], ' '), now.plus(span), now);
  }
  const named = parts.exec(text);
  if (!named) return { rest: text, until: null };
  const at = instantOf((named[1] ?? '').trim(), now, about);
  return at ? ended(text.slice(0, named.index), at, now) : 'unread';
}

function ended(rest: string, at: DateTime, now: DateTime): UntilRead {
  if (at <= now) return 'past';
  const year = at.year === now.year ? '' : ` ${at.year}`;
  const said = `${at.setLocale('en-GB').toFormat('ccc d MMM')}${year}, ${at.toFormat('HH:mm')} ${at.setLocale('en-GB').offsetNameShort ?? at.zoneName}`;
  return { rest: rest.replace(/\s+/g, ' ').trim(), until: { at: at.toUTC().toISO() ?? '', said } };
}

function instantOf(text: string, now: DateTime, about: About): DateTime | null {
  const clock = endsInNumber.test(text) ? null : time.exec(text);
  const day = (clock ? text.slice(0, clock.index) : text)
    .replace(/^(?:on|the)\s+/i, '')
    .replace(/[\s,]+$/, '')
    .trim();
  const hour = clock ? hourOf(clock) : null;
  if (clock && hour === null) return null;
  const minute = Number(clock?.[2] ?? 0);
  if (minute > 59) return null;
  if (day === '') {
    if (!clock || hour === null) return null;
    const today = now.set({ hour, minute, second: 0, millisecond: 0 });
    return today > now ? today : today.plus({ days: 1 });
  }
  const morning = /^(?:tomorrow |)(morning|noon|midday|tonight)$/i.test(day);
  if (morning) return null;
  const ends = /^(?:the )?end of|^eo[dwmqy]$/i.test(day);
  const span = resolvePeriod(day, { ...about.calendar, now: about.now, zone: about.zone });
  const iso = ends ? span?.to : span?.from;
  if (!iso) return null;
  const start = DateTime.fromISO(iso, { zone: about.zone });
  // "Until Monday" on a Monday is the next one.
  const bare =
    /^(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?$/i.test(day) &&
    start.hasSame(now, 'day') &&
    start.set({ hour: hour ?? 0, minute }) <= now;
  const from = bare ? start.plus({ days: 7 }) : start;
  if (ends && hour === null) return from.plus({ days: 1 });
  return from.set({ hour: hour ?? 0, minute });
}

function hourOf(clock: RegExpExecArray): number | null {
  const hour = Number(clock[1]);
  const half = (clock[3] ?? '').toLowerCase();
  if (half === 'pm' || half === 'am')
    return hour >= 1 && hour <= 12 ? (hour % 12) + (half === 'pm' ? 12 : 0) : null;
  return hour < 24 ? hour : null;
}
