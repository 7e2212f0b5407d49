import type { Knex } from 'knex';

/**
 * Exceptions about deals of one rep that wait for the same person share one card. `card` names the card on which an
 * exception is shown: its own, or its group's; nothing else in the house says so.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table exception_groups (
  id bigint generated always as identity primary key,
  agent text not null, rep_id text not null references people, waits_for text references people, channel text not null,
  day date not null,                            -- the company's day on which it was opened: later ones of that day join it
  opened_at timestamptz not null
);
create index exception_groups_of_day on exception_groups (day, agent, rep_id);
alter table exceptions add column group_id bigint references exception_groups;
alter table exceptions add column card text not null
  generated always as (case when group_id is null then 'exception:' || id::text else 'group:' || group_id::text end) stored;
create index exceptions_of_group on exceptions (group_id, id) where group_id is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'alter table exceptions drop column card, drop column group_id; drop table exception_groups',
  );
}
