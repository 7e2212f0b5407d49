import type { Knex } from 'knex';

/** A deal that changed is looked up once for all triggers. What is due of one trigger is found by its time. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table due drop constraint due_pkey, add primary key (subject_id, trigger)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table due drop constraint due_pkey, add primary key (trigger, subject_id)');
}
