/**
 * The floor of judging deals: a rules library that goes through them one by one. It is handed what it needs as ready facts, and
 * reading them is not counted.
 */
import { Engine } from 'json-rules-engine';
import type pg from 'pg';

/** Days, but `pushes` (times), `unlisted` (1 or 0), `percent` and `back` (stages): of changes the one that counts most. */
export type Facts = {
  id: string;
  stage: number;
  quiet: number;
  past: number;
  pushes: number;
  unlisted: number;
  percent: number;
  back: number;
  /** From a change of owner to the close date. */
  handed: number;
};
type Asked = { today: string; now: string; zone: string; eventDays: number };

/** Further off than any limit. */
const never = 1_000_000;

/** Open deals with days counted as of a day; a missing day counts as none. Of changes, those of the last `eventDays` days. */
export async function factsOf(client: pg.Client, asked: Asked, deals: number): Promise<Facts[]> {
  const { rows } = await client.query<Facts>(
    `select d.id, coalesce($1::date - d.stage_since, 0) as stage, coalesce($1::date - d.last_activity_on, 0) as quiet,
       coalesce($1::date - d.close_date, 0) as past, d.close_date_pushes as pushes,
       case when r.listing <> 'listed' then 1 else 0 end as unlisted, e.percent, e.back, e.handed
     from (select * from deals where status = 'open' order by md5(id) limit $2) d left join products r on r.id = d.product_id
       cross join lateral (
         select coalesce(max(abs(v.amount - p.amount) * 100 / nullif(abs(p.amount), 0))
             filter (where v.currency is not distinct from p.currency), 0)::float as percent,
           coalesce(max(was."order" - became."order") filter (where was."is" = 'open' and became."is" = 'open'), 0) as back,
           coalesce(min(d.close_date - (v.valid_from at time zone $4)::date)
             filter (where v.owner_id <> p.owner_id), ${never}) as handed
         from deal_versions v join deal_versions p on p.deal_id = v.deal_id and p.valid_to = v.valid_from
           left join stages was on was.id = p.stage_id left join stages became on became.id = v.stage_id
         where v.deal_id = d.id and v.valid_from > ($1::date - $5::integer)::timestamp at time zone $4 and v.valid_from <= $3) e`,
    [asked.today, deals, asked.now, asked.zone, asked.eventDays],
  );
  return rows;
}

/** What is found: trigger and deal. */
export async function judgeEach(facts: Facts[], limits: Record<string, number>): Promise<string[]> {
  const rule = (trigger: string, fact: keyof Facts, operator: string, setting: string) => ({
    conditions: { all: [{ fact, operator, value: limits[setting] }] },
    event: { type: trigger },
  });
  const [more, atLeast, atMost] = ['greaterThan', 'greaterThanInclusive', 'lessThanInclusive'];
  const engine = new Engine([
    rule('stale_in_stage', 'stage', more, 'stale_days'),
    rule('no_activity', 'quiet', more, 'inactivity_days'),
    rule('close_date_past', 'past', more, 'close_date_grace_days'),
    rule('close_date_pushed', 'pushes', atLeast, 'push_limit'),
    rule('product_unlisted', 'unlisted', atLeast, 'check_price_list'),
    rule('amount_changed', 'percent', more, 'amount_change_percent'),
    rule('stage_moved_back', 'back', atLeast, 'stage_back_steps'),
    rule('owner_changed_late', 'handed', atMost, 'owner_change_days'),
  ]);
  const found: string[] = [];
  for (const one of facts) {
    const { events } = await engine.run(one);
    for (const { type } of events) found.push(`${type} ${one.id}`);
  }
  return found.sort();
}
