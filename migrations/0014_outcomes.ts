import type { Knex } from 'knex';

/**
 * What people's decisions came to. An approval that was taken back afterwards was none: an undo of an undo puts it in
 * force again, so an odd number of them that took effect, be it after a conflict, leaves it undone.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create view decision_outcomes as
  select d.id as decision_id, d.exception_id, p.agent, p.agent_version, p.trigger,
    case when d.say = 'reject' then 'rejected' when u.taken_back then 'undone' when d.say = 'approve' then 'accepted' else 'edited' end as came_to
  from decisions d join exceptions e on e.id = d.exception_id join proposals p on p.id = e.proposal_id
    cross join lateral (
      select count(*) % 2 = 1 as taken_back from changes c
      where c.exception_id = d.exception_id and c.undoes is not null
        and (c.state = 'applied' or exists (select 1 from changes r where r.replaces = c.id and r.state = 'applied'))) u
  where d.reopened_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop view decision_outcomes');
}
