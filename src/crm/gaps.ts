/** How many open deals conditions are true of, by territory or by owner: all of them in one statement. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { companyCurrency, type Reading } from '../sales/leaf.ts';
import { conditionSql, fromWhere } from './compile.ts';
import { compiler } from './compiler.ts';
import { join, raw, rowsOf, sql } from './sql.ts';

/** `held` is parallel to the conditions; amounts are of deals in the company's currency. */
export type Gaps = {
  /** Of the territory or owner; null: deals without one. */
  id: string | null;
  name: string | null;
  open: number;
  amount: number;
  held: { deals: number; amount: number }[];
};

type Row = Omit<Gaps, 'held'> & { deals: number[]; amounts: number[] };

const tables = { territory: raw('territories'), owner: raw('people') };
const columns = { territory: raw('d.territory_id'), owner: raw('d.owner_id') };

/** Of the open deals that are `within`. Settings are resolved for each deal. Who has no open deal has no row. */
export async function gapsIn(
  db: Db,
  conditions: readonly Condition[],
  within: Condition,
  use: Reading,
  by: 'territory' | 'owner' = 'territory',
): Promise<Gaps[]> {
  const at = compiler('deal', use);
  const company = companyCurrency(use.settings);
  const each = conditions.map((one) => conditionSql(at, one));
  const where = conditionSql(at, { all: [{ field: 'status', is: 'open' }, within] });
  const ours = sql`coalesce(d.currency, ${company}) = ${company}`;
  const deals = each.map((one) => sql`count(*) filter (where ${one})`);
  const amounts = each.map((one) => sql`coalesce(sum(d.amount) filter (where ${one} and ${ours}), 0)`);
  const rows = await rowsOf<Row>(
    db,
    sql`select g.by_id as id, (select t.name from ${tables[by]} t where t.id = g.by_id) as name, g.open::float8, g.amount::float8, g.deals, g.amounts from (
        select ${columns[by]} as by_id, count(*) as open, coalesce(sum(d.amount) filter (where ${ours}), 0) as amount,
          array[${join(deals, ', ')}]::float8[] as deals, array[${join(amounts, ', ')}]::float8[] as amounts
        ${fromWhere(at, where)} group by 1) g order by 2 nulls last, 1`,
  );
  return rows.map(({ deals, amounts, ...row }) => ({
    ...row,
    held: deals.map((count, n) => ({ deals: count, amount: amounts[n] ?? 0 })),
  }));
}
