import type { Knex } from 'knex';

/** The company's day on which an import first brought a deal; empty where it came into being here, or before this was kept. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table deals add column arrived_on date');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table deals drop column arrived_on');
}
