import type { Knex } from 'knex';

/** Forms: fields that are empty, and who is asked for them. Whoever fills one in has done what was asked. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table proposals drop constraint proposals_kind_check;
alter table proposals add constraint proposals_kind_check check (kind in ('change','nudge','form'));
comment on column proposals.change is '{ fields: [{ field, before, after }] }, { nudge: { to, text } } or { form: { to, fields } }';
create index forms_by_subject on proposals (subject_id, id) where kind = 'form';
${outcomes("d.say = 'approve' or (d.say = 'edit' and p.kind = 'form')")}
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
${outcomes("d.say = 'approve'")}
drop index forms_by_subject;
alter table proposals drop constraint proposals_kind_check;
alter table proposals add constraint proposals_kind_check check (kind in ('change','nudge'));
comment on column proposals.change is null;
`);
}

const outcomes = (accepted: string): string => `create or replace view decision_outcomes as
  select d.id as decision_id, d.exception_id, p.agent, p.agent_version, p.trigger,
    case when d.say = 'reject' then 'rejected' when u.taken_back then 'undone' when ${accepted} then 'accepted' else 'edited' end as came_to
  from decisions d join exceptions e on e.id = d.exception_id join proposals p on p.id = e.proposal_id
    cross join lateral (
      select count(*) % 2 = 1 as taken_back from changes c
      where c.exception_id = d.exception_id and c.undoes is not null
        and (c.state = 'applied' or exists (select 1 from changes r where r.replaces = c.id and r.state = 'applied'))) u
  where d.reopened_at is null;`;
