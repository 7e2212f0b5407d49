/** What happened lately to a few open deals of the sample: another amount, another owner, a stage back. Only their history tells. */
import type { Db } from '../../db/pool.ts';

const random = (salt: string) =>
  `((hashtextextended(d.id || ':${salt}', p.seed) & 1048575)::float8 / 1048576)`;

/** Which of the columns was another before, and what it was; `d` is the deal as it is, `on` how many days ago. */
const before = `case
    when ${random('upheaval')} < 0.03 then jsonb_build_object('amount', round((d.amount * (0.45 + ${random('share')}))::numeric, -2))
    when ${random('upheaval')} < 0.07 then jsonb_build_object('owner_id', (
      select o.id from people o where o.territory_id = d.territory_id and o.id <> d.owner_id and 'rep' = any(o.roles) and o.active
      order by hashtext(o.id || d.id) limit 1))
    when ${random('upheaval')} < 0.09 and s."order" < 5 then jsonb_build_object('stage_id', (
      select n.id from stages n where n."order" = s."order" + 1 and n."is" = 'open'))
  end`;

/** In one statement. Deals whose current version is older than the day of the upheaval get it then; those that changed since are left alone. */
export async function writeUpheavals(
  db: Db,
  make: { seed: number; today: string; zone: string },
): Promise<void> {
  await db.raw(
    `with p as (select ?::bigint as seed, ?::date as today, ?::text as zone),
     lately as (
       select d.id, ${before} as was, ((p.today - 1 - floor(12 * ${random('day')})::int) + time '10:30') at time zone p.zone as at
       from p cross join deals d join stages s on s.id = d.stage_id where d.status = 'open'
     ), split as (
       select v.*, l.was, l.at from lately l join deal_versions v on v.deal_id = l.id and v.valid_to is null and v.valid_from < l.at
       where l.was is not null and not exists (select 1 from jsonb_each(l.was) e where e.value = 'null'::jsonb)
     ), earlier as (
       update deal_versions v set valid_to = s.at, amount = coalesce((s.was->>'amount')::numeric, v.amount),
         owner_id = coalesce(s.was->>'owner_id', v.owner_id), stage_id = coalesce(s.was->>'stage_id', v.stage_id)
       from split s where s.deal_id = v.deal_id and s.valid_from = v.valid_from
     ), now as (
       update deals d set version = d.version + 1, changed_at = s.at,
         stage_since = case when jsonb_exists(s.was, 'stage_id') then s.at::date else d.stage_since end
       from split s where s.deal_id = d.id returning d.id, d.stage_since
     )
     insert into deal_versions (deal_id, valid_from, name, account_id, owner_id, product_id, territory_id, stage_id, status, amount, currency,
       created_on, close_date, stage_since, last_activity_on, next_step, segment, lead_source, lost_reason, close_date_pushes, version, changed_by)
     select s.deal_id, s.at, s.name, s.account_id, s.owner_id, s.product_id, s.territory_id, s.stage_id, s.status, s.amount, s.currency,
       s.created_on, s.close_date, n.stage_since, s.last_activity_on, s.next_step, s.segment, s.lead_source, s.lost_reason, s.close_date_pushes,
       s.version + 1, s.changed_by from split s join now n on n.id = s.deal_id`,
    [make.seed, make.today, make.zone],
  );
}
