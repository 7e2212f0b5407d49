import type { Knex } from 'knex';

/** The rows of a list stand beside its reply, as text: nothing is ever looked up in them, and reading them into a value costs more than all else that is written while somebody waits. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table requests add column listed text;
alter table requests alter column listed set storage external;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
update requests set reply = jsonb_set(reply, '{answer,rows}', listed::jsonb) where listed is not null;
alter table requests drop column listed;
`);
}
