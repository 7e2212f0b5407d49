import type { Knex } from 'knex';

/** Written together with their row, before Slack hears that it arrived: checking each of them again is time for which somebody waits. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table inbox_keys drop constraint inbox_keys_inbox_id_fkey');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'alter table inbox_keys add constraint inbox_keys_inbox_id_fkey foreign key (inbox_id) references inbox on delete cascade',
  );
}
