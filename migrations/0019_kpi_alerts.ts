import type { Knex } from 'knex';

/** Figures that somebody wants to be told of. One that was taken away keeps its row: who, when, and why. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table kpi_alerts (
  id bigint generated always as identity primary key,
  text text not null,                           -- as it was typed
  frame jsonb not null,                         -- the question as it was read; it is asked in the name of set_by
  above boolean not null, including boolean not null, limit_value double precision not null, currency text,
  to_person text references people, to_channel text check (to_channel <> ''), check (num_nonnulls(to_person, to_channel) = 1),
  set_by text not null references people, set_at timestamptz not null,
  ended_at timestamptz, ended_by text,
  ended_because text check (ended_because in ('removed','undone','left','no longer may')),
  check ((ended_at is null) = (ended_because is null))
);
create index kpi_alerts_live on kpi_alerts (set_by) where ended_at is null;
create index kpi_alerts_ended on kpi_alerts (ended_at) where ended_at is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table kpi_alerts');
}
