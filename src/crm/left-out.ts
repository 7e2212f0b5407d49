/** Rows that a question could not judge because the value it compares is missing, counted with the reason. */
import type { Scope } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { type Field, fieldNamed, type Noun } from '../sales/fields.ts';
import { companyCurrency, statedCurrency } from '../sales/leaf.ts';
import { compile, conditionSql, currencySql, fromWhere, valueSql } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { scopeSql } from './scope.ts';
import { join, type Sql, sql } from './sql.ts';

export type Count = { because: string; count: Sql };

/**
 * For each compared number, money or day among the parts that must all hold: the rows of which all else is true and
 * this is missing, or in a currency that cannot be compared.
 */
export function leftOutCounts(at: Compiler, where: Condition, scope: Scope): Count[] {
  const parts = 'all' in where ? where.all : [where];
  const compared = new Map<string, Field>();
  for (const part of parts) {
    const field = comparedField(at.noun, part);
    if (field) compared.set(basis(field), field);
  }
  const counts: Count[] = [];
  for (const [name, field] of compared) {
    const others = parts.filter((part) => {
      const of = comparedField(at.noun, part);
      return !of || basis(of) !== name;
    });
    const fresh = (): Compiler => compiler(at.noun, at.use, at.asOf);
    const missing: Condition = { all: [...others, { field: name, missing: true }] };
    counts.push({
      because: reason(at.noun, field, name),
      count: sql`select count(*) ${compile(fresh(), missing, scope)}`,
    });
    const foreign = foreignCount(fresh(), field, others, statedCurrency(parts), scope);
    if (foreign) counts.push(foreign);
  }
  return counts;
}

function comparedField(noun: Noun, part: Condition): Field | null {
  if (!('field' in part) || 'missing' in part || 'moved' in part || 'contains' in part) return null;
  const field = fieldNamed(noun, part.field);
  return ['number', 'money', 'day', 'days'].includes(field.type) && !field.span ? field : null;
}

const basis = (field: Field): string => field.counts?.day ?? field.name;

function reason(noun: Noun, field: Field, name: string): string {
  if (name === 'stage_since') return 'no date proves since when they are in their stage';
  return `no ${fieldNamed(noun, field.counts?.day ?? name).label.toLowerCase()}`;
}

function foreignCount(
  at: Compiler,
  field: Field,
  others: Condition[],
  stated: string | null,
  scope: Scope,
): Count | null {
  const paid = currencySql(at, field);
  if (!paid) return null;
  const company = companyCurrency(at.use.settings);
  const meant = stated ?? company;
  const elsewhere = others.filter((part) => !('field' in part && part.field === 'currency'));
  if (stated !== null) return null; // the currency was asked for: the others are not missing, they are not meant
  const test = sql`${valueSql(at, field)} is not null and ${paid} <> ${meant}`;
  const where = join([conditionSql(at, { all: elsewhere }), test, scopeSql(at.noun, scope)], ' and ');
  return {
    because: `${field.label.toLowerCase()} in another currency than ${meant}`,
    count: sql`select count(*) ${fromWhere(at, where)}`,
  };
}

/** Deals of today that existed on a past day for all anyone knows, but whose state on it no version proves. */
export function unprovenCount(at: Compiler, scope: Scope): Count {
  const now = compiler('deal', at.use);
  return {
    because: 'what they were on that day is not proven',
    count: sql`select count(*) ${fromWhere(
      now,
      sql`${scopeSql('deal', scope)} and (d.created_on is null or d.created_on <= ${at.today}::date)
        and not exists (select 1 from deal_versions v where v.deal_id = d.id and v.valid_from <= ${at.asOf}::timestamptz)`,
    )}`,
  };
}
