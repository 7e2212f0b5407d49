import type { Knex } from 'knex';

/**
 * Storing what came in is one call, planned once: planning it anew for each event took as long as carrying it out, and
 * Slack waited for it. `keys` are those of all items, sorted, and `places` says of which item each is, from 1; `counts` how
 * many each item has. An item is fresh when all its keys are new. `first` is under which a copy of which nothing is new
 * was stored, where that was before the call.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create function store_in_inbox(kinds text[], lanes text[], bodies jsonb, counts integer[], keys text[], places integer[])
  returns table (n bigint, id bigint, fresh boolean, first bigint) language plpgsql set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ids bigint[] := array(select nextval('inbox_id_seq') from generate_subscripts(kinds, 1));
  won bigint[];
begin
  with new as (
    insert into inbox_keys (key, inbox_id)
    select k.key, ids[k.n] from unnest(keys, places) with ordinality as k(key, n, place) order by k.place
    on conflict (key) do nothing returning inbox_id
  ) select array_agg(inbox_id) into won from new;
  if cardinality(won) = cardinality(keys) then
    insert into inbox (id, kind, lane, body) overriding system value
    select ids[i.n], i.kind, i.lane, bodies -> (i.n - 1)::integer from unnest(kinds, lanes) with ordinality as i(kind, lane, n);
    return query select i.n, i.id, true, null::bigint from unnest(ids) with ordinality as i(id, n);
    return;
  end if;
  return query
    with line as (
      select i.*, ids[i.n] as id, (select count(*) from unnest(won) as w(id) where w.id = ids[i.n]) as won
      from unnest(kinds, lanes, counts) with ordinality as i(kind, lane, count, n)
    ), kept as (
      insert into inbox (id, kind, lane, body, done_at) overriding system value
      select id, kind, lane, case when won = count then bodies -> (n - 1)::integer end, case when won < count then clock_timestamp() end
      from line where won > 0
    )
    select n, id, won = count, case when won = 0 then (
      select i.id from unnest(keys, places) as k(key, n) join inbox_keys using (key) join inbox i on i.id = inbox_id
      where k.n = line.n order by (i.body is null and i.attempts = 0), i.id limit 1
    ) end from line;
end $$`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function store_in_inbox');
}
