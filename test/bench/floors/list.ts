/** The floor of "show deals stuck in negotiation 30 days": the SQL that answers just this, written by hand. */
import type pg from 'pg';

const statement = `with hit as materialized (
    select d.id, d.amount, coalesce(d.currency, 'USD') as currency, $1::date - d.stage_since as days from deals d
    where d.status = 'open' and d.stage_id = (select id from stages where name = 'Negotiation') and d.stage_since <= $1::date - 30),
  top as (select id, days from hit order by days desc, id limit 200)
  select (select count(*)::integer from hit) as total,
    (select count(*)::integer from deals d where d.status = 'open' and d.stage_since is null
      and d.stage_id = (select id from stages where name = 'Negotiation')) as "leftOut",
    (select json_agg(s order by deals desc, currency) from (select currency, sum(amount) as amount, count(*) as deals from hit
      where amount is not null group by currency) s) as sums,
    (select json_agg(r) from (
      select d.id, d.name, d.account_id as "accountId", a.name as account, d.owner_id as "ownerId", o.name as owner, t.name as team,
        r.name as territory, p.name as product, s.name as stage, d.status, d.amount, d.currency, d.close_date as "closeDate",
        top.days as "daysInStage", d.stage_since as "stageSince", d.last_activity_on as "lastActivityOn",
        $1::date - d.last_activity_on as "daysSinceActivity", d.next_step as "nextStep", d.created_on as "createdOn"
      from top join deals d on d.id = top.id left join accounts a on a.id = d.account_id left join people o on o.id = d.owner_id
        left join teams t on t.id = o.team_id left join territories r on r.id = d.territory_id
        left join products p on p.id = d.product_id left join stages s on s.id = d.stage_id
      order by top.days desc, top.id) r) as rows`;

export type Listed = { total: number; leftOut: number; sums: unknown; rows: unknown };

export async function listFloor(client: pg.Client, today: string): Promise<Listed> {
  const { rows } = await client.query<Listed>(statement, [today]);
  if (!rows[0]) throw new Error('The floor found nothing.');
  return rows[0];
}
