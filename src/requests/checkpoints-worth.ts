/** Accounts that would be worth a checkpoint: by what they are worth, and by what people rejected or undid there. */
import type { Clock } from '../clock.ts';
import { scopeSql, within } from '../crm/scope.ts';
import { rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { scopeOf } from '../people/scope.ts';
import type { Checkpoint } from '../policy/checkpoints.ts';
import type { Person } from '../policy/nouns.ts';
import { count, money } from '../story/format.ts';
import type { Company } from './company.ts';

const most = 3;
const days = 90;
/** From so many on it is no slip. */
const leastAgainst = 2;

type Row = { id: string; name: string; worth: number; against: number; decided: number };

/** Of those that this person sees and that have none, the ones with most against them first, then the most valuable. */
export async function checkpointWorth(
  use: { db: Db; now: Clock; company: Company; by: Person },
  known: Checkpoint[],
): Promise<{ line: string; request: string }[]> {
  const since = new Date(use.now.now().getTime() - days * 86_400_000);
  const scope = scopeOf(use.by);
  const currency = use.company.companyCurrency;
  const taken = known.flatMap(({ accountId, action }) => (action === null ? (accountId ?? []) : []));
  const rows = await rowsOf<Row>(
    use.db,
    sql`select d.id, d.name, coalesce(w.worth, 0) as worth, coalesce(r.against, 0) as against, coalesce(r.decided, 0) as decided
      from accounts d left join (
        select v.account_id, sum(v.amount) as worth from deals v
        where v.status = 'open' and coalesce(v.currency, ${currency}) = ${currency} and ${within(scope, 'v')} group by v.account_id) w on w.account_id = d.id
      left join (
        select x.account_id, count(*) as decided, count(*) filter (where o.came_to in ('rejected', 'undone')) as against
        from decision_outcomes o join decisions c on c.id = o.decision_id join exceptions e on e.id = o.exception_id
          join proposals p on p.id = e.proposal_id join deals x on p.subject_kind = 'deal' and x.id = p.subject_id
        where c.at > ${since} and ${within(scope, 'x')} group by x.account_id) r on r.account_id = d.id
      where d.id <> all(${taken}::text[]) and ${scopeSql('account', scope)} and (r.against >= ${leastAgainst} or w.worth > 0)
      order by case when r.against >= ${leastAgainst} then r.against else 0 end desc, w.worth desc nulls last, d.name limit ${most}`,
  );
  return rows.map(({ name, worth, against, decided }) => {
    const because = [
      worth > 0 ? `${money(worth, currency, currency)} open` : null,
      against > 0 ? `${against} of ${count(decided, 'proposal')} rejected or undone in ${days} days` : null,
    ].filter((part) => part !== null);
    return { line: `Suggested: ${name} (${because.join(', ')}).`, request: `always ask about ${name}` };
  });
}
