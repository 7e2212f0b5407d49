/** A condition as SQL: one parameterised expression over one noun's rows, the person's scope always and-ed in. */
import { BadInput } from '../errors.ts';
import type { Scope } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { addDays } from '../sales/days.ts';
import { type Field, type FieldName, fieldNamed } from '../sales/fields.ts';
import {
  calendarOf,
  companyCurrency,
  type Edge,
  type Leaf,
  type NumberValue,
  readLeaf,
  statedCurrency,
} from '../sales/leaf.ts';
import { type Column, places, plainColumn } from './columns.ts';
import type { Compiler } from './compiler.ts';
import { scopeSql } from './scope.ts';
import { settingSql } from './settings.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/** `from … where` of a condition, with the scope below it. Write it after `select d.id`. */
export function compile(at: Compiler, where: Condition, scope: Scope): Sql {
  const condition = conditionSql(at, where);
  return fromWhere(at, join([condition, scopeSql(at.noun, scope)], ' and '));
}

/** Call it last: it joins what the columns used so far need. `from` says where else the rows `d` come from. */
export const fromWhere = (at: Compiler, where: Sql, from?: Sql): Sql =>
  sql`from ${from ?? places[at.noun].from({ zone: at.use.zone, asOf: at.asOf })}${joinsSql(at)} where ${where}`;

function joinsSql(at: Compiler): Sql {
  const { joins } = places[at.noun];
  const wanted = new Set([...at.joins].flatMap((name) => [...(joins[name]?.needs ?? []), name]));
  return raw(
    Object.entries(joins)
      .filter(([name]) => wanted.has(name))
      .map(([, one]) => ` ${one.sql}`)
      .join(''),
  );
}

/** Null and false mean the same within it; `not` makes both true. */
export function conditionSql(
  at: Compiler,
  condition: Condition,
  currency = companyCurrency(at.use.settings),
): Sql {
  if ('all' in condition) {
    const stated = statedCurrency(condition.all) ?? currency;
    return together(
      condition.all.map((part) => conditionSql(at, part, stated)),
      ' and ',
      'true',
    );
  }
  if ('any' in condition)
    return together(
      condition.any.map((part) => conditionSql(at, part, currency)),
      ' or ',
      'false',
    );
  if ('not' in condition) return sql`(${conditionSql(at, condition.not, currency)}) is not true`;
  if (!('field' in condition))
    throw new BadInput('A condition has neither all, any, not nor a field.', {
      fix: 'Change the condition.',
    });
  const field = fieldNamed(at.noun, condition.field);
  const leaf = leafSql(at, field, readLeaf(field, condition, at.use), currency);
  return 'is' in condition && condition.heldBy
    ? sql`(${leaf} and ${settingSql(at, condition.heldBy, 'truth')})`
    : leaf;
}

const together = (parts: Sql[], word: string, empty: string): Sql =>
  parts.length === 0
    ? raw(empty)
    : parts.length === 1
      ? (parts[0] ?? raw(empty))
      : sql`(${join(parts, word)})`;

const columnOf = (at: Compiler, name: FieldName): Column => {
  const column = places[at.noun].columns[name];
  if (!column)
    throw new BadInput(`"${name}" of a ${at.noun} cannot be asked for yet.`, {
      fix: 'Ask by another field.',
    });
  return column;
};

/** The value of a field, derived ones included; adds the joins that it needs. */
export function valueSql(at: Compiler, field: Field): Sql {
  if (field.counts) {
    const day = valueSql(at, fieldNamed(at.noun, field.counts.day));
    return field.counts.how === 'since'
      ? sql`(${at.today}::date - ${day})`
      : sql`(${day} - ${at.today}::date)`;
  }
  if (field.span) {
    const [from, to] = [fieldNamed(at.noun, field.span.from), fieldNamed(at.noun, field.span.to)];
    return sql`(${valueSql(at, to)} - ${valueSql(at, from)})`;
  }
  if (field.bucket) return bucketSql(at, field.bucket);
  const column = columnOf(at, field.name);
  if ('of' in column) return column.of(at.use.scope ?? { everything: true });
  for (const name of column.joins ?? []) at.joins.add(name);
  return raw(column.sql);
}

function bucketSql(at: Compiler, bucket: NonNullable<Field['bucket']>): Sql {
  const day = valueSql(at, fieldNamed(at.noun, bucket.day));
  if (bucket.by === 'month') return sql`to_char(${day}, 'YYYY-MM')`;
  if (bucket.by === 'week') {
    const { weekStart } = calendarOf(at.use);
    return sql`to_char(${day} - (extract(isodow from ${day})::integer - ${weekStart}::integer + 7) % 7, 'YYYY-MM-DD')`;
  }
  // Moving a day of the fiscal year to the calendar year of the same name makes its quarter the calendar's.
  const months = (13 - calendarOf(at.use).fiscalYearStart) % 12;
  const moved = sql`(${day} + make_interval(months => ${months}::integer))`;
  return bucket.by === 'year' ? sql`to_char(${moved}, 'YYYY')` : sql`to_char(${moved}, 'YYYY"-Q"Q')`;
}

function leafSql(at: Compiler, field: Field, leaf: Leaf, currency: string): Sql {
  if (leaf.test === 'missing') {
    const missing = missingSql(at, field);
    return leaf.namedBy === null
      ? missing
      : sql`(${missing} and ${field.name}::text = any(string_to_array(${settingSql(at, leaf.namedBy, 'text')}, ',')))`;
  }
  if (leaf.test === 'moved') return movedSql(at, leaf);
  if (leaf.test === 'texts') return textsSql(at, field, leaf);
  const value = valueSql(at, field);
  if (leaf.test === 'days')
    return together(
      leaf.ranges.map((one) => dayRangeSql(value, one.from, one.to)),
      ' or ',
      'false',
    );
  if (leaf.test === 'truth') return sql`${value} = any(${leaf.equals}::boolean[])`;
  if (leaf.test === 'contains') {
    if (field.type !== 'list') return sql`strpos(fold(${value}), ${leaf.folded}) > 0`;
    return sql`exists (select 1 from unnest(${value}) as one where strpos(fold(one), ${leaf.folded}) > 0)`;
  }
  const compared =
    leaf.test === 'numbers' ? equalsSql(at, field, value, leaf.equals) : rangeSql(at, field, value, leaf);
  return inCurrency(at, field, compared, currency);
}

function missingSql(at: Compiler, field: Field): Sql {
  const value = valueSql(at, field);
  if (field.type === 'list') return sql`coalesce(cardinality(${value}), 0) = 0`;
  if (field.type === 'text' && !field.bucket) return sql`(${value} is null or ${value} = '')`;
  return sql`${value} is null`;
}

/** A bound that is null is open; a missing day is in no range. */
function dayRangeSql(value: Sql, from: string | null, to: string | null): Sql {
  if (from !== null && from === to) return sql`${value} = ${from}::date`;
  const bounds = [
    from === null ? [] : [sql`${value} >= ${from}::date`],
    to === null ? [] : [sql`${value} <= ${to}::date`],
  ];
  return bounds.flat().length === 0 ? sql`${value} is not null` : together(bounds.flat(), ' and ', 'true');
}

/** Names match by id or by folded name, found once in their short list: the row is compared by its indexed id. */
function textsSql(at: Compiler, field: Field, leaf: Extract<Leaf, { test: 'texts' }>): Sql {
  const value = valueSql(at, field);
  const column = plainColumn(at.noun, field.name);
  if (column?.id && column.list) {
    return sql`${raw(column.id)} = any(array(select id from ${raw(column.list)} where id = any(${leaf.given}::text[]) or fold(name) = any(${leaf.folded}::text[])))`;
  }
  if (field.type === 'list') {
    return sql`exists (select 1 from unnest(${value}) as one where fold(one) = any(${leaf.folded}::text[]))`;
  }
  if (at.noun === 'deal' && field.name === 'status') return statusSql(leaf.folded);
  if (field.name === 'id')
    return sql`(d.id = any(${leaf.given}::text[]) or fold(d.id) = any(${leaf.folded}::text[]))`;
  return sql`fold(${value}) = any(${leaf.folded}::text[])`;
}

/** Written out, so that the planner sees that a partial index of open deals serves. */
function statusSql(folded: string[]): Sql {
  const known = ['open', 'won', 'lost'].filter((status) => folded.includes(status));
  return together(
    known.map((status) => raw(`d.status = '${status}'`)),
    ' or ',
    'false',
  );
}

function equalsSql(at: Compiler, field: Field, value: Sql, equals: NumberValue[]): Sql {
  return together(
    equals.map((other) => sql`${value} = ${numberSql(at, field, other)}`),
    ' or ',
    'false',
  );
}

function rangeSql(at: Compiler, field: Field, value: Sql, leaf: Extract<Leaf, { test: 'range' }>): Sql {
  const parts = [
    leaf.from && edgeSql(at, field, value, leaf.from, 1),
    leaf.to && edgeSql(at, field, value, leaf.to, -1),
  ].filter((part) => part !== null);
  return together(parts, ' and ', 'true');
}

function edgeSql(at: Compiler, field: Field, value: Sql, edge: Edge, direction: 1 | -1): Sql {
  const sign = raw(`${direction === 1 ? '>' : '<'}${edge.exclusive ? '' : '='}`);
  if (field.counts && typeof edge.value === 'number')
    return countedEdgeSql(at, field.counts, edge.value, edge.exclusive, direction);
  return sql`${value} ${sign} ${numberSql(at, field, edge.value)}`;
}

/** "More than 30 days in stage" compares the stored day itself, so that its index serves. */
function countedEdgeSql(
  at: Compiler,
  counts: NonNullable<Field['counts']>,
  edge: number,
  exclusive: boolean,
  direction: 1 | -1,
): Sql {
  const day = valueSql(at, fieldNamed(at.noun, counts.day));
  const whole = wholeEdge(edge, exclusive, direction);
  const since = counts.how === 'since';
  const bound = boundary(at.today, since ? -whole : whole);
  return (direction === 1) === since ? sql`${day} <= ${bound}::date` : sql`${day} >= ${bound}::date`;
}

/** The outermost whole number that an edge lets in: from below (1) or from above (−1). */
export function wholeEdge(edge: number, exclusive: boolean, direction: 1 | -1): number {
  if (direction === 1) return exclusive ? Math.floor(edge) + 1 : Math.ceil(edge);
  return exclusive ? Math.ceil(edge) - 1 : Math.floor(edge);
}

/** A day so far off that no calendar has it is infinity. */
function boundary(today: string, days: number): string {
  if (days < -700_000) return '-infinity';
  return days > 2_900_000 ? 'infinity' : addDays(today, days);
}

export const numberSql = (at: Compiler, field: Field, value: NumberValue): Sql => {
  if (typeof value === 'number') return sql`${value}::numeric`;
  if (!['deal', 'lead', 'account'].includes(at.noun)) {
    throw new BadInput(`${field.label} of a ${at.noun} cannot be compared with a setting.`, {
      fix: 'Give a number.',
    });
  }
  return settingSql(at, value.setting);
};

/** Amounts in another currency than the threshold's cannot be compared with it: that is false, and the answer counts them. */
function inCurrency(at: Compiler, field: Field, compared: Sql, currency: string): Sql {
  const paid = currencySql(at, field);
  return paid ? sql`(${compared} and ${paid} = ${currency})` : compared;
}

/** The currency of each row's amount, the company's where none is said; null for what is no money. */
export function currencySql(at: Compiler, field: Field): Sql | null {
  const column = field.paidIn ? places[at.noun].columns[field.name] : undefined;
  if (!column) return null;
  const said =
    'of' in column
      ? column.currencyOf?.(at.use.scope ?? { everything: true })
      : column.currency && raw(column.currency);
  return said ? sql`coalesce(${said}, ${companyCurrency(at.use.settings)})` : null;
}

/** One change of the amount, from one version to the next, by strictly more than so many percent of what it was. */
function movedSql(at: Compiler, leaf: Extract<Leaf, { test: 'moved' }>): Sql {
  return sql`exists (select 1 from deal_versions v join deal_versions w on w.deal_id = v.deal_id and w.valid_to = v.valid_from
    where v.deal_id = d.id and v.valid_from <= ${at.use.now}::timestamptz
      and (v.valid_from at time zone ${at.use.zone}::text)::date >= ${at.today}::date - ${leaf.within}::integer
      and w.amount <> 0 and v.currency is not distinct from w.currency
      and abs(v.amount - w.amount) * 100 > ${leaf.by}::numeric * abs(w.amount))`;
}
