import type { Knex } from 'knex';

/** Messages that one person has sent to many reps by one sentence, so that they can be taken back together. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table nudge_rounds (
  id bigint generated always as identity primary key,
  by_id text not null, at timestamptz not null,
  says text not null,                             -- "remind 6 reps of 14 deals"
  asks text not null,                             -- the question that each reader can ask for their own deals
  withdrawn_at timestamptz, withdrawn_by text     -- it holds while these are empty
);
alter table changes add column round_id bigint references nudge_rounds;
create index changes_of_a_round on changes (round_id) where round_id is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table changes drop column round_id; drop table nudge_rounds');
}
