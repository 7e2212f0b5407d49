/** The floor of a sweep: for each trigger one statement written by hand, for this trigger, these days and this limit. */
import pg from 'pg';

/** Instants by name, days as text: what the statements need, whoever asks. */
export type Facts = {
  url: string;
  run: string;
  now: string;
  today: string;
  zone: string;
  oldDays: number;
  eventDays: number;
  /** By setting. */
  limits: Record<string, number>;
};

export async function openFloor(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** When a deal comes due (`$4` is the limit), and since when it counts. */
const triggers = [
  { name: 'stale_in_stage', limit: 'stale_days', since: 'stage_since' },
  { name: 'close_date_past', limit: 'close_date_grace_days', since: 'close_date' },
  { name: 'no_activity', limit: 'inactivity_days', since: 'last_activity_on' },
];
const days = ({ since }: { since: string }) => `select id, ${since} as since, amount,
  (${since} + $4::integer + 1)::timestamp at time zone $3 as due_at from deals where status = 'open' and ${since} is not null`;
const pushed = {
  name: 'close_date_pushed',
  limit: 'push_limit',
  rows: `select id, coalesce(stage_since, created_on, changed_at::date) as since, amount, '-infinity'::timestamptz as due_at
    from deals where status = 'open' and close_date_pushes >= $4::integer and $3::text is not null`,
};
const unlisted = {
  name: 'product_unlisted',
  limit: 'check_price_list',
  rows: `select d.id, coalesce(d.stage_since, d.created_on, d.changed_at::date) as since, d.amount, '-infinity'::timestamptz as due_at
    from deals d join products p on p.id = d.product_id where d.status = 'open' and p.listing <> 'listed' and $4::integer = 1 and $3::text is not null`,
};
/** What happened within `$4` days, for the first time and again: by its limit (`$5`). */
const events = [
  {
    name: 'amount_changed',
    limit: 'amount_change_percent',
    severity: 'information',
    columns: 'p.amount as before, v.amount as after',
    holds: `p.amount <> 0 and v.currency is not distinct from p.currency and abs(v.amount - p.amount) * 100 > $5 * abs(p.amount)`,
  },
  {
    name: 'stage_moved_back',
    limit: 'stage_back_steps',
    severity: 'attention',
    columns: 'was.name as before, became.name as after',
    joins: `join stages was on was.id = p.stage_id and was."is" = 'open' join stages became on became.id = v.stage_id and became."is" = 'open'`,
    holds: 'was."order" - became."order" >= $5',
  },
  {
    name: 'owner_changed_late',
    limit: 'owner_change_days',
    severity: 'attention',
    columns: 'was.name as before, became.name as after',
    joins: 'join people was on was.id = p.owner_id join people became on became.id = v.owner_id',
    holds: 'v.owner_id <> p.owner_id and d.close_date - (v.valid_from at time zone $3)::date <= $5',
  },
];
const happened = ({ name, severity, columns, joins = '', holds }: (typeof events)[number]) => `with s as (
    select distinct on (v.deal_id, (v.valid_from at time zone $3)::date) v.deal_id, (v.valid_from at time zone $3)::date as since, d.amount, ${columns}
    from deal_versions v join deal_versions p on p.deal_id = v.deal_id and p.valid_to = v.valid_from
      join deals d on d.id = v.deal_id and d.status = 'open' ${joins}
    where v.valid_from > ($6::date - $4::integer)::timestamp at time zone $3 and v.valid_from <= $2 and ${holds}
    order by v.deal_id, (v.valid_from at time zone $3)::date, v.valid_from desc),
  found as (insert into findings (run_id, agent, trigger, kind, subject_kind, subject_id, since, detail, severity, worth, found_at)
    select $1, 'pipeline', '${name}', '${name}', 'deal', s.deal_id, s.since, jsonb_build_object('before', s.before, 'after', s.after), '${severity}',
      coalesce(s.amount, 0), $2::timestamptz from s
    where not exists (select 1 from findings f where f.subject_id = s.deal_id and f.kind = '${name}' and f.since = s.since) returning 1)
  select count(*)::integer as found from found`;

const all = [...triggers.map((one) => ({ ...one, rows: days(one) })), pushed, unlisted];

const finding = (
  name: string,
) => `(run_id, agent, trigger, kind, subject_kind, subject_id, since, severity, worth, found_at, taken_up_at)
  select $1, 'pipeline', '${name}', '${name}', 'deal', s.id, s.since, 'attention', coalesce(s.amount, 0), $2::timestamptz,
    case when s.since < $5::date - $6::integer then $2::timestamptz end`;

/** Everything for the first time: nothing is known, so nothing is compared. */
const firstTime = ({ name, rows }: { name: string; rows: string }) => `with s as materialized (${rows}),
  due_rows as (insert into due (trigger, subject_id, due_at, since) select '${name}', id, due_at, since from s),
  found as (insert into findings ${finding(name)} from s where s.due_at <= $2 returning 1)
  select count(*)::integer as found from found`;

/** Everything again: what differs from what is known, and what holds no longer. */
const again = ({ name, rows }: { name: string; rows: string }) => `with s as materialized (${rows}),
  over as (delete from due d where d.trigger = '${name}' and not exists (select 1 from s where s.id = d.subject_id)),
  due_rows as (insert into due (trigger, subject_id, due_at, since)
    select '${name}', s.id, s.due_at, s.since from s left join due d on d.trigger = '${name}' and d.subject_id = s.id
    where d.subject_id is null or d.due_at <> s.due_at or d.since <> s.since
    on conflict (trigger, subject_id) do update set due_at = excluded.due_at, since = excluded.since),
  gone as (update findings f set gone_at = $2::timestamptz, gone_because = 'it is over' where f.gone_at is null and f.trigger = '${name}'
    and not exists (select 1 from s where s.id = f.subject_id and s.since = f.since and s.due_at <= $2)),
  found as (insert into findings ${finding(name)} from s where s.due_at <= $2
    and not exists (select 1 from findings f where f.subject_id = s.id and f.kind = '${name}' and f.since = s.since) returning 1)
  select count(*)::integer as found from found`;

/** In one transaction, like a run. */
export async function sweepFloor(client: pg.Client, facts: Facts, how: 'first' | 'again'): Promise<number> {
  let found = 0;
  await client.query('begin');
  for (const one of all) {
    const values = [facts.run, facts.now, facts.zone, facts.limits[one.limit], facts.today, facts.oldDays];
    const { rows } = await client.query((how === 'first' ? firstTime : again)(one), values);
    found += rows[0].found;
  }
  for (const one of events) {
    const { run, now, zone, eventDays, limits, today } = facts;
    const { rows } = await client.query(happened(one), [run, now, zone, eventDays, limits[one.limit], today]);
    found += rows[0].found;
  }
  await client.query('commit');
  return found;
}
