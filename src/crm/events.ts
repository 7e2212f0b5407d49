/** What happened to deals: a difference between one version and the next. */
import type { Reading } from '../sales/leaf.ts';
import { fromWhere } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { settingSql } from './settings.ts';
import { raw, type Sql, sql } from './sql.ts';

/**
 * `amount changed`: by strictly more than the limit, in percent of what it was before, in the same currency; from zero or
 * nothing is no change. `stage moved back`: to an open stage that lies as many stages or more before an open one.
 * `owner changed`: from one person to another, no more than the limit of days before the close date, or after it.
 */
export type DealEvent = 'amount changed' | 'stage moved back' | 'owner changed';

/** `limit` names the setting; resolved per deal. */
export type EventTrigger = { event: DealEvent; limit: string };

/** Amounts are numbers in the deal's currency; stages and owners are names. */
export type EventDetail = { before: number | string; after: number | string };

/**
 * A `select` of subject_id, since (the day, in the company's zone, on which it happened) and detail (EventDetail): what
 * happened to open deals after `from`; of these deals only, when given. Of two on one day the later counts. `replayed`:
 * to deals that were open then.
 */
export function eventRows(
  trigger: EventTrigger,
  of: { from: Date; subjects: readonly string[] | 'all'; replayed?: boolean },
  use: Reading,
): Sql {
  const at = compiler('deal', use);
  const { where, before, after } = parts(trigger, at);
  const among = of.subjects === 'all' ? raw('') : sql` and v.deal_id = any(${of.subjects}::text[])`;
  // The rows of the deals as they are now, each beside what it was and became: so that settings are those of the deal.
  const rows = sql`(
    select deals.*, v.valid_from as happened_at, (v.valid_from at time zone ${use.zone}::text)::date as happened_on, p.amount as amount_before, v.amount as amount_after,
      p.currency as currency_before, v.currency as currency_after, p.stage_id as stage_before, v.stage_id as stage_after,
      p.owner_id as owner_before, v.owner_id as owner_after
    from deal_versions v join deal_versions p on p.deal_id = v.deal_id and p.valid_to = v.valid_from
      join deals on deals.id = v.deal_id and ${raw(of.replayed ? 'v' : 'deals')}.status = 'open'
    where v.valid_from > ${of.from}::timestamptz and v.valid_from <= ${use.now}::timestamptz${among} offset 0) d`;
  return sql`select distinct on (d.id, d.happened_on) d.id as subject_id, d.happened_on as since,
      jsonb_build_object('before', ${before}, 'after', ${after}) as detail
    ${fromWhere(at, where, rows)} order by d.id, d.happened_on, d.happened_at desc`;
}

function parts({ event, limit }: EventTrigger, at: Compiler): { where: Sql; before: Sql; after: Sql } {
  const most = settingSql(at, limit);
  if (event === 'amount changed') {
    return {
      where: sql`d.amount_before <> 0 and d.currency_after is not distinct from d.currency_before
        and abs(d.amount_after - d.amount_before) * 100 > ${most} * abs(d.amount_before)`,
      before: raw('d.amount_before'),
      after: raw('d.amount_after'),
    };
  }
  if (event === 'stage moved back') {
    const order = (column: string): Sql =>
      raw(`(select "order" from stages x where x.id = d.${column} and x."is" = 'open')`);
    return {
      where: sql`${order('stage_before')} - ${order('stage_after')} >= ${most}`,
      before: raw('(select x.name from stages x where x.id = d.stage_before)'),
      after: raw('(select x.name from stages x where x.id = d.stage_after)'),
    };
  }
  return {
    where: sql`d.owner_before <> d.owner_after and d.close_date - d.happened_on <= ${most}`,
    before: raw('(select x.name from people x where x.id = d.owner_before)'),
    after: raw('(select x.name from people x where x.id = d.owner_after)'),
  };
}

/** The columns of a deal whose change may be such an event, or end it. */
export const eventColumns = ({ event }: EventTrigger): Set<string> =>
  new Set([
    'status',
    { 'amount changed': 'amount', 'stage moved back': 'stage_id', 'owner changed': 'owner_id' }[event],
  ]);
