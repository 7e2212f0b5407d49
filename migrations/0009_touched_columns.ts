import type { Knex } from 'knex';

/** Which columns of a touched record changed, so that a trigger looks only at what it reads; null: any of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table touched add column columns text[]');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table touched drop column columns');
}
