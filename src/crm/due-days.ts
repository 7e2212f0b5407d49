/** From a condition to the first day on which it holds: '-infinity' is always, 'infinity' is never. */
import type { Condition, Value } from '../sales/conditions.ts';
import { type Field, fieldNamed } from '../sales/fields.ts';
import { type Edge, type Leaf, type LeafCondition, readLeaf } from '../sales/leaf.ts';
import { conditionSql, numberSql, valueSql, wholeEdge } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { join, raw, type Sql, sql } from './sql.ts';

const always = raw("'-infinity'::date");
const never = raw("'infinity'::date");

/** Whether the passing of days alone can change the condition. */
export function dependsOnToday(at: Compiler, condition: Condition): boolean {
  if ('all' in condition) return condition.all.some((part) => dependsOnToday(at, part));
  if ('any' in condition) return condition.any.some((part) => dependsOnToday(at, part));
  if ('not' in condition) return dependsOnToday(at, condition.not);
  return span(at, condition) !== null;
}

/** The first day, today or any other, on which the condition holds if its deal stays as it is. */
export function startDay(at: Compiler, condition: Condition, currency?: string, negated = false): Sql {
  if ('not' in condition) return startDay(at, condition.not, currency, !negated);
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    const together = 'all' in condition !== negated;
    if (parts.length === 0) return together ? always : never;
    const days = parts.map((part) => startDay(at, part, currency, negated));
    if (days.length === 1 && days[0]) return days[0];
    return sql`${raw(together ? 'greatest' : 'least')}(${join(days, ', ')})`;
  }
  const moving = span(at, condition);
  if (!moving) {
    const holds = conditionSql(at, condition, currency);
    return sql`(case when ${holds} then ${negated ? never : always} else ${negated ? always : never} end)`;
  }
  const { base, from, to } = moving;
  // A lasting part is due from its day on; what is null (a missing day, a setting that nobody has given) never holds.
  if (!negated && from && !to) return sql`coalesce(${from}, ${never})`;
  const unknown = join(
    [base, from ?? base, to ?? base].map((one) => sql`${one} is null`),
    ' or ',
  );
  const empty = from && to ? sql` or ${to} < ${from}` : raw('');
  if (negated) {
    const before = from ? sql` when ${at.today}::date < ${from} then ${always}` : raw('');
    return sql`(case when ${unknown}${empty} then ${always}${before} else ${to ? sql`${to} + 1` : never} end)`;
  }
  const over = to ? sql` or ${to} < ${at.today}::date` : raw('');
  return sql`(case when ${unknown}${empty}${over} then ${never} else ${from ?? always} end)`;
}

/** The day from which the first moving part counts. */
export function baseDay(at: Compiler, parts: Condition[]): Sql | null {
  for (const part of parts) {
    const inner = 'all' in part ? part.all : 'any' in part ? part.any : 'not' in part ? [part.not] : null;
    const found = inner ? baseDay(at, inner) : 'field' in part ? (span(at, part)?.base ?? null) : null;
    if (found) return found;
  }
  return null;
}

/** The days on which a comparison holds, both ends included; null when time does not change it. */
type Span = { base: Sql; from: Sql | null; to: Sql | null };

function span(at: Compiler, condition: LeafCondition): Span | null {
  const field = fieldNamed(at.noun, condition.field);
  if ('missing' in condition || 'moved' in condition || 'contains' in condition) return null;
  if (field.counts) return countedSpan(at, field, field.counts, readLeaf(field, condition, at.use));
  if (field.type !== 'day') return null;
  return 'is' in condition
    ? agoSpan(at, field, condition.is, condition.is, [])
    : rangeSpan(at, field, condition);
}

function countedSpan(
  at: Compiler,
  field: Field,
  counts: NonNullable<Field['counts']>,
  leaf: Leaf,
): Span | null {
  const base = valueSql(at, fieldNamed(at.noun, counts.day));
  if (leaf.test === 'numbers' && leaf.equals.length === 1 && leaf.equals[0] !== undefined) {
    const value = { value: leaf.equals[0], exclusive: false };
    return countedSpan(at, field, counts, { test: 'range', from: value, to: value });
  }
  if (leaf.test !== 'range') return null;
  const low = leaf.from && wholeDays(at, field, leaf.from, 1);
  const high = leaf.to && wholeDays(at, field, leaf.to, -1);
  // Since: today − base lies between low and high. Until: base − today does.
  if (counts.how === 'since')
    return { base, from: low && sql`(${base} + ${low})`, to: high && sql`(${base} + ${high})` };
  return { base, from: high && sql`(${base} - ${high})`, to: low && sql`(${base} - ${low})` };
}

/** The smallest whole number of days from a lower edge on, the largest below an upper one. */
function wholeDays(at: Compiler, field: Field, edge: Edge, direction: 1 | -1): Sql {
  if (typeof edge.value === 'number') {
    const far = 1_000_000; // beyond any calendar, and no overflow
    return sql`${Math.min(Math.max(wholeEdge(edge.value, edge.exclusive, direction), -far), far)}::integer`;
  }
  const value = numberSql(at, field, edge.value);
  if (direction === 1)
    return edge.exclusive ? sql`(floor(${value}) + 1)::integer` : sql`ceil(${value})::integer`;
  return edge.exclusive ? sql`(ceil(${value}) - 1)::integer` : sql`floor(${value})::integer`;
}

type RangeCondition = Extract<LeafCondition, { from?: Value }>;

function rangeSpan(at: Compiler, field: Field, leaf: RangeCondition): Span | null {
  const fixed = [leaf.from, leaf.to].some((value) => value !== undefined && ago(value) === null);
  // A range with one fixed end is judged as of today, like a named period.
  return fixed ? null : agoSpan(at, field, leaf.from, leaf.to, leaf.exclusive ?? []);
}

/** F ≥ today − n holds up to the day F + n, F ≤ today − n from that day on. */
function agoSpan(
  at: Compiler,
  field: Field,
  low: Value | Value[] | undefined,
  high: Value | Value[] | undefined,
  exclusive: ('from' | 'to')[],
): Span | null {
  const [from, to] = [ago(high), ago(low)];
  if (from === null && to === null) return null;
  const base = valueSql(at, field);
  const day = (days: number | null, shift: number): Sql | null =>
    days === null ? null : sql`(${base} + ${days + shift}::integer)`;
  return {
    base,
    from: day(from, exclusive.includes('to') ? 1 : 0),
    to: day(to, exclusive.includes('from') ? -1 : 0),
  };
}

const ago = (value: Value | Value[] | undefined): number | null =>
  typeof value === 'object' && !Array.isArray(value) && 'ago' in value ? value.ago.days : null;
