import type { Knex } from 'knex';

/** All settings as they held at one moment, kept under a name. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table snapshots (
  id bigint generated always as identity primary key,
  name text not null, key text not null unique,  -- the name as it is compared: two that look alike are one
  settings jsonb not null,                        -- [{ name, scope, scopeId, stage, value, version, until, by, at, reason }]
  by_kind text not null, by_id text not null, reason text, at timestamptz not null
);

-- What is gone back to must be what was kept.
create function keep_snapshots() returns trigger language plpgsql as $$
begin
  raise exception 'A snapshot is never changed.';
end $$;
create trigger snapshots_stay before update or delete on snapshots for each row execute function keep_snapshots();
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table snapshots; drop function keep_snapshots()');
}
