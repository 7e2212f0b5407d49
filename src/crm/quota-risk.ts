/** Who may miss their quota. */
import type { Db } from '../db/pool.ts';
import type { Answer, TableColumn } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Metric } from '../sales/metrics.ts';
import { type Facts, factsOf } from './facts.ts';
import { currencyOf, dealPart, divided, leftToWin, moneyLeftOut, quotaPart, requireQuota } from './quota.ts';
import { countsOf, type Sight, together } from './sight.ts';
import { shareOver, spanOf } from './span.ts';
import { tableGroup, tableOf } from './table.ts';

/**
 * Those with a quota whose attainment is behind the share of the period's days that have come, and whose open deals
 * closing in the period do not cover what is left; the lowest attainment first. `whole` is of the rows at risk together.
 */
export async function quotaRiskOf(db: Db, sight: Sight, metric: Metric): Promise<Answer> {
  const { where } = sight.question;
  requireQuota(metric, where);
  const span = spanOf(sight, metric);
  const group = tableGroup(sight, metric);
  const meant: Condition = {
    all: [
      ...('all' in where ? where.all : [where]),
      { field: 'status', is: ['open', 'won'] },
      { field: 'close_date', ...span },
    ],
  };
  const parts = [dealPart(sight, where, span), quotaPart(sight, where, span)];
  const found = await factsOf(db, sight, parts, { groups: [group], counts: countsOf(sight, meant) });
  const over = shareOver(span, sight.at.today);
  const rows = found.rows.filter(({ facts }) => atRisk(facts, over));
  const money = moneyLeftOut(sight, found.whole, ['won', 'open']);
  return tableOf(sight, {
    group,
    columns: columns(currencyOf(sight)),
    rows,
    whole: summed(rows.map(({ facts }) => facts)),
    cells: (facts) => cells(facts, over),
    order: ({ facts }) => -(divided(facts.wonAmount, facts.quota) ?? 0),
    leftOut: together(found.leftOut, money),
  });
}

function atRisk(facts: Facts, over: number): boolean {
  const attainment = divided(facts.wonAmount, facts.quota);
  return attainment !== null && attainment < over && gap(facts) > 0;
}

/** What neither won nor open deals cover. */
const gap = (facts: Facts): number => (leftToWin(facts) ?? 0) - (facts.pipeline ?? 0);

const columns = (currency: string): TableColumn[] => [
  { name: 'attainment', label: 'Attainment', unit: 'share' },
  { name: 'expected', label: 'Time passed', unit: 'share' },
  { name: 'quota', label: 'Quota', unit: 'currency', currency },
  { name: 'pipeline', label: 'Closing in it', unit: 'currency', currency },
  { name: 'gap', label: 'Not covered', unit: 'currency', currency },
];

const cells = (facts: Facts, over: number): (number | null)[] => [
  divided(facts.wonAmount, facts.quota),
  over,
  facts.quota ?? null,
  facts.pipeline ?? 0,
  gap(facts),
];

function summed(rows: Facts[]): Facts {
  const sum = (name: string): number => rows.reduce((all, row) => all + (row[name] ?? 0), 0);
  return { wonAmount: sum('wonAmount'), quota: sum('quota'), pipeline: sum('pipeline') };
}
