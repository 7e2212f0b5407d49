import type { Knex } from 'knex';

/**
 * Taking jobs is one call. Each statement in it sees what was committed before it began: the second one what the last
 * holder of a lane's lock took.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(take('inbox', 'kind', 'attempts = q.attempts + 1'));
  await knex.raw(take('outbox', 'topic', 'attempts = q.attempts + 1, again = false'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function take_from_inbox, take_from_outbox');
}

const take = (queue: string, name: string, taken: string): string => `
create function take_from_${queue}(most integer, lease_ms integer)
  returns table (id bigint, name text, body jsonb, attempt integer, fence integer) language plpgsql as $$
#variable_conflict use_column
declare
  ours bigint[];
begin
  select array_agg(ready.id) into ours from (
    select q.id, q.lane from ${queue} q
    where done_at is null and failed_at is null and (lease_until is null or lease_until <= clock_timestamp())
      and not_before <= now() and ${laneIsOurs(queue)}
    order by not_before, id limit most for update skip locked) ready
  where ready.lane is null or pg_try_advisory_xact_lock(hashtextextended('${queue} ' || ready.lane, 0));
  if ours is null then return; end if;
  return query
    update ${queue} q set lease_until = clock_timestamp() + lease_ms * interval '1 millisecond', fence = q.fence + 1, ${taken}
    where q.id = any(ours) and ${laneIsOurs(queue)}
    returning q.id, q.${name}, q.body, q.attempts, q.fence;
end $$`;

/** Of a lane the oldest one, while none is being done. */
const laneIsOurs = (queue: string): string => `(q.lane is null or not exists (
      select 1 from ${queue} e where e.lane = q.lane and e.id <> q.id and e.done_at is null and e.failed_at is null
        and (e.id < q.id or e.lease_until > clock_timestamp())))`;
