/** The mirror's own rules: each state of a deal is kept with the period in which it was true, and what changed is noted. */
import type { Db } from '../db/pool.ts';
import { query, raw, type Sql, sql } from './sql.ts';

/** Columns of a deal that its versions keep. */
export const versioned = [
  'name',
  'account_id',
  'owner_id',
  'product_id',
  'territory_id',
  'stage_id',
  'status',
  'amount',
  'currency',
  'created_on',
  'close_date',
  'stage_since',
  'last_activity_on',
  'next_step',
  'segment',
  'lead_source',
  'lost_reason',
  'close_date_pushes',
];
export const columnList = (alias = ''): Sql => raw(versioned.map((name) => `${alias}${name}`).join(', '));

/**
 * Ends the version of each of these deals that was current, begins one that equals the deal's row, and notes for the next
 * sweep which columns differ between the two. Two changes in one instant are one version; a clock that went back never
 * makes a version that ends before it begins.
 */
export async function keepVersions(trx: Db, input: { ids: readonly string[]; at: Date }): Promise<void> {
  await query(
    trx,
    sql`with moment as (
        select d.id, greatest(${input.at}::timestamptz, v.valid_from) as at, case when v.deal_id is not null then ${differing} end as columns
        from deals d left join deal_versions v on v.deal_id = d.id and v.valid_to is null where d.id = any(${input.ids}::text[])
      ), ended as (
        update deal_versions v set valid_to = m.at from moment m
        where v.deal_id = m.id and v.valid_to is null and v.valid_from < m.at
      ), noted as (
        insert into touched (noun, subject_id, columns) select 'deal', id, columns from moment
      )
      insert into deal_versions (deal_id, valid_from, ${columnList()}, version, changed_by)
      select d.id, m.at, ${columnList('d.')}, d.version, d.changed_by from deals d join moment m using (id)
      on conflict (deal_id, valid_from) do update set
        valid_to = null, version = excluded.version, changed_by = excluded.changed_by, ${replaced}`,
  );
}

const differing = raw(
  `array_remove(array[${versioned.map((name) => `case when d.${name} is distinct from v.${name} then '${name}' end`).join(', ')}], null)`,
);
const replaced = raw(versioned.map((name) => `${name} = excluded.${name}`).join(', '));

/** Notes for the next sweep that any column of these records may have changed; of a deal with versions `keepVersions` knows better. */
export async function touch(trx: Db, noun: 'deal' | 'lead', ids: readonly string[]): Promise<void> {
  await query(
    trx,
    sql`insert into touched (noun, subject_id) select ${noun}, id from unnest(${ids}::text[]) as given(id)`,
  );
}
