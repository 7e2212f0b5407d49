import type { Knex } from 'knex';

/** A question that takes long says what it works on, and can be stopped from any replica. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table requests
  add column stop_key text,            -- the name of the session that looks for the answer carries it
  add column stopped_at timestamptz,
  add column working jsonb;            -- { understood, stop }: shown while there is no reply
create unique index requests_to_stop on requests (stop_key) where stop_key is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table requests drop column working, drop column stopped_at, drop column stop_key');
}
