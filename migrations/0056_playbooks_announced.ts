import type { Knex } from 'knex';

/**
 * Of a playbook that came by itself: what it changed when it came and when it went, and that both were said. Of each rep: when
 * they were first seen, and whether the playbook for new reps was offered.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table playbook_activations
  add column moves jsonb,                         -- [{ name, from, to }]; empty of one that a person switched on
  add column moves_back jsonb,                    -- the same, when it ended
  add column announced_at timestamptz, add column end_announced_at timestamptz;
create table new_reps (
  person_id text primary key, seen_at timestamptz not null,
  offered_at timestamptz,                         -- empty of those who were there when the company came
  told text,                                      -- whom; empty where there was nobody
  answer text check (answer in ('on','no')), answered_at timestamptz, answered_by text
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop table new_reps; alter table playbook_activations drop column moves, drop column moves_back, drop column announced_at, drop column end_announced_at',
  );
}
