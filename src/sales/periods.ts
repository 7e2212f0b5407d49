/** Named periods on the company's calendar: "this quarter", "Q2 FY26", "last 7 days", "by EOQ". Zone aware, fiscal-year aware. */
import { DateTime } from 'luxon';
import { holiday } from './holidays.ts';

/** `fiscalYearStart`: month 1–12. `weekStart`: 1 (Monday) to 7 (Sunday). A fiscal year is named by the year it ends in. */
export type Calendar = { fiscalYearStart: number; weekStart: number };

/** Days, both included; null is an open end ("by EOQ" has no beginning). */
export type Period = { from: string | null; to: string | null };

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'half' | 'year';
type Span = { first: DateTime; next: DateTime };

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const monthIndex = (word: string): number =>
  monthNames.findIndex(
    (name) => name === word || name.slice(0, 3) === word || (word === 'sept' && name === 'september'),
  );
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const units = new Map<string, Unit>(
  Object.entries<Unit>({
    day: 'day',
    week: 'week',
    month: 'month',
    quarter: 'quarter',
    qtr: 'quarter',
    half: 'half',
    year: 'year',
    yr: 'year',
  }),
);
const toDate = new Map<string, Unit>(
  Object.entries<Unit>({ ytd: 'year', qtd: 'quarter', mtd: 'month', wtd: 'week' }),
);
const ends = new Map<string, Unit>(
  Object.entries<Unit>({
    eod: 'day',
    eow: 'week',
    eom: 'month',
    eoq: 'quarter',
    eoh: 'half',
    eoy: 'year',
  }),
);

/**
 * The days a name means, or null when it is no name of a period. A bare month or quarter is the one of the current
 * year (calendar year for months, fiscal year for quarters and halves). "Last N days" are N days, of which today is the
 * last, "next N days" N of which it is the first, and so are weeks, months and years. "Last N quarters" are the N complete ones
 * before this. "Year" is the fiscal year.
 */
export function resolvePeriod(name: string, use: Calendar & { now: Date; zone: string }): Period | null {
  const text = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[\s_]+/g, ' ')
    .trim();
  const today = DateTime.fromJSDate(use.now, { zone: use.zone }).startOf('day');
  const at = { today, calendar: use };
  const bound = /^(by|until|before|after|since|from) (?:the )?(.+)$/.exec(text);
  if (bound) return bounded(bound[1] ?? '', bound[2] ?? '', at);
  const range = /^(\d{4}-\d{2}-\d{2}) ?(?:\.\.|to|–) ?(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (range) return between(range[1] ?? '', range[2] ?? '');
  const span = spanOf(text, at);
  return span && days(span);
}

type At = { today: DateTime; calendar: Calendar };

const days = ({ first, next }: Span): Period | null =>
  first.isValid && next.isValid ? { from: iso(first), to: iso(next.minus({ days: 1 })) } : null;
const iso = (day: DateTime): string => day.toFormat('yyyy-MM-dd');

function bounded(word: string, of: string, at: At): Period | null {
  const span = spanOf(of, at);
  if (!span?.first.isValid) return null;
  if (word === 'by' || word === 'until') return { from: null, to: iso(span.next.minus({ days: 1 })) };
  if (word === 'before') return { from: null, to: iso(span.first.minus({ days: 1 })) };
  if (word === 'after') return { from: iso(span.next), to: null };
  return { from: iso(span.first), to: null };
}

function between(from: string, to: string): Period | null {
  const real = [from, to].every((day) => DateTime.fromISO(day).isValid);
  return real && from <= to ? { from, to } : null;
}

function spanOf(text: string, at: At): Span | null {
  return (
    relativeDay(text, at) ??
    dayOfWeek(text, at) ??
    weekOf(text, at) ??
    weekend(text, at) ??
    namedDay(text, at) ??
    withinDays(text, at) ??
    counted(text, at) ??
    relativeUnit(text, at) ??
    toDateSpan(text, at) ??
    endOf(text, at) ??
    namedPart(text, at) ??
    namedMonth(text, at) ??
    namedYear(text, at) ??
    isoPart(text, at)
  );
}

const one = (day: DateTime): Span => ({ first: day, next: day.plus({ days: 1 }) });

function relativeDay(text: string, { today }: At): Span | null {
  if (text === 'today' || text === 'now') return one(today);
  if (text === 'yesterday') return one(today.minus({ days: 1 }));
  if (text === 'tomorrow') return one(today.plus({ days: 1 }));
  const named = /^(?:(this|last|next|on) )?(\w+)$/.exec(text);
  const weekday = weekdays.findIndex((name) => name === named?.[2] || name.slice(0, 3) === named?.[2]) + 1;
  if (weekday === 0) return null;
  const ahead = (weekday - today.weekday + 7) % 7;
  if (named?.[1] === 'last') return one(today.minus({ days: (today.weekday - weekday + 7) % 7 || 7 }));
  return one(today.plus({ days: named?.[1] === 'next' ? ahead || 7 : ahead }));
}

/** "this weekend": Saturday and Sunday of that week. */
function weekend(text: string, { today }: At): Span | null {
  const steps = ['last weekend', 'this weekend', 'next weekend'].indexOf(text) - 1;
  if (steps < -1) return null;
  const saturday = today.minus({ days: today.weekday - 6 }).plus({ weeks: steps });
  return { first: saturday, next: saturday.plus({ days: 2 }) };
}

/** "week of 2026-04-13": the week in which that day lies. */
function weekOf(text: string, { today, calendar }: At): Span | null {
  const day = DateTime.fromISO(/^week of (\d{4}-\d{2}-\d{2})$/.exec(text)?.[1] ?? '', {
    zone: today.zoneName ?? 'utc',
  });
  return day.isValid ? unitSpan('week', day, calendar) : null;
}

/** "friday of next week". */
function dayOfWeek(text: string, { today, calendar }: At): Span | null {
  const match = /^(\w+) of (this|next|last) week$/.exec(text);
  const weekday = weekdays.indexOf(match?.[1] ?? '') + 1;
  if (weekday === 0) return null;
  const steps = { this: 0, next: 1, last: -1 }[match?.[2] ?? ''] ?? 0;
  const first = shift(firstDay('week', today, calendar), 'week', steps);
  return one(first.plus({ days: (weekday - calendar.weekStart + 7) % 7 }));
}

/** "thanksgiving 2025"; without a year the one of this calendar year. */
function namedDay(text: string, { today }: At): Span | null {
  const match = /^(.+?)(?: (\d{4}))?$/.exec(text);
  const known =
    holiday(match?.[1] ?? '', Number(match?.[2] ?? today.year)) ??
    holiday(spelled(match?.[1]), Number(match?.[2] ?? today.year));
  return known ? one(DateTime.fromISO(known, { zone: today.zoneName ?? 'utc' })) : null;
}

// Apostrophes are gone by now: "new years day".
const spelled = (name = ''): string => name.replace(/^(new year|valentine)s/, "$1's");

/** "within 14 days": today and the 14 days after it, as a day count has them. */
function withinDays(text: string, { today }: At): Span | null {
  const n = /^within (\d{1,4}) days?$/.exec(text)?.[1];
  return n === undefined ? null : { first: today, next: today.plus({ days: Number(n) + 1 }) };
}

/** "last 7 days", "next 2 quarters", "past 3 months". */
function counted(text: string, { today, calendar }: At): Span | null {
  const match =
    /^(last|past|previous|prior|trailing|next|coming|following)? ?(\d{1,4}) (day|week|month|quarter|qtr|half|year|yr)s?$/.exec(
      text,
    );
  const unit = units.get(match?.[3] ?? '');
  if (!match || !unit) return null;
  const n = Number(match[2]);
  if (n === 0) return null;
  const back = !['next', 'coming', 'following'].includes(match[1] ?? 'last');
  if (unit === 'quarter' || unit === 'half') {
    const now = unitSpan(unit, today, calendar);
    return back
      ? { first: shift(now.first, unit, -n), next: now.first }
      : { first: now.next, next: shift(now.next, unit, n) };
  }
  const reach = { day: { days: n }, week: { days: 7 * n }, month: { months: n }, year: { years: n } }[unit];
  const tomorrow = today.plus({ days: 1 });
  return back ? { first: tomorrow.minus(reach), next: tomorrow } : { first: today, next: today.plus(reach) };
}

function relativeUnit(text: string, { today, calendar }: At): Span | null {
  const match =
    /^(?:the )?(this|current|last|previous|prior|past|next|coming|following) (?:fiscal |calendar |financial )?(day|week|month|quarter|qtr|half|year|yr)$/.exec(
      text,
    );
  const unit = units.get(match?.[2] ?? '');
  if (!match || !unit) return null;
  const reading = / calendar /.test(text) ? { ...calendar, fiscalYearStart: 1 } : calendar;
  const steps = ['this', 'current'].includes(match[1] ?? '')
    ? 0
    : ['next', 'coming', 'following'].includes(match[1] ?? '')
      ? 1
      : -1;
  const now = unitSpan(unit, today, reading);
  return { first: shift(now.first, unit, steps), next: shift(now.first, unit, steps + 1) };
}

function toDateSpan(text: string, { today, calendar }: At): Span | null {
  const unit = toDate.get(text) ?? units.get(/^(week|month|quarter|year) to date$/.exec(text)?.[1] ?? '');
  if (unit) return { first: unitSpan(unit, today, calendar).first, next: today.plus({ days: 1 }) };
  const rest = units.get(
    /^(?:the )?(?:rest|remainder) of (?:the|this) (?:fiscal )?(week|month|quarter|half|year)$/.exec(
      text,
    )?.[1] ?? '',
  );
  return rest ? { first: today, next: unitSpan(rest, today, calendar).next } : null;
}

/** "EOQ", "end of quarter", "end of next month": the last day. */
function endOf(text: string, at: At): Span | null {
  const short = ends.get(text);
  if (short) return one(unitSpan(short, at.today, at.calendar).next.minus({ days: 1 }));
  const inner = /^(?:the )?(end|start|beginning) of (?:the )?(.+)$/.exec(text);
  if (!inner) return null;
  const unit = units.get(inner[2] ?? '');
  const span = unit ? unitSpan(unit, at.today, at.calendar) : spanOf(inner[2] ?? '', at);
  if (!span) return null;
  return one(inner[1] === 'end' ? span.next.minus({ days: 1 }) : span.first);
}

/** "Q2", "Q2 FY26", "second half 2026", "H1 2025". */
function namedPart(text: string, at: At): Span | null {
  const { today, calendar } = at;
  const [, side, inner = ''] = /^(last|next) (q[1-4]|h[12])$/.exec(text) ?? [];
  const here = side ? namedPart(inner, at) : null;
  // "Last Q4" is the latest that is over, "next Q1" the first that has not begun.
  if (here) {
    const years = side === 'last' ? (here.next <= today ? 0 : -1) : here.first > today ? 0 : 1;
    return { first: here.first.plus({ years }), next: here.next.plus({ years }) };
  }
  const match =
    /^(?:fy ?)?((?:20)?\d{2})[ -]?(q[1-4]|h[12])$/.exec(text) ??
    /^(q[1-4]|h[12]|(?:1st|first|2nd|second|3rd|third|4th|fourth) (?:quarter|half))(?: (?:of )?|-)?(?:(?:fy|fiscal year)? ?((?:20)?\d{2}))?$/.exec(
      text,
    );
  if (!match) return null;
  const [part, written] = /^(q|h|\D)/.test(match[1] ?? '')
    ? [match[1] ?? '', match[2]]
    : [match[2] ?? '', match[1]];
  const ordinal = ['1st', '2nd', '3rd', '4th', 'first', 'second', 'third', 'fourth'].indexOf(
    part.split(' ')[0] ?? '',
  );
  const nth = ordinal >= 0 ? (ordinal % 4) + 1 : Number(part[1]);
  const unit: Unit = part.startsWith('h') || part.endsWith('half') ? 'half' : 'quarter';
  if (unit === 'half' && nth > 2) return null;
  const year = written
    ? fiscalYear(fullYear(written), today, calendar)
    : unitSpan('year', today, calendar).first;
  return { first: shift(year, unit, nth - 1), next: shift(year, unit, nth) };
}

function namedMonth(text: string, { today }: At): Span | null {
  const match = /^(?:(this|last|next) )?([a-z]+)\.?(?:,? (?:of )?((?:20)?\d{2}))?$/.exec(text);
  const month = monthIndex(match?.[2] ?? '');
  if (!match || month < 0) return null;
  const here = today.set({ month: month + 1, day: 1 });
  const year = match[3] ? fullYear(match[3]) : today.year + beside(match[1], here, today);
  const first = today.set({ year, month: month + 1, day: 1 });
  return { first, next: first.plus({ months: 1 }) };
}

/** "last March" is the latest that is over, "next March" the first that has not begun. */
function beside(word: string | undefined, here: DateTime, today: DateTime): number {
  if (word === 'last') return here.plus({ months: 1 }) <= today ? 0 : -1;
  if (word === 'next') return here > today ? 0 : 1;
  return 0;
}

function namedYear(text: string, { today, calendar }: At): Span | null {
  const fiscal = /^(?:fy ?|fiscal (?:year )?)((?:20)?\d{2})$/.exec(text);
  if (fiscal) {
    const first = fiscalYear(fullYear(fiscal[1] ?? ''), today, calendar);
    return { first, next: first.plus({ years: 1 }) };
  }
  const plain = /^(?:calendar year |cy ?)?((?:19|20)\d{2})$/.exec(text);
  if (!plain) return null;
  const first = today.set({ year: Number(plain[1]), month: 1, day: 1 });
  return { first, next: first.plus({ years: 1 }) };
}

function isoPart(text: string, { today }: At): Span | null {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (!match) return null;
  const first = DateTime.fromObject(
    { year: Number(match[1]), month: Number(match[2]), day: Number(match[3] ?? 1) },
    { zone: today.zoneName ?? 'utc' },
  );
  if (!first.isValid) return null;
  return { first, next: match[3] ? first.plus({ days: 1 }) : first.plus({ months: 1 }) };
}

const fullYear = (written: string): number =>
  written.length === 2 ? 2000 + Number(written) : Number(written);

/** First day of the fiscal year that ends in `year`. */
const fiscalYear = (year: number, today: DateTime, calendar: Calendar): DateTime =>
  today.set({
    year: calendar.fiscalYearStart === 1 ? year : year - 1,
    month: calendar.fiscalYearStart,
    day: 1,
  });

function unitSpan(unit: Unit, today: DateTime, calendar: Calendar): Span {
  const first = firstDay(unit, today, calendar);
  return { first, next: shift(first, unit, 1) };
}

function firstDay(unit: Unit, today: DateTime, calendar: Calendar): DateTime {
  if (unit === 'day') return today;
  if (unit === 'week') return today.minus({ days: (today.weekday - calendar.weekStart + 7) % 7 });
  if (unit === 'month') return today.startOf('month');
  const months = { quarter: 3, half: 6, year: 12 }[unit];
  const into = (today.month - calendar.fiscalYearStart + 12) % months;
  return today.startOf('month').minus({ months: into });
}

const shift = (first: DateTime, unit: Unit, steps: number): DateTime => {
  const months = { month: 1, quarter: 3, half: 6, year: 12 };
  if (unit === 'day' || unit === 'week') return first.plus({ days: (unit === 'week' ? 7 : 1) * steps });
  return first.plus({ months: months[unit] * steps });
};

/** "2026-03-16", "2026-03", "2026-Q1", "2026": the bucket of a day; a week is named by its first day, fiscal quarters and years by the year they end in. */
export function bucketOf(day: string, by: 'week' | 'month' | 'quarter' | 'year', calendar: Calendar): string {
  if (by === 'week')
    return firstDay('week', DateTime.fromISO(day, { zone: 'utc' }), calendar).toISODate() ?? day;
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  if (by === 'month') return day.slice(0, 7);
  const into = (month - calendar.fiscalYearStart + 12) % 12;
  const named = calendar.fiscalYearStart > 1 && month >= calendar.fiscalYearStart ? year + 1 : year;
  return by === 'year' ? String(named) : `${named}-Q${Math.floor(into / 3) + 1}`;
}

/** "Q1 2026" of the fiscal quarter that begins on this day; "Q1 FY26" where the fiscal year is not the calendar year. */
export function quarterLabel(from: string, calendar: Calendar): string {
  const start = DateTime.fromISO(from, { zone: 'utc' });
  const moved = start.plus({ months: (13 - calendar.fiscalYearStart) % 12 });
  return bucketLabel(`${moved.year}-Q${moved.quarter}`, calendar);
}

/** "Week of 16 Mar 2026", "Mar 2026", "Q1 2026" ("Q1 FY26" where the fiscal year is not the calendar year), "2026". */
export function bucketLabel(key: string, calendar: Calendar): string {
  const fiscal = calendar.fiscalYearStart !== 1;
  const week = /^(\d{4}-\d{2})-(\d{2})$/.exec(key);
  if (week) return `Week of ${Number(week[2])} ${bucketLabel(week[1] ?? '', calendar)}`;
  const month = /^(\d{4})-(\d{2})$/.exec(key);
  if (month) {
    const name = monthNames[Number(month[2]) - 1] ?? '';
    return `${name.slice(0, 1).toUpperCase()}${name.slice(1, 3)} ${month[1]}`;
  }
  const quarter = /^(\d{4})-(Q[1-4])$/.exec(key);
  if (quarter) return `${quarter[2]} ${fiscal ? `FY${(quarter[1] ?? '').slice(2)}` : quarter[1]}`;
  return fiscal && /^\d{4}$/.test(key) ? `FY${key.slice(2)}` : key;
}
