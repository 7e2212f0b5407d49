import type { Knex } from 'knex';

/** What one agent tells another. Of the signals of a kind to an agent one waits at a time: what comes meanwhile joins it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table signals (
  id bigint generated always as identity primary key,
  kind text not null, to_agent text not null,
  path text[] not null,                         -- the agents that have acted in this chain, the sender last
  depth integer not null,
  count integer not null default 1,             -- how many were told; causes names the latest of them
  causes jsonb not null,                        -- [{ agent, run, what }]
  sent_at timestamptz not null, last_at timestamptz not null,
  taken_at timestamptz, taken_by text references runs,
  stopped_because text                          -- it was not passed on
);
create unique index signals_waiting on signals (to_agent, kind) where taken_at is null and stopped_because is null;
create index signals_taken on signals (taken_by) where taken_by is not null;
create index signals_by_time on signals (last_at);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table signals');
}
