/** How long deals were in a stage before they left it, from the history of their stages. */
import type { Db } from '../db/pool.ts';
import type { Answer } from '../sales/answer.ts';
import type { Field } from '../sales/fields.ts';
import type { Metric } from '../sales/metrics.ts';
import { places } from './columns.ts';
import { type Facts, factsOf } from './facts.ts';
import { type Figure, figures } from './figures.ts';
import type { Sight } from './sight.ts';
import { together } from './sight.ts';
import { inPeriod } from './span.ts';
import { type Sql, sql } from './sql.ts';

/**
 * Days from the day a deal came into an open stage to the day it went to another one, on average over the stays that
 * ended in the period; one that goes on is not counted, and a deal that comes back stays twice. Stays of which no day
 * proves the beginning are left out.
 */
export async function stageTimeOf(db: Db, sight: Sight, metric: Metric, groups: Field[]): Promise<Answer> {
  const { where } = sight.question;
  const part = {
    where: { all: [...('all' in where ? where.all : [where]), inPeriod(sight, metric)] },
    from: staysOf(sight),
    columns: () => ({ stayed: sql`d.stayed` }),
    facts: {
      whole: 'count(stayed)',
      value: 'avg(stayed)',
      median: 'percentile_cont(0.5) within group (order by stayed)',
      unknown: 'count(*) - count(stayed)',
    },
  };
  const found = await factsOf(db, sight, [part], { groups, counts: [] });
  const unknown = { because: 'no day on which the stage began', count: found.whole.unknown ?? 0 };
  const known = { ...found, rows: found.rows.filter(({ facts }) => (facts.whole ?? 0) > 0) };
  const figure = ({ value, median, whole }: Facts): Figure => ({
    value: value ?? null,
    count: whole ?? 0,
    median: median ?? null,
  });
  return figures(sight, {
    unit: metric.unit,
    figure,
    found: { ...known, leftOut: together(found.leftOut, [unknown]) },
  });
}

/** A row for each stay, in the shape of a deal: its stage is the one stayed in, and its close date the day it was left. */
function staysOf({ at }: Sight): Sql {
  const until = at.asOf ?? at.use.now;
  return sql`(select d.id, d.name, d.account_id, d.owner_id, d.product_id, d.territory_id, w.stage_id, d.status, d.amount,
      d.currency, d.created_on, w.left_on as close_date, w.since as stage_since, d.last_activity_on, d.next_step, d.segment,
      d.lead_source, d.lost_reason, d.close_date_pushes, w.left_on - w.since as stayed
    from (select deal_id, stage_id, stage_since as since,
        lead(stage_since) over stays as left_on
      from (select distinct on (deal_id, stage_id, stage_since) deal_id, stage_id, stage_since, valid_from
        from deal_versions where valid_from <= ${until}::timestamptz
        order by deal_id, stage_id, stage_since, valid_from) v
      window stays as (partition by deal_id order by valid_from)) w
    join stages s on s.id = w.stage_id and s."is" = 'open'
    join ${places.deal.from({ zone: at.use.zone, asOf: at.asOf })} on d.id = w.deal_id
    where w.left_on is not null and (w.since is null or w.left_on >= w.since)) d`;
}
