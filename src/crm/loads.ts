/** What people have to look after. */
import type { Db } from '../db/pool.ts';

export type Load = {
  id: string;
  name: string;
  team_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
  manager: string | null;
  deals: number;
  past: number;
  amount: number;
  /** Deals whose amount is in another currency, and not in `amount`. */
  foreign: number;
};

/**
 * Of each active person with open deals: how many, how many of them are past their close date, and their amount in the
 * company's currency (those in others are counted as `foreign`). The manager is the person's own, else that of the territory.
 */
export async function openDealsOfPeople(db: Db, use: { today: string; company: string }): Promise<Load[]> {
  const { rows } = await db.raw<{ rows: Load[] }>(
    `with load as materialized (
       select owner_id, count(*) as deals, count(*) filter (where close_date < ?::date) as past,
         coalesce(sum(amount) filter (where coalesce(currency, ?) = ?), 0) as amount,
         count(*) filter (where amount is not null and currency <> ?) as foreign_deals
       from deals where status = 'open' and owner_id is not null group by owner_id)
     select p.id, p.name, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
       coalesce(m.id, tm.id) as manager_id, coalesce(m.name, tm.name) as manager, l.deals, l.past, l.amount, l.foreign_deals as "foreign"
     from load l join people p on p.id = l.owner_id and p.active left join teams t on t.id = p.team_id
       left join people m on m.id = p.manager_id and m.active
       left join lateral (
         select x.id, x.name from people x left join teams y on y.id = x.team_id
         where x.active and 'manager' = any(x.roles) and x.id <> p.id
           and coalesce(x.territory_id, y.territory_id) = coalesce(p.territory_id, t.territory_id)
         order by x.name limit 1) tm on m.id is null
     order by p.id`,
    [use.today, use.company, use.company, use.company],
  );
  return rows;
}
