import type { Knex } from 'knex';

/** Rules of what happens to a field: which field, which way and by how much stands in `change`. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table rules drop constraint rules_happens_check;
alter table rules add column change jsonb;
alter table rules add constraint rules_happens_check check (happens in ('moved','created','changed'));
alter table rules add constraint rules_change_check check ((happens is not distinct from 'changed') = (change is not null));
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
delete from rules where happens = 'changed';
alter table rules drop column change;
alter table rules drop constraint rules_happens_check;
alter table rules add constraint rules_happens_check check (happens in ('moved','created'));
`);
}
