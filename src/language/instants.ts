/** An instant to come as people name it: "Monday 9:00", "tomorrow morning", "Friday noon", "the 31st", "EOQ", "week 15". */
import { addDays, dayIn, instantAt, isDay } from '../sales/days.ts';
import { periodDays } from './period-days.ts';
import { changes, changesAllowed } from './spelling.ts';
import type { About } from './state.ts';
import { daysInFigures } from './written-days.ts';

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `inclusive`: "through Friday", so the whole of the day is meant. Null where it is no instant, or one of several. */
export function instantOf(text: string, about: About, inclusive = false): Date | null {
  const { day: named, clock } = timeOf(text);
  if (clock === 'unread') return null;
  const on = (day: string): Date =>
    clock ? instantAt(day, clock.hour, clock.minutes, about.zone) : endOf(day, inclusive, about);
  if (named === '') {
    if (!clock) return null;
    return on(about.today) > about.now ? on(about.today) : on(addDays(about.today, 1));
  }
  const ends = /^(?:the )?(?:very )?(?:end of|close of)|^(?:eo[dwmqy]|cob)\b|\bend$/.test(named);
  const day = dayNamed(ending(named), about, ends || inclusive);
  if (!day) return null;
  // "Until Monday" on a Monday is the next one.
  if (weekdays.includes(named) && on(day) <= about.now) return on(addDays(day, 7));
  return ends && !clock ? endOf(day, true, about) : on(day);
}

/** The last minute of a day that is meant whole; otherwise its first. */
const endOf = (day: string, whole: boolean, { zone }: About): Date =>
  whole ? instantAt(day, 23, 59, zone) : instantAt(day, 0, 0, zone);

type Clock = { hour: number; minutes: number };

const clocks: [RegExp, (found: RegExpExecArray) => Clock | null][] = [
  [
    /(?:\bat\s+|^|\s)(\d{1,2})[:.h](\d{2})\s*(am|pm|a\.m\.?|p\.m\.?|h)?(?:\s+o'?clock)?(?=$|\s)/,
    ([, hour, minutes, half]) => at(Number(hour), Number(minutes), half),
  ],
  [
    /(?:\bat\s+|^|\s)(\d{1,2})\s*(am|pm|a\.m\.?|p\.m\.?|h|o'?clock)(?=$|\s)/,
    ([, hour, half]) => at(Number(hour), 0, half),
  ],
  [/\bat\s+(\d{1,2})(?=$|\s)/, ([, hour]) => at(Number(hour), 0)],
  [/(?:\bat\s+|^|\s)(?:noon|midday|12 noon)(?=$|\s)/, () => ({ hour: 12, minutes: 0 })],
];
// "Monday 9", not "12 May", "2026-03-23" or "Q2".
const bareHour = /(?:^|(?:day|tomorrow|today|morning|afternoon|evening)\s+)(\d{1,2})$/;
const parts: Record<string, number> = { morning: 9, evening: 18 };

/** The time of day in the words, and what is left without it. */
function timeOf(text: string): { day: string; clock: Clock | null | 'unread' } {
  const said = spelledOut(text);
  for (const [pattern, read] of clocks) {
    const found = pattern.exec(said);
    if (!found) continue;
    const clock = read(found);
    return { day: tidy(withoutPart(said.replace(found[0], ' '))), clock: clock ?? 'unread' };
  }
  const bare = bareHour.exec(said);
  if (bare)
    return {
      day: tidy(withoutPart(said.slice(0, said.length - (bare[1] ?? '').length))),
      clock: at(Number(bare[1]), 0) ?? 'unread',
    };
  const part = /\b(?:in the )?(morning|evening)$/.exec(said);
  if (part)
    return {
      day: tidy(said.slice(0, part.index)) || 'tomorrow',
      clock: { hour: parts[part[1] ?? ''] ?? 9, minutes: 0 },
    };
  return { day: tidy(said), clock: null };
}

const tidy = (text: string): string =>
  text
    .replace(/[\s,]+/g, ' ')
    .replace(/^(?:on|the)\s+(?=\S)|\s+(?:at|on|by)$/g, '')
    .trim();
const withoutPart = (text: string): string =>
  text.replace(/\b(?:in the )?(?:morning|afternoon|evening)\b/, ' ');

function at(hour: number, minutes: number, half = ''): Clock | null {
  if (minutes > 59) return null;
  if (!/^[ap]/.test(half)) return hour < 24 ? { hour, minutes } : null;
  return hour >= 1 && hour <= 12 ? { hour: (hour % 12) + (half.startsWith('p') ? 12 : 0), minutes } : null;
}

const short: [RegExp, string][] = [
  [/\bmon\b\.?/g, 'monday'],
  [/\btues?\b\.?/g, 'tuesday'],
  [/\bweds?\b\.?/g, 'wednesday'],
  [/\bthu(?:rs?)?\b\.?/g, 'thursday'],
  [/\bfri\b\.?/g, 'friday'],
  [/\bsat\b\.?/g, 'saturday'],
  [/\bsun\b\.?/g, 'sunday'],
  [/\b(?:tmrw|tmr|tmw|2moro|tomoro)\b/g, 'tomorrow'],
  [
    /\b(?:the )?close of (?:business|play)\b|\bend of (?:business|play)\b|\bcob\b|\bend of (?:the )?(?:work(?:ing)? ?)?day\b/g,
    'eod',
  ],
  [/\bmidnight\b/g, 'eod'],
  [/\bend of (?:the )?year\b|\byear'?s? end\b/g, 'eoy'],
  [/\b(?:month|quarter|week)'?s? end\b/g, ''],
];
const dayWords = [
  ...['today', 'tonight', 'tomorrow', 'morning', 'evening', 'afternoon'],
  ...weekdays,
  ...'january february march april may june july august september october november december'.split(' '),
];
const spoken = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const hour = `(${spoken.join('|')}|\\d{1,2})`;
const hourOf = (word: string): number => (/\d/.test(word) ? Number(word) : spoken.indexOf(word) + 1);

/** "Nine o'clock", "half past nine", "quarter to ten", "monday at nine" in figures. */
const hours = (said: string): string =>
  daysInFigures(said.toLowerCase())
    .replace(/\s+(?:sharp|on the dot|latest|at the latest)\b/g, '')
    .replace(/^next week (?:on )?(\w+day)\b/, '$1 next week')
    .replace(new RegExp(`\\bhalf past ${hour}\\b`), (_, word: string) => `${hourOf(word)}:30`)
    .replace(new RegExp(`\\bquarter past ${hour}\\b`), (_, word: string) => `${hourOf(word)}:15`)
    .replace(new RegExp(`\\bquarter to ${hour}\\b`), (_, word: string) => `${hourOf(word) - 1}:45`)
    .replace(
      new RegExp(`\\b(?:at )?(${spoken.join('|')})(?= ?(?:am|pm|o'?clock)\\b)`),
      (_, word: string) => `${hourOf(word)}`,
    )
    .replace(
      new RegExp(`(?<=day |tomorrow |morning |at )(${spoken.join('|')})$`),
      (word) => `${hourOf(word)}`,
    );

/** "tomorow", "wendesday": the day or month that it nearly is, where it is only one. */
const mended = (text: string): string =>
  text.replace(/[a-z]{4,}/g, (word) => {
    if (dayWords.includes(word)) return word;
    const near = dayWords.flatMap((day) => {
      const distance = changes(word, day, changesAllowed(word.length));
      return distance === null ? [] : [{ day, distance }];
    });
    const least = Math.min(...near.map(({ distance }) => distance));
    const [first, ...others] = near.filter(({ distance }) => distance === least);
    return first && others.length === 0 ? first.day : word;
  });

function spelledOut(text: string): string {
  const ends = /\b(month|quarter|week)'?s? end\b/.exec(text);
  const whole = hours(ends ? text.replace(ends[0], `end of the ${ends[1]}`) : text);
  return mended(
    short.slice(0, -1).reduce((said, [pattern, word]) => said.replace(pattern, word), whole.toLowerCase()),
  );
}

/** "EOD Friday" is the end of Friday. */
const ending = (named: string): string => named.replace(/^eod (?:on )?(?=\S)|(?<=\S) eod$/, '').trim();

function dayNamed(text: string, about: About, last: boolean): string | null {
  const named = withoutWeekday(text, about);
  if (named === null) return null;
  const own = calendarDay(named, about) ?? monthDay(named, about) ?? weekNumber(named, about);
  if (own) return own;
  const span = periodDays(named, { ...about.calendar, now: about.now, zone: about.zone });
  return (last ? span?.to : span?.from) ?? null;
}

/** "Monday, 23 March": the weekday has to be that day's. */
function withoutWeekday(text: string, about: About): string | null {
  const [first = '', ...rest] = text.split(' ');
  const day = weekdays.indexOf(first);
  if (day < 0 || rest.length === 0) return text;
  const date = rest.join(' ').replace(/^the /, '');
  const named = calendarDay(date, about) ?? monthDay(date, about);
  if (named === null) return text;
  return new Date(`${named}T00:00:00Z`).getUTCDay() === day ? named : null;
}

/** "15 January", "March 31", "31st of March 2027", "2026-04-01", "1.4.", "3/31" as YYYY-MM-DD, of this year where none is said. */
export function calendarDay(text: string, { today }: About): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isDay(text) ? text : null;
  const year = today.slice(0, 4);
  const made = (y: string, m: number, d: number): string | null => {
    const name = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
    return m > 0 && isDay(name) ? name : null;
  };
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text);
  if (dotted) return made(dotted[3] ?? year, Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text);
  if (slashed) {
    const [a, b] = [Number(slashed[1]), Number(slashed[2])];
    // 3/31 is one day only; 4/1 may be two.
    if (a <= 12 && b <= 12 && a !== b) return null;
    return a > 12 ? made(slashed[3] ?? year, b, a) : made(slashed[3] ?? year, a, b);
  }
  const found =
    /^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?(?:,? (\d{4}))?$/.exec(text) ??
    /^(?<month>[a-z]{3,9})\.? (?:the )?(?<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>\d{4}))?$/.exec(text);
  if (!found) return null;
  const { month = found[2], day = found[1], year: said = found[3] } = found.groups ?? {};
  return made(said ?? year, months.indexOf((month ?? '').slice(0, 3)) + 1, Number(day));
}

/** "The 31st": the next day of that number. */
function monthDay(text: string, { today }: About): string | null {
  const found = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of (this|next) month)?$/.exec(text);
  if (!found) return null;
  const [year, month] = today.split('-').map(Number);
  for (let ahead = found[2] === 'next' ? 1 : 0; ahead < 3; ahead++) {
    const first = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1 + ahead, 1)).toISOString().slice(0, 8);
    const day = `${first}${(found[1] ?? '').padStart(2, '0')}`;
    if (isDay(day) && day > today) return day;
  }
  return null;
}

/** "Week 15": its Monday. */
function weekNumber(text: string, { today }: About): string | null {
  const found = /^(?:calendar )?(?:week|kw|cw) ?(\d{1,2})$/.exec(text);
  if (!found) return null;
  const fourth = `${today.slice(0, 4)}-01-04`;
  const monday = addDays(fourth, -((new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7));
  const number = Number(found[1]);
  return number >= 1 && number <= 52 ? addDays(monday, (number - 1) * 7) : null;
}

/** So many working days on, at the same time of day. */
export function workingDaysOn(from: Date, days: number, { zone }: About): Date {
  let day = dayIn(from, zone);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) left -= 1;
  }
  return new Date(
    from.getTime() + Date.parse(`${day}T00:00:00Z`) - Date.parse(`${dayIn(from, zone)}T00:00:00Z`),
  );
}
