/** Finding a lead by what people call it. */
import type { Db } from '../db/pool.ts';
import type { Scope } from '../policy/nouns.ts';
import { fold } from '../sales/text.ts';
import { scopeSql } from './scope.ts';
import { rowsOf, sql } from './sql.ts';

export type LeadNamed = {
  id: string;
  name: string | null;
  company: string | null;
  status: string;
  ownerId: string | null;
  owner: string | null;
  territory: string | null;
};

/** Leads within the scope of that id, or whose name or company holds the text; those that nobody has come first. */
export async function leadsNamed(
  db: Db,
  text: string,
  use: { scope: Scope; limit: number },
): Promise<LeadNamed[]> {
  const wanted = text.trim().slice(0, 200);
  const folded = fold(wanted);
  if (folded === '') return [];
  const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
  const exact = sql`(lower(d.id) = lower(${wanted}) or lower(d.source_id) = lower(${wanted}))`;
  return rowsOf<LeadNamed>(
    db,
    sql`with found as (select d.*, ${exact} as exact from leads d
          where (${exact} or fold(d.name) like ${pattern} or fold(d.company) like ${pattern}) and ${scopeSql('lead', use.scope)})
        select f.id, f.name, f.company, f.status, f.owner_id as "ownerId", p.name as owner, t.name as territory
        from found f left join people p on p.id = f.owner_id left join territories t on t.id = f.territory_id
        where f.exact or not exists (select 1 from found e where e.exact)
        order by (f.owner_id is null) desc, f.created_at desc, f.id limit ${use.limit}::integer`,
  );
}
