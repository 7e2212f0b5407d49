/** The open deals of customers with a large one, and what changed about them. */
import type { Db } from '../db/pool.ts';
import type { DealChange, LargeDeal } from '../story/large-deals.ts';

/** Of these customers, the largest first; amounts in their own currency. */
export async function openDealsOf(db: Db, accounts: string[]): Promise<LargeDeal[]> {
  const { rows } = await db.raw<{ rows: LargeDeal[] }>(
    `select d.id, d.name, a.name as account, p.name as owner, s.name as stage, d.amount::float8 as amount, d.currency,
       d.close_date::text as "closeDate" from deals d join accounts a on a.id = d.account_id join stages s on s.id = d.stage_id
       left join people p on p.id = d.owner_id
     where d.status = 'open' and d.account_id = any(?) order by d.amount desc nulls last, d.id`,
    [accounts],
  );
  return rows;
}

/**
 * What changed of stage, amount, close date and owner of these customers' deals after `from`, up to `to`: of each deal as it
 * was then and as it was last, however often it changed between. One that came about since has nothing before.
 */
export async function changesOf(
  db: Db,
  accounts: string[],
  { from, to }: { from: Date; to: Date },
): Promise<DealChange[]> {
  const { rows } = await db.raw<{ rows: DealChange[] }>(
    `with last as (
       select distinct on (v.deal_id) v.* from deal_versions v
       where v.account_id = any(:accounts) and v.valid_from > :from and v.valid_from <= :to order by v.deal_id, v.valid_from desc
     ), both_ as (
       select l.*, b.stage_id as b_stage, b.amount as b_amount, b.close_date as b_close, b.owner_id as b_owner, b.deal_id is not null as known
       from last l left join deal_versions b on b.deal_id = l.deal_id and b.valid_from <= :from and (b.valid_to is null or b.valid_to > :from)
     )
     select b.deal_id as id, b.name, a.name as account, b.valid_from as at, b.version::float8 as version, b.currency, b.known,
       case when b.known then sb.name end as "stageBefore", sa.name as "stageAfter", b.b_amount::float8 as "amountBefore", b.amount::float8 as "amountAfter",
       b.b_close::text as "closeBefore", b.close_date::text as "closeAfter", pb.name as "ownerBefore", pa.name as "ownerAfter"
     from both_ b join accounts a on a.id = b.account_id join stages sa on sa.id = b.stage_id left join stages sb on sb.id = b.b_stage
       left join people pb on pb.id = b.b_owner left join people pa on pa.id = b.owner_id
     where not b.known or (b.stage_id, b.amount, b.close_date, b.owner_id) is distinct from (b.b_stage, b.b_amount, b.b_close, b.b_owner)
     order by b.amount desc nulls last, b.deal_id`,
    { accounts, from, to },
  );
  return rows;
}
