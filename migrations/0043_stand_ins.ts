import type { Knex } from 'knex';

/** Who decides for somebody who is away, until when. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table stand_ins (
  id bigint generated always as identity primary key,
  person_id text not null references people, stand_in_id text not null references people,
  at timestamptz not null, until timestamptz not null, by_id text not null references people,
  ended_at timestamptz, ended_by text references people, ended_because text,
  check (person_id <> stand_in_id), check (until > at)
);
create unique index one_stand_in_each on stand_ins (person_id) where ended_at is null;
create index stand_ins_of on stand_ins (stand_in_id) where ended_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table stand_ins');
}
