/**
 * `npm run anomalies`: walks the series of real companies and of the sample company forward day by day (week by week) and
 * prints how often each would have been called unusual in a quarter, and how many injected shocks of three standard
 * deviations are found: on one day (week) alone, and on five working days (three weeks) in a row; and of the figures as the
 * agent looks at them how many of those of one to five standard deviations. Prints; fails nothing.
 */
import {
  type Evaluated,
  evaluate,
  type Found,
  type Named,
  patienceOf,
  powerOf,
  shiftLasts,
  sizes,
  watched,
} from './evaluate.ts';
import { sampleSeries } from './sample.ts';
import { realSeries } from './series.ts';

const none: Found = { done: 0, found: 0 };
const real = await realSeries();
if (!real) console.log('The real sets, ../shared/data, are not here: the sample company alone.');
const all = [...(await sampleSeries()), ...(real ?? [])];
const rows = all.map((one) => ({ one, of: evaluate(one.series, patienceOf(one, all)) }));
console.log(
  `With the agent's own patience. Shift: ${shiftLasts.day} working days, or ${shiftLasts.week} weeks, in a row.`,
);
for (const company of new Set(all.map((one) => one.company))) {
  console.log(`\n${company.padEnd(40)}   alarms a quarter   spike found     shift found`);
  const mine = rows.filter(({ one }) => one.company === company);
  for (const { one, of } of mine) line(nameOf(one), [of], one.series.unit);
  for (const unit of ['day', 'week'] as const) {
    const together = mine.filter(({ one }) => one.series.unit === unit).map(({ of }) => of);
    if (together.length > 1) line(`all, by ${unit}`, together, unit);
  }
}
for (const unit of ['day', 'week'] as const) {
  const together = rows.filter(({ one }) => one.series.unit === unit).map(({ of }) => of);
  line(`\nall companies, by ${unit}`, together, unit);
}

console.log(
  '\nFigures as the agent looks at them, by day where there is enough for it, the company and its territories together:',
);
for (const company of new Set(all.map((one) => one.company))) {
  const mine = rows.filter(({ one }) => one.company === company && watched(one, all));
  const perKpi = [...new Set(mine.map(({ one }) => one.kpi))].map((kpi) => ({
    kpi,
    alarms: alarmsOfKpi(mine.filter(({ one }) => one.kpi === kpi)),
  }));
  const known = perKpi.flatMap(({ alarms }) => (alarms === null ? [] : [alarms]));
  const mean = known.reduce((sum, one) => sum + one, 0) / Math.max(1, known.length);
  const each = perKpi.map(({ kpi, alarms }) => `${kpi} ${alarms === null ? 'too short' : alarms.toFixed(2)}`);
  const share = (of: (one: Evaluated) => Found): string => foundOf(mine.map((row) => of(row.of)));
  console.log(
    `  ${company}: shifts found ${share(({ shift }) => shift)}, spikes ${share(({ spike }) => spike)}; false alarms a quarter: ${each.join(', ')}; on average ${known.length > 0 ? mean.toFixed(2) : 'unknown'}`,
  );
}

console.log(`\nOf shocks of ${sizes.join(', ')} standard deviations:`);
for (const company of new Set(all.map((one) => one.company))) {
  const powers = rows
    .filter(({ one }) => one.company === company && watched(one, all))
    .map(({ one }) => powerOf(one.series, patienceOf(one, all)));
  for (const length of ['spike', 'shift'] as const) {
    const curve = sizes.map((_, n) => foundOf(powers.map((power) => power[length][n] ?? none)));
    console.log(`  ${company}, ${length}s: ${curve.join(', ')}`);
  }
}

/** A cause is counted for each series that it shows in. */
function alarmsOfKpi(of: { one: Named; of: Evaluated }[]): number | null {
  const rates = of.flatMap(({ one, of: { peace } }) =>
    peace.judged === 0 ? [] : [peace.alarms / (peace.judged / (one.series.unit === 'day' ? 91 : 13))],
  );
  return rates.length === 0 ? null : rates.reduce((sum, one) => sum + one, 0);
}

function foundOf(all: Found[]): string {
  const [found, done] = [
    all.reduce((sum, one) => sum + one.found, 0),
    all.reduce((sum, one) => sum + one.done, 0),
  ];
  return done === 0 ? '–' : `${Math.round((100 * found) / done)}% of ${done}`;
}

function nameOf({ kpi, where, series }: Named): string {
  return `${kpi}, ${where === 'all' ? 'whole company' : where}, by ${series.unit}`;
}

function line(name: string, of: Evaluated[], unit: 'day' | 'week'): void {
  const sum = (pick: (one: Evaluated) => number): number => of.reduce((total, one) => total + pick(one), 0);
  const quarters = sum(({ peace }) => peace.judged) / (unit === 'day' ? 91 : 13);
  const alarms =
    quarters === 0 ? 'too short' : (sum(({ peace }) => peace.alarms) / quarters).toFixed(2).padStart(9);
  const share = (found: number, done: number): string =>
    done === 0 ? '–'.padStart(8) : `${String(Math.round((100 * found) / done)).padStart(7)}% of ${done}`;
  console.log(
    `${name.padEnd(44)}${alarms.padEnd(16)}${share(
      sum(({ spike }) => spike.found),
      sum(({ spike }) => spike.done),
    ).padEnd(16)}${share(
      sum(({ shift }) => shift.found),
      sum(({ shift }) => shift.done),
    )}`,
  );
}
