/** What moved between two days, by territory, and what a review is made of: each in one statement. */
import type { Db } from '../db/pool.ts';
import type { Moved } from '../story/report.ts';

/** Days, both included. Amounts count where they are in the company's currency. `territory` null: deals without one. */
export type MovedRow = Omit<Moved, 'name'> & { territory: string | null };

type Of = { from: string; to: string; zone: string; company: string };

/** Open deals are those of this moment. */
export async function movedBetween(db: Db, of: Of): Promise<MovedRow[]> {
  const { rows } = await db.raw<{ rows: Record<keyof MovedRow, string | null>[] }>(
    `with moved as (
       select d.territory_id, 1 as won, case when d.currency = :company then d.amount end as won_amount, 0 as lost, 0 as created, 0 as forward, 0 as back,
         0 as pushed, 0::numeric as pushed_amount, 0 as open, 0::numeric as open_amount, (d.currency <> :company)::int as other
       from deals d where d.status = 'won' and d.close_date between :from and :to
       union all select d.territory_id, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 from deals d where d.status = 'lost' and d.close_date between :from and :to
       union all select d.territory_id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 from deals d where d.created_on between :from and :to
       union all select d.territory_id, 0, 0, 0, 0, 0, 0, 0, 0, 1, case when d.currency = :company then d.amount end, (d.currency <> :company)::int from deals d where d.status = 'open'
       union all
       select v.territory_id, 0, 0, 0, 0, (a.order > b.order)::int, (a.order < b.order)::int, (v.close_date_pushes > w.close_date_pushes)::int,
         case when v.close_date_pushes > w.close_date_pushes and v.currency = :company then v.amount end, 0, 0, 0
       from deal_versions v join deal_versions w on w.deal_id = v.deal_id and w.valid_to = v.valid_from
         join stages a on a.id = v.stage_id join stages b on b.id = w.stage_id
       where v.status = 'open' and v.valid_from >= (:from::date)::timestamp at time zone :zone and v.valid_from < (:to::date + 1)::timestamp at time zone :zone
     )
     select t.name as territory, sum(won) as won, coalesce(sum(won_amount), 0) as "wonAmount", sum(lost) as lost, sum(created) as created,
       sum(forward) as forward, sum(back) as back, sum(pushed) as pushed, coalesce(sum(pushed_amount), 0) as "pushedAmount",
       sum(open) as open, coalesce(sum(open_amount), 0) as "openAmount", coalesce(sum(other), 0) as "foreign"
     from moved m left join territories t on t.id = m.territory_id group by t.name order by t.name`,
    of,
  );
  return rows.map(({ territory, ...counts }) => ({
    territory,
    ...(Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)])) as Omit<
      MovedRow,
      'territory'
    >),
  }));
}

export type StageSum = { name: string; deals: number; amount: number };

export async function openByStage(db: Db, company: string): Promise<StageSum[]> {
  const { rows } = await db.raw<{ rows: StageSum[] }>(
    `select s.name, count(d.id) as deals, coalesce(sum(d.amount) filter (where d.currency = ?), 0) as amount
     from stages s left join deals d on d.stage_id = s.id and d.status = 'open' where s."is" = 'open' group by s.id order by s."order"`,
    [company],
  );
  return rows.map(({ name, deals, amount }) => ({ name, deals: Number(deals), amount: Number(amount) }));
}

/** What was won in each span, in their order. */
export async function wonIn(
  db: Db,
  spans: { from: string; to: string }[],
  company: string,
): Promise<number[]> {
  const { rows } = await db.raw<{ rows: { n: number; amount: number }[] }>(
    `select s.n, coalesce(sum(d.amount), 0) as amount
     from jsonb_to_recordset(?::jsonb) as s(n int, "from" date, "to" date)
       left join deals d on d.status = 'won' and d.close_date between s."from" and s."to" and d.currency = ?
     group by s.n order by s.n`,
    [JSON.stringify(spans.map((span, n) => ({ n, ...span }))), company],
  );
  return rows.map(({ amount }) => Number(amount));
}

/** What is worth a word: open deals whose close date has passed, and what was lost and won. */
export type Notable = { what: 'past' | 'lost' | 'won'; deals: number; amount: number };

export async function notable(
  db: Db,
  of: { from: string; to: string; today: string; company: string },
): Promise<Notable[]> {
  const { rows } = await db.raw<{ rows: Notable[] }>(
    `select what, count(*) as deals, coalesce(sum(amount) filter (where currency = :company), 0) as amount
     from (
       select 'past' as what, amount, currency from deals where status = 'open' and close_date < :today::date
       union all select d.status, d.amount, d.currency from deals d where d.status in ('won', 'lost') and d.close_date between :from and :to
     ) n group by what order by case what when 'past' then 1 when 'lost' then 2 else 3 end`,
    of,
  );
  return rows.map((row) => ({ ...row, deals: Number(row.deals), amount: Number(row.amount) }));
}
