import type { Knex } from 'knex';

/** All triggers that a proposal rests on: beside its foremost one the others, so that a mode holds over each of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table proposals add column other_triggers text[] not null default '{}';
update proposals p set other_triggers = o.names
from (
  select f.under, array_agg(distinct f.trigger order by f.trigger) as names
  from findings f join proposals q on q.finding_id = f.under join exceptions e on e.proposal_id = q.id and e.closed_at is null
  group by f.under) o
where p.finding_id = o.under;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table proposals drop column other_triggers');
}
