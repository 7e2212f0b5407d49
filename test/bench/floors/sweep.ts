/** The floor of a sweep: one statement written by hand for this one trigger, these days and this limit. */
import pg from 'pg';

/** Instants by name, days as text: what the statements need, whoever asks. */
export type Facts = {
  url: string;
  run: string;
  now: string;
  today: string;
  zone: string;
  days: number;
  oldDays: number;
};

export async function openFloor(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const stale = `select id, stage_since, amount, (stage_since + $4::integer + 1)::timestamp at time zone $3 as due_at
  from deals where status = 'open' and stage_since is not null`;
const finding = `(run_id, agent, trigger, kind, subject_kind, subject_id, since, severity, worth, found_at, taken_up_at)
  select $1, 'pipeline', 'stale_in_stage', 'stale_in_stage', 'deal', s.id, s.stage_since, 'attention', coalesce(s.amount, 0), $2::timestamptz,
    case when s.stage_since < $5::date - $6::integer then $2::timestamptz end`;

/** Everything for the first time: nothing is known, so nothing is compared. */
const firstTime = `with s as materialized (${stale}),
  due_rows as (insert into due (trigger, subject_id, due_at, since) select 'stale_in_stage', id, due_at, stage_since from s),
  found as (insert into findings ${finding} from s where s.due_at <= $2 returning 1)
  select count(*)::integer as found from found`;

/** Everything again: what differs from what is known, and what holds no longer. */
const again = `with s as materialized (${stale}),
  over as (delete from due d where d.trigger = 'stale_in_stage' and not exists (select 1 from s where s.id = d.subject_id)),
  due_rows as (insert into due (trigger, subject_id, due_at, since)
    select 'stale_in_stage', s.id, s.due_at, s.stage_since from s left join due d on d.trigger = 'stale_in_stage' and d.subject_id = s.id
    where d.subject_id is null or d.due_at <> s.due_at or d.since <> s.stage_since
    on conflict (trigger, subject_id) do update set due_at = excluded.due_at, since = excluded.since),
  gone as (update findings f set gone_at = $2::timestamptz, gone_because = 'it is over' where f.gone_at is null and f.trigger = 'stale_in_stage'
    and not exists (select 1 from s where s.id = f.subject_id and s.stage_since = f.since and s.due_at <= $2)),
  found as (insert into findings ${finding} from s where s.due_at <= $2
    and not exists (select 1 from findings f where f.subject_id = s.id and f.kind = 'stale_in_stage' and f.since = s.stage_since) returning 1)
  select count(*)::integer as found from found`;

export async function sweepFloor(client: pg.Client, facts: Facts, how: 'first' | 'again'): Promise<number> {
  const values = [facts.run, facts.now, facts.zone, facts.days, facts.today, facts.oldDays];
  const { rows } = await client.query(how === 'first' ? firstTime : again, values);
  return rows[0].found;
}
