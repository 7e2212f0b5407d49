import type { Knex } from 'knex';

/** What went back at once beside the records of a rollback, as sentences: a limit, a rule, a pause. Doing it again leaves these. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table rollbacks add column beside text[] not null default '{}'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table rollbacks drop column beside');
}
