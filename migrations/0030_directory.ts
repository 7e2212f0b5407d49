import type { Knex } from 'knex';

/**
 * The company directory: what one enrichment source says of companies, by domain. Accounts keep what they were and whose
 * word their values are, and which domain is theirs is read once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- came_on: the day on which it last said something new.
create table company_directory (
  domain text primary key, source text not null, name text not null, industry text, country text, country_code text,
  employees integer, revenue numeric(18,2), came_on date not null
);

-- By field: person or directory; what is not named is from an import or a CRM sync.
alter table accounts add column origins jsonb not null default '{}';

create table account_versions (
  account_id text not null references accounts on delete cascade, valid_from timestamptz not null, valid_to timestamptz,
  name text not null, owner_id text, territory_id text, website text, industry text, country text, employees integer, revenue numeric(18,2),
  origins jsonb not null, primary key (account_id, valid_from)
);

-- Ends the version that was current where the account differs from it, and begins one; two changes in one instant are one.
create function keep_accounts() returns trigger language plpgsql as $$
begin
  with differ as (
    select n.*, greatest(n.changed_at, v.valid_from) as at from added n left join account_versions v on v.account_id = n.id and v.valid_to is null
    where v.account_id is null or (v.name, v.owner_id, v.territory_id, v.website, v.industry, v.country, v.employees, v.revenue, v.origins)
      is distinct from (n.name, n.owner_id, n.territory_id, n.website, n.industry, n.country, n.employees, n.revenue, n.origins)
  ), ended as (
    update account_versions v set valid_to = d.at from differ d where v.account_id = d.id and v.valid_to is null and v.valid_from < d.at
  ), noted as (
    insert into touched (noun, subject_id) select 'account', id from differ order by id
  )
  insert into account_versions (account_id, valid_from, name, owner_id, territory_id, website, industry, country, employees, revenue, origins)
  select id, at, name, owner_id, territory_id, website, industry, country, employees, revenue, origins from differ
  on conflict (account_id, valid_from) do update set valid_to = null, name = excluded.name, owner_id = excluded.owner_id,
    territory_id = excluded.territory_id, website = excluded.website, industry = excluded.industry, country = excluded.country,
    employees = excluded.employees, revenue = excluded.revenue, origins = excluded.origins;
  return null;
end $$;
create trigger accounts_added after insert on accounts referencing new table as added for each statement execute function keep_accounts();
create trigger accounts_changed after update on accounts referencing new table as added for each statement execute function keep_accounts();

insert into account_versions (account_id, valid_from, name, owner_id, territory_id, website, industry, country, employees, revenue, origins)
  select id, changed_at, name, owner_id, territory_id, website, industry, country, employees, revenue, origins from accounts;

-- The domain by which an account is looked up, and what says so; an account without a row has none that is certain.
create table account_domains (
  account_id text primary key references accounts on delete cascade, domain text not null, "by" text not null check ("by" in ('website','contacts'))
);
create index account_domains_by_domain on account_domains (domain);
-- What people write for a country, folded; code is empty where it is none that is known.
create table country_codes (said text primary key, code text);

-- Which domain an account has depends on the addresses of its contacts, and what is said of it on the directory.
create function note_accounts() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'accounts' then
    insert into touched (noun, subject_id) select 'account', id from removed order by id;
  elsif tg_table_name = 'company_directory' then
    if tg_op = 'DELETE' then
      insert into touched (noun, subject_id) select 'account', a.account_id from removed k join account_domains a using (domain) order by 2;
    else
      insert into touched (noun, subject_id) select 'account', a.account_id from added k join account_domains a using (domain) order by 2;
    end if;
  elsif tg_op = 'INSERT' then
    insert into touched (noun, subject_id) select distinct 'account', account_id from added where account_id is not null and email <> '' order by 2;
  elsif tg_op = 'DELETE' then
    insert into touched (noun, subject_id) select distinct 'account', account_id from removed where account_id is not null and email <> '' order by 2;
  else
    insert into touched (noun, subject_id)
      select distinct 'account', w.account_id from added n join removed o using (id) cross join lateral (values (n.account_id), (o.account_id)) w(account_id)
      where (n.account_id, n.email) is distinct from (o.account_id, o.email) and w.account_id is not null order by 2;
  end if;
  return null;
end $$;
create trigger accounts_removed after delete on accounts referencing old table as removed for each statement execute function note_accounts();
create trigger directory_added after insert on company_directory referencing new table as added for each statement execute function note_accounts();
create trigger directory_changed after update on company_directory referencing new table as added for each statement execute function note_accounts();
create trigger directory_removed after delete on company_directory referencing old table as removed for each statement execute function note_accounts();
create trigger contacts_came after insert on contacts referencing new table as added for each statement execute function note_accounts();
create trigger contacts_readdressed after update on contacts referencing old table as removed new table as added for each statement execute function note_accounts();
create trigger contacts_went after delete on contacts referencing old table as removed for each statement execute function note_accounts();

-- Records beside the deals, each with the account where it stands.
create view records as
  select 'contact' as kind, id, name, version, account_id from contacts
  union all select 'account', id, name, version, id from accounts;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop view records;
drop trigger contacts_went on contacts;
drop trigger contacts_readdressed on contacts;
drop trigger contacts_came on contacts;
drop trigger accounts_removed on accounts;
drop table company_directory, account_domains, country_codes;
drop function note_accounts();
drop trigger accounts_changed on accounts;
drop trigger accounts_added on accounts;
drop function keep_accounts();
drop table account_versions;
alter table accounts drop column origins;
`);
}
