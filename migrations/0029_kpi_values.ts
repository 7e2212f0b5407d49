import type { Knex } from 'knex';

/**
 * What each watched figure was, day by day, so that its alert can be drawn and compared; the limits that were set in the
 * place of others; to whom a card about a figure was handed; and pictures of cards that no request stands behind.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table kpi_values (
  alert_id bigint not null references kpi_alerts, on_day date not null,
  value double precision,                       -- empty: there was nothing to measure, or nobody can know
  explained text,                               -- which part makes most of the difference to a quarter before; worked out where the figure is beyond its limit
  primary key (alert_id, on_day)
);
create table kpi_limits (
  id bigint generated always as identity primary key, alert_id bigint not null references kpi_alerts,
  was double precision not null, is_now double precision not null,
  by_id text not null references people, at timestamptz not null, undone_at timestamptz
);
create index kpi_limits_by on kpi_limits (by_id, at) where undone_at is null;
create table finding_hands (
  finding_id bigint not null references findings, to_person text not null references people,
  by_id text not null references people, at timestamptz not null, note text,
  primary key (finding_id, to_person)
);
alter table files alter column request_id drop not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
delete from files where request_id is null;
alter table files alter column request_id set not null;
drop table finding_hands, kpi_limits, kpi_values`);
}
