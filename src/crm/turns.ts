/** Who gave a field of a deal which value, and when, from the history that the mirror keeps. */
import type { Db } from '../db/pool.ts';
import type { FieldValue } from '../policy/nouns.ts';
import { join, raw, rowsOf, sql } from './sql.ts';

/**
 * `by` as the CRM tells it: "person:P-mara", "import". Values as records bear them. `versions`: the deal's within
 * which it came about: more than one where several were written within one instant.
 */
export type Turn = {
  dealId: string;
  field: string;
  value: FieldValue;
  by: string | null;
  at: Date;
  versions: [after: number, upTo: number];
};

const valueIn: Record<string, string> = {
  close_date: 'close_date::text',
  next_step: 'next_step',
  amount: 'amount',
  stage: '(select name from stages where id = stage_id)',
  product: '(select name from products where id = product_id)',
  lead_source: 'lead_source',
  owner: 'owner_id',
};

/** Each time one of these fields of one of these deals got another value, the oldest first. */
export async function turnsOf(db: Db, dealIds: string[], fields: string[]): Promise<Turn[]> {
  const known = [...new Set(fields)].flatMap((field) => {
    const value = valueIn[field];
    return value ? [{ field, value }] : [];
  });
  if (dealIds.length === 0 || known.length === 0) return [];
  const each = known.map(
    ({ field, value }) =>
      sql`(select deal_id as "dealId", ${field} as field, to_jsonb(now) as value, changed_by as "by", valid_from as at, array[earlier, version]::float8[] as versions
        from (select *, lag(now) over history as before, lag(version) over history as earlier, row_number() over history as n
          from (select deal_id, valid_from, changed_by, version, ${raw(value)} as now from deal_versions
            where deal_id = any(${dealIds}::text[])) v
          window history as (partition by deal_id order by valid_from)) v
        where n > 1 and now is distinct from before order by valid_from)`,
  );
  return rowsOf(db, join(each, ' union all '));
}
