/** How far deals came, from the history of their stages. */
import type { Db } from '../db/pool.ts';
import type { Answer, FunnelStep } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Metric } from '../sales/metrics.ts';
import { compile } from './compile.ts';
import { countsOf, fresh, leftOutSql, type Sight, together, told } from './sight.ts';
import { inPeriod } from './span.ts';
import { rowsOf, sql } from './sql.ts';

/**
 * A deal reached a stage when it was in it or in a later one of the order, a won deal every stage; being lost proves
 * nothing. The won stages are one step, the last. Deals of which no stage before the loss is known are left out.
 */
export async function funnelOf(db: Db, sight: Sight, metric: Metric): Promise<Answer> {
  const { at, question, scope } = sight;
  const until = at.asOf ?? at.use.now;
  const meant: Condition = {
    all: [...('all' in question.where ? question.where.all : [question.where]), inPeriod(sight, metric)],
  };
  const counts = countsOf(sight, meant);
  const statement = sql`with step as (
      select id, name, least(row_number() over w, count(*) filter (where "is" = 'open') over () + 1) as place, "is"
      from stages where "is" <> 'lost' window w as (order by "is" = 'won', "order", id)
    ), hit as materialized (select d.id, d.stage_id ${compile(fresh(sight), meant, scope)}
    ), been as (
      select id, stage_id from hit
      union all
      select hit.id, v.stage_id from hit join deal_versions v on v.deal_id = hit.id and v.valid_from <= ${until}::timestamptz
    ), reached as (
      select been.id, max(step.place) as place from been left join step on step.id = been.stage_id group by been.id
    )
    select (select count(*) from reached where place is not null) as total,
      (select count(*) from reached where place is null) as unknown, ${leftOutSql(counts)} as "leftOut",
      (select coalesce(json_agg(json_build_object('key', id, 'label', name, 'count', many) order by place), '[]') from (
        select distinct on (s.place) s.place, s.id, s.name, (select count(*) from reached r where r.place >= s.place) as many
        from step s order by s.place, s.id) y) as steps`;
  const [found] = await rowsOf<{
    total: number;
    unknown: number;
    leftOut: number[];
    steps: Step[];
  }>(db, statement);
  const unknown = { because: 'known only as lost', count: found?.unknown ?? 0 };
  return {
    kind: 'funnel',
    steps: (found?.steps ?? []).map(withRate),
    total: found?.total ?? 0,
    leftOut: together(told(counts, found?.leftOut), [unknown]),
  };
}

type Step = Omit<FunnelStep, 'rate'>;

function withRate({ key, label, count }: Step, i: number, all: Step[]): FunnelStep {
  const before = all[i - 1]?.count ?? 0;
  return { key, label, count, rate: before > 0 ? count / before : null };
}
