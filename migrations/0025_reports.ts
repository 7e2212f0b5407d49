import type { Knex } from 'knex';

/** What an agent made to be read: one of a kind for each day, however many replicas make it. Without a report: there was nothing worth saying. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table reports (
  id bigint generated always as identity primary key, agent text not null,
  kind text not null check (kind in ('daily','weekly','monthly','quarterly')),
  on_day date not null,                         -- the morning for which it was made
  report jsonb, run_id text not null references runs, made_at timestamptz not null,
  unique (kind, on_day)
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table reports');
}
