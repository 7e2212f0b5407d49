import type { Knex } from 'knex';

/** What a card of several is about: deals of one rep, or contacts or accounts that one rep looks after, and never two of these. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table exception_groups add column about text not null default 'deal' check (about in ('deal','contact','account'));
create index records_asked on proposals (subject_id, id) where subject_kind in ('contact','account');
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index records_asked; alter table exception_groups drop column about');
}
