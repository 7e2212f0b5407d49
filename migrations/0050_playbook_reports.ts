import type { Knex } from 'knex';

/**
 * Reports that a playbook brings along: of a place, of a deal, for one person. One of a kind for each day and each of
 * these; a hint is for a person and comes once, whatever the day.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table reports add column place text not null default '';  -- what it is of, where it is not the whole company
alter table reports drop constraint reports_kind_check;
alter table reports add constraint reports_kind_check
  check (kind in ('daily','weekly','monthly','quarterly','hygiene','large_deals','large_update','exceptions','hint'));
alter table reports drop constraint reports_kind_on_day_key;
create unique index one_report_of_a_day on reports (kind, on_day, place);
create unique index one_hint_for_a_person on reports (place) where kind = 'hint';
create index reports_of_a_place on reports (kind, place, on_day);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
delete from reports where kind not in ('daily','weekly','monthly','quarterly');
drop index one_report_of_a_day, one_hint_for_a_person, reports_of_a_place;
alter table reports drop column place;
alter table reports drop constraint reports_kind_check;
alter table reports add constraint reports_kind_check check (kind in ('daily','weekly','monthly','quarterly'));
alter table reports add constraint reports_kind_on_day_key unique (kind, on_day);
`);
}
