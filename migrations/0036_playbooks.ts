import type { Knex } from 'knex';

/** Playbooks that are or were on: what each sets lies on top of what is set while it is, and overwrites nothing. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table playbook_activations (
  id bigint generated always as identity primary key,
  playbook text not null, label text not null,
  scope text not null check (scope in ('everyone','territory','team','person','account')), scope_id text not null default '',
  values jsonb not null,                          -- { setting: value }, as they were when it was switched on
  by_kind text not null, by_id text not null, reason text, at timestamptz not null, until timestamptz,
  occasion text unique,                           -- of one that comes by itself: which one, so that it comes once
  ended_at timestamptz, ended_by text             -- it is on while this is empty
);
-- Those that people have made themselves.
create table playbooks (
  id bigint generated always as identity primary key,
  key text not null, label text not null, values jsonb not null,
  by_kind text not null, by_id text not null, at timestamptz not null,
  ended_at timestamptz, ended_by text             -- it is there while this is empty
);
create unique index one_playbook_per_name on playbooks (key) where ended_at is null;
create trigger note_names after insert or update on playbooks for each statement execute function note_names();

create unique index one_activation_per_place on playbook_activations (playbook, scope, scope_id) where ended_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table playbooks, playbook_activations');
}
