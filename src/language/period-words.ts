/** Words that name a day or a period, and the name under which the company's calendar knows it. */

import { holidayNames } from '../sales/holidays.ts';
import { partOfMonth, runOfMonth } from './month-parts.ts';
import { type At, isDay, monthNumber, months, type PeriodWords, which } from './months.ts';
import { spokenNumber } from './numbers.ts';
import { endsYear, ordinals, quarterFrom, quarterOrYear, withYear, yearName } from './quarters.ts';
import type { Word } from './words.ts';
import { beforeLast, dayOf, daysOn, spokenDays, weekdayWeek } from './written-days.ts';

export type { PeriodWords } from './months.ts';

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
const single: Record<string, string> = {
  today: 'today',
  yesterday: 'yesterday',
  tomorrow: 'tomorrow',
  mtd: 'month to date',
  qtd: 'quarter to date',
  ytd: 'year to date',
  wtd: 'week to date',
  'month-to-date': 'month to date',
  'quarter-to-date': 'quarter to date',
  'year-to-date': 'year to date',
  'week-to-date': 'week to date',
  eoq: 'this quarter',
  eom: 'this month',
  eoy: 'this year',
  eow: 'this week',
};
const weekdays = new Set('monday tuesday wednesday thursday friday saturday sunday'.split(' '));

/** By their first word, the longest first. */
const holidaysBy = Map.groupBy(
  holidayNames
    .map((name) => ({ name, words: name.replaceAll("'s", '').split(' ') }))
    .sort((a, b) => b.words.length - a.words.length),
  ({ words }) => words[0] ?? '',
);
const openers = new Set([
  ...[unit, which, single, ordinals].flatMap((some) => Object.keys(some)),
  ...[weekdays, spokenDays, holidaysBy.keys()].flatMap((some) => [...some]),
  ...'the early beginning mid middle late end close start rest remainder final whole full entire fiscal financial cy'.split(
    ' ',
  ),
]);

/** The period that begins at `at`, longest reading first; null where none does. */
export function periodAt(list: Word[], at: number, when: { today: string }): PeriodWords | null {
  const first = list[at];
  if (!first) return null;
  if (first.kind === 'day') return { name: first.text, length: 1 };
  if (first.kind === 'sign') return null;
  if (first.norm === 'now' && /^(?:between|from)$/.test(list[at - 1]?.norm ?? ''))
    return { name: 'today', length: 1 };
  const norm: At = (offset) => {
    const said = list[at + offset]?.norm ?? '';
    return said.endsWith("'s") ? said.slice(0, -2) : said;
  };
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
  const counted =
    runOfMonth(norm, when) ?? daysOn(norm, when) ?? weekdayWeek(norm, when) ?? beforeLast(norm, when);
  if (counted || !opens(norm(0))) return counted;
  return (
    partOfMonth(list, at, norm, when) ??
    dayOf(list, at, norm, when) ??
    ends(list, at, norm, when) ??
    endsYear(norm, list, at, when) ??
    quarterFrom(norm, when) ??
    wholeOf(list, at, norm, when) ??
    named(list, at, norm) ??
    quarterOrYear(norm, list, at, when) ??
    monthOf(norm, list, at, when)
  );
}

/** Whether a period may begin with this word. */
const opens = (norm: string): boolean =>
  openers.has(norm) ||
  monthNumber(norm) !== null ||
  /\d|^(?:early|beginning|mid|middle|late)-|-(?:end|week|month|quarter|year)$/.test(norm);

/** "End of the quarter", "end of March": the last day; "by" and "before" it have all of it. */
function ends(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
  // "Month end", "quarter-end"
  const short = /^(week|month|quarter|year)(?:[- ]end)?$/.exec(norm(0))?.[1];
  if (short && (norm(0) !== short || norm(1) === 'end'))
    return { name: `end of this ${short}`, length: norm(0) === short ? 2 : 1 };
  if (!['end', 'close', 'start', 'beginning'].includes(norm(0))) return null;
  const of = norm(1) === 'of' ? 2 : 1;
  const skip = norm(of) === 'the' || norm(of) === 'this' ? of + 1 : of;
  const whole = unit[norm(skip)];
  if (norm(0) === 'start' || norm(0) === 'beginning') return startOf(list, at, { whole, of, skip }, when);
  if (whole && whole !== 'day' && of === 2) return { name: `end of this ${whole}`, length: skip + 1 };
  // "By end apr", "end Q2"
  const bare = norm(0) === 'end' && (monthNumber(norm(1)) !== null || /^q[1-4]/.test(norm(1)));
  const rest = of === 2 || bare ? periodAt(list, at + of, when) : null;
  return rest
    ? { ...rest, name: isDay(rest.name) ? rest.name : `end of ${rest.name}`, length: rest.length + of }
    : null;
}

/** "The whole year", "the full last quarter"; "a full month" is a length of time. */
function wholeOf(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
  if (!/^(?:whole|full|entire)$/.test(norm(0)) || /^(?:an?|one|per)$/.test(list[at - 1]?.norm ?? ''))
    return null;
  const rest = periodAt(list, at + 1, when);
  if (rest && !isDay(rest.name)) return { ...rest, length: rest.length + 1 };
  const whole = unit[norm(1)];
  // "The full year 2025"
  const of = norm(2) === 'of' ? 3 : 2;
  const year = whole === 'year' ? quarterOrYear((offset) => norm(of + offset), list, at + of, when) : null;
  if (year) return { ...year, length: year.length + of };
  return whole && whole !== 'day' && of === 2 ? { name: `this ${whole}`, length: 2 } : null;
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
  if (/^(?:fiscal|financial)$/.test(norm(0)) && norm(1) === 'year' && norm(2) === 'to' && norm(3) === 'date')
    return { name: 'year to date', length: 4 };
  // "Current-quarter"
  const [joined = '', of = ''] = norm(0).split('-');
  if (of !== '' && which[joined] && unit[of]) return { name: `${which[joined]} ${unit[of]}`, length: 1 };
  const side = which[norm(0)];
  if (!side) return null;
  // "This whole quarter"
  if (/^(?:whole|full|entire)$/.test(norm(1)) && unit[norm(2)])
    return { name: `${side} ${unit[norm(2)]}`, length: 3 };
  if (norm(1) === 'calendar' || norm(1) === 'fiscal' || norm(1) === 'financial') {
    const period = unit[norm(2)];
    return period
      ? { name: `${side} ${period === 'year' && norm(1) !== 'calendar' ? 'fiscal year' : period}`, length: 3 }
      : null;
  }
  if (weekdays.has(norm(1)) || (monthNumber(norm(1)) !== null && side !== 'this'))
    return { name: `${side} ${norm(1)}`, length: 2 };
  if (/^(?:q[1-4]|h[12])$/.test(norm(1)) && side !== 'this' && !yearName(norm(2), 'after'))
    return { name: `${side} ${norm(1).toUpperCase()}`, length: 2 };
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
    return { name: `last ${Math.ceil(number / 24) + 1} days`, length: 3 };
  // "Next 10 business days": as many days as hold so many.
  if (/^(?:business|working)$/.test(norm(2)) && /^days?$/.test(norm(3)))
    return { name: `${side} ${Math.round((number * 7) / 5)} days`, length: 4 };
  const attached = figure?.suffix ? unit[figure.suffix] : undefined;
  const span = attached ?? unit[norm(2)];
  if (!span || (figure?.suffix && !attached)) return null;
  return { name: `${side} ${number} ${span}s`, length: attached ? 2 : 3 };
}

/** "Thanksgiving", "Christmas 2025"; which year is meant is for the sentence to say. */
function holidayAt(norm: At): PeriodWords | null {
  const found = holidaysBy
    .get(norm(0))
    ?.find(({ words }) => words.every((word, offset) => norm(offset) === word));
  if (!found) return null;
  const { name, words } = found;
  const year = /^(19|20)\d{2}$/.test(norm(words.length)) ? ` ${norm(words.length)}` : '';
  return { name: `${name}${year}`, length: words.length + (year ? 1 : 0) };
}

/** "March", "March 2017", "March last year". "may" and "march" alone in lower case are months too: a request has no other use for them. */
function monthOf(norm: At, list: Word[], at: number, when: { today: string }): PeriodWords | null {
  const month = monthNumber(norm(0));
  if (month === null) return null;
  const name = (months[month - 1] ?? '').replace(/^./, (letter) => letter.toUpperCase());
  return withYear(name, norm, 1, list, at, when);
}
