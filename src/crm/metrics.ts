/** The measures that selling is steered by, as sales/metrics.ts says what each means. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Answer } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import { type Field, fieldNamed } from '../sales/fields.ts';
import { type Metric, type MetricName, metricNamed } from '../sales/metrics.ts';
import { type FactRow, type Facts, factsOf, type Part } from './facts.ts';
import { type Figure, figures } from './figures.ts';
import { forecastOf } from './forecast.ts';
import { funnelOf } from './funnel.ts';
import { groupsOf } from './groups.ts';
import type { Count } from './left-out.ts';
import { nouns } from './nouns.ts';
import { performanceOf } from './performance.ts';
import { currencyOf, dealPart, divided, leftToWin, moneyLeftOut, quotaPart, requireQuota } from './quota.ts';
import { quotaRiskOf } from './quota-risk.ts';
import { countsOf, countWhere, type Sight, together } from './sight.ts';
import { inPeriod, spanOf } from './span.ts';
import { sql } from './sql.ts';
import { stageTimeOf } from './stage-time.ts';

/** Throws BadInput where the metric is of another noun, or cannot be grouped or limited as asked. */
export async function metricOf(db: Db, sight: Sight, name: MetricName): Promise<Answer> {
  const metric = metricNamed(name);
  if (sight.question.of !== metric.of) {
    throw new BadInput(
      `${metric.label} is measured of ${nouns[metric.of]}, not of ${nouns[sight.question.of]}.`,
      {
        fix: `Ask for it of ${nouns[metric.of]}.`,
      },
    );
  }
  const groups = allowedGroups(metric, sight.question.by);
  if (name === 'stage_time') return stageTimeOf(db, sight, metric, groups);
  if (name === 'funnel') return funnelOf(db, sight, metric);
  if (name === 'forecast') return forecastOf(db, sight, metric, groups);
  if (name === 'performance') return performanceOf(db, sight, metric);
  if (name === 'quota_risk') return quotaRiskOf(db, sight, metric);
  return name === 'coverage' || name === 'attainment'
    ? againstQuota(db, sight, metric, groups)
    : ofRows(db, sight, metric, groups);
}

function allowedGroups(metric: Metric, by: string[] = []): Field[] {
  const groups = groupsOf(metric.of, by);
  const { by: allowed } = metric;
  const wrong = groups.find((field) => allowed !== 'any' && !allowed.includes(field.name));
  if (!wrong || allowed === 'any') return groups;
  const labels = allowed.map((name) => fieldNamed(metric.of, name).label.toLowerCase());
  throw new BadInput(`${metric.label} cannot be grouped by ${wrong.label.toLowerCase()}.`, {
    fix: labels.length > 0 ? `Group it by ${labels.join(', ')}.` : 'Ask for it of everything, or of a part.',
  });
}

/** Win rate, sales cycle, time to first touch: of each group's own rows. */
async function ofRows(db: Db, sight: Sight, metric: Metric, groups: Field[]): Promise<Answer> {
  const { where, counts, part } = rowsMetric(sight, metric);
  const found = await factsOf(db, sight, [{ ...part, where }], { groups, counts });
  const figure = ({ value, median, part: divides, whole }: Facts): Figure => ({
    value: value ?? null,
    count: whole ?? 0,
    ...(metric.unit === 'share' ? { part: divides ?? 0, whole: whole ?? 0 } : { median: median ?? null }),
  });
  return figures(sight, { unit: metric.unit, figure, found });
}

function rowsMetric(
  sight: Sight,
  metric: Metric,
): { where: Condition; counts: Count[]; part: Omit<Part, 'where'> } {
  const { where } = sight.question;
  const period = inPeriod(sight, metric);
  if (metric.name === 'win_rate') {
    const decided: Condition = { all: [...partsOf(where), { field: 'status', is: ['won', 'lost'] }, period] };
    return {
      where: decided,
      counts: countsOf(sight, decided),
      part: {
        columns: () => ({ won: sql`d.status = 'won'` }),
        facts: {
          part: 'count(*) filter (where won)',
          whole: 'count(*)',
          value: '(count(*) filter (where won))::numeric / nullif(count(*), 0)',
        },
      },
    };
  }
  const [days, only, because]: [string, Condition[], string] =
    metric.name === 'cycle_time'
      ? [
          'd.close_date - d.created_on',
          [{ field: 'status', is: 'won' }],
          'no day of creation or no close date',
        ]
      : ['d.first_touch_on - d.created_on', [], 'not touched yet'];
  const field = metric.name === 'cycle_time' ? 'cycle_days' : 'response_days';
  const meant: Condition = { all: [...partsOf(where), ...only, period] };
  return {
    where: { all: [meant, { not: { field, missing: true } }] },
    counts: [
      ...countsOf(sight, meant),
      countWhere(sight, because, { all: [meant, { field, missing: true }] }),
    ],
    part: {
      columns: () => ({ days: { text: days, values: [] } }),
      facts: {
        whole: 'count(*)',
        value: 'avg(days)',
        median: 'percentile_cont(0.5) within group (order by days)',
      },
    },
  };
}

const partsOf = (where: Condition): Condition[] => ('all' in where ? where.all : [where]);

/** Coverage and attainment: deals of the period beside the quotas of its days. */
async function againstQuota(db: Db, sight: Sight, metric: Metric, groups: Field[]): Promise<Answer> {
  const { where } = sight.question;
  requireQuota(metric, where);
  const span = spanOf(sight, metric);
  const covers = metric.name === 'coverage';
  const parts = [dealPart(sight, where, span), quotaPart(sight, where, span)];
  const meant: Condition = {
    all: [
      ...partsOf(where),
      { field: 'status', is: covers ? ['open', 'won'] : 'won' },
      { field: 'close_date', ...span },
    ],
  };
  const found = await factsOf(db, sight, parts, { groups, counts: countsOf(sight, meant) });
  const figure = (facts: Facts): Figure => {
    const part = (covers ? facts.pipeline : facts.wonAmount) ?? 0;
    const whole = covers ? leftToWin(facts) : (facts.quota ?? null);
    return {
      value: divided(part, whole),
      count: (facts.wonWithAmount ?? 0) + (covers ? (facts.openWithAmount ?? 0) : 0),
      currency: currencyOf(sight),
      part,
      ...(whole === null ? {} : { whole }),
    };
  };
  const money = moneyLeftOut(sight, found.whole, covers ? ['won', 'open'] : ['won']);
  return figures(sight, {
    unit: metric.unit,
    figure,
    found: { ...found, rows: found.rows.filter(counts), leftOut: together(found.leftOut, money) },
  });
}

/** A group of lost deals alone has nothing to say about a quota. */
const counts = ({ facts }: FactRow): boolean =>
  facts.quota !== null || ['won', 'wonWithAmount', 'openWithAmount'].some((name) => (facts[name] ?? 0) > 0);
