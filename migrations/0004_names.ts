import type { Knex } from 'knex';

/** A row for each statement that may have changed a name: whoever keeps an index of the names sees whether it is still right. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table name_changes (id bigint generated always as identity primary key, at timestamptz not null default clock_timestamp());
create function note_names() returns trigger language plpgsql as $$ begin insert into name_changes default values; return null; end $$;
create trigger note_names after insert or delete or truncate or update of name, tags on accounts for each statement execute function note_names();
create trigger note_names after insert or delete or truncate or update of name on products for each statement execute function note_names();
create trigger note_names after insert or delete or truncate or update on people for each statement execute function note_names();
create trigger note_names after insert or delete or truncate or update on stages for each statement execute function note_names();
create trigger note_names after insert or delete or truncate or update on teams for each statement execute function note_names();
create trigger note_names after insert or delete or truncate or update on territories for each statement execute function note_names();
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function note_names cascade; drop table name_changes');
}
