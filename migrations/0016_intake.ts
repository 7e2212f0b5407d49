import type { Knex } from 'knex';

/**
 * Leads that come in by themselves. `identity` is equal for two spellings of one person's address, so that whatever comes
 * at once, twice or by another way ends in one lead; `arrivals` has a row for each time. Addresses of leads that are
 * already there get theirs as far as SQL can spell it; of several with one address the first.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table leads add column identity text, add column domain text, add column country text, add column phone_ext text,
  add column last_came_at timestamptz, add column free_since timestamptz, add column uncertain text[] not null default '{}';
update leads l set identity = k.identity, domain = split_part(k.identity, '@', 2) from (
  select distinct on (identity) identity, id from (
    select id, created_at, case when domain in ('gmail.com', 'googlemail.com') then replace(local, '.', '') || '@gmail.com' else local || '@' || domain end as identity
    from (select id, created_at, split_part(split_part(e, '@', 1), '+', 1) as local, split_part(e, '@', 2) as domain
      from (select id, created_at, lower(btrim(email)) as e from leads) m
      where e ~ '^[a-z0-9._%''-][a-z0-9._%''+-]*@[a-z0-9-]+([.][a-z0-9-]+)+$') p
  ) a order by identity, created_at, id
) k where k.id = l.id;
create unique index one_lead_per_identity on leads (identity) where identity is not null;
create index leads_by_domain on leads (domain) where domain is not null and account_id is not null;
create sequence lead_numbers start 10001;

create table arrivals (
  id bigint generated always as identity primary key,
  key text not null unique check (length(key) between 6 and 400),  -- of this delivery: the same again is the same arrival
  lead_id text references leads on delete cascade,                 -- empty: it was no lead
  channel text not null check (channel in ('form','email','csv')), came_at timestamptz not null,
  fresh boolean not null,                                          -- it made the lead, rather than being merged into one
  because text,                                                    -- why it was no lead
  confidence numeric(5,4), uncertain text[] not null default '{}', via text not null check (via in ('rules','model')),
  filled text[] not null default '{}', run_id text references runs
);
create index arrivals_recent on arrivals (channel, came_at) where fresh;
create index arrivals_of_lead on arrivals (lead_id, came_at);

-- The first time that somebody spoke with a lead.
create table first_contacts (lead_id text primary key references leads on delete cascade, by_id text not null references people, at timestamptz not null);
-- When its card was wanted (0), and whose turn it was when nobody claimed it: the first is a reminder, the second goes to a manager.
create table lead_calls (
  lead_id text not null references leads on delete cascade, call integer not null check (call in (0, 1, 2)),
  to_id text references people, at timestamptz not null, primary key (lead_id, call)
);
-- Many arrivals of one person within a day: somebody is told once.
create table repeat_notices (
  id bigint generated always as identity primary key, lead_id text not null references leads on delete cascade,
  to_id text references people, arrivals integer not null, at timestamptz not null
);
create index repeat_notices_of_lead on repeat_notices (lead_id, at);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table repeat_notices, lead_calls, first_contacts, arrivals;
drop sequence lead_numbers;
drop index leads_by_domain, one_lead_per_identity;
alter table leads drop column identity, drop column domain, drop column country, drop column phone_ext, drop column last_came_at, drop column free_since, drop column uncertain;`);
}
