import type { Knex } from 'knex';

/** Many changes taken back as one: what was asked for, by whom, and how it ended; its changes point to it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table rollbacks (
  id bigint generated always as identity primary key,
  asked jsonb not null,                         -- { what: agent | run | version | person | rollback, … }
  says text not null,                           -- "the last 20 changes by Pipeline agent"
  by_id text not null, at timestamptz not null, -- no reference: the local operator is nobody of the CRM
  total integer not null check (total > 0),
  sent integer not null default 0,              -- messages among them, which cannot be taken back
  undoes bigint references rollbacks,           -- the one that this one does again
  shown_at timestamptz,                         -- when its card was last drawn anew while it went on
  ended_at timestamptz
);
create index rollbacks_under_way on rollbacks (id) where ended_at is null;
create index rollbacks_by_person on rollbacks (by_id, id);
alter table changes add column rollback_id bigint references rollbacks;
create index changes_of_rollback on changes (rollback_id, state) where rollback_id is not null;
create index changes_of_rollback_left on changes (rollback_id, id) where rollback_id is not null and state in ('pending','applying');
create index changes_by_run on changes (run_id) where run_id is not null;
-- What a person said of a field that was not taken back: the first word counts.
create table rollback_words (
  change_id bigint not null references changes, field text not null, say text not null check (say in ('keep','restore')),
  by_id text not null, at timestamptz not null, restored_by bigint references changes,
  primary key (change_id, field)
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop table rollback_words;
drop index changes_by_run;
drop index changes_of_rollback_left;
drop index changes_of_rollback;
alter table changes drop column rollback_id;
drop table rollbacks;
`);
}
