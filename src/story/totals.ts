/** What the groups of an answer add up to, each currency by itself. Pure. */
import type { SeriesItem } from '../sales/answer.ts';

export type Total = { currency: string | null; amount: number; deals: number };

/** One sum for each currency, the one with most deals first. */
export function totalsOf(series: SeriesItem[]): Total[] {
  const totals = new Map<string | null, Total>();
  for (const item of series) {
    const key = item.currency ?? null;
    const known = totals.get(key) ?? { currency: key, amount: 0, deals: 0 };
    totals.set(key, {
      currency: key,
      amount: known.amount + (item.value ?? 0),
      deals: known.deals + item.count,
    });
  }
  return [...totals.values()].sort((a, b) => b.deals - a.deals);
}
