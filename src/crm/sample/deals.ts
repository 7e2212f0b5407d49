/**
 * The lives of the sample's deals, as one statement: created, moved through stages, pushed, stalled, won or lost. Each
 * "random" number is a hash of deal, purpose and seed, so that a seed always makes the same company.
 */
import type { Db } from '../../db/pool.ts';

const random = (salt: string) =>
  `((hashtextextended(d.i || ':${salt}', p.seed) & 1048575)::float8 / 1048576)`;

/** Days that a deal spends in each of the five open stages, before chance and the rep's pace. */
const usualDays = [9, 12, 16, 18, 10];
/** Chance of being lost in each of them. */
const lostHere = [0.2, 0.16, 0.15, 0.16, 0.05];

const statement = `
with p as (select ?::bigint as seed, ?::date as today, ?::text as zone),
reps as (select * from jsonb_to_recordset(?::jsonb) as r(id text, territory text, lo float8, hi float8)),
accounts_in as (select * from jsonb_to_recordset(?::jsonb) as a(id text, name text, territory text, place int, segment text)),
counted as (select territory, count(*) as many from accounts_in group by territory),
goods as (select * from jsonb_to_recordset(?::jsonb) as g(id text, name text, price numeric, place int)),
-- Who and where first, as plain numbers: what follows can then be joined by equality.
d as materialized (
  select d.i, r.id as owner_id, r.territory, floor(c.many * ${random('account')})::int as account_place, floor(5 * power(${random('product')}, 1.3))::int as product_place
  from p cross join (select generate_series(1, ?::int) as i) d
  join reps r on ${random('rep')} >= r.lo and ${random('rep')} < r.hi
  join counted c on c.territory = r.territory
),
born as materialized (
  select d.i, p.today, p.zone, d.owner_id, d.territory, a.id as account_id, a.name as account, a.segment,
    g.id as product_id, g.name as product,
    p.today - 2 - floor(546 * power(${random('age')}, 1.3))::int as created_on,
    round((g.price * (1 + floor(exp(2.1 * ${random('size')}))) * (1 - 0.2 * ${random('discount')})
      * case when a.segment = 'Enterprise' and ${random('giant')} > 0.9 then 14 when a.segment = 'Enterprise' then 2 else 1 end)::numeric, -2) as amount,
    case when d.territory = 'EMEA' and ${random('currency')} < 0.07 then 'EUR' when d.territory = 'AMER' and ${random('currency')} < 0.03 then 'CAD' else 'USD' end as currency,
    ${usualDays.map((days, k) => `1 + floor(${days} * (0.3 + 1.5 * ${random(`days${k}`)}))::int + case when ${random('stall')} < 0.13 and floor(5 * ${random('where')}) = ${k} then 900 else 0 end as d${k + 1}`).join(',\n    ')},
    case ${lostHere.map((share, k) => `when ${random(`lost${k}`)} < ${share} then ${k + 1}`).join(' ')} end as lost_in,
    55 + floor(70 * ${random('cycle')})::int as expected, floor(5 * ${random('pushes')})::int as pushes,
    ${random('step')} as step, ${random('gap')} as gap, ${random('touch')} as touch, ${random('why')} as why,
    (array['Inbound','Outbound','Partner','Event','Referral'])[1 + floor(5 * ${random('source')})::int] as lead_source
  from p cross join d
  join accounts_in a on a.territory = d.territory and a.place = d.account_place
  join goods g on g.place = d.product_place
),
paths as (
  select b.*, e.k, e.day from born b cross join lateral (values
    (1, b.created_on), (2, b.created_on + d1), (3, b.created_on + d1 + d2), (4, b.created_on + d1 + d2 + d3),
    (5, b.created_on + d1 + d2 + d3 + d4), (6, b.created_on + d1 + d2 + d3 + d4 + d5)) as e(k, day)
),
-- Lost in stage n: what would have been stage n + 1 is the loss.
moves as (
  select i, day, 0 as ord, case when lost_in is not null and k = lost_in + 1 then 7 else k end as stage, 0 as pushed
  from paths where day < today and (lost_in is null or k <= lost_in + 1)
),
ends as (select i, min(day) filter (where stage >= 6) as closed_on from moves group by i),
happened as (
  select * from moves
  union all
  select b.i, b.created_on + b.expected + 30 * (j - 1) - 4, j, 0, 1 from born b join ends using (i)
  cross join lateral generate_series(1, b.pushes) as j
  where b.created_on + b.expected + 30 * (j - 1) - 4 < least(b.today, coalesce(ends.closed_on, b.today))
),
told as (
  select h.i, h.day, h.ord, max(stage) over past as stage, sum(pushed) over past as pushed,
    max(case when h.stage > 0 then h.day end) over past as stage_since,
    row_number() over (partition by h.i order by h.day, h.ord) as version,
    lead(h.day) over (partition by h.i order by h.day, h.ord) as next_day, lead(h.ord) over (partition by h.i order by h.day, h.ord) as next_ord
  from happened h window past as (partition by h.i order by h.day, h.ord)
),
versions as materialized (
  select 'D-' || (1000 + b.i) as id, b.account || ' – ' || b.product as name, b.account_id, b.owner_id, b.territory, b.amount, b.currency,
    case when b.gap < 0.04 and t.stage < 4 then null else b.product_id end as product_id,
    t.stage, t.stage_since, b.created_on, t.pushed as pushes, t.version, b.segment, b.lead_source,
    case when t.stage >= 6 then t.stage_since when b.gap between 0.04 and 0.07 then null else b.created_on + b.expected + 30 * t.pushed::int end as close_date,
    case when t.day + floor(18 * b.touch)::int <= coalesce(t.next_day, b.today - 1) then t.day + floor(18 * b.touch)::int else t.day end as last_activity_on,
    case when t.stage >= 6 or b.step < 0.16 then null
      else (array['Send the proposal','Call on security review','Agree on the start date','Meet the decision maker','Confirm the budget'])[1 + floor(5 * b.why)::int] end as next_step,
    case when t.stage = 7 then (array['Price','No decision','Competitor','Missing feature','Timing'])[1 + floor(5 * b.why)::int] end as lost_reason,
    (t.day + time '08:00' + t.ord * interval '1 minute') at time zone b.zone as valid_from,
    (t.next_day + time '08:00' + t.next_ord * interval '1 minute') at time zone b.zone as valid_to
  from told t join born b using (i)
),
stage_ids as (select * from jsonb_to_recordset(?::jsonb) as s(stage int, id text, "is" text)),
current as (
  insert into deals (id, source, source_id, name, account_id, owner_id, product_id, territory_id, stage_id, status, amount, currency,
    created_on, close_date, stage_since, last_activity_on, next_step, segment, lead_source, lost_reason, close_date_pushes, version, changed_by, changed_at)
  select v.id, 'sample', v.id, v.name, v.account_id, v.owner_id, v.product_id, 'T-' || lower(v.territory), s.id, s."is", v.amount, v.currency,
    v.created_on, v.close_date, v.stage_since, v.last_activity_on, v.next_step, v.segment, v.lead_source, v.lost_reason, v.pushes, v.version, 'sample', v.valid_from
  from versions v join stage_ids s using (stage) where v.valid_to is null
  returning id
)
insert into deal_versions (deal_id, valid_from, valid_to, name, account_id, owner_id, product_id, territory_id, stage_id, status, amount, currency,
  created_on, close_date, stage_since, last_activity_on, next_step, segment, lead_source, lost_reason, close_date_pushes, version, changed_by)
select v.id, v.valid_from, v.valid_to, v.name, v.account_id, v.owner_id, v.product_id, 'T-' || lower(v.territory), s.id, s."is", v.amount, v.currency,
  v.created_on, v.close_date, v.stage_since, v.last_activity_on, v.next_step, v.segment, v.lead_source, v.lost_reason, v.pushes, v.version, 'sample'
from versions v join stage_ids s using (stage)`;

export async function writeDeals(
  db: Db,
  make: {
    deals: number;
    seed: number;
    today: string;
    zone: string;
    reps: { id: string; territory: string; lo: number; hi: number }[];
    accounts: { id: string; name: string; territory: string; place: number; segment: string }[];
    products: { id: string; name: string; price: number; place: number }[];
    stages: { stage: number; id: string; is: string }[];
  },
): Promise<void> {
  // The planner cannot know how many deals the numbers stand for, and a nested loop over them would be quadratic.
  await db.raw('set local enable_nestloop = off');
  await db.raw(statement, [
    make.seed,
    make.today,
    make.zone,
    JSON.stringify(make.reps),
    JSON.stringify(make.accounts),
    JSON.stringify(make.products),
    make.deals,
    JSON.stringify(make.stages),
  ]);
  await db.raw('set local enable_nestloop = on');
}
