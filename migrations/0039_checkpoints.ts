import type { Knex } from 'knex';

/** What a person has named as always needing a person: accounts, tags, kinds of action, or a kind of action at one of these. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table checkpoints (
  id bigint generated always as identity primary key,
  account_id text not null default '', tag text not null default '', action text not null default '',
  by_id text not null references people, because text, at timestamptz not null,
  ended_at timestamptz, ended_by text references people, ended_because text,
  check (account_id || tag || action <> ''), check (account_id = '' or tag = '')
);
create unique index one_checkpoint_each on checkpoints (account_id, tag, action) where ended_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table checkpoints');
}
