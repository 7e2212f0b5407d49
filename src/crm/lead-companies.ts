/** Which company a lead is of: by the name it gives, by the domain it writes from, by the company directory. */
import type { Db } from '../db/pool.ts';
import { day } from '../story/format.ts';
import { rowsOf, sql } from './sql.ts';

export type LeadAccount = { id: string; name: string; territory_id: string | null };
export type LeadCompany = {
  /** Territory and all that hangs on it follow from the account. */
  account: LeadAccount | null;
  /** The company's name where the lead gives none: its account's, or else the directory's. */
  name: string | null;
  /** The day of the directory's entry, where the name is the directory's. */
  listedOn: string | null;
};

/** Where the company comes from, among what a person should look at. */
export const directoryDoubt = 'company from the company directory';

/**
 * For each of these leads, in their order. The account is the one of the name that the lead gives; else the one whose people
 * have addresses of the lead's domain, whose own it is or whose leads write from it, where that is one and no other. Where
 * neither is found and the lead gives no name, it is the company directory's, which may be that of an account. A domain of
 * a free mail provider is given as null. Of leads asked about together, one that names its company stands for the others
 * of its domain.
 */
export async function companiesOf(
  trx: Db,
  leads: { company: string | null; domain: string | null }[],
): Promise<LeadCompany[]> {
  const rows = await rowsOf<{
    id: string | null;
    account: string | null;
    territory_id: string | null;
    company: string | null;
    listed: string | null;
    listed_on: string | null;
  }>(
    trx,
    sql`with l as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(leads.map((lead, n) => ({ ...lead, n })))}::jsonb) as l(n int, company text, domain text)
        ), named as materialized (
          select l.n, l.domain, a.id from l cross join lateral (
            select a.id from accounts a where fold(a.name) = fold(l.company) order by a.id limit 1) a
        ), asked as materialized (
          select distinct domain from l where domain is not null and n not in (select n from named)
        ), of_domain as (
          select domain, min(account_id) as id from (
            select lower(split_part(c.email, '@', 2)) as domain, c.account_id from contacts c where lower(split_part(c.email, '@', 2)) in (select domain from asked)
            union select domain, account_id from account_domains where domain in (select domain from asked)
            union select domain, account_id from leads where domain in (select domain from asked) and account_id is not null
              and not exists (select 1 from unnest(uncertain) doubt where starts_with(doubt, ${directoryDoubt}))
            union select domain, id from named) x
          where account_id is not null group by domain having count(*) = 1
        ), own as (
          select l.n, l.company, l.domain, coalesce(n.id, d.id) as id from l left join named n using (n) left join of_domain d on n.id is null and d.domain = l.domain
        )
        select coalesce(a.id, b.id) as id, coalesce(a.name, b.name) as account, coalesce(a.territory_id, b.territory_id) as territory_id,
          own.company, k.name as listed, k.came_on as listed_on
        from own left join accounts a on a.id = own.id
          left join company_directory k on own.company is null and own.id is null and k.domain = own.domain
          left join lateral (
            select b.* from accounts b where k.name is not null and fold(b.name) = fold(k.name) order by b.id limit 1) b on true
        order by own.n`,
  );
  return rows.map(({ id, account, territory_id, company, listed, listed_on }) => ({
    account: id !== null && account !== null ? { id, name: account, territory_id } : null,
    name: company === null ? (listed ?? account) : null,
    listedOn: listed_on,
  }));
}

export const fromDirectory = (on: string): string => `${directoryDoubt}, entry of ${day(on)}`;
export const isFromDirectory = (doubt: string): boolean => doubt.startsWith(directoryDoubt);
