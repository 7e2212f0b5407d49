import type { Knex } from 'knex';

/**
 * How far an agent reaches alone: when each change was let go, the batches of which a few go first, and when an agent
 * paused itself because of what came of its work.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table batches (
  id bigint generated always as identity primary key, agent text not null references agents (name), run_id text not null references runs,
  total integer not null, first integer not null check (first > 0 and first < total), opened_at timestamptz not null,
  goes_on_at timestamptz not null,              -- by itself, where all is well
  stopped_at timestamptz, stopped_because text, examples jsonb not null default '[]',
  went_on_at timestamptz, went_on_by text,      -- empty: by itself
  dropped_at timestamptz, dropped_by text,
  told text references people,
  check (went_on_at is null or dropped_at is null)
);
create index batches_open on batches (id) where went_on_at is null and dropped_at is null;

alter table changes
  add column let_go_at timestamptz,             -- policy's last word was to go; what is counted within an hour and a day
  add column batch_id bigint references batches, add column batch_first boolean;
create index changes_let_go on changes (by_id, let_go_at) where by_kind = 'agent';
create index changes_of_batch on changes (batch_id) where batch_id is not null;
update changes set let_go_at = coalesce(applied_at, requested_at) where by_kind = 'agent' and state <> 'pending';

create table breaks (
  id bigint generated always as identity primary key, agent text not null references agents (name), pause_id bigint not null references pauses,
  bad integer not null, cases integer not null, examples jsonb not null, at timestamptz not null, told text references people
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table breaks;
alter table changes drop column let_go_at, drop column batch_id, drop column batch_first;
drop table batches;
`);
}
