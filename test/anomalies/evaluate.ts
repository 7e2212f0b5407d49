/** How a series is judged day by day: how often in peace, and how often when something was done to it. */
import { type Judged, judge, type Patience } from '../../src/sales/anomaly.ts';
import { alarmsOf } from '../../src/sales/kpis.ts';
import type { Series } from '../../src/sales/series-pattern.ts';

export type Named = { company: string; kpi: string; where: string; series: Series };

/** `judged`: how many days or weeks; `alarms`: incidents, each counted once until it is well within the limit again. */
export type Peace = { judged: number; alarms: number };
export type Found = { done: number; found: number };
export type Evaluated = { peace: Peace; spike: Found; shift: Found };

const sameFigure = (one: Named, other: Named): boolean =>
  one.company === other.company && one.kpi === other.kpi;

/** The patience that the agent has with this series: less with each of many territories than with the company. */
export function patienceOf(one: Named, all: Named[]): Patience {
  const places = new Set(all.filter((other) => sameFigure(one, other)).map(({ where }) => where));
  const parts = [...places].filter((where) => where !== 'all').length;
  return { alarmsPerQuarter: alarmsOf(one.where === 'all' ? 'company' : 'territory', parts) };
}

/** Whether the agent looks at this series: of two of one figure and place it takes that by day. */
export const watched = (one: Named, all: Named[]): boolean =>
  all.find((other) => sameFigure(one, other) && other.where === one.where) === one;

/** An incident is over when its score is within so much of its limit. */
export const overAt = 0.7;
const first = { day: 120, week: 24 };
const every = { day: 29, week: 4 };
/** So many working days or weeks a shift lasts. */
export const shiftLasts = { day: 5, week: 3 };

export function evaluate(series: Series, patience: Patience): Evaluated {
  const judgedAt = judgedIn(series, patience);
  return {
    peace: peaceOf(judgedAt),
    spike: shocks(series, patience, judgedAt, { length: 1, sigmas: 3 }),
    shift: shocks(series, patience, judgedAt, { length: shiftLasts[series.unit], sigmas: 3 }),
  };
}

/** How many standard deviations a day or week the shocks of the power curve are. */
export const sizes = [1, 2, 3, 4, 5] as const;

/** What is found of shocks of each of the `sizes`, on one day or week and on several in a row. */
export function powerOf(series: Series, patience: Patience): { spike: Found[]; shift: Found[] } {
  const judgedAt = judgedIn(series, patience);
  const of = (length: number): Found[] =>
    sizes.map((sigmas) => shocks(series, patience, judgedAt, { length, sigmas }));
  return { spike: of(1), shift: of(shiftLasts[series.unit]) };
}

const judgedIn = (series: Series, patience: Patience): (Judged | null)[] =>
  series.values.map((_, i) => (i < first[series.unit] ? null : judge(upTo(series, i), patience)));

const upTo = (series: Series, i: number): Series => ({
  ...series,
  values: series.values.slice(0, i + 1),
  ...(series.of ? { of: series.of.slice(0, i + 1) } : {}),
});

const isAlarm = (one: Judged | null, share = 1): boolean =>
  one !== null && Math.abs(one.score) > share * one.limit;

function peaceOf(judged: (Judged | null)[]): Peace {
  let [alarms, open] = [0, false];
  for (const one of judged) {
    if (!open && isAlarm(one)) {
      alarms++;
      open = true;
    } else if (open && !isAlarm(one, overAt)) open = false;
  }
  return { judged: judged.filter((one) => one !== null).length, alarms };
}

/**
 * So many standard deviations a day (or week) more, and less, on `length` working days in a row; the standard deviation
 * is the plain one of the values around, of the same day of the week, over 17 weeks. Left out is what is not possible
 * (less than nothing), and where an alarm is on already.
 */
function shocks(
  series: Series,
  patience: Patience,
  peace: (Judged | null)[],
  { length, sigmas }: { length: number; sigmas: number },
): Found {
  const sum: Found = { done: 0, found: 0 };
  if (series.of) return sum;
  for (let at = first[series.unit]; at + 12 < series.values.length; at += every[series.unit]) {
    for (const side of [1, -1]) {
      if (isAlarm(peace[at - 1] ?? null, overAt)) continue;
      const days = workingFrom(series, at, length);
      const hit = days && struck(series, days, side * sigmas);
      if (!days || !hit) continue;
      sum.done++;
      const end = (days.at(-1) ?? at) + 1;
      for (let i = at; i <= end; i++) {
        const seen = judge(upTo(hit, i), patience);
        if (!seen || !isAlarm(seen) || Math.sign(seen.score) !== side) continue;
        sum.found++;
        break;
      }
    }
  }
  return sum;
}

function struck(series: Series, days: number[], sigmas: number): Series | null {
  const values = [...series.values];
  for (const i of days) {
    const by = sigmas * sigmaAt(series, i);
    const after = (values[i] ?? 0) + by;
    if (by === 0 || after < 0) return null;
    values[i] = after;
  }
  return { ...series, values };
}

function workingFrom(series: Series, at: number, length: number): number[] | null {
  const days: number[] = [];
  const all = series.values.reduce((sum, one) => sum + one, 0) / series.values.length;
  for (let i = at; i < series.values.length - 2 && days.length < length; i++)
    if (around(series, i).mean > 0.4 * all) days.push(i);
  return days.length === length ? days : null;
}

const sigmaAt = (series: Series, i: number): number => around(series, i).sigma;

function around({ unit, values }: Series, i: number): { mean: number; sigma: number } {
  const step = unit === 'day' ? 7 : 1;
  const near = Array.from({ length: 17 }, (_, n) => values[i + (n - 8) * step]).filter(
    (v) => v !== undefined,
  );
  const mean = near.reduce((sum, one) => sum + one, 0) / near.length;
  return {
    mean,
    sigma: Math.sqrt(near.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, near.length - 1)),
  };
}
