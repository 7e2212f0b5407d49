/** A deal as people read it, as columns over `d` and its joins. */
import type { Compiler } from './compiler.ts';
import { type Sql, sql } from './sql.ts';

/** The select list whose rows are DealRow; adds the joins it needs. */
export function dealColumns(at: Compiler): Sql {
  for (const join of ['a', 'o', 't', 'r', 'p', 's']) at.joins.add(join);
  return sql`d.id, d.name, d.account_id as "accountId", a.name as account, d.owner_id as "ownerId", o.name as owner,
    t.name as team, r.name as territory, p.name as product, s.name as stage, d.status, d.amount, d.currency,
    d.close_date as "closeDate", (${at.today}::date - d.stage_since) as "daysInStage", d.stage_since as "stageSince",
    d.last_activity_on as "lastActivityOn", (${at.today}::date - d.last_activity_on) as "daysSinceActivity",
    d.next_step as "nextStep", d.created_on as "createdOn"`;
}
