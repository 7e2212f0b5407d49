import type { Knex } from 'knex';

/**
 * Whether what is done can be taken back, written down with each thing that is done; what cannot is done by people alone and
 * waits first, so that it can be stopped: no row says otherwise, whoever writes it. And drafts of corrections, for what went out.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table changes
  add column back text check (back in ('reversible','compensable','irreversible')),
  add column stoppable_until timestamptz;       -- nothing of it goes out before
update changes set back = case when kind = 'nudge'
  or exists (select 1 from jsonb_array_elements(fields) f where f->>'field' in ('amount','product','owner','stage'))
  then 'compensable' else 'reversible' end;
alter table changes alter column back set not null,
  add constraint irreversible_is_a_persons check (back <> 'irreversible' or (kind = 'nudge' and by_kind = 'person' and undoes is null)),
  add constraint irreversible_is_held check (back <> 'irreversible' or coalesce(stoppable_until >= requested_at + interval '1 minute', false)),
  add constraint changes_back unique (id, back);

-- A message goes by mail only where it was declared as what cannot be taken back.
alter table mails add column change_id bigint,
  add column change_back text generated always as (case when change_id is not null then 'irreversible' end) stored,
  add constraint mails_of_irreversible foreign key (change_id, change_back) references changes (id, back);
alter table mails add constraint mails_name_their_change check ((card like 'nudge:%') = (change_id is not null)) not valid;
alter table mails drop constraint mails_state_check;
alter table mails add constraint mails_state_check check (state in ('wanted','sending','sent','failed','stopped'));
create unique index mails_of_change on mails (change_id) where change_id is not null;

-- Kinds of things that cannot be taken back are in auto nowhere.
alter table modes add constraint no_auto_for_irreversible check (mode <> 'auto' or field not in ('nudge.outside','start'));
alter table mode_requests add constraint no_auto_for_irreversible check (field not in ('nudge.outside','start'));

create table corrections (
  id bigint generated always as identity primary key,
  change_id bigint not null references changes,     -- what went out
  text text not null, drafted_by text not null references people, drafted_at timestamptz not null,
  ended_at timestamptz, ended_as text check (ended_as in ('sent','discarded')), ended_by text references people,
  sent_change bigint references changes,
  check ((ended_at is null) = (ended_as is null) and (ended_at is null) = (ended_by is null)),
  check ((ended_as = 'sent') = (sent_change is not null))
);
create unique index one_correction_at_a_time on corrections (change_id) where ended_as is distinct from 'discarded';

-- A workflow is started on a person's word, the rule's maker's, and can be stopped first.
alter table starts add column ordered_by text references people, add column stoppable_until timestamptz, add column called_at timestamptz,
  add column told_with bigint,                  -- the first of those that one message tells of
  add column stopped_by text references people;
update starts s set stoppable_until = begun_at + interval '1 minute', called_at = case when attempts > 0 then begun_at end,
  ordered_by = (select r.set_by from rules r where r.rule = s.rule order by r.version = s.rule_version desc, r.version desc limit 1);
alter table starts alter column ordered_by set not null, alter column stoppable_until set not null,
  add constraint starts_are_held check (stoppable_until >= begun_at + interval '1 minute'),
  add constraint starts_are_stopped_by_somebody check ((state = 'stopped') = (stopped_by is not null)),
  drop constraint starts_state_check,
  add constraint starts_state_check check (state in ('waiting','started','failed','withdrawn','stopped'));
create index starts_of_finding on starts (finding_id);
create index starts_told_with on starts (told_with);
create index starts_called on starts (called_at) where called_at is not null;

-- More were begun within an hour than may be started: told once, until all of them have had their turn.
create table start_floods (
  id bigint generated always as identity primary key, began_at timestamptz not null, ended_at timestamptz, told text references people
);
create unique index one_flood_at_a_time on start_floods ((true)) where ended_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table start_floods;
drop index starts_called; drop index starts_of_finding;
delete from starts where state = 'stopped';
alter table starts drop column ordered_by, drop column stoppable_until, drop column called_at, drop column told_with, drop column stopped_by, drop constraint starts_state_check,
  add constraint starts_state_check check (state in ('waiting','started','failed','withdrawn'));
drop table corrections;
alter table mode_requests drop constraint no_auto_for_irreversible;
alter table modes drop constraint no_auto_for_irreversible;
delete from mails where state = 'stopped';
alter table mails drop column change_back, drop column change_id, drop constraint mails_state_check,
  add constraint mails_state_check check (state in ('wanted','sending','sent','failed'));
alter table changes drop column back, drop column stoppable_until;
`);
}
