/** Counts, sums, averages, medians and extremes of a field: one value, or one for each group. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Answer, SeriesItem, Sum, Unit } from '../sales/answer.ts';
import type { Condition, Question } from '../sales/conditions.ts';
import { type Field, fieldNamed, type Noun } from '../sales/fields.ts';
import { calendarOf, companyCurrency } from '../sales/leaf.ts';
import { compile, currencySql, valueSql } from './compile.ts';
import { counted, shown } from './figures.ts';
import { type Grouped, groupColumns, groupNames, groupOrder, groupsOf, namesOf } from './groups.ts';
import type { Count } from './left-out.ts';
import { limitedGroups } from './limited-groups.ts';
import { sortKey } from './list.ts';
import { nouns } from './nouns.ts';
import { countsOf, countWhere, leftOutSql, type Sight, together, told } from './sight.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

type Measured = {
  how: keyof typeof aggregate;
  field: Field | null;
  value: Sql;
  currency: Sql;
};

/** Sums, averages and medians never mix currencies. Throws BadInput for a field that has no number. */
export async function measureOf(db: Db, sight: Sight): Promise<Answer> {
  const { by } = sight.question;
  return by && by.length > 0 ? seriesOf(db, sight, by) : oneValue(db, sight);
}

const aggregate = {
  count: 'count(*)',
  sum: 'sum(value)',
  average: 'avg(value)',
  median: 'percentile_cont(0.5) within group (order by value)',
  largest: 'max(value)',
  smallest: 'min(value)',
};

function measured({ at, question }: Sight): Measured {
  const { measure } = question;
  if (measure === 'rows' || 'count' in measure || 'metric' in measure) return countedDeals(at, question);
  const [[how, name] = ['sum' as const, 'amount']] = Object.entries(measure) as [
    keyof typeof aggregate,
    string,
  ][];
  const field = fieldNamed(at.noun, name);
  if (!['number', 'money', 'days'].includes(field.type)) {
    throw new BadInput(`${field.label} cannot be added up or compared.`, {
      fix: 'Sums, averages, medians and extremes take an amount, a number or days.',
    });
  }
  return {
    how,
    field,
    value: valueSql(at, field),
    currency: currencySql(at, field) ?? raw("''"),
  };
}

/** Counted deals are added up from the same rows, where each has an amount in the one currency; other nouns and groups have nothing to add up. */
function countedDeals(at: Sight['at'], question: Sight['question']): Measured {
  const amount = question.of === 'deal' && !question.by?.length ? fieldNamed(at.noun, 'amount') : null;
  return {
    how: 'count',
    field: null,
    value: amount ? valueSql(at, amount) : raw('null::numeric'),
    currency: (amount && currencySql(at, amount)) ?? raw("''"),
  };
}

async function oneValue(db: Db, sight: Sight): Promise<Answer> {
  const { question, at, scope } = sight;
  const what = measured(sight);
  const counts = withoutValue(sight, what);
  const cut = cutSql(sight);
  const statement = sql`with hit as materialized (select ${what.value} as value, ${what.currency} as currency ${compile(at, question.where, scope)}${cut})
    select (select count(*) from hit) as total, ${leftOutSql(counts)} as "leftOut",
      (select coalesce(json_agg(json_build_object('currency', currency, 'amount', amount, 'deals', deals) order by deals desc, currency), '[]')
        from (select currency, ${raw(aggregate[what.how === 'count' ? 'sum' : what.how])} as amount, count(*) as deals from hit where value is not null group by currency) y) as sums`;
  const [found] = await rowsOf<{ total: number; sums: Sum[]; leftOut: number[] }>(db, statement);
  const total = found?.total ?? 0;
  const leftOut = told(counts, found?.leftOut);
  const unit = unitOf(sight, what);
  const sums = found?.sums ?? [];
  if (what.how === 'count')
    return {
      kind: 'value',
      value: total,
      unit,
      total,
      ...(sums.length === 1 && sums[0]?.deals === total ? { sums } : {}),
      leftOut,
    };
  const nothing = what.how === 'sum' ? 0 : null;
  const value = sums.length > 1 ? null : (sums[0]?.amount ?? nothing);
  if (unit !== 'currency') return { kind: 'value', value, unit, total, leftOut };
  const currency = sums.length > 1 ? undefined : (sums[0]?.currency ?? companyCurrency(at.use.settings));
  return { kind: 'value', value, unit, currency, total, sums, leftOut };
}

function unitOf({ question }: Sight, { how, field }: Measured): Unit {
  if (how === 'count') return nouns[question.of];
  if (field?.paidIn) return 'currency';
  return field?.type === 'days' ? 'days' : 'number';
}

/** Matching rows that have nothing to add up are counted as left out, too. */
function withoutValue(sight: Sight, { field }: Measured): Count[] {
  const { at, question } = sight;
  // Which rows come first was judged by the list; what lies behind them is left out of nothing.
  const counts = question.cut ? [] : countsOf(sight, question.where);
  if (!field) return counts;
  const name = field.counts?.day ?? field.name;
  const because = `no ${fieldNamed(at.noun, name).label.toLowerCase()}`;
  if (counts.some((count) => count.because === because)) return counts;
  if (question.cut) return [{ because, count: raw('select count(*) from hit where value is null') }];
  const missing: Condition = {
    all: [question.where, { field: field.span ? field.span.to : name, missing: true }],
  };
  return [...counts, countWhere(sight, because, missing)];
}

async function seriesOf(db: Db, sight: Sight, by: string[]): Promise<Answer> {
  const { question, at, scope } = sight;
  const groups = groupsOf(at.noun, by);
  const what = measured(sight);
  const limited = limitedGroups(sight, what.field, groups);
  const counts = [...withoutValue(sight, what), ...limited.leftOut];
  const names = raw(groupNames(groups));
  const grouped = join(groupColumns(at, groups), ', ');
  const cut = cutSql(sight);
  const order = groupOrder(groups, question);
  const statement = sql`with hit as materialized (select ${what.value} as value, ${what.currency} as currency,
      ${grouped} ${compile(at, question.where, scope)}${cut}),
    each as (select ${names}, currency, ${raw(aggregate[what.how])} as value, count(*) as count from hit group by ${names}, currency)
    select (select count(*) from hit) as total, ${leftOutSql(counts)} as "leftOut",
      (select coalesce(json_agg(to_json(y)), '[]') from (select * from each where ${limited.met} order by ${order}, currency) y) as series,
      (select count(*) from each where ${limited.judged}) as "of",
      (select to_json(y) from (select * from each where ${limited.judged} order by ${limited.distance}, ${order} limit 1) y) as nearest`;
  const [found] = await rowsOf<{
    total: number;
    series: Grouped[];
    of: number;
    nearest: Grouped | null;
    leftOut: number[];
  }>(db, statement);
  const itemOf = (row: Grouped): SeriesItem => ({
    ...namesOf(row, groups, calendarOf(at.use)),
    // A group in which nothing has a value adds up to none, which is not 0.
    value: typeof row.value === 'number' ? row.value : null,
    count: Number(row.count),
    ...(typeof row.currency === 'string' && row.currency !== '' ? { currency: row.currency } : {}),
  });
  const series = (found?.series ?? []).map(itemOf);
  const answer = {
    kind: 'series' as const,
    by,
    series: shownGroups(series, question),
    unit: unitOf(sight, what),
    leftOut: together(told(counts, found?.leftOut)),
  };
  if (!question.having) return { ...answer, total: found?.total ?? 0 };
  const nearest = series.length === 0 && found?.nearest ? itemOf(found.nearest) : null;
  return {
    ...answer,
    total: counted(series),
    groups: { met: series.length, of: found?.of ?? 0, nearest },
  };
}

/** The first so many groups, each with its amounts in all currencies. */
function shownGroups(series: SeriesItem[], question: Question): SeriesItem[] {
  const kept = new Set(shown([...new Set(series.map(({ key }) => key))], question));
  return series.filter(({ key }) => kept.has(key));
}

/** Only the first so many of the list are measured. Write it behind the condition; it joins what it sorts by. */
function cutSql(sight: Sight): Sql {
  const { cut } = sight.question;
  if (!cut) return raw('');
  const { key, down } = sortKey(
    { ...sight, question: { ...sight.question, sort: cut.sort } },
    firstBy[sight.question.of] ?? 'name',
  );
  return sql` order by ${key} ${raw(down ? 'desc nulls last' : 'nulls last')}, d.id limit ${cut.limit}::integer offset ${cut.skip ?? 0}::integer`;
}

/** What the list of each noun begins with. */
const firstBy: Partial<Record<Noun, string>> = { deal: 'amount', lead: 'created_on' };
