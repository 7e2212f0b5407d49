import type { Knex } from 'knex';

/** Who stands in from a day to come; and thresholds of one team or territory. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- "began_at": when the cards were told, once its time had come.
alter table stand_ins add column starts_at timestamptz, add column began_at timestamptz;
update stand_ins set starts_at = at, began_at = at;
alter table stand_ins alter column starts_at set not null, add check (until > starts_at);
-- One person may have several that do not overlap; whoever sets one holds a lock.
drop index one_stand_in_each;
create index stand_ins_open on stand_ins (person_id, starts_at) where ended_at is null;

alter table approval_tiers add column territory_id text references territories,
  add column team_id text references teams, add check (territory_id is null or team_id is null);
drop index one_approval_tier_each;
create unique index one_approval_tier_each
  on approval_tiers ("of", over, currency, coalesce(territory_id, ''), coalesce(team_id, '')) where ended_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop index one_approval_tier_each;
delete from approval_tiers where territory_id is not null or team_id is not null;
alter table approval_tiers drop column territory_id, drop column team_id;
create unique index one_approval_tier_each on approval_tiers ("of", over, currency) where ended_at is null;

drop index stand_ins_open;
update stand_ins s set ended_at = greatest(s.at, now()), ended_because = 'Set anew.'
where s.ended_at is null
  and exists (select 1 from stand_ins o where o.person_id = s.person_id and o.ended_at is null and o.id > s.id);
alter table stand_ins drop column starts_at, drop column began_at;
create unique index one_stand_in_each on stand_ins (person_id) where ended_at is null;
`);
}
