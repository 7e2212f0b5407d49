import type { Knex } from 'knex';

/**
 * Playbooks of people's own keep their versions, may have rules among them, and any playbook may be planned for a day to
 * come. Of an activation: which rules it switched on, and what each was before, so that its end puts back exactly that.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table playbooks add column rules integer[] not null default '{}',
  add column ended_because text check (ended_because in ('removed','changed','restored'));
create index playbooks_by_key on playbooks (key, id);
alter table playbook_activations add column rules jsonb not null default '[]';  -- [{ rule, version, before }]
alter table rules drop constraint rules_how_check;
alter table rules add constraint rules_how_check
  check (how in ('set','changed','switched on','switched off','put in shadow','restored','undone','with a playbook'));
create table playbook_plans (
  id bigint generated always as identity primary key,
  playbook text not null, label text not null,
  scope text not null check (scope in ('everyone','territory','team','person','account')), scope_id text not null default '',
  starts_at timestamptz not null, until timestamptz check (until > starts_at),
  by_id text not null references people, at timestamptz not null,
  activation bigint references playbook_activations,     -- what came of it
  dropped_at timestamptz, dropped_by text, dropped_because text
);
create unique index one_plan_per_place on playbook_plans (playbook, scope, scope_id) where activation is null and dropped_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table playbook_plans;
update rules set how = 'changed' where how = 'with a playbook';
alter table rules drop constraint rules_how_check;
alter table rules add constraint rules_how_check
  check (how in ('set','changed','switched on','switched off','put in shadow','restored','undone'));
alter table playbook_activations drop column rules;
drop index playbooks_by_key;
alter table playbooks drop column rules, drop column ended_because;
`);
}
