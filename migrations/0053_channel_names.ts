import type { Knex } from 'knex';

/** What Slack calls the channels that are set or told here, so that people read names and not ids. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table channel_names (id text primary key, name text not null);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table channel_names');
}
