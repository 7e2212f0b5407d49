import type { DealLine } from '../../../blocks/columns.ts';
import type { Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { dayIn, daysBetween } from '../../sales/days.ts';

type Row = Omit<DealLine, 'daysInStage' | 'daysSinceActivity'> & { stageSince: string | null };

/** One deal as a card shows it; null when it is gone. Whoever calls this has decided that its reader may see it. */
export async function dealLine(db: Db, dealId: string, here: Here): Promise<DealLine | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select d.id, d.name, a.name as account, o.name as owner, g.name as team, t.name as territory, p.name as product, s.name as stage,
       d.status, d.amount, d.currency, d.close_date as "closeDate", d.stage_since as "stageSince",
       d.last_activity_on as "lastActivityOn", d.next_step as "nextStep"
     from deals d join stages s on s.id = d.stage_id left join accounts a on a.id = d.account_id left join people o on o.id = d.owner_id
       left join teams g on g.id = o.team_id left join territories t on t.id = d.territory_id left join products p on p.id = d.product_id
     where d.id = ?`,
    [dealId],
  );
  const row = rows[0];
  if (!row) return null;
  const today = dayIn(here.now, here.zone);
  const { stageSince, ...deal } = row;
  return {
    ...deal,
    daysInStage: stageSince === null ? null : daysBetween(stageSince, today),
    daysSinceActivity: row.lastActivityOn === null ? null : daysBetween(row.lastActivityOn, today),
  };
}
