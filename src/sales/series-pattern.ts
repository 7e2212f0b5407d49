/** What in a series comes again: the day of the week, the end of the month and quarter, the season of the year. Pure. */
import { addDays } from './days.ts';
import { holiday } from './holidays.ts';

/**
 * Values of consecutive days or weeks, the first of them on `from` (of a week its first day). `of`: out of how many,
 * where the value is a part of something (deals won, of those decided).
 */
export type Series = { unit: 'day' | 'week'; from: string; values: number[]; of?: number[] };

/**
 * How much of an average value each is expected to bring; null: neither learnt from nor judged, a holiday. Of a share it
 * is out of how many.
 *
 * Each factor is what came over what was expected without it, drawn towards one by the Gamma-Poisson credibility of what
 * stands behind it (Bühlmann and Gisler, "A Course in Credibility Theory", chapter 2); one after the other, twice. What
 * was expected without it is a running mean over eight weeks to either side, in which no value counts for more than five times it.
 * How much the days of a week differ is believed from little; how much the parts of a quarter do, of which each comes four
 * times a year, from much: else the pattern takes chance for a habit, and what is out of the ordinary for a part of it.
 *
 * `known`: so many values, from the first, are learnt from; the others are told what those say of their day.
 */
export function patternOf(series: Series, known: number = series.values.length): (number | null)[] {
  if (series.of) return series.of.map((of) => of);
  const { unit, values } = series;
  const days = daysOf(series);
  const rest = unit === 'day' ? days.map(isHoliday) : days.map(() => false);
  const unlearnt = rest.map((one, i) => one || i >= known);
  const factors =
    unit === 'day'
      ? [
          { key: dayOfWeek, spread: spreads.week },
          { key: partOfPeriod, spread: spreads.quarter },
        ]
      : [{ key: partOfPeriodOfWeek, spread: spreads.quarter }];
  let weights = values.map((): number => 1);
  for (let round = 0; round < 2; round++) {
    for (const { key, spread } of factors)
      weights = sharpened(values, weights, { rest: unlearnt, keys: days.map(key), unit, spread });
  }
  const long = unit === 'day' ? 430 : 61;
  if (values.length >= long) weights = seasoned(values, weights, unlearnt, unit);
  return weights.map((weight, i) => (rest[i] ? null : weight));
}

/** The first day of each value. */
export function daysOf({ from, unit, values }: Series): string[] {
  const begin = Date.parse(`${from}T00:00:00Z`);
  const step = (unit === 'day' ? 1 : 7) * 86_400_000;
  return values.map((_, i) => new Date(begin + i * step).toISOString().slice(0, 10));
}

/** Days on which next to nobody works, and those around them on which many do not. */
function isHoliday(day: string): boolean {
  const monthDay = day.slice(5);
  if (monthDay >= '12-24' || monthDay <= '01-01') return true;
  const year = Number(day.slice(0, 4));
  const known = holidays.get(year) ?? new Set(named.map((name) => holiday(name, year)));
  holidays.set(year, known);
  return known.has(day);
}
const holidays = new Map<number, Set<string | null>>();
const named = [
  'good friday',
  'easter monday',
  'memorial day',
  'independence day',
  'labor day',
  'thanksgiving',
];

const dayOfWeek = (day: string): string => String(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Much is signed in the last days of a quarter, some in the last days of a month. */
function partOfPeriod(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const left = new Date(Date.UTC(year, month, 0)).getUTCDate() - date;
  const place = left < 4 ? 'end' : left < 10 ? 'late' : date <= 5 ? 'first' : 'middle';
  return `${month % 3} ${place}`;
}
/** Of a week the place of its middle. */
const partOfPeriodOfWeek = (day: string): string => partOfPeriod(addDays(day, 3));

/** How much the factors of the days of a week, and of the parts of a quarter, differ from one, squared, before anything is known of them. */
const spreads = { week: 0.3, quarter: 0.01 } as const;

function sharpened(
  values: number[],
  weights: number[],
  { rest, keys, unit, spread }: { rest: boolean[]; keys: string[]; unit: Series['unit']; spread: number },
): number[] {
  const base = running(values, weights, rest, unit === 'day' ? 56 : 8);
  const groups = new Map<string, { came: number; expected: number; squares: number }>();
  for (const [i, key] of keys.entries()) {
    const expected = (base[i] ?? 0) * (weights[i] ?? 0);
    if (rest[i] || expected <= 0) continue;
    const group = groups.get(key) ?? { came: 0, expected: 0, squares: 0 };
    const came = Math.min(values[i] ?? 0, 5 * Math.max(expected, base[i] ?? 0));
    group.came += came;
    group.expected += expected;
    group.squares += (came - expected) ** 2 / expected;
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const noise = all.reduce((sum, { squares }) => sum + squares, 0) / Math.max(1, values.length);
  const drawn = noise / spread;
  const factor = new Map(
    [...groups].map(([key, { came, expected }]) => [key, (came + drawn) / (expected + drawn)]),
  );
  return weights.map((weight, i) => weight * (factor.get(keys[i] ?? '') ?? 1));
}

/** The same weeks of the years before against the running mean of their year, drawn towards one likewise. */
function seasoned(values: number[], weights: number[], rest: boolean[], unit: Series['unit']): number[] {
  const year = unit === 'day' ? 364 : 52;
  const near = unit === 'day' ? 14 : 2;
  const short = running(values, weights, rest, near);
  const long = running(values, weights, rest, year / 2);
  return weights.map((weight, i) => {
    const then: number[] = [];
    for (let at = i - year; at >= near; at -= year) {
      const mean = long[at] ?? 0;
      if (mean > 0) then.push((short[at] ?? 0) / mean);
    }
    if (then.length === 0) return weight;
    const season = then.reduce((sum, one) => sum + one, 0) / then.length;
    // One year alone may have been chance.
    const trust = then.length / (then.length + 2);
    return weight * Math.max(0.3, 1 + trust * (season - 1));
  });
}

/** Of each value what came within `reach` to either side, over what the weights say of it. */
function running(values: number[], weights: number[], rest: boolean[], reach: number): number[] {
  const came = [0];
  const weight = [0];
  for (const [i, value] of values.entries()) {
    came.push((came[i] ?? 0) + (rest[i] ? 0 : value));
    weight.push((weight[i] ?? 0) + (rest[i] ? 0 : (weights[i] ?? 0)));
  }
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - reach), Math.min(values.length, i + reach + 1)];
    const of = (weight[to] ?? 0) - (weight[from] ?? 0);
    return of > 0 ? ((came[to] ?? 0) - (came[from] ?? 0)) / of : 0;
  });
}

/**
 * Whether a series is judged by day or by week: by day where something happens on most working days. Money is judged by
 * week: a day of it is one deal or two, of any size.
 */
export function unitFor(counts: number[], money: boolean): Series['unit'] {
  const lately = counts.slice(-182);
  const busy = lately.filter((n) => n > 0).length;
  const events = lately.reduce((sum, n) => sum + n, 0);
  return !money && busy >= 0.5 * lately.length && events >= 1.5 * lately.length ? 'day' : 'week';
}
