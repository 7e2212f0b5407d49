import type { Knex } from 'knex';

/** What was put back because of an alert: { setting, value, by, at }, the value null where the standard one holds again. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table alerts add column rolled_back jsonb');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table alerts drop column rolled_back');
}
