import type { Knex } from 'knex';

/** A phrasing is read like a name: one look says whether either has changed. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'create trigger note_names after insert or delete or truncate or update on phrasing_versions for each statement execute function note_names()',
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger note_names on phrasing_versions');
}
