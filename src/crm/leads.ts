/** Finding a lead by what people call it. */
import type { Db } from '../db/pool.ts';
import type { Scope } from '../policy/nouns.ts';
import { fold } from '../sales/text.ts';
import { scopeSql } from './scope.ts';
import { raw, rowsOf, sql } from './sql.ts';

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

export type Alike = {
  kind: 'lead' | 'contact';
  id: string;
  name: string | null;
  company: string | null;
  /** What they have in common; null: nothing but that both wait. */
  alike: 'same e-mail' | 'same phone' | 'same name' | 'same company' | 'same domain' | null;
  owner: string | null;
};

/** Leads that are open, and contacts that have something in common with this lead, within the scope; the most alike first. */
export async function likeLead(db: Db, id: string, use: { scope: Scope; limit: number }): Promise<Alike[]> {
  const alike = (email: string, company: string, domain: string) => sql`case
      when lower(${raw(email)}) = lower(m.email) then 0 when d.phone = m.phone then 1 when fold(d.name) = fold(m.name) then 2
      when ${raw(company)} then 3 when ${raw(domain)} = m.domain then 4 end`;
  return rowsOf<Alike>(
    db,
    sql`with m as (select * from leads where id = ${id}),
      others as (
        select 'lead' as kind, d.id, d.name, d.company, d.created_at as at, p.name as owner,
          ${alike('d.email', 'd.account_id = m.account_id or fold(d.company) = fold(m.company)', 'd.domain')} as n
        from leads d cross join m left join people p on p.id = d.owner_id
        where d.id <> m.id and d.converted is not true and ${scopeSql('lead', use.scope)}
          and not exists (select 1 from lead_closings z where z.lead_id = d.id and z.reopened_at is null)
        union all
        select 'contact', d.id, d.name, a.name, null, o.name,
          ${alike('d.email', 'd.account_id = m.account_id', "lower(split_part(d.email, '@', 2))")} as n
        from contacts d cross join m left join accounts a on a.id = d.account_id left join people o on o.id = a.owner_id
        where ${scopeSql('contact', use.scope)}
      )
      select kind, id, name, company, owner,
        (array['same e-mail', 'same phone', 'same name', 'same company', 'same domain'])[n + 1] as alike
      from others where kind = 'lead' or n is not null order by n nulls last, at desc nulls last, id limit ${use.limit}::integer`,
  );
}

/** Whether this lead or contact is there, and within the scope. */
export async function leadScopeHolds(
  db: Db,
  of: { kind: 'lead' | 'contact'; id: string },
  scope: Scope,
): Promise<boolean> {
  const table = raw(of.kind === 'lead' ? 'leads' : 'contacts');
  const rows = await rowsOf(
    db,
    sql`select 1 from ${table} d where d.id = ${of.id} and ${scopeSql(of.kind, scope)}`,
  );
  return rows.length === 1;
}
