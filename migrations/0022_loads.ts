import type { Knex } from 'knex';

/**
 * How many open deals each person has, without counting them each time: what a statement changes of it is noted beside it,
 * and added up by whoever asks. Notes instead of a counter, so that those who change deals never wait for each other.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table loads (
  owner_id text primary key, open integer not null,
  -- What else is said of somebody who has too many, as of a day and a number; worked out again when either is another.
  told_on date, told_open integer, past integer, amount numeric, foreign_deals integer
);
create table load_changes (id bigint generated always as identity primary key, owner_id text not null, change integer not null);

create function note_loads() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from loads;
    delete from load_changes;
  elsif tg_op = 'INSERT' then
    insert into load_changes (owner_id, change)
      select owner_id, count(*) from added where status = 'open' and owner_id is not null group by owner_id order by owner_id;
  elsif tg_op = 'DELETE' then
    insert into load_changes (owner_id, change)
      select owner_id, -count(*) from removed where status = 'open' and owner_id is not null group by owner_id order by owner_id;
  else
    insert into load_changes (owner_id, change)
      select owner_id, sum(n) from (
        select owner_id, 1 as n from added where status = 'open' union all select owner_id, -1 from removed where status = 'open') moved
      where owner_id is not null group by owner_id having sum(n) <> 0 order by owner_id;
  end if;
  return null;
end $$;
create trigger loads_of_added after insert on deals referencing new table as added for each statement execute function note_loads();
create trigger loads_of_changed after update on deals referencing old table as removed new table as added for each statement execute function note_loads();
create trigger loads_of_removed after delete on deals referencing old table as removed for each statement execute function note_loads();
create trigger loads_of_none after truncate on deals for each statement execute function note_loads();

insert into load_changes (owner_id, change) select owner_id, count(*) from deals where status = 'open' and owner_id is not null group by owner_id;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    `drop trigger loads_of_none on deals; drop trigger loads_of_removed on deals; drop trigger loads_of_changed on deals;
     drop trigger loads_of_added on deals; drop function note_loads(); drop table load_changes; drop table loads`,
  );
}
