/** Who may miss their quota, and how those who were asked about stand against theirs. */
import type { Db } from '../db/pool.ts';
import type { Answer, TableColumn } from '../sales/answer.ts';
import type { Metric } from '../sales/metrics.ts';
import { cents } from '../sales/outlook.ts';
import type { FactRow, Facts } from './facts.ts';
import { besides, forecastBy } from './forecast.ts';
import { currencyOf, divided, requireQuota } from './quota.ts';
import type { Sight } from './sight.ts';
import { shareOver, spanOf } from './span.ts';
import { tableGroup, tableOf } from './table.ts';

/**
 * At risk is whose attainment is behind the share of the period's days that have come and whose forecast is short of the
 * quota; before a period begins the forecast alone decides. The forecast is that of forecast.ts: what is won, each open deal
 * by its chance, and their share of what nobody has opened yet. The lowest attainment comes first.
 *
 * Grouped, the rows are those at risk, and the whole is of these together. Without a group ("am I on track?") the rows are
 * the owners with a quota, at risk or not, and the whole is of all that the question means, with the chance to reach it.
 */
export async function quotaRiskOf(db: Db, sight: Sight, metric: Metric): Promise<Answer> {
  const { question, at } = sight;
  requireQuota(metric, question.where);
  const span = spanOf(sight, metric);
  const group = tableGroup(sight, metric);
  const over = span.to < at.today;
  const forecast = await forecastBy(db, sight, span, [group]);
  const found = await besides(db, sight, span, { over, groups: [group] });
  const passed = shareOver(span, at.today);
  const expected = new Map(forecast.rows.map((row) => [keyOf(row), row.facts]));
  const withQuota = found.rows
    .map((row) => ({ ...row, facts: { ...row.facts, ...expected.get(keyOf(row)) } }))
    .filter(({ facts }) => (facts.quota ?? 0) > 0);
  const risky = withQuota.filter(({ facts }) => atRisk(facts, passed));
  const all = (question.by ?? []).length === 0;
  const table = tableOf(sight, {
    group,
    columns: columns(currencyOf(sight), over),
    rows: all ? withQuota : risky,
    whole: all ? { ...found.whole, ...forecast.whole } : summed(risky.map(({ facts }) => facts)),
    cells: (facts) => cells(facts, { passed, over }),
    order: ({ facts }) => -attained(facts),
    leftOut: found.leftOut,
  });
  return {
    ...table,
    quotas: {
      listed: all ? 'all' : 'at risk',
      withQuota: withQuota.length,
      atRisk: risky
        .toSorted(
          (a, b) =>
            gap(b.facts) - gap(a.facts) ||
            attained(a.facts) - attained(b.facts) ||
            (a.label < b.label ? -1 : 1),
        )
        .map(({ label }) => label),
      over,
      basis: forecast.basis,
      chance: all && !over && (found.whole.quota ?? 0) > 0 ? forecast.atLeast(found.whole.quota ?? 0) : null,
    },
  };
}

const keyOf = ({ id, key }: FactRow): string => JSON.stringify([id, key]);

const attained = ({ wonAmount, quota }: Facts): number => divided(wonAmount, quota) ?? 0;

const atRisk = (facts: Facts, passed: number): boolean =>
  (passed === 0 || attained(facts) < passed) && gap(facts) > 0;

/** What the forecast leaves open of the quota. */
const gap = ({ quota, forecast }: Facts): number => Math.max(0, cents((quota ?? 0) - (forecast ?? 0)));

function columns(currency: string, over: boolean): TableColumn[] {
  const amount = (name: string, label: string): TableColumn => ({ name, label, unit: 'currency', currency });
  const attainment: TableColumn = { name: 'attainment', label: 'Attainment', unit: 'share' };
  if (over) return [attainment, amount('quota', 'Quota'), amount('won', 'Won'), amount('gap', 'Gap')];
  return [
    attainment,
    { name: 'passed', label: 'Time passed', unit: 'share' },
    amount('quota', 'Quota'),
    amount('weighted', 'Weighted pipeline'),
    amount('forecast', 'Forecast'),
    amount('gap', 'Gap'),
  ];
}

function cells(facts: Facts, { passed, over }: { passed: number; over: boolean }): (number | null)[] {
  const [attainment, quota] = [divided(facts.wonAmount, facts.quota), facts.quota ?? null];
  return over
    ? [attainment, quota, facts.wonAmount ?? 0, gap(facts)]
    : [attainment, passed, quota, facts.weighted ?? 0, facts.forecast ?? 0, gap(facts)];
}

function summed(rows: Facts[]): Facts {
  const sum = (name: string): number => rows.reduce((all, row) => all + (row[name] ?? 0), 0);
  const names = ['wonAmount', 'quota', 'weighted', 'forecast'];
  return Object.fromEntries(names.map((name) => [name, sum(name)]));
}
