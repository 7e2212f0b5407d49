import type { Knex } from 'knex';

/**
 * With the trigger in it, the findings of given deals are looked up here whatever the planner knows of the table: by the
 * other index it went through all of a trigger for each deal, after a company came in at once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index findings_live;
    create index findings_live on findings (subject_id, trigger) where gone_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index findings_live;
    create index findings_live on findings (subject_id) where gone_at is null;
  `);
}
