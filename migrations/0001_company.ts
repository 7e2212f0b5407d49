import type { Knex } from 'knex';

/** People, and the CRM's nouns as Steward mirrors them. Amounts are numeric in their own currency; days are dates in the company's zone. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create extension if not exists pg_trgm;

-- The one way in which texts are compared: compatibility forms and case folded, whatever the server's locale.
create function fold(text) returns text language sql immutable strict parallel safe
  return translate(lower(upper(normalize($1, nfkc) collate "und-x-icu")), 'ς', 'σ');

create table territories (id text primary key, name text not null unique);
create table teams (id text primary key, name text not null unique, territory_id text references territories);

create table people (
  id text primary key,
  source text not null default 'steward', source_id text not null,
  name text not null, nicknames text[] not null default '{}',
  email text, slack_id text unique, tz text,
  roles text[] not null default '{}',          -- rep manager owner approver qa champion finance admin
  team_id text references teams, territory_id text references territories, manager_id text references people,
  active boolean not null default true, hired_on date, changed_at timestamptz not null default now(),
  unique (source, source_id)
);
create unique index one_person_per_email on people (lower(email));

create table accounts (
  id text primary key, source text not null, source_id text not null,
  name text not null, industry text, segment text, country text, website text, tags text[] not null default '{}',
  parent_name text, employees integer, revenue numeric(18,2), owner_id text references people, territory_id text references territories,
  changed_at timestamptz not null default now(), unique (source, source_id)
);
create index accounts_by_name on accounts using gin (fold(name) gin_trgm_ops);

create table contacts (
  id text primary key, source text not null, source_id text not null, account_id text references accounts,
  name text not null, title text, email text, phone text, changed_at timestamptz not null default now(), unique (source, source_id)
);

create table products (
  id text primary key, source text not null, source_id text not null,
  name text not null, series text, list_price numeric(18,2), currency text not null default 'USD',
  changed_at timestamptz not null default now(), unique (source, source_id)
);

create table stages (id text primary key, name text not null unique, "order" integer not null, "is" text not null check ("is" in ('open','won','lost')));

create table deals (
  id text primary key, source text not null, source_id text not null,
  name text not null, account_id text references accounts, owner_id text references people, product_id text references products,
  territory_id text references territories,     -- the deal's own, else its owner's when it was written
  stage_id text not null references stages, status text not null check (status in ('open','won','lost')),
  amount numeric(18,2), currency text, created_on date, close_date date,
  stage_since date,                             -- missing where no date proves it
  stage_due_on date,                            -- reserved for per-stage limits
  last_activity_on date, next_step text, segment text, lead_source text, lost_reason text,
  close_date_pushes integer not null default 0,
  version bigint not null default 1, changed_by text, changed_at timestamptz not null default now(),
  unique (source, source_id)
);
create index deals_by_stage_age on deals (stage_id, stage_since) where status = 'open';
create index deals_by_owner on deals (owner_id) where status = 'open';
create index deals_by_account on deals (account_id);
create index deals_by_close_date on deals (close_date) where status = 'open';
create index deals_by_name on deals using gin (fold(name) gin_trgm_ops);

-- Each version of a deal with the period in which it was true; [valid_from, valid_to).
create table deal_versions (
  deal_id text not null references deals on delete cascade, valid_from timestamptz not null, valid_to timestamptz,
  name text not null, account_id text, owner_id text, product_id text, territory_id text, stage_id text not null, status text not null,
  amount numeric(18,2), currency text, created_on date, close_date date, stage_since date, last_activity_on date, next_step text,
  segment text, lead_source text, lost_reason text, close_date_pushes integer not null default 0,
  version bigint not null, changed_by text,
  primary key (deal_id, valid_from)
);
create index deal_versions_by_time on deal_versions (valid_from, valid_to);

create table leads (
  id text primary key, source text not null, source_id text not null,
  name text, email text, company text, title text, phone text, message text, territory_id text references territories,
  lead_source text, account_id text references accounts, status text not null default 'new', owner_id text references people,
  created_at timestamptz not null, assigned_on date, first_touch_on date, segment text, converted boolean,
  version bigint not null default 1, changed_by text, changed_at timestamptz not null default now(), unique (source, source_id)
);

create table quotas (
  person_id text not null references people, starts_on date not null, ends_on date not null,
  amount numeric(18,2) not null, currency text not null default 'USD', primary key (person_id, starts_on)
);

create table activities (
  id text primary key, source text not null, source_id text not null, deal_id text references deals on delete cascade,
  person_id text references people, kind text not null, subject text, done_on date not null, recorded_on date, status text,
  unique (source, source_id)
);
create index activities_by_deal on activities (deal_id, done_on);

-- Keys of writes that the built-in CRM has done: the same key again is the same call.
create table crm_writes (key text primary key, request_hash text not null, version text not null, at timestamptz not null default now());

-- What changed in the mirror since a sweep last looked.
create table touched (seq bigint generated always as identity primary key, noun text not null, subject_id text not null, at timestamptz not null default now());

-- Where the rows came from, and how far back their history is proven.
create table sources (name text primary key, kind text not null, imported_at timestamptz not null, proven_from timestamptz, note text);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop table sources, crm_writes, touched, activities, quotas, leads, deal_versions, deals, stages, products, contacts, accounts, people, teams, territories; drop function fold',
  );
}
