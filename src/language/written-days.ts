/** Days as they are written: "12 May", "May 12th, 2026", "3/4", "between 1 and 15 Nov", "a week from today". */
import { type At, monthNumber, type PeriodWords } from './months.ts';
import { spokenNumber } from './numbers.ts';
import type { Word } from './words.ts';

/** "12 May", "May 12th, 2026", "12.5.2026", "5/12/2026" only where it can be but one day. */
export function dayOf(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
  if (norm(0) === 'the' && /^\d{1,2}(?:st|nd|rd|th)$/.test(norm(1))) {
    const rest = dayOf(list, at + 1, (offset) => norm(offset + 1), when);
    return rest && { ...rest, length: rest.length + 1 };
  }
  // "Between 1 and 15 Nov": the month is said with the second.
  const paired =
    /^\d{1,2}$/.test(norm(0)) &&
    /^(?:and|to|-|until|till|through)$/.test(norm(1)) &&
    dayNumber(norm(2)) !== null &&
    monthNumber(norm(3) === 'of' ? norm(4) : norm(3)) !== null;
  const lone = paired || /^\d{1,2}(?:st|nd|rd|th)$/.test(norm(0)) ? loneDay(norm, when) : null;
  if (lone) return lone;
  const first = monthNumber(norm(0));
  const number = dayNumber(norm(first ? 1 : 0));
  const month = first ?? monthNumber(norm(1) === 'of' ? norm(2) : norm(1));
  if (number !== null && month !== null) {
    let used = first ? 2 : norm(1) === 'of' ? 3 : 2;
    const comma = list[at + used]?.text === ',' && /^(19|20)\d{2}$/.test(norm(used + 1)) ? 1 : 0;
    const year = /^(19|20)\d{2}$/.test(norm(used + comma)) ? norm(used + comma) : null;
    if (year) used += 1 + comma;
    const of = year ?? when.today.slice(0, 4);
    return dated(of, month, number, used) ?? noSuchDay(of, month, used);
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(norm(0));
  if (dotted) return datedOrNear(dotted[3] ?? '', Number(dotted[2]), Number(dotted[1]), 1);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(norm(0));
  if (!slashed) return slashedDay(list, at, when);
  const [a, b] = [Number(slashed[1]), Number(slashed[2])];
  if (a > 12 && b <= 12) return datedOrNear(slashed[3] ?? '', b, a, 1);
  if (b > 12 || a === b) return datedOrNear(slashed[3] ?? '', a, b, 1);
  return either(slashed[3] ?? '', a, b, 1);
}

/** "3/4", "15/4", "4/15": day and month without a year; a day only where it stands beside the sign. */
function slashedDay(list: Word[], at: number, when: { today: string }): PeriodWords | null {
  const [first, sign, second] = list.slice(at, at + 3);
  const close = first?.end === sign?.start && sign?.end === second?.start;
  if (!first?.number || sign?.text !== '/' || !second?.number || !close) return null;
  if ([first, second].some(({ number }) => number?.suffix || number?.currency || number?.percent))
    return null;
  const [a, b] = [first.number.value, second.number.value];
  const year = when.today.slice(0, 4);
  if (a > 31 || b > 31 || a < 1 || b < 1) return null;
  if (a > 12) return datedOrNear(year, b, a, 3);
  if (b > 12 || a === b) return datedOrNear(year, a, b, 3);
  return either(year, a, b, 3);
}

/** "30 February": the last day of the month, or the next one? */
function noSuchDay(year: string, month: number, length: number): PeriodWords {
  const [last, next] = [Date.UTC(Number(year), month, 0), Date.UTC(Number(year), month, 1)].map((at) =>
    new Date(at).toISOString().slice(0, 10),
  ) as [string, string];
  return { name: last, either: [last, next], length };
}

/** "31/02": a month that there is, without that day. */
const datedOrNear = (year: string, month: number, day: number, length: number): PeriodWords | null =>
  dated(year, month, day, length) ??
  (month >= 1 && month <= 12 && day >= 1 && day <= 31 ? noSuchDay(year, month, length) : null);

function either(year: string, a: number, b: number, length: number): PeriodWords | null {
  const [first, second] = [dated(year, a, b, length), dated(year, b, a, length)];
  return first && second ? { ...first, either: [first.name, second.name] } : null;
}

/** "Between the 16th and the 30th of April": the month is said once. */
function loneDay(norm: At, when: { today: string }): PeriodWords | null {
  const day = dayNumber(norm(0));
  if (day === null || monthNumber(norm(1)) !== null || (norm(1) === 'of' && monthNumber(norm(2)) !== null))
    return null;
  for (let offset = 1; offset < 6; offset++) {
    const month = monthNumber(norm(offset));
    const year = /^(19|20)\d{2}$/.test(norm(offset + 1)) ? norm(offset + 1) : when.today.slice(0, 4);
    if (month !== null) return dated(year, month, day, 1);
  }
  // "On the 31st": the next one.
  const [year, now, date] = when.today.split('-').map(Number) as [number, number, number];
  const here = day >= date ? now : now + 1;
  return dated(String(here > 12 ? year + 1 : year), here > 12 ? 1 : here, day, 1);
}

export const spokenDays =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

/** "The twenty-seventh of March" as "the 27th of March". */
export const daysInFigures = (text: string): string =>
  text
    .replace(
      /\b(twenty|thirty)[- ](first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b/g,
      (_, ten: string, one: string) => `${(ten === 'twenty' ? 20 : 30) + spokenDays.indexOf(one) + 1}th`,
    )
    .replace(/\bthirtieth\b/g, '30th')
    .replace(
      new RegExp(`(?<=\\bthe )(${spokenDays.join('|')})\\b(?! (?:week|month|quarter|half|day))`, 'g'),
      (one) => `${spokenDays.indexOf(one) + 1}th`,
    );

function dayNumber(norm: string): number | null {
  const spoken = spokenDays.indexOf(norm.replace('-', ' '));
  if (spoken >= 0) return spoken + 1;
  const found = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(norm);
  const number = Number(found?.[1]);
  return found && number >= 1 && number <= 31 ? number : null;
}

function dated(year: string, month: number, day: number, length: number): PeriodWords | null {
  const at = new Date(Date.UTC(Number(year), month - 1, day));
  const iso = at.toISOString().slice(0, 10);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? { name: iso, length } : null;
}

/** "A week from today", "3 days from now", "a fortnight on Monday": that day. */
export function daysOn(norm: At, when: { today: string }): PeriodWords | null {
  const count = /^an?$/.test(norm(0))
    ? 1
    : /^\d{1,3}$/.test(norm(0))
      ? Number(norm(0))
      : spokenNumber(norm(0));
  const each = { day: 1, week: 7, fortnight: 14 }[norm(1).replace(/s$/, '')];
  if (!count || !each || !/^(?:from|on)$/.test(norm(2))) return null;
  const ahead = daysTo(norm(3), when);
  // "Quiet for two weeks on Monday" is a length.
  if (ahead === null || (norm(2) === 'on' && (!weekdays.has(norm(3)) || norm(-1) === 'for'))) return null;
  return { name: daysAhead(when.today, ahead + count * each), length: 4 };
}

/** "Thursday week", "Monday fortnight": so long after the coming one. */
export function weekdayWeek(norm: At, when: { today: string }): PeriodWords | null {
  const each = { week: 7, fortnight: 14 }[norm(1)];
  const ahead = each ? daysTo(norm(0), when) : null;
  return each && ahead !== null && norm(2) !== 'of'
    ? { name: daysAhead(when.today, ahead + each), length: 2 }
    : null;
}

const weekdays = new Map(
  'sunday monday tuesday wednesday thursday friday saturday'.split(' ').map((name, at) => [name, at]),
);

/** How many days off a day is that is named: "today", "Thursday". */
function daysTo(norm: string, { today }: { today: string }): number | null {
  if (/^(?:today|now)$/.test(norm)) return 0;
  if (norm === 'tomorrow') return 1;
  const weekday = weekdays.get(norm);
  return weekday === undefined ? null : (weekday - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
}

function daysAhead(today: string, days: number): string {
  const at = new Date(`${today}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** "The week before last", "the month before last". */
export function beforeLast(norm: At, when: { today: string }): PeriodWords | null {
  if (norm(1) !== 'before' || norm(2) !== 'last' || !/^(?:week|month)$/.test(norm(0))) return null;
  const at = new Date(`${when.today}T00:00:00Z`);
  const iso = (day: Date): string => day.toISOString().slice(0, 10);
  if (norm(0) === 'week') {
    const monday = new Date(at.getTime() - (((at.getUTCDay() + 6) % 7) + 14) * 86_400_000);
    return { name: `${iso(monday)}..${iso(new Date(monday.getTime() + 6 * 86_400_000))}`, length: 3 };
  }
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() - 2];
  return {
    name: `${iso(new Date(Date.UTC(year, month, 1)))}..${iso(new Date(Date.UTC(year, month + 1, 0)))}`,
    length: 3,
  };
}
