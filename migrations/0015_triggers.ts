import type { Knex } from 'knex';

/**
 * Several triggers of one agent about one deal: one of them has the card, the others stand under it. Of what happened to a
 * deal its finding keeps what was before and after.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table findings add column under bigint references findings, add column detail jsonb;
create index findings_live_by_trigger on findings (trigger, since) where gone_at is null;
create index findings_under on findings (under) where under is not null;
-- Of a nudge: its reader has looked, and nothing has to change.
alter table changes add column answered_at timestamptz;
create index nudges_sent on changes (applied_at) where kind = 'nudge' and state = 'applied';
create index findings_by_day on findings (trigger, since);
create index proposals_by_subject on proposals (subject_id, agent);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop index proposals_by_subject; drop index findings_by_day; drop index nudges_sent; alter table changes drop column answered_at; alter table findings drop column under, drop column detail',
  );
}
