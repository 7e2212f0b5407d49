/** Words that name a day or a period, and the name under which the company's calendar knows it. */

import { holidayNames } from '../sales/holidays.ts';
import { spokenNumber } from './numbers.ts';
import type { Word } from './words.ts';

/** `name` is resolved by sales/periods.ts. `days` is set where the length was said in days. */
export type PeriodWords = {
  name: string;
  length: number;
  /** "3/4": the two days that it may be. */
  either?: [string, string];
};

const unit: Record<string, string> = {
  day: 'day',
  days: 'day',
  d: 'day',
  week: 'week',
  weeks: 'week',
  wk: 'week',
  wks: 'week',
  month: 'month',
  months: 'month',
  mo: 'month',
  quarter: 'quarter',
  quarters: 'quarter',
  qtr: 'quarter',
  q: 'quarter',
  year: 'year',
  years: 'year',
  yr: 'year',
  fy: 'fiscal year',
};
const which: Record<string, string> = {
  this: 'this',
  current: 'this',
  last: 'last',
  past: 'last',
  previous: 'last',
  prior: 'last',
  prev: 'last',
  next: 'next',
  coming: 'next',
  following: 'next',
  upcoming: 'next',
};
const single: Record<string, string> = {
  today: 'today',
  yesterday: 'yesterday',
  tomorrow: 'tomorrow',
  mtd: 'month to date',
  qtd: 'quarter to date',
  ytd: 'year to date',
  wtd: 'week to date',
  eoq: 'this quarter',
  eom: 'this month',
  eoy: 'this year',
  eow: 'this week',
};
const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const shortMonths = months.map((month) => month.slice(0, 3)).concat('sept');
const weekdays = new Set('monday tuesday wednesday thursday friday saturday sunday'.split(' '));
const ordinals: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
};

type At = (offset: number) => string;

/** The period that begins at `at`, longest reading first; null where none does. */
export function periodAt(list: Word[], at: number, when: { today: string }): PeriodWords | null {
  const first = list[at];
  if (!first) return null;
  if (first.kind === 'day') return { name: first.text, length: 1 };
  if (first.kind === 'sign') return null;
  if (first.norm === 'now' && /^(?:between|from)$/.test(list[at - 1]?.norm ?? ''))
    return { name: 'today', length: 1 };
  const norm: At = (offset) => (list[at + offset]?.norm ?? '').replace(/'s$/, '');
  if (norm(0) === 'month' && norm(1) === 'of' && monthNumber(norm(2)) !== null) {
    const month = periodAt(list, at + 2, when);
    return month && { ...month, length: month.length + 2 };
  }
  // "The last day of the month"
  if (/^(?:last|final)$/.test(norm(0)) && norm(1) === 'day' && norm(2) === 'of') {
    const whole = ends(
      [{ ...first, norm: 'end' }, ...list.slice(at + 2)],
      0,
      (offset) => (offset === 0 ? 'end' : norm(offset + 1)),
      when,
    );
    return whole && { ...whole, length: whole.length + 1 };
  }
  if (norm(0) === 'the' && /^weekend$/.test(norm(1))) return { name: 'this weekend', length: 2 };
  if (norm(0) === 'week' && norm(1) === 'of') {
    const date = periodAt(list, at + 2, when);
    return date && isDay(date.name) ? { name: `week of ${date.name}`, length: date.length + 2 } : null;
  }
  if (norm(0) === 'the' && !/^\d{1,2}(?:st|nd|rd|th)$/.test(norm(1))) {
    const rest = periodAt(list, at + 1, when);
    return rest && !isDay(rest.name) ? { ...rest, length: rest.length + 1 } : null;
  }
  return (
    partOfMonth(list, at, norm, when) ??
    dayOf(list, at, norm, when) ??
    ends(list, at, norm, when) ??
    named(list, at, norm) ??
    quarterOrYear(norm, list, at, when) ??
    monthOf(norm, list, at, when)
  );
}

const nths: Record<string, number> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
};

/** "Early April", "mid-May", "second half of April", "first week of June", "last week of March": days of that month. */
function partOfMonth(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
  const third = /^(early|beginning|mid|middle|late)(?:-(.+))?$/.exec(norm(0));
  const count = nths[norm(0)] ?? (norm(0) === 'last' ? -1 : undefined);
  const what =
    count === undefined
      ? null
      : norm(1) === 'half' && count > 0
        ? 'half'
        : norm(1) === 'week'
          ? 'week'
          : null;
  if (third?.[2]) return daysIn(monthNumber(third[2]), 1, third[1] ?? '', when);
  const start = third
    ? norm(1) === 'of'
      ? 2
      : norm(1) === 'in'
        ? 2
        : 1
    : what && /^(?:of|in)$/.test(norm(2))
      ? 3
      : null;
  if (start === null || (what === 'half' && (count ?? 0) > 2)) return null;
  const month = monthNumber(norm(start));
  if (month === null || list[at + start]?.kind !== 'word') return null;
  const year = /^(19|20)\d{2}$/.test(norm(start + 1)) ? norm(start + 1) : null;
  const length = start + 1 + (year ? 1 : 0);
  return daysIn(month, length, third ? (third[1] ?? '') : `${what} ${count}`, year ? { today: year } : when);
}

function daysIn(
  month: number | null,
  length: number,
  part: string,
  when: { today: string },
): PeriodWords | null {
  if (month === null) return null;
  const year = Number(when.today.slice(0, 4));
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const [what, count] = part.split(' ');
  const n = Number(count);
  const [from, to] =
    what === 'week'
      ? n < 0
        ? [last - 6, last]
        : [7 * n - 6, Math.min(7 * n, last)]
      : what === 'half'
        ? n === 1
          ? [1, 15]
          : [16, last]
        : what === 'late'
          ? [21, last]
          : what === 'mid' || what === 'middle'
            ? [11, 20]
            : [1, 10];
  const day = (of: number): string =>
    `${year}-${String(month).padStart(2, '0')}-${String(of).padStart(2, '0')}`;
  return { name: `${day(from)}..${day(to)}`, length };
}

const isDay = (name: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(name);

/** "End of the quarter", "end of March": the last day; "by" and "before" it have all of it. */
function ends(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
  if (!['end', 'close', 'start', 'beginning'].includes(norm(0))) return null;
  const of = norm(1) === 'of' ? 2 : 1;
  const skip = norm(of) === 'the' || norm(of) === 'this' ? of + 1 : of;
  const whole = unit[norm(skip)];
  if (norm(0) === 'start' || norm(0) === 'beginning') return startOf(list, at, { whole, of, skip }, when);
  if (whole && whole !== 'day' && of === 2) return { name: `end of this ${whole}`, length: skip + 1 };
  const rest = of === 2 ? periodAt(list, at + of, when) : null;
  return rest
    ? { ...rest, name: isDay(rest.name) ? rest.name : `end of ${rest.name}`, length: rest.length + of }
    : null;
}

/** "Start of the year", "beginning of 2025". */
function startOf(
  list: Word[],
  at: number,
  { whole, of, skip }: { whole: string | undefined; of: number; skip: number },
  when: { today: string },
): PeriodWords | null {
  if (of !== 2) return null;
  const rest = periodAt(list, at + of, when);
  if (rest && !isDay(rest.name)) return { name: `start of ${rest.name}`, length: rest.length + of };
  return whole && whole !== 'day'
    ? { name: `start of the ${whole.replace('fiscal ', '')}`, length: skip + 1 }
    : null;
}

function named(list: Word[], at: number, norm: At): PeriodWords | null {
  const one = single[norm(0)];
  // "YTD 2017", said later, is all of that year.
  if (norm(0) === 'ytd' && /^(19|20)\d{2}$/.test(norm(1))) return { name: norm(1), length: 2 };
  if (one) return { name: one, length: 1 };
  const rest =
    norm(0) === 'rest' || norm(0) === 'remainder'
      ? norm(1) === 'of'
        ? unit[norm(3)]
        : undefined
      : undefined;
  if (rest && (norm(2) === 'the' || norm(2) === 'this')) return { name: `rest of the ${rest}`, length: 4 };
  if (weekdays.has(norm(0))) {
    const of = norm(1) === 'of' || norm(1) === 'in' ? 2 : 1;
    const week = which[norm(of)];
    return week && norm(of + 1) === 'week'
      ? { name: `${norm(0)} of ${week} week`, length: of + 2 }
      : { name: norm(0), length: 1 };
  }
  const feast = holidayAt(norm);
  if (feast) return feast;
  const whole = unit[norm(0)];
  if (whole && norm(1) === 'to' && norm(2) === 'date') return { name: `${whole} to date`, length: 3 };
  const side = which[norm(0)];
  if (!side) return null;
  if (norm(1) === 'calendar' || norm(1) === 'fiscal' || norm(1) === 'financial') {
    const period = unit[norm(2)];
    return period
      ? { name: `${side} ${period === 'year' && norm(1) !== 'calendar' ? 'fiscal year' : period}`, length: 3 }
      : null;
  }
  if (weekdays.has(norm(1)) || (monthNumber(norm(1)) !== null && side !== 'this'))
    return { name: `${side} ${norm(1)}`, length: 2 };
  const period = unit[norm(1)];
  if (/^weekends?$/.test(norm(1))) return { name: `${side} weekend`, length: 2 };
  // "The past month" ends today; "last month" is the calendar's.
  const rolling =
    norm(0) === 'past' && period
      ? { week: 'last 7 days', month: 'last 1 month', quarter: 'last 3 months', year: 'last 1 year' }[period]
      : undefined;
  if (rolling) return { name: rolling, length: 2 };
  if (period)
    return period === 'day'
      ? norm(1) === 'day' && side !== 'this'
        ? { name: side === 'last' ? 'yesterday' : 'tomorrow', length: 2 }
        : null
      : { name: `${side} ${period}`, length: 2 };
  const figure = list[at + 1]?.number;
  const number = figure ? figure.value : spokenNumber(norm(1));
  if (number === undefined || !Number.isInteger(number) || number < 1 || number > 3_660 || side === 'this')
    return null;
  if (/^(?:hours?|hrs?)$/.test(norm(2)) && side === 'last')
    return { name: `last ${Math.ceil(number / 24)} days`, length: 3 };
  const attached = figure?.suffix ? unit[figure.suffix] : undefined;
  const span = attached ?? unit[norm(2)];
  if (!span || (figure?.suffix && !attached)) return null;
  return { name: `${side} ${number} ${span}s`, length: attached ? 2 : 3 };
}

/** "Thanksgiving", "Christmas 2025"; which year is meant is for the sentence to say. */
function holidayAt(norm: At): PeriodWords | null {
  for (const name of holidayNames) {
    const words = name.replaceAll("'s", '').split(' ');
    if (!words.every((word, offset) => norm(offset) === word)) continue;
    const year = /^(19|20)\d{2}$/.test(norm(words.length)) ? ` ${norm(words.length)}` : '';
    const longer = holidayNames.some(
      (other) =>
        other !== name &&
        other.startsWith(`${name} `) &&
        other.split(' ').every((word, offset) => norm(offset) === word),
    );
    if (!longer) return { name: `${name}${year}`, length: words.length + (year ? 1 : 0) };
  }
  return null;
}

/** "Q2", "Q2 2026", "Q2 FY26", "second quarter", "H1", "FY26", "2017". */
function quarterOrYear(norm: At, list: Word[], at: number, when: { today: string }): PeriodWords | null {
  const part = /^([qh])([1-4])(?:[-/]?((?:fy)?'?\d{2,4}))?$/.exec(norm(0));
  if (part && (part[1] === 'q' || Number(part[2]) < 3)) {
    const name = `${part[1]?.toUpperCase()}${part[2]}`;
    const attached = part[3] ? yearName(part[3].replace("'", ''), 'any') : null;
    if (attached) return { name: `${name} ${attached}`, length: 1 };
    return withYear(name, norm, 1, list, at, when);
  }
  const nth = ordinals[norm(0)];
  if (nth && (norm(1) === 'quarter' || (nth < 3 && norm(1) === 'half'))) {
    return withYear(`${norm(1) === 'half' ? 'H' : 'Q'}${nth}`, norm, 2, list, at, when);
  }
  const year = yearName(norm(0), 'whole') ?? (norm(0) === 'fy' ? yearName(`fy${norm(1)}`, 'whole') : null);
  if (!year || (list[at]?.number && norm(0).length !== 4)) return null;
  // "2025-Q3"
  if (list[at + 1]?.text === '-' && /^[qh][1-4]$/.test(norm(2)))
    return { name: `${norm(2).toUpperCase()} ${norm(0)}`, length: 3 };
  // "2025 Q3"
  if (/^[qh][1-4]$/.test(norm(1)) && /^(19|20)\d{2}$/.test(norm(0)))
    return { name: `${norm(1).toUpperCase()} ${norm(0)}`, length: 2 };
  return { name: year, length: norm(0) === 'fy' ? 2 : 1 };
}

function withYear(
  name: string,
  norm: At,
  used: number,
  _list: Word[],
  _at: number,
  when: { today: string },
): PeriodWords {
  const of = norm(used) === 'of' || norm(used) === 'in' ? 1 : 0;
  const said = norm(used + of) === 'fy' ? `fy${norm(used + of + 1)}` : norm(used + of);
  const year = yearName(said, 'after');
  if (year) return { name: `${name} ${year}`, length: used + of + (norm(used + of) === 'fy' ? 2 : 1) };
  const side = which[norm(used + of)];
  if (side && norm(used + of + 1) === 'year') {
    const shift = side === 'last' ? -1 : side === 'next' ? 1 : 0;
    return { name: `${name} ${Number(when.today.slice(0, 4)) + shift}`, length: used + of + 2 };
  }
  return { name, length: used };
}

/** "2026" → "2026", "fy26" → "FY26"; two figures alone are a year only after "Q2" with a mark. */
function yearName(text: string, where: 'any' | 'whole' | 'after'): string | null {
  const fiscal = /^fy-?(\d{2}|\d{4})$/.exec(text);
  if (fiscal) return `FY${fiscal[1]?.slice(-2)}`;
  if (/^(19|20)\d{2}$/.test(text)) return text;
  return where === 'any' && /^\d{2}$/.test(text) ? `20${text}` : null;
}

function monthNumber(norm: string): number | null {
  const long = months.indexOf(norm);
  if (long >= 0) return long + 1;
  const short = shortMonths.indexOf(norm.replace(/\.$/, ''));
  return short < 0 ? null : short === 12 ? 9 : short + 1;
}

/** "March", "March 2017", "March last year". "may" and "march" alone in lower case are months too: a request has no other use for them. */
function monthOf(norm: At, list: Word[], at: number, when: { today: string }): PeriodWords | null {
  const month = monthNumber(norm(0));
  if (month === null) return null;
  const name = (months[month - 1] ?? '').replace(/^./, (letter) => letter.toUpperCase());
  return withYear(name, norm, 1, list, at, when);
}

/** "12 May", "May 12th, 2026", "12.5.2026", "5/12/2026" only where it can be but one day. */
function dayOf(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
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
  if (dotted) return dated(dotted[3] ?? '', Number(dotted[2]), Number(dotted[1]), 1);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(norm(0));
  if (!slashed) return slashedDay(list, at, when);
  const [a, b] = [Number(slashed[1]), Number(slashed[2])];
  if (a > 12 && b <= 12) return dated(slashed[3] ?? '', b, a, 1);
  if (b > 12 || a === b) return dated(slashed[3] ?? '', a, b, 1);
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
  if (a > 12) return dated(year, b, a, 3);
  if (b > 12 || a === b) return dated(year, a, b, 3);
  return either(year, a, b, 3);
}

/** "30 February": the last day of the month, or the next one? */
function noSuchDay(year: string, month: number, length: number): PeriodWords {
  const [last, next] = [Date.UTC(Number(year), month, 0), Date.UTC(Number(year), month, 1)].map((at) =>
    new Date(at).toISOString().slice(0, 10),
  ) as [string, string];
  return { name: last, either: [last, next], length };
}

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

const spokenDays =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
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
