import type { Knex } from 'knex';

/** A reply of many rows is written once and read when it is drawn, while somebody waits: packing it costs more than the room it saves. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table requests alter column reply set storage external');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table requests alter column reply set storage extended');
}
