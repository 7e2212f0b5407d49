import type { Knex } from 'knex';

/** What was put back because of an alert: { label, value, by, at }; and who has set what an agent is measured by. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'alter table alerts add column rolled_back jsonb; alter table agents add column metric_set_by text',
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table alerts drop column rolled_back; alter table agents drop column metric_set_by');
}
