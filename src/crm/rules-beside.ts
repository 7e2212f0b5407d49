/** What a rule meets: deals that its amount cannot be compared with, cards that are open, deals of which others are true as well. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { fieldNamed } from '../sales/fields.ts';
import { companyCurrency, type Reading, statedCurrency } from '../sales/leaf.ts';
import { compile, conditionSql, currencySql, fromWhere, valueSql } from './compile.ts';
import { compiler } from './compiler.ts';
import { join, raw, rowsOf, sql } from './sql.ts';

const everything = { everything: true } as const;

const partsOf = (condition: Condition): Condition[] =>
  'all' in condition ? condition.all.flatMap(partsOf) : [condition];

const isAmountLimit = (part: Condition): boolean =>
  'field' in part && ('from' in part || 'to' in part) && fieldNamed('deal', part.field).type === 'money';

/**
 * Of a condition with a limit on the amount: how many deals all else is true of, whose amount is in another currency, and the
 * currency that is meant. Null without such a limit.
 */
export async function foreignBeside(
  db: Db,
  condition: Condition,
  use: Reading,
): Promise<{ count: number; currency: string } | null> {
  const parts = partsOf(condition);
  if (!parts.some(isAmountLimit)) return null;
  const currency = statedCurrency(parts) ?? companyCurrency(use.settings);
  const at = compiler('deal', use);
  const amount = fieldNamed('deal', 'amount');
  const paid = currencySql(at, amount);
  if (!paid) return null;
  const rest = parts.filter(
    (part) => !isAmountLimit(part) && !('field' in part && part.field === 'currency'),
  );
  const where = join(
    [conditionSql(at, { all: rest }), sql`${valueSql(at, amount)} is not null`, sql`${paid} <> ${currency}`],
    ' and ',
  );
  const [row] = await rowsOf<{ count: number }>(
    db,
    sql`select count(*)::int as count ${fromWhere(at, where)}`,
  );
  return { count: row?.count ?? 0, currency };
}

/** Open cards about deals of which it is true; `triggers`: of these alone. The most valuable deals are named. */
export async function openCardsBeside(
  db: Db,
  condition: Condition,
  triggers: readonly string[] | null,
  use: Reading,
): Promise<{ count: number; names: string[] }> {
  const at = compiler('deal', use);
  const only = triggers === null ? raw('') : sql` and p.trigger = any(${triggers}::text[])`;
  const [row] = await rowsOf<{ count: number; names: string[] }>(
    db,
    sql`with h as materialized (select d.id, d.name, d.amount ${compile(at, condition, everything)}),
      c as materialized (select h.* from exceptions e join proposals p on p.id = e.proposal_id join h on h.id = p.subject_id
        where e.closed_at is null and p.subject_kind = 'deal'${only})
      select (select count(*)::int from c) as count, array(select name from c order by amount desc nulls last, name limit 3) as names`,
  );
  return row ?? { count: 0, names: [] };
}

/** Of the deals of which it is true, how many each of the others is true of as well, in their order. */
export async function sharedWith(
  db: Db,
  condition: Condition,
  others: readonly Condition[],
  use: Reading,
): Promise<number[]> {
  if (others.length === 0) return [];
  const at = compiler('deal', use);
  const each = others.map((other) => sql`count(*) filter (where ${conditionSql(at, other)})::int`);
  const [row] = await rowsOf<{ shared: number[] }>(
    db,
    sql`select array[${join(each, ', ')}] as shared ${compile(at, condition, everything)}`,
  );
  return row?.shared ?? others.map(() => 0);
}
