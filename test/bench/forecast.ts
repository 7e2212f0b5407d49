/** What 2,000 open deals may bring, exactly, against the bare dynamic programme: on the same grid, and on a coarse one. */
import { outcomes } from '../../src/sales/outcomes.ts';
import { bareProgramme, type Deal } from './floors/forecast.ts';
import { compare, type Report, type Variant } from './measure.ts';

/** Amounts as they are, a few of them giant, none with a common divisor; rates of five stages. */
const deals = Array.from({ length: 2_000 }, (_, i): Deal => {
  const spread = ((i * 7_919) % 1_000) / 1_000;
  return {
    amount: Math.round(1_000 * Math.exp(4.5 * spread) * 100 + (i % 97)) / 100,
    rate: [0.06, 0.14, 0.27, 0.48, 0.74][i % 5] ?? 0,
  };
});
const chances = deals.map((deal) => ({ ...deal, count: 1 }));

export async function forecast(use: { quick: boolean }): Promise<Report[]> {
  const exact = outcomes(chances);
  const times = use.quick ? 2 : 5;
  const variant = (work: () => Ends, same: (ends: Ends) => unknown): Variant => ({
    run: async () => {
      const began = performance.now();
      let ends = work();
      for (let time = 1; time < times; time++) ends = work();
      return { figures: { each: (performance.now() - began) / times }, result: same(ends) };
    },
  });
  const reports: Report[] = [];
  for (const [cells, same] of [
    [16_384, (ends: Ends) => [ends.low, ends.middle, ends.high].map(Math.round)],
    [4_096, (ends: Ends) => near(ends, exact)],
  ] as const)
    reports.push(
      await compare({
        title: `A forecast of 2,000 deals, against ${cells.toLocaleString('en-US')} points`,
        ours: variant(() => outcomes(chances), same),
        floor: variant(() => bareProgramme(deals, cells), same),
        rounds: use.quick ? 5 : 15,
        goals: [{ figure: 'each', says: 'ms a forecast', atMost: 1.25 }],
      }),
    );
  return reports;
}

type Ends = { low: number; middle: number; high: number };

/** Whether each end is the exact one to half a percent: the coarse grid does no better where a few deals are giant. */
const near = (ends: Ends, exact: Ends) =>
  (['low', 'middle', 'high'] as const).map((end) => Math.abs(ends[end] / exact[end] - 1) <= 0.005);
