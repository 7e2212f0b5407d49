import type { Knex } from 'knex';

/** Who signs above which threshold, and what each of several people has signed. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table approval_tiers (
  id bigint generated always as identity primary key,
  "of" text not null check ("of" in ('amount','discount')),
  over numeric(18,4) not null check (over >= 0), currency text not null default '',   -- of an amount
  whom text[] not null check (cardinality(whom) between 1 and 4), in_order boolean not null default false,
  by_id text not null references people, because text, at timestamptz not null,
  ended_at timestamptz, ended_by text references people, ended_because text,
  check (("of" = 'amount') = (currency <> ''))
);
create unique index one_approval_tier_each on approval_tiers ("of", over, currency) where ended_at is null;

-- A signature counts for the change of this hash and no other, with the roles that its person holds when it is looked at.
create table signatures (
  id bigint generated always as identity primary key, exception_id bigint not null references exceptions,
  hash text not null, by_id text not null references people, at timestamptz not null, withdrawn_at timestamptz
);
create unique index one_signature_each on signatures (exception_id, hash, by_id) where withdrawn_at is null;

alter table exceptions add column asks_in_order boolean not null default false;
-- The person whose values these are, where somebody has changed what an agent proposed.
alter table proposals add column proposed_by text references people;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
alter table proposals drop column proposed_by;
alter table exceptions drop column asks_in_order;
drop table signatures, approval_tiers;
`);
}
