/** Answers a question by one statement: the condition is evaluated once, and rows, sums and what was left out come from it. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Scope } from '../policy/nouns.ts';
import type { Answer, DealRow, LeftOut, SeriesItem, Sum } from '../sales/answer.ts';
import type { Condition, Measure, Question } from '../sales/conditions.ts';
import { type Field, type FieldName, fieldNamed } from '../sales/fields.ts';
import { calendarOf, companyCurrency } from '../sales/leaf.ts';
import type { Calendar } from '../sales/periods.ts';
import type { AskContext } from './asker.ts';
import { places } from './columns.ts';
import { compared } from './comparison.ts';
import { compile, valueSql } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { dealColumns } from './deal-row.ts';
import { groupable, groupLabel, groupSql } from './groups.ts';
import { asOfInstant } from './history.ts';
import { leadList } from './lead-list.ts';
import { type Count, leftOutCounts, unprovenCount } from './left-out.ts';
import { metricAnswer } from './metrics.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

/** No list is longer than this, whatever was asked for; `total` still counts all. */
export const longestList = 10_000;

const nouns = {
  deal: 'deals',
  lead: 'leads',
  account: 'accounts',
  contact: 'contacts',
  person: 'people',
  activity: 'activities',
} as const;

/**
 * Throws BadInput for a question that cannot be answered (an unknown field, a sum of texts, a day before proven
 * history), with the reason and the fix. Sums never mix currencies.
 */
export async function answerQuestion(db: Db, question: Question, use: AskContext): Promise<Answer> {
  if (question.compare)
    return compared(question, companyCurrency(use.settings), (side) => answerQuestion(db, side, use));
  if (question.measure !== 'rows' && 'metric' in question.measure)
    return metricAnswer(db, question, question.measure.metric, use, (other) =>
      answerQuestion(db, other, use),
    );
  const asOf = await asOfOf(db, question, use);
  const at = compiler(question.of, { ...use, me: use.me?.id ?? null }, asOf);
  const counts = leftOutCounts(at, question.where, use.scope);
  if (asOf) counts.push(unprovenCount(at, use.scope));
  if (question.measure === 'rows' && question.of === 'lead')
    return { kind: 'leads', ...(await leadList(db, question, at, use)), leftOut: [] };
  if (question.measure === 'rows') return listOf(db, question, at, use, counts);
  if (question.by && question.by.length > 0)
    return seriesOf(db, question, question.by, at, use.scope, counts);
  return valueAnswer(db, question, at, use.scope, counts);
}

async function asOfOf(db: Db, question: Question, use: AskContext): Promise<Date | null> {
  if (question.asOf === undefined) return null;
  if (question.of !== 'deal') {
    throw new BadInput(`Only deals have a history; ${nouns[question.of]} have not.`, {
      fix: 'Ask about today.',
    });
  }
  return asOfInstant(db, question.asOf, use);
}

async function listOf(
  db: Db,
  question: Question,
  at: Compiler,
  { scope, longest = longestList }: AskContext,
  counts: Count[],
): Promise<Answer> {
  if (question.of !== 'deal') {
    throw new BadInput(`Only deals can be listed yet; ${nouns[question.of]} can be counted.`, {
      fix: `Ask how many ${nouns[question.of]} there are.`,
    });
  }
  const limit = Math.min(question.limit ?? longest, longest, longestList);
  const { key, down } = sortKey(at, question);
  const order = (of: string): Sql => raw(`${of}.sort ${down ? 'desc' : ''} nulls last, ${of}.id`);
  const hits = sql`select d.id, d.amount, coalesce(d.currency, ${companyCurrency(at.use.settings)}) as currency, ${key} as sort
    ${compile(at, question.where, scope)}`;
  const rows = compiler('deal', at.use, at.asOf);
  const columns = dealColumns(rows);
  const statement = sql`with hit as materialized (${hits}),
    top as (select id, sort from hit order by ${order('hit')} limit ${limit}::integer)
    select (select count(*) from hit) as total, ${sumsSql} as sums, ${leftOutSql(counts)} as "leftOut",
      (select coalesce(json_agg(to_json(x)), '[]') from (select ${columns} from top join ${dealsFrom(rows)} on d.id = top.id
        ${dealJoins} order by ${order('top')}) x) as rows`;
  const [found] = await rowsOf<{ total: number; sums: Sum[]; rows: DealRow[]; leftOut: number[] }>(
    db,
    statement,
  );
  return {
    kind: 'rows',
    rows: found?.rows ?? [],
    total: found?.total ?? 0,
    sums: found?.sums ?? [],
    leftOut: told(counts, found?.leftOut),
  };
}

const dealsFrom = (at: Compiler): Sql => places.deal.from({ zone: at.use.zone, asOf: at.asOf });
const dealJoins = raw(
  ['a', 'o', 't', 'r', 'p', 's'].map((name) => places.deal.joins[name]?.sql ?? '').join(' '),
);

const sumsSql =
  raw(`(select coalesce(json_agg(json_build_object('currency', currency, 'amount', amount, 'deals', deals) order by deals desc, currency), '[]')
  from (select currency, sum(amount) as amount, count(*) as deals from hit where amount is not null group by currency) y)`);

/** The largest first, unless the question says otherwise. */
function sortKey(at: Compiler, question: Question): { key: Sql; down: boolean } {
  if (!question.sort) return { key: raw('d.amount'), down: true };
  const field = fieldNamed(at.noun, question.sort.field);
  const down = question.sort.down ?? false;
  if (field.name === 'stage') return { key: valueSql(at, fieldNamed(at.noun, 'stage.order')), down };
  const value = valueSql(at, field);
  return { key: ['text', 'name'].includes(field.type) ? sql`fold(${value})` : value, down };
}

const leftOutSql = (counts: Count[]): Sql =>
  sql`json_build_array(${join(
    counts.map(({ count }) => sql`(${count})`),
    ', ',
  )})`;

const told = (counts: Count[], found: number[] = []): LeftOut[] =>
  counts.map(({ because }, i) => ({ because, count: found[i] ?? 0 })).filter(({ count }) => count > 0);

type Measured = {
  how: 'count' | 'sum' | 'average' | 'median';
  field: Field | null;
  value: Sql;
  currency: Sql;
};

function measured(at: Compiler, question: Question): Measured {
  const { measure } = question;
  if (measure === 'rows' || 'count' in measure)
    return { how: 'count', field: null, value: raw('null::numeric'), currency: raw("''") };
  const [how, name] = named(measure);
  const field = fieldNamed(at.noun, name);
  if (!['number', 'money', 'days'].includes(field.type)) {
    throw new BadInput(`${field.label} cannot be added up.`, {
      fix: 'Sums and averages take an amount, a number or days.',
    });
  }
  const currency = field.paidIn ? places[at.noun].columns[field.name]?.currency : undefined;
  return {
    how,
    field,
    value: valueSql(at, field),
    currency: currency ? sql`coalesce(${raw(currency)}, ${companyCurrency(at.use.settings)})` : raw("''"),
  };
}

function named(measure: Exclude<Measure, { count: true }>): ['sum' | 'average' | 'median', FieldName] {
  if ('sum' in measure) return ['sum', measure.sum];
  if ('average' in measure) return ['average', measure.average];
  if ('median' in measure) return ['median', measure.median];
  throw new BadInput('A metric is not measured by a field.', { fix: 'Ask for the metric itself.' });
}

const aggregate = {
  count: 'count(*)',
  sum: 'sum(value)',
  average: 'avg(value)',
  median: 'percentile_cont(0.5) within group (order by value)',
};

async function valueAnswer(
  db: Db,
  question: Question,
  at: Compiler,
  scope: Scope,
  counts: Count[],
): Promise<Answer> {
  const what = measured(at, question);
  const statement = sql`with hit as materialized (select ${what.value} as value, ${what.currency} as currency ${compile(at, question.where, scope)})
    select (select count(*) from hit) as total, ${leftOutSql(withoutValue(at, question, what, counts, scope))} as "leftOut",
      (select coalesce(json_agg(json_build_object('currency', currency, 'amount', amount, 'deals', deals) order by deals desc, currency), '[]')
        from (select currency, ${raw(aggregate[what.how])} as amount, count(*) as deals from hit where value is not null group by currency) y) as sums`;
  const [found] = await rowsOf<{ total: number; sums: Sum[]; leftOut: number[] }>(db, statement);
  const total = found?.total ?? 0;
  const leftOut = told(withoutValue(at, question, what, counts, scope), found?.leftOut);
  if (what.how === 'count') return { kind: 'value', value: total, unit: nouns[question.of], total, leftOut };
  const sums = found?.sums ?? [];
  const nothing = what.how === 'sum' ? 0 : null;
  const value = sums.length > 1 ? null : (sums[0]?.amount ?? nothing);
  if (!what.field?.paidIn)
    return { kind: 'value', value, unit: what.field?.type === 'days' ? 'days' : 'number', total, leftOut };
  const currency = sums.length > 1 ? undefined : (sums[0]?.currency ?? companyCurrency(at.use.settings));
  return { kind: 'value', value, unit: 'currency', currency, total, sums, leftOut };
}

/** Matching rows that have nothing to add up are counted as left out, too. */
function withoutValue(
  at: Compiler,
  question: Question,
  what: Measured,
  counts: Count[],
  scope: Scope,
): Count[] {
  if (!what.field) return counts;
  const name = what.field.counts?.day ?? what.field.name;
  const because = `no ${fieldNamed(at.noun, name).label.toLowerCase()}`;
  if (counts.some((count) => count.because === because)) return counts;
  const missing: Condition = {
    all: [question.where, { field: what.field.span ? what.field.span.to : name, missing: true }],
  };
  const count = sql`select count(*) ${compile(compiler(at.noun, at.use, at.asOf), missing, scope)}`;
  return [...counts, { because, count }];
}

async function seriesOf(
  db: Db,
  question: Question,
  by: string[],
  at: Compiler,
  scope: Scope,
  counts: Count[],
): Promise<Answer> {
  const groups = by.slice(0, 2).map((name) => groupable(fieldNamed(at.noun, name)));
  const what = measured(at, question);
  const lacking = withoutValue(at, question, what, counts, scope);
  const keys = groups.map((field, i) => groupSql(at, field, i));
  const names = raw(groups.map((_, i) => `key${i}, id${i}, order${i}`).join(', '));
  const statement = sql`with hit as materialized (select ${what.value} as value, ${what.currency} as currency, ${join(keys, ', ')} ${compile(at, question.where, scope)})
    select (select count(*) from hit) as total, ${leftOutSql(lacking)} as "leftOut",
      (select coalesce(json_agg(to_json(y)), '[]') from (select ${names}, currency, ${raw(aggregate[what.how])} as value, count(*) as count
        from hit group by ${names}, currency order by ${seriesOrder(groups, question)}) y) as series`;
  const [found] = await rowsOf<{ total: number; series: Record<string, unknown>[]; leftOut: number[] }>(
    db,
    statement,
  );
  const items = (found?.series ?? []).map((row) => seriesItem(row, groups, calendarOf(at.use)));
  const leftOut = told(lacking, found?.leftOut);
  const unit =
    what.how === 'count'
      ? nouns[question.of]
      : what.field?.paidIn
        ? 'currency'
        : what.field?.type === 'days'
          ? 'days'
          : 'number';
  return {
    kind: 'series',
    by,
    series: items.slice(0, question.limit),
    unit,
    total: found?.total ?? 0,
    leftOut,
  };
}

function seriesOrder(groups: Field[], question: Question): Sql {
  const order = groups.map((field, i) => {
    if (field.name === 'stage') return `order${i} nulls last`;
    return field.bucket ? `key${i} nulls last` : null;
  });
  const natural = question.sort ? [] : order.filter((part) => part !== null);
  const value = `value ${question.sort && !question.sort.down ? '' : 'desc'} nulls last`;
  return raw([...natural, value, ...groups.map((_, i) => `key${i}`), 'currency'].join(', '));
}

function seriesItem(row: Record<string, unknown>, groups: Field[], calendar: Calendar): SeriesItem {
  const keys = groups.map((_, i) => (typeof row[`key${i}`] === 'string' ? String(row[`key${i}`]) : ''));
  const labels = groups.map((field, i) => groupLabel(field, keys[i] ?? '', calendar));
  const currency = typeof row.currency === 'string' && row.currency !== '' ? { currency: row.currency } : {};
  return {
    key: keys.join(' / '),
    label: labels.join(' / '),
    value: Number(row.value ?? 0),
    count: Number(row.count),
    ...currency,
  };
}
