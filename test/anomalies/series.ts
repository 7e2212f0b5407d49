/** Daily and weekly series of the real sets: new deals, won deals and their amounts, leads; of the company and its regions. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { addDays, daysBetween } from '../../src/sales/days.ts';
import { unitFor } from '../../src/sales/series-pattern.ts';
import { companies } from '../backtest/companies.ts';
import type { Named } from './evaluate.ts';

/** So long is looked back, as Steward does. */
const longest = 760;

/** Where a file was cut so that a figure begins or ends by the cut, those months are left out. */
const bounds: Record<string, { created: [string, string]; closed: [string, string] }> = {
  'maven-crm': { created: ['2017-02-06', '2017-10-15'], closed: ['2017-03-06', '2017-12-31'] },
  'b2b-opportunities': { created: ['2023-01-02', '2026-06-28'], closed: ['2023-05-01', '2026-06-28'] },
};

type Event = { on: string; value: number };

/** Null where the files are not there. */
export async function realSeries(): Promise<Named[] | null> {
  const found = await companies();
  if (!found) return null;
  const made = found.flatMap(({ name, deals }) => {
    const at = bounds[name];
    if (!at) return [];
    const regions = ['', ...new Set(deals.map(({ region }) => region).filter(Boolean))];
    return regions.flatMap((region) => {
      const of = deals.filter((deal) => region === '' || deal.region === region);
      const won = of.filter((deal) => deal.won && deal.closed !== null);
      const one = (kpi: string, events: Event[], [from, to]: [string, string], money = false): Named[] =>
        named({ company: name, kpi, where: region || 'all', from, to, events, money });
      return [
        ...one(
          'new deals',
          of.map(({ created }) => ({ on: created, value: 1 })),
          at.created,
        ),
        ...one(
          'won deals',
          won.map(({ closed }) => ({ on: closed ?? '', value: 1 })),
          at.closed,
        ),
        ...one(
          'won amount',
          won.map(({ closed, wonAmount }) => ({ on: closed ?? '', value: wonAmount })),
          at.closed,
          true,
        ),
      ];
    });
  });
  return [...made, ...(await northwindLeads())];
}

async function northwindLeads(): Promise<Named[]> {
  const file = new URL('../../../shared/data/revops-northwind/leads.csv', import.meta.url);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return [];
  const rows = z
    .array(z.object({ created_date: z.string() }))
    .parse(parse(text, { columns: true, bom: true, comment: '#' }));
  const days = rows.map(({ created_date }) => created_date).sort();
  const [from = '', to = ''] = [days[0], days.at(-1)];
  return named({
    company: 'revops-northwind',
    kpi: 'new leads',
    where: 'all',
    from,
    to,
    events: days.map((on) => ({ on, value: 1 })),
    money: false,
  });
}

type Make = {
  company: string;
  kpi: string;
  where: string;
  from: string;
  to: string;
  events: Event[];
  /** Of amounts too is it the deals that say whether there is enough for days. */
  money: boolean;
};

export function named({ company, kpi, where, from, to, events, money }: Make): Named[] {
  const days = daysBetween(from, to) + 1;
  const values = Array.from({ length: days }, () => 0);
  const counts = Array.from({ length: days }, () => 0);
  for (const { on, value } of events) {
    const i = daysBetween(from, on);
    if (i < 0 || i >= days) continue;
    values[i] = (values[i] ?? 0) + value;
    counts[i] = (counts[i] ?? 0) + 1;
  }
  const weeks = (all: number[]): number[] =>
    Array.from({ length: Math.floor(all.length / 7) }, (_, n) =>
      all.slice(7 * n, 7 * n + 7).reduce((sum, one) => sum + one, 0),
    );
  const week: Named = { company, kpi, where, series: { unit: 'week', from, values: weeks(values) } };
  if (unitFor(counts, money) === 'week') return [week];
  const cut = Math.max(0, days - longest);
  return [
    { company, kpi, where, series: { unit: 'day', from: addDays(from, cut), values: values.slice(cut) } },
    week,
  ];
}
