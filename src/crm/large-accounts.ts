/** Customers with an open deal above an amount. */
import type { Db } from '../db/pool.ts';

/** `since`: when the largest of its deals came to be so large; null: it always was, as far as is known. */
export type LargeAccount = { account: string; name: string; deal: string; since: Date | null };

/** `over` is in the company's currency; deals in others are left out. Strictly more; by name. */
export async function accountsWithDealOver(
  db: Db,
  { over, company }: { over: number; company: string },
): Promise<LargeAccount[]> {
  const { rows } = await db.raw<{ rows: LargeAccount[] }>(
    `with large as (
       select distinct on (d.account_id) d.account_id, d.id from deals d
       where d.status = 'open' and d.account_id is not null and d.amount > :over and coalesce(d.currency, :company) = :company
       order by d.account_id, d.amount desc, d.id)
     select l.account_id as account, a.name, l.id as deal,
       (select max(v.valid_to) from deal_versions v where v.deal_id = l.id and v.valid_to is not null
          and (v.status <> 'open' or v.amount is null or v.amount <= :over)) as since
     from large l join accounts a on a.id = l.account_id order by a.name, a.id`,
    { over, company },
  );
  return rows;
}
