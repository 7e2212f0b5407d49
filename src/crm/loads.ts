/** What people have to look after. */
import { type Db, type Planned, planned } from '../db/pool.ts';

/** Somebody of the company, with the manager who is told of what they look after. */
export type Managed = {
  id: string;
  name: string;
  team_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
  manager: string | null;
};
export type Load = Managed & { deals: number };

/**
 * Of each active person with open deals how many, in the caller's transaction; the database notes what changes of it, so this
 * costs what changed and how many people there are. The manager is the person's own, else that of the territory.
 */
export async function openDealsOfPeople(trx: Db): Promise<Load[]> {
  await planned(trx, counted, []);
  return planned<Load>(trx, loaded, []);
}

const counted: Planned = {
  name: 'count what changed of loads',
  text: `with noted as (delete from load_changes returning owner_id, change),
       sums as (select owner_id, sum(change)::integer as change from noted group by owner_id)
     insert into loads (owner_id, open) select owner_id, change from sums
     on conflict (owner_id) do update set open = loads.open + excluded.open`,
};

const loaded: Planned = {
  name: 'loads of people',
  text: `select p.id, p.name, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
       coalesce(m.id, tm.id) as manager_id, coalesce(m.name, tm.name) as manager, l.open as deals
     from loads l join people p on p.id = l.owner_id and p.active left join teams t on t.id = p.team_id
       left join people m on m.id = p.manager_id and m.active
       left join lateral (
         select x.id, x.name from people x left join teams y on y.id = x.team_id
         where x.active and 'manager' = any(x.roles) and x.id <> p.id
           and coalesce(x.territory_id, y.territory_id) = coalesce(p.territory_id, t.territory_id)
         order by x.name limit 1) tm on m.id is null
     where l.open > 0 order by p.id`,
};

export type LoadDetail = {
  past: number;
  /** In the company's currency. */
  amount: number;
  /** Deals whose amount is in another currency, and not in `amount`. */
  foreign: number;
};

/**
 * What their open deals are: past the close date, and worth. Worked out again once a day, and when somebody has another number
 * of them; in between it may lag behind an amount or a date that was changed.
 */
export async function loadDetails(
  trx: Db,
  of: { people: string[]; today: string; company: string },
): Promise<Map<string, LoadDetail>> {
  if (of.people.length === 0) return new Map();
  const rows = await planned<LoadDetail & { id: string }>(trx, detailed, [of.people, of.today, of.company]);
  return new Map(rows.map(({ id, ...detail }) => [id, detail]));
}

const detailed: Planned = {
  name: 'details of loads',
  text: `with old as (
       select owner_id from loads where owner_id = any($1) and (told_on is distinct from $2::date or told_open is distinct from open)
     ), fresh as materialized (
       select d.owner_id, count(*) filter (where close_date < $2::date) as past,
         coalesce(sum(amount) filter (where coalesce(currency, $3) = $3), 0) as amount,
         count(*) filter (where amount is not null and currency <> $3) as foreign_deals
       from deals d where d.status = 'open' and d.owner_id in (select owner_id from old) group by d.owner_id
     ), kept as (
       update loads l set told_on = $2::date, told_open = l.open, past = f.past, amount = f.amount, foreign_deals = f.foreign_deals
       from fresh f where f.owner_id = l.owner_id returning l.owner_id, l.past, l.amount, l.foreign_deals)
     select owner_id as id, past, amount, foreign_deals as "foreign" from kept
     union all select l.owner_id, l.past, l.amount, l.foreign_deals from loads l
       where l.owner_id = any($1) and l.owner_id not in (select owner_id from old)`,
};
