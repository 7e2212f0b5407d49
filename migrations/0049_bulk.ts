import type { Knex } from 'knex';

/**
 * Many things that a person does at once go as a batch, too: a few first, and above a limit nothing before somebody else has
 * approved all of it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table batches drop constraint batches_check, alter column agent drop not null, alter column run_id drop not null,
  add column by_id text references people,      -- whose it is, where it is no agent's
  add column says text,                         -- "assign 40 deals to Priya Nair"
  add column asks_until timestamptz,            -- a second approval is needed, until then
  add column signed_at timestamptz, add column signed_by text references people,
  add constraint batches_first check (first > 0 and first <= total),
  add constraint batches_are_somebodys check ((agent is null) = (by_id is not null) and (agent is null) = (run_id is null) and (by_id is null) = (says is null)),
  add constraint batches_signed_by_another check ((signed_at is null) = (signed_by is null) and coalesce(signed_by <> by_id, true)),
  add constraint batches_go_when_signed check (asks_until is null or signed_at is not null or went_on_at is null);
create index batches_asking on batches (asks_until) where signed_at is null and dropped_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
update changes set batch_id = null, batch_first = null where batch_id in (select id from batches where agent is null);
delete from batches where agent is null or first = total;
alter table batches drop column by_id, drop column says, drop column asks_until, drop column signed_at, drop column signed_by, drop constraint batches_first,
  add constraint batches_check check (first > 0 and first < total), alter column agent set not null, alter column run_id set not null;
`);
}
