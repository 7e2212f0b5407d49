/** Win rate, sales cycle, coverage, attainment, performance, quota risk: counted in one statement over deals, quotas and activities. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Answer, LeftOut, SeriesItem, TableColumn, TableRow, Unit } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { dayIn, daysBetween } from '../sales/days.ts';
import { type Field, fieldNamed } from '../sales/fields.ts';
import { calendarOf, companyCurrency } from '../sales/leaf.ts';
import { type Metric, type MetricName, metricNamed } from '../sales/metrics.ts';
import { type Period, resolvePeriod } from '../sales/periods.ts';
import type { AskContext } from './asker.ts';
import { compile } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { forecastAnswer } from './forecast.ts';
import { funnelAnswer } from './funnel.ts';
import { groupable, groupLabel, groupSql } from './groups.ts';
import { activitiesSql, type Days, personsSql, quotasSql } from './people-figures.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

type Ask = (question: Question) => Promise<Answer>;

/** Throws BadInput for a group or a limit that the metric does not have. */
export async function metricAnswer(
  db: Db,
  question: Question,
  name: MetricName,
  use: AskContext,
  ask: Ask,
): Promise<Answer> {
  const metric = metricNamed(name);
  const period = periodOf(question, metric, use);
  const by = (question.by ?? []).map((one) => groupOf(metric, one));
  if (name === 'time_to_first_touch') return ask(responseQuestion(question, metric));
  const at = compiler('deal', { ...use, me: use.me?.id ?? null });
  if (name === 'funnel') return funnelAnswer(db, question.where, at, use.scope, period);
  if (name === 'forecast') {
    if (by.length > 0)
      throw new BadInput('A forecast is of one whole.', { fix: 'Ask for one team or rep at a time.' });
    return forecastAnswer(db, question.where, at, use.scope, daysOf(period, metric));
  }
  const [group, ...more] = by;
  if (more.length > 0)
    throw new BadInput(`${metric.label} is grouped by one thing at a time.`, { fix: 'Name one of them.' });
  const figures = await figuresOf(db, question, at, use, metric, period, group ?? null);
  return answerOf(metric, figures, group ?? null, question, use, period);
}

const periodOf = (question: Question, metric: Metric, use: AskContext): Period | null => {
  const name = question.period ?? metric.period;
  if (name === null) return null;
  const found = resolvePeriod(name, { ...calendarOf(use), now: use.now, zone: use.zone });
  if (!found) throw new BadInput(`"${name}" is no period.`, { fix: 'Say for example this quarter or Q2.' });
  return found;
};

function daysOf(period: Period | null, metric: Metric): Days {
  if (period?.from && period.to) return { from: period.from, to: period.to };
  throw new BadInput(`${metric.label} needs a period with a beginning and an end.`, {
    fix: 'Say for example this quarter.',
  });
}

function groupOf(metric: Metric, name: string): Field {
  const field = groupable(fieldNamed(metric.of, name));
  if (metric.by === 'any' || metric.by.includes(name)) return field;
  throw new BadInput(`${metric.label} cannot be grouped by ${field.label.toLowerCase()}.`, {
    fix: metric.by.length > 0 ? 'Group it by rep, team or territory.' : 'Ask for it as a whole.',
  });
}

/** An average over the leads that were touched, of the days on which they came. */
const responseQuestion = ({ period, where, ...question }: Question, metric: Metric): Question => ({
  ...question,
  measure: { average: 'response_days' },
  where: {
    all: [
      where,
      ...(period === undefined ? [] : [{ field: metric.dated, is: { period } }]),
      { not: { field: 'first_touch_on', missing: true as const } },
    ],
  },
});

type Figures = {
  key: string;
  id: string;
  won: number;
  decided: number;
  wonAmount: number;
  openAmount: number;
  openDeals: number;
  pipeline: number;
  cycle: number | null;
  cycleMedian: number | null;
  cycleDeals: number;
  quota: number | null;
  activities: number;
};
type Found = { groups: Figures[]; whole: Figures; leftOut: LeftOut[] };

const needsPeople: MetricName[] = ['coverage', 'attainment', 'quota_risk', 'performance'];

async function figuresOf(
  db: Db,
  question: Question,
  at: Compiler,
  use: AskContext,
  metric: Metric,
  period: Period | null,
  by: Field | null,
): Promise<Found> {
  const currency = companyCurrency(at.use.settings);
  const keys = by ? groupSql(at, by, 0) : raw("''::text as key0, ''::text as id0, 0 as order0");
  const within = closedWithin(period);
  const days = needsPeople.includes(metric.name) ? daysOf(period, metric) : null;
  const people = days
    ? sql`, ${personsSql(at, question.where, use.scope, by)}, ${quotasSql(days, currency)}, ${activitiesSql(days, use.scope)}`
    : raw(
        ", quota as (select ''::text as id0, null::numeric as quota where false), acts as (select ''::text as id0, 0 as activities where false)",
      );
  const names = days
    ? raw('(select distinct key0, id0 from persons)')
    : raw("(select ''::text as key0, ''::text as id0 where false)");
  const rows = await rowsOf<
    Omit<Figures, 'quota' | 'activities'> & {
      quota: number | null;
      activities: number | null;
      whole: boolean;
      foreign: number;
      undated: number;
    }
  >(
    db,
    sql`with hit as materialized (select d.status, d.created_on, d.close_date, case when coalesce(d.currency, ${currency}) = ${currency} then d.amount end as amount,
          d.amount is not null and coalesce(d.currency, ${currency}) <> ${currency} as elsewhere, ${keys} ${compile(at, question.where, use.scope)}),
        deal as (select coalesce(key0, '') as key0, coalesce(id0, '') as id0, min(order0) as order0, grouping(id0) = 1 as whole, ${sums(within)}
          from hit group by grouping sets ((key0, id0), ()))${people},
        hung as (select coalesce(n.key0, '') as key0, coalesce(n.id0, '') as id0, quota.quota, acts.activities from ${names} n
          left join quota on quota.id0 is not distinct from n.id0 left join acts on acts.id0 is not distinct from n.id0)
      select coalesce(deal.key0, hung.key0) as key, coalesce(deal.id0, hung.id0) as id, coalesce(deal.whole, false) as whole,
        coalesce(won, 0) as won, coalesce(decided, 0) as decided, coalesce("wonAmount", 0) as "wonAmount", coalesce("openAmount", 0) as "openAmount",
        coalesce("openDeals", 0) as "openDeals", coalesce(pipeline, 0) as pipeline, cycle, "cycleMedian", coalesce("cycleDeals", 0) as "cycleDeals",
        coalesce("foreign", 0) as "foreign", coalesce(undated, 0) as undated,
        case when deal.whole then (select sum(quota) from quota) else hung.quota end as quota,
        case when deal.whole then (select sum(activities) from acts) else hung.activities end as activities
      from deal full join hung on not deal.whole and hung.id0 = deal.id0 and hung.key0 = deal.key0
      order by order0 nulls last, key`,
  );
  const all = rows.map((row) => numbers(row));
  const whole = rows.findIndex((row) => row.whole);
  const total = rows[whole];
  const leftOut = [
    { because: `amount in another currency than ${currency}`, count: days ? Number(total?.foreign ?? 0) : 0 },
    { because: 'no close date', count: period ? Number(total?.undated ?? 0) : 0 },
  ].filter(({ count }) => count > 0);
  return {
    groups: all.filter((_, place) => place !== whole),
    whole: all[whole] ?? nobody,
    leftOut,
  };
}

const nobody: Figures = {
  ...{ key: '', id: '', won: 0, decided: 0, wonAmount: 0, openAmount: 0, openDeals: 0, pipeline: 0 },
  ...{ cycle: null, cycleMedian: null, cycleDeals: 0, quota: null, activities: 0 },
};

const numbers = (row: { [K in keyof Figures]: unknown }): Figures => {
  const number = (value: unknown): number => Number(value ?? 0);
  const maybe = (value: unknown): number | null =>
    value === null || value === undefined ? null : Number(value);
  return {
    key: String(row.key),
    id: String(row.id),
    won: number(row.won),
    decided: number(row.decided),
    wonAmount: number(row.wonAmount),
    openAmount: number(row.openAmount),
    openDeals: number(row.openDeals),
    pipeline: number(row.pipeline),
    cycle: maybe(row.cycle),
    cycleMedian: maybe(row.cycleMedian),
    cycleDeals: number(row.cycleDeals),
    quota: maybe(row.quota),
    activities: number(row.activities),
  };
};

function closedWithin(period: Period | null): Sql {
  if (!period) return raw('true');
  const ends = [
    period.from === null ? [] : [sql`close_date >= ${period.from}::date`],
    period.to === null ? [] : [sql`close_date <= ${period.to}::date`],
  ].flat();
  return ends.length === 0 ? raw('close_date is not null') : join(ends, ' and ');
}

function sums(within: Sql): Sql {
  const won = sql`status = 'won' and ${within}`;
  const open = sql`status = 'open' and ${within}`;
  const cycle = sql`${won} and created_on is not null and close_date is not null`;
  return sql`count(*) filter (where ${won})::integer as won,
    count(*) filter (where status <> 'open' and ${within})::integer as decided,
    sum(amount) filter (where ${won}) as "wonAmount",
    sum(amount) filter (where ${open}) as "openAmount",
    count(*) filter (where ${open})::integer as "openDeals",
    sum(amount) filter (where status = 'open') as pipeline,
    avg(close_date - created_on) filter (where ${cycle}) as cycle,
    percentile_cont(0.5) within group (order by close_date - created_on) filter (where ${cycle}) as "cycleMedian",
    count(*) filter (where ${cycle})::integer as "cycleDeals",
    count(*) filter (where elsewhere and (${won} or ${open}))::integer as "foreign",
    count(*) filter (where close_date is null)::integer as undated`;
}

type Measured = {
  value: number | null;
  count: number;
  part?: number;
  whole?: number;
  median?: number | null;
};

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function measure(name: MetricName, of: Figures): Measured {
  if (name === 'win_rate')
    return { value: ratio(of.won, of.decided), count: of.decided, part: of.won, whole: of.decided };
  if (name === 'cycle_time') return { value: of.cycle, count: of.cycleDeals, median: of.cycleMedian };
  if (name === 'coverage') {
    const left = Math.max(0, (of.quota ?? 0) - of.wonAmount);
    return { value: ratio(of.openAmount, left), count: of.openDeals, part: of.openAmount, whole: left };
  }
  return {
    value: ratio(of.wonAmount, of.quota ?? 0),
    count: of.won,
    part: of.wonAmount,
    whole: of.quota ?? 0,
  };
}

function answerOf(
  metric: Metric,
  { groups, whole, leftOut }: Found,
  by: Field | null,
  question: Question,
  use: AskContext,
  period: Period | null,
): Answer {
  const calendar = calendarOf(use);
  if (metric.name === 'performance' || metric.name === 'quota_risk') {
    const field = by ?? fieldNamed('deal', 'owner');
    const rows =
      metric.name === 'performance'
        ? groups
        : groups.filter((one) => isAtRisk(one, daysOf(period, metric), use));
    const table = metric.name === 'performance' ? performance : risk(daysOf(period, metric), use);
    const currency = companyCurrency(use.settings);
    const row = (one: Figures, label: string): TableRow => ({
      id: one.id === '' ? null : one.id,
      label,
      cells: table.map(({ of }) => of(one)),
    });
    const working = rows.filter((one) => hasAnything(one));
    const sorted = sortedFigures(working, metric, question);
    return {
      kind: 'table',
      by: field.name,
      columns: table.map(
        ({ name, label, unit }): TableColumn => ({
          ...{ name, label, unit },
          ...(unit === 'currency' ? { currency } : {}),
        }),
      ),
      rows: sorted.slice(0, question.limit).map((one) => row(one, groupLabel(field, one.key, calendar))),
      whole: metric.name === 'performance' && working.length > 1 ? row(whole, 'Together') : null,
      total: working.length,
      leftOut,
    };
  }
  const unit: Unit = metric.unit;
  if (!by) {
    const { value, count, part, whole: divided, median } = measure(metric.name, whole);
    return {
      ...{ kind: 'value', value, unit, total: count, leftOut },
      ...(part === undefined ? {} : { part, whole: divided }),
      ...(median === undefined ? {} : { median }),
    };
  }
  const items = groups.flatMap((one): SeriesItem[] => {
    const { median: _, ...measured } = measure(metric.name, one);
    const item = { key: one.key, label: groupLabel(by, one.key, calendar), ...measured };
    return measured.count > 0 || (measured.whole ?? 0) > 0 ? [item] : [];
  });
  const natural = (by.bucket || by.name === 'stage') && !question.sort;
  const down = question.sort?.down ?? true;
  const sorted = natural
    ? items
    : items.sort(
        (a, b) => missingLast(a.value, b.value) ?? (down ? 1 : -1) * ((b.value ?? 0) - (a.value ?? 0)),
      );
  return {
    kind: 'series',
    by: [by.name],
    series: sorted.slice(0, question.limit),
    unit,
    total: measure(metric.name, whole).count,
    leftOut,
  };
}

const missingLast = (a: number | null, b: number | null): number | null => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return null;
};

const hasAnything = (one: Figures): boolean =>
  one.won + one.decided + one.openDeals + one.activities > 0 || one.pipeline > 0 || (one.quota ?? 0) > 0;

function sortedFigures(rows: Figures[], metric: Metric, question: Question): Figures[] {
  const down = question.sort?.down ?? metric.name === 'performance';
  const of = (one: Figures): number =>
    metric.name === 'performance' ? one.wonAmount : (measure('attainment', one).value ?? 0);
  return [...rows].sort((a, b) => (down ? of(b) - of(a) : of(a) - of(b)) || a.key.localeCompare(b.key));
}

type Column = { name: string; label: string; unit: Unit; of: (one: Figures) => number | null };

const attained = (one: Figures): number | null => measure('attainment', one).value;
const performance: Column[] = [
  { name: 'won_amount', label: 'Won', unit: 'currency', of: (one) => one.wonAmount },
  { name: 'won', label: 'Won deals', unit: 'deals', of: (one) => one.won },
  { name: 'win_rate', label: 'Win rate', unit: 'share', of: (one) => measure('win_rate', one).value },
  { name: 'cycle_time', label: 'Sales cycle', unit: 'days', of: (one) => one.cycle },
  { name: 'pipeline', label: 'Open pipeline', unit: 'currency', of: (one) => one.pipeline },
  { name: 'coverage', label: 'Coverage', unit: 'ratio', of: (one) => measure('coverage', one).value },
  { name: 'attainment', label: 'Attainment', unit: 'share', of: attained },
  { name: 'activities', label: 'Activities', unit: 'activities', of: (one) => one.activities },
];

/** The share of the period's days that are over, today included. */
function passed(days: Days, use: AskContext): number {
  const today = dayIn(use.now, use.zone);
  const whole = daysBetween(days.from, days.to) + 1;
  return Math.min(1, Math.max(0, (daysBetween(days.from, today) + 1) / whole));
}

/** Behind the share of the period that has passed, and what closes in it does not cover the rest. */
function isAtRisk(one: Figures, days: Days, use: AskContext): boolean {
  const quota = one.quota ?? 0;
  return quota > 0 && one.wonAmount / quota < passed(days, use) && one.wonAmount + one.openAmount < quota;
}

const risk = (days: Days, use: AskContext): Column[] => [
  { name: 'attainment', label: 'Attainment', unit: 'share', of: attained },
  { name: 'expected', label: 'Time passed', unit: 'share', of: () => passed(days, use) },
  { name: 'quota', label: 'Quota', unit: 'currency', of: (one) => one.quota },
  { name: 'pipeline', label: 'Closing in it', unit: 'currency', of: (one) => one.openAmount },
  {
    name: 'gap',
    label: 'Not covered',
    unit: 'currency',
    of: (one) => (one.quota ?? 0) - one.wonAmount - one.openAmount,
  },
];
