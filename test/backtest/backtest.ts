/**
 * `npm run backtest`: walks two real companies forward month by month, forecasts each quarter's bookings with what was known
 * that morning, and sets the errors beside those of the naive rules. Prints; fails nothing.
 */
import { companies } from './companies.ts';
import type { Company } from './deals.ts';
import { type Naive, type Point, walk } from './walk.ts';

const found = await companies();
if (!found)
  console.log(
    'Nothing was tested: the real sets, ../shared/data/maven-crm and b2b-opportunities, are not here.',
  );
for (const company of found ?? []) report(company);

function report(company: Company): void {
  const points = walk(company);
  const parts = [...new Set(company.deals.map(({ region }) => region))]
    .filter((region) => region !== '')
    .flatMap((region) => walk({ ...company, deals: company.deals.filter((deal) => deal.region === region) }));
  console.log(`\n${company.name}: ${points.length} forecasts, ${points[0]?.asOf} to ${points.at(-1)?.asOf}`);
  for (const [whose, of] of [
    ['the company', points],
    ['each region on its own', parts],
  ] as const) {
    console.log(`  ${whose}, ${of.length} forecasts`);
    line(
      'Steward',
      error(of, ({ expected }) => expected),
    );
    for (const month of [1, 2, 3]) {
      const then = of.filter((point) => point.month === month);
      line(
        `  at the start of month ${month}`,
        error(then, ({ expected }) => expected),
      );
    }
    for (const rule of ['last quarter', 'stage-weighted pipeline', 'seasonal naive'] as const) {
      const told = of.filter(({ naive }) => naive[rule] !== null);
      const compared =
        told.length === 0 ? 'cannot be told: no quarter of the year before' : against(told, rule);
      line(rule, compared);
    }
    const inside = of.filter(({ came, low, high }) => came >= low && came <= high).length;
    line(
      'came within the 80% interval',
      `${inside} of ${of.length} (${Math.round((100 * inside) / of.length)}%)`,
    );
  }
}

function against(points: Point[], rule: Naive): string {
  const own = error(points, ({ expected }) => expected);
  return `${error(points, ({ naive }) => naive[rule] ?? 0)}; Steward on the same ${points.length}: ${own}`;
}

/** All that was missed, as a share of all that came. */
function error(points: Point[], of: (point: Point) => number): string {
  const missed = points.reduce((sum, point) => sum + Math.abs(of(point) - point.came), 0);
  return `${((100 * missed) / points.reduce((sum, { came }) => sum + came, 0)).toFixed(1)}% off`;
}

function line(what: string, says: string): void {
  console.log(`    ${what.padEnd(30)} ${says}`);
}
