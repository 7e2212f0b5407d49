/** Walks a company forward month by month, and at each month's first morning forecasts the bookings of the quarter. */
import { addDays, daysBetween } from '../../src/sales/days.ts';
import {
  expectedFrom,
  expectedOf,
  type OpenGroup,
  type PastPeriod,
  type Standing,
} from '../../src/sales/expected.ts';
import type { Company, Deal } from './deals.ts';

export type Point = {
  quarter: string;
  asOf: string;
  /** Which month of the quarter begins: 1 to 3. */
  month: number;
  came: number;
  expected: number;
  low: number;
  high: number;
  naive: Record<Naive, number | null>;
};
export type Naive = 'last quarter' | 'stage-weighted pipeline' | 'seasonal naive';

type Quarter = { name: string; first: string; last: string };

/** Quarters of the calendar that lie within the company's file. */
function quartersOf({ from, to }: Company): Quarter[] {
  const quarters: Quarter[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++)
    for (let q = 0; q < 4; q++) {
      const first = `${year}-${String(q * 3 + 1).padStart(2, '0')}-01`;
      const next = q === 3 ? `${year + 1}-01-01` : `${year}-${String(q * 3 + 4).padStart(2, '0')}-01`;
      quarters.push({ name: `${year} Q${q + 1}`, first, last: addDays(next, -1) });
    }
  return quarters.filter(({ last }) => last >= from && last <= to);
}

/** So many quarters back at most: four for the rates, and four before to know how they would have missed. */
const most = 8;

export function walk(company: Company): Point[] {
  const quarters = quartersOf(company);
  return quarters.flatMap((quarter, i) =>
    [0, 1, 2].flatMap((month): Point[] => {
      const asOf = monthOn(quarter.first, month);
      const before = quarters.slice(0, i).filter(({ first }) => first >= company.from);
      if (before.length === 0) return [];
      const views = [0, 1, 2].map((at) =>
        viewOf(company, quarters.slice(0, i), { quarter, asOf: monthOn(quarter.first, at) }),
      );
      const past = views[month] ?? [];
      if (past.length === 0) return [];
      const open = openOn(company.deals, asOf).map((deal) => ({
        ...standing(deal, asOf),
        amount: deal.amount,
      }));
      const won = bookings(company.deals, quarter.first, addDays(asOf, -1));
      const others = views.filter((_, at) => at !== month).map((view) => view.slice(-most));
      const found = expectedOf(open, expectedFrom(past.slice(-most), others));
      return [
        {
          quarter: quarter.name,
          asOf,
          month: month + 1,
          came: bookings(company.deals, quarter.first, quarter.last),
          expected: won + found.mean,
          low: won + found.low,
          high: won + found.high,
          naive: naive(company.deals, { quarter, asOf, won, before }),
        },
      ];
    }),
  );
}

const monthOn = (first: string, months: number): string =>
  `${first.slice(0, 5)}${String(Number(first.slice(5, 7)) + months).padStart(2, '0')}-01`;

/** Open on the morning of a day: opened before it, and decided on it or later. */
const openOn = (deals: Deal[], day: string): Deal[] =>
  deals.filter(({ created, closed }) => created < day && (closed === null || closed >= day));

const bookings = (deals: Deal[], from: string, to: string): number =>
  deals.reduce(
    (sum, { won, closed, wonAmount }) =>
      sum + (won && closed && closed >= from && closed <= to ? wonAmount : 0),
    0,
  );

/** The files name no stage and no close date of the time: only age and segment are known. */
const standing = (deal: Deal, day: string): Standing => ({
  stage: 'open',
  closes: null,
  age: daysBetween(deal.created, day),
  segment: deal.segment,
});

/** The quarters before, each from as many days before its end, as far as the file goes back. */
const viewOf = (
  company: Company,
  before: Quarter[],
  { quarter, asOf }: { quarter: Quarter; asOf: string },
): PastPeriod[] =>
  before.flatMap(({ name, last }) => {
    const day = addDays(last, -daysBetween(asOf, quarter.last));
    return day >= company.from ? [{ name, ...seen(company.deals, day, last) }] : [];
  });

/** A past quarter, from that many days before its end. */
function seen(deals: Deal[], day: string, end: string): Omit<PastPeriod, 'name'> {
  const open = openOn(deals, day).map((deal): OpenGroup => {
    const won = deal.won && deal.closed !== null && deal.closed <= end;
    return {
      ...standing(deal, day),
      deals: 1,
      amount: deal.amount,
      won: won ? 1 : 0,
      wonAmount: won ? deal.wonAmount : 0,
    };
  });
  const later = deals
    .filter(({ created, closed, won }) => won && created >= day && closed !== null && closed <= end)
    .map(({ wonAmount }) => ({ amount: wonAmount, count: 1 }));
  return { open, later };
}

function naive(
  deals: Deal[],
  { quarter, asOf, won, before }: { quarter: Quarter; asOf: string; won: number; before: Quarter[] },
): Point['naive'] {
  const of = (one: Quarter | undefined) => (one ? bookings(deals, one.first, one.last) : null);
  const decided = deals.filter(({ closed }) => closed !== null && closed < asOf);
  const share = decided.filter((deal) => deal.won).length / decided.length;
  const cycles = decided
    .filter((deal) => deal.won)
    .map(({ created, closed }) => daysBetween(created, closed ?? created))
    .sort((a, b) => a - b);
  const cycle = cycles[cycles.length >> 1] ?? 0;
  const due = openOn(deals, asOf).filter(({ created }) => addDays(created, cycle) <= quarter.last);
  return {
    'last quarter': of(before.at(-1)),
    'stage-weighted pipeline': won + due.reduce((sum, { amount }) => sum + amount * share, 0),
    'seasonal naive': of(before.length >= 4 ? before.at(-4) : undefined),
  };
}
