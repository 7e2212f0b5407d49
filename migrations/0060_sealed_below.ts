import type { Knex } from 'knex';

/** How far the log was sealed whenever nothing was left, so that the next look begins there, however much was written lately. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table audit_seals add column below xid8;    -- when this was sealed, so was every row of an earlier transaction
create index audit_seals_below on audit_seals (seq) where below is not null;
create index audit_by_transaction on audit (transaction);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index audit_by_transaction; alter table audit_seals drop column below');
}
