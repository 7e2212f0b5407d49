import type { Knex } from 'knex';

/**
 * Data contracts: contacts and accounts have versions that a write can be conditional on, contacts keep what they were,
 * and what was read of an address or a number is kept by its text, so that it is read once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table contacts add column version bigint not null default 1, add column changed_by text;
alter table accounts add column version bigint not null default 1, add column changed_by text;

create table contact_versions (
  contact_id text not null references contacts on delete cascade, valid_from timestamptz not null, valid_to timestamptz,
  account_id text, name text not null, title text, email text, phone text, primary key (contact_id, valid_from)
);

-- Ends the version that was current where the contact differs from it, and begins one; two changes in one instant are one.
create function keep_contacts() returns trigger language plpgsql as $$
begin
  with differ as (
    select n.*, greatest(n.changed_at, v.valid_from) as at from added n left join contact_versions v on v.contact_id = n.id and v.valid_to is null
    where v.contact_id is null or (v.account_id, v.name, v.title, v.email, v.phone) is distinct from (n.account_id, n.name, n.title, n.email, n.phone)
  ), ended as (
    update contact_versions v set valid_to = d.at from differ d where v.contact_id = d.id and v.valid_to is null and v.valid_from < d.at
  ), noted as (
    insert into touched (noun, subject_id) select 'contact', id from differ order by id
  )
  insert into contact_versions (contact_id, valid_from, account_id, name, title, email, phone)
  select id, at, account_id, name, title, email, phone from differ
  on conflict (contact_id, valid_from) do update set valid_to = null, account_id = excluded.account_id, name = excluded.name,
    title = excluded.title, email = excluded.email, phone = excluded.phone;
  return null;
end $$;
create trigger contacts_added after insert on contacts referencing new table as added for each statement execute function keep_contacts();
create trigger contacts_changed after update on contacts referencing new table as added for each statement execute function keep_contacts();

-- How a number is dialled depends on the account's country; who is asked about a contact that has gone is nobody.
create function note_contacts() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'contacts' then
    insert into touched (noun, subject_id) select 'contact', id from removed order by id;
  else
    insert into touched (noun, subject_id) select 'contact', c.id from contacts c join added n on n.id = c.account_id join removed o on o.id = n.id
      where (o.country, o.territory_id) is distinct from (n.country, n.territory_id) order by c.id;
  end if;
  return null;
end $$;
create trigger contacts_removed after delete on contacts referencing old table as removed for each statement execute function note_contacts();
create trigger accounts_moved after update on accounts referencing old table as removed new table as added for each statement execute function note_contacts();
create index contacts_by_account on contacts (account_id);

insert into contact_versions (contact_id, valid_from, account_id, name, title, email, phone)
  select id, changed_at, account_id, name, title, email, phone from contacts;
insert into touched (noun, subject_id) select 'contact', id from contacts order by id;

-- By the md5 of the text. "is": fine, mendable (into mended) or wrong; since: the day on which it was first read so.
create table email_contracts (
  key text primary key, "is" text not null check ("is" in ('fine','mendable','wrong')), mended text, because text, domain text, since date not null
);
create index email_contracts_by_domain on email_contracts (domain);
create table phone_contracts (
  key text not null, country text not null,     -- the account's, as it is written there; folded
  region text, assumed boolean not null,         -- where it was taken to be dialled; assumed: because the house is there
  "is" text not null check ("is" in ('fine','mendable','wrong')), mended text, because text, since date not null, primary key (key, country)
);
create index contacts_by_email on contacts (md5(email));
-- Whether a domain takes mail, as far as it is known, and until when that counts.
create table mail_domains (
  domain text primary key, takes text not null check (takes in ('yes','no','maybe')), because text, since date not null,
  looked_at timestamptz, expires_at timestamptz not null default '-infinity'
);
create index mail_domains_due on mail_domains (expires_at);

-- Whether a product stands in the price list; unknown: only deals have named it.
alter table products add column listing text not null default 'unknown' check (listing in ('listed','retired','unknown'));
update products set listing = 'listed' where list_price is not null;
create index products_listed on products (id) where listing = 'listed';
-- A name without what people write differently in it.
create function bare(text) returns text language sql immutable strict parallel safe as $$ select regexp_replace(fold($1), '[^[:alnum:]]', '', 'g') $$;
create function note_products() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select 1 from added where listing = 'listed') then return null; end if;
  elsif not exists (select 1 from added n join removed o using (id) where n.listing <> o.listing) then return null;
  end if;
  -- With a first price list all other products are in none.
  insert into touched (noun, subject_id, columns)
    select 'deal', d.id, '{product_id}' from deals d join products p on p.id = d.product_id
    where d.status = 'open' and (p.listing <> 'listed' or exists (select 1 from added n where n.id = p.id)) order by d.id;
  return null;
end $$;
create trigger products_added after insert on products referencing new table as added for each statement execute function note_products();
create trigger products_changed after update on products referencing old table as removed new table as added for each statement execute function note_products();

-- Who looks after an account: its owner, else who has its largest open deal.
create view keepers as
  select a.id as account_id, coalesce(own.id, big.owner_id) as owner_id, coalesce(a.territory_id, own.territory_id, big.territory_id) as territory_id
  from accounts a left join people own on own.id = a.owner_id and own.active
    left join lateral (
      select x.owner_id, x.territory_id from deals x join people p on p.id = x.owner_id and p.active
      where x.account_id = a.id and x.status = 'open' order by x.amount desc nulls last, x.id limit 1) big on own.id is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop view keepers;
drop trigger products_changed on products;
drop trigger products_added on products;
drop function note_products();
drop function bare(text);
alter table products drop column listing;
drop table mail_domains, phone_contracts, email_contracts;
drop index contacts_by_email;
drop index contacts_by_account;
drop trigger accounts_moved on accounts;
drop trigger contacts_removed on contacts;
drop trigger contacts_changed on contacts;
drop trigger contacts_added on contacts;
drop function note_contacts();
drop function keep_contacts();
drop table contact_versions;
alter table accounts drop column version, drop column changed_by;
alter table contacts drop column version, drop column changed_by;
`);
}
