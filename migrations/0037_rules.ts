import type { Knex } from 'knex';

/**
 * Rules that people have written. Each version is a row and stays; the one that has not ended is the rule as it is. One that
 * was deleted has none, and is restored as a new version.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table rules (
  id bigint generated always as identity primary key,
  rule integer not null, version integer not null,
  words text not null,                          -- as it was typed
  frame jsonb not null,                         -- the deals as they were read, for words
  condition jsonb not null,                     -- the same as a condition
  bounds jsonb not null,                        -- beside it: what whoever made it may see, as a condition
  happens text check (happens in ('moved','created')),
  effect jsonb not null,
  mode text not null check (mode in ('on','shadow','off')),
  how text not null check (how in ('set','changed','switched on','switched off','put in shadow','restored','undone')),
  set_by text not null references people,       -- whose rule it is
  by text not null references people, at timestamptz not null,
  begun_on date not null,                       -- what happened before is not told
  ended_at timestamptz, ended_by text, ended_because text check (ended_because in ('replaced','deleted','undone')),
  check ((ended_at is null) = (ended_because is null)),
  unique (rule, version)
);
create unique index rules_live on rules (rule) where ended_at is null;
create sequence rule_numbers as integer owned by rules.rule;
-- Deals of which a rule was true when it was set, and of which nobody is told because of that.
create table rule_standing (rule integer not null, subject_id text not null, primary key (rule, subject_id));
create index findings_of_rules on findings (trigger, gone_at) where trigger like 'rule:%';
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index findings_of_rules; drop table rule_standing; drop table rules');
}
