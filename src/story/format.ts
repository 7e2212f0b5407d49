/** Numbers, money, days and durations as people read them. Pure; used by cards, feed, audit and digests alike. */
import type { Unit } from '../sales/answer.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const symbols: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CHF: 'CHF ' };
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "1,240" of a whole number from 0: as Intl writes it, at a tenth of the cost. */
const grouped = (n: number): string => {
  if (!Number.isSafeInteger(n)) return whole.format(n);
  return n < 1_000 ? `${n}` : `${grouped(Math.floor(n / 1_000))},${`${n % 1_000}`.padStart(3, '0')}`;
};

/** "1,240"; one decimal at most. */
export const number = (n: number): string => oneDecimal.format(n);

const manyOf = (one: string): string => (/[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`);

/** "1 deal", "2 deals", "2 industries". */
export const count = (n: number, one: string, many = manyOf(one)): string =>
  `${whole.format(n)} ${n === 1 ? one : many}`;

/** "27%"; a share is between 0 and 1. */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** "27%"; a decimal only where the whole number would say none or all: "0.4%", "99.6%". */
export const share = (of: number): string => {
  const rounded = Math.round(of * 100);
  if ((rounded === 0 && of !== 0) || (rounded === 100 && of !== 1)) {
    const finer = Math.round(of * 1000) / 10;
    if (finer === 0) return of > 0 ? 'under 0.1%' : 'just below 0%';
    return finer === 100 ? (of < 1 ? 'over 99.9%' : '100%') : `${finer}%`;
  }
  return `${whole.format(rounded)}%`;
};

/** "2.4×" */
export const ratio = (of: number): string => `${oneDecimal.format(of)}×`;

const counted: Partial<Record<Unit, [one: string, many: string]>> = {
  deals: ['deal', 'deals'],
  leads: ['lead', 'leads'],
  accounts: ['account', 'accounts'],
  contacts: ['contact', 'contacts'],
  people: ['person', 'people'],
  activities: ['activity', 'activities'],
  days: ['day', 'days'],
};

/** "3 people", "1 activity"; the bare number of a unit that has no word. */
export const countOf = (n: number, unit: Unit): string => {
  const words = counted[unit];
  return words ? `${oneDecimal.format(n)} ${n === 1 ? words[0] : words[1]}` : number(n);
};

/** A figure with its unit: "27%", "2.4×", "47 days", "$42,000", "1,240". Counts are bare where the heading names them. */
export const figure = (
  value: number,
  unit: Unit,
  currency: string | null | undefined,
  company: string,
  as: typeof money = money,
): string => {
  if (unit === 'share') return share(value);
  if (unit === 'ratio') return ratio(value);
  if (unit === 'currency') return as(value, currency ?? null, company);
  return unit === 'days' ? countOf(Math.round(value * 10) / 10, 'days') : number(value);
};

const withCurrency = (
  figures: string,
  currency: string | null,
  company: string,
  negative: boolean,
): string => {
  const sign = negative ? '−' : '';
  const symbol = symbols[company];
  if (currency === null || (currency === company && symbol !== undefined)) {
    return `${sign}${symbol ?? `${company} `}${figures}`;
  }
  return `${sign}${currency} ${figures}`;
};

/** Exact: "$42,000", "$18.50"; another currency than the company's is named: "CAD 42,000". */
export const money = (amount: number, currency: string | null, company: string): string => {
  const size = Math.abs(amount);
  const figures = Number.isInteger(size) ? grouped(size) : cents.format(size);
  return withCurrency(figures, currency, company, amount < 0);
};

/** From here on nobody reads the cents of an amount; a file has them. */
const large = 1_000;

/**
 * How amounts are written that stand below each other: all with cents or all without. Without where none has any, and,
 * unless they are to be exact, where one of them is large.
 */
export const moneyBelow = (amounts: number[], as: 'rounded' | 'exact' = 'rounded'): typeof money => {
  if (as === 'rounded' && amounts.some((amount) => Math.abs(amount) >= large))
    return (amount, currency, company) => money(Math.round(amount), currency, company);
  if (amounts.every(Number.isInteger)) return money;
  return (amount, currency, company) =>
    withCurrency(cents.format(Math.abs(amount)), currency, company, amount < 0);
};

const shortened = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** "$1.24M" from a million up, exact below; for headlines only. */
export const headlineMoney = (amount: number, currency: string | null, company: string): string => {
  const size = Math.abs(amount);
  if (size < 1_000_000) return money(Math.round(amount), currency, company);
  const [by, unit] = size >= 1_000_000_000 ? [1_000_000_000, 'B'] : [1_000_000, 'M'];
  return withCurrency(`${shortened.format(size / by)}${unit}`, currency, company, amount < 0);
};

/** Sums of several currencies, never added up. Beside another currency each bears its code: "USD 1.24M and CAD 42,000". */
export const sums = (
  of: { currency: string | null; amount: number }[],
  company: string,
  as: typeof money = headlineMoney,
): string =>
  list(
    of.map((sum) =>
      of.length > 1 ? as(sum.amount, sum.currency ?? company, '') : as(sum.amount, sum.currency, company),
    ),
  );

/** "15 Apr 2026" from YYYY-MM-DD; the text itself when it is no day. */
export const day = (iso: string): string => {
  const short = dayAndMonth(iso);
  return short === null ? iso : `${short} ${iso.slice(0, 4)}`;
};

// The same few hundred days stand on all cards and in all tables.
const knownDays = new Map<string, string>();
const dayAndMonth = (iso: string): string | null => {
  const known = knownDays.get(iso);
  if (known !== undefined) return known;
  const month = months[Number(iso.slice(5, 7)) - 1];
  const read = month !== undefined && isoDay.test(iso) ? `${Number(iso.slice(8, 10))} ${month}` : null;
  if (knownDays.size < 1_000 && read !== null) knownDays.set(iso, read);
  return read;
};
const isoDay = /^\d{4}-\d\d-\d\d/;

/** "3 Mar"; for the first of two days in the same year. */
export const dayWithoutYear = (iso: string): string => dayAndMonth(iso) ?? iso;

/** "3 Mar → 15 Apr 2026"; both years where they differ. */
export const dayMove = (before: string, after: string, between = '→'): string =>
  `${before.slice(0, 4) === after.slice(0, 4) ? dayWithoutYear(before) : day(before)} ${between} ${day(after)}`;

/** A period's name as people read it: its days are written out where it is named by them ("16 Nov to 22 Nov 2026"). */
export const periodNamed = (name: string): string =>
  name
    .replace(
      /(\d{4})(-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)/g,
      (_, year: string, rest: string, to: string) =>
        `${year === to.slice(0, 4) ? dayWithoutYear(year + rest) : day(year + rest)} to ${day(to)}`,
    )
    .replace(/\b\d{4}-\d\d-\d\d\b/g, day);

/** "In Q4 2025", "this quarter", "on 10 Mar 2026": when something was, by the name of the period or day. */
export const whenNamed = (name: string): string => {
  const said = periodNamed(name);
  if (/^\d{1,2} \w+(?: \d{4})? to /.test(said)) return `between ${said.replace(' to ', ' and ')}`;
  if (/^\d{1,2} \w+ \d{4}$/.test(said)) return `on ${said}`;
  if (/^(?:last|next) \d/.test(said)) return `in the ${said}`;
  return /^(?:[QH]\d|FY|\d{4}$|[A-Z][a-z]+(?: \d{4})?$)/.test(said) ? `in ${said}` : said;
};

/** "20 Mar, 14:32 CET": an instant in plain text, in the reader's zone. The year is added when it is another one than `now`'s. */
export const instant = (at: Date, zone: string, now?: Date): string => {
  const local = partsIn(at, zone);
  const otherYear = now !== undefined && partsIn(now, zone).year !== local.year;
  return `${local.day} ${local.month}${otherYear ? ` ${local.year}` : ''}, ${local.hour}:${local.minute} ${local.timeZoneName}`;
};

/** "20 Mar 2026": the day of an instant, in a zone. */
export const calendarDay = (at: Date, zone: string): string => {
  const local = partsIn(at, zone);
  return `${local.day} ${local.month} ${local.year}`;
};

/** "14:31": alone only within a day. */
export const clockTime = (at: Date, zone: string): string => {
  const local = partsIn(at, zone);
  return `${local.hour}:${local.minute}`;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const formatIn = (zone: string, language: string): Intl.DateTimeFormat => {
  const known = formats.get(`${language} ${zone}`);
  if (known) return known;
  const numbers = {
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  const made = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    ...numbers,
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(`${language} ${zone}`, made);
  return made;
};

/** The parts of a wall clock in a zone. */
function partsIn(at: Date, zone: string): Record<string, string> {
  const read = (language: string) =>
    Object.fromEntries(
      formatIn(zone, language)
        .formatToParts(at)
        .map(({ type, value }) => [type, value]),
    );
  const parts = read('en-GB');
  // British English knows "CET", American English knows "EST"; each writes the other's as "GMT-5".
  const zoneName = parts.timeZoneName?.startsWith('GMT') ? read('en-US').timeZoneName : parts.timeZoneName;
  // Beside a numeric month British English writes the first nine days with a zero.
  const day = String(Number(parts.day));
  return { ...parts, day, month: months[Number(parts.month) - 1] ?? '', timeZoneName: zoneName ?? '' };
}

/** "20 Mar 2026 14:32 UTC", the fallback of a date token. */
export const exactInstant = (at: Date): string =>
  `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())} UTC`;
const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** "47 days", "3 h", "12 min", "2 s". */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : count(Math.round(hours / 24), 'day');
};

/** "0.4 s, no model" or "3.1 s, $0.004". */
export const cost = (latencyMs: number, model: string | null, usd: number): string => {
  const seconds = latencyMs < 50 ? 'under 0.1 s' : `${(latencyMs / 1000).toFixed(1)} s`;
  return model === null
    ? `${seconds}, no model`
    : `${seconds}, $${usd === 0 ? '0' : Number(usd.toPrecision(2))}`;
};

/** "a", "a and b", "a, b and c". */
export const list = (items: string[], word = 'and'): string => {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`;
};

/** First name, after the full name has been said once. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;
