import type { Knex } from 'knex';

/**
 * Workflows outside that rules start, the hosts that may be called for it, and each start: one for a rule, a deal and the day
 * on which it became so, whatever becomes of the rule and however often it is found.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table workflow_hosts (host text primary key);  -- as the environment names them
create table workflows (
  id bigint generated always as identity primary key,
  name text not null, url text not null,
  secret_version integer not null default 1,    -- the secret itself is kept nowhere: it is made from this and the house's key
  secret_at timestamptz not null, secret_shown_at timestamptz,
  set_by text not null references people, set_at timestamptz not null,
  ended_at timestamptz, ended_by text references people,
  check ((ended_at is null) = (ended_by is null))
);
create unique index workflows_live on workflows (lower(name)) where ended_at is null;
create table starts (
  id bigint generated always as identity primary key,
  key uuid not null default gen_random_uuid() unique,   -- the same at each try, so that the receiver can tell a copy
  rule integer not null, rule_version integer not null,
  subject_id text not null, since date not null,
  workflow_id bigint not null references workflows,
  finding_id bigint not null, run_id text,
  body text not null,                           -- the exact bytes
  begun_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting','started','failed','withdrawn')),
  attempts integer not null default 0,
  because text, ended_at timestamptz,
  check ((state = 'waiting') = (ended_at is null)),
  unique (rule, subject_id, since)
);
create index starts_of_deal on starts (subject_id, id);
create index starts_of_workflow on starts (workflow_id, state);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table starts; drop table workflows; drop table workflow_hosts');
}
