/** Findings as they are kept. */
import type { Agent, RecordTrigger, Trigger } from '../agents/nouns.ts';
import { query, raw, type Sql, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { numberSetting } from '../settings/settings.ts';
import type { Counted, LookUse } from './looking.ts';

/**
 * Keeps what the rows say: a `select` of trigger (the name of one of `triggers`, which are all of one noun), subject_id,
 * since and detail. A cause that was found before stays one finding; one that had gone and is back is taken up again. Says
 * of each trigger how many are new or back, where any are. `many`: so many that reading all deals is cheaper than looking each up.
 */
export async function insertFindings(
  trx: Db,
  use: LookUse,
  agent: Agent,
  triggers: readonly (Trigger | RecordTrigger)[],
  { rows, many }: { rows: Sql; many: boolean },
): Promise<Counted[]> {
  const of = triggers[0]?.of;
  if (!of) return [];
  // What has been true for very long is listed, but nothing is proposed about it: an import of old data must not start talking.
  const old = numberSetting(use.settings, 'old_after_days');
  const known = raw(
    many
      ? 'left join findings k on k.subject_id = d.subject_id and k.kind = d.trigger and k.since = d.since'
      : `left join lateral (
           select id, gone_at from findings where subject_id = d.subject_id and kind = d.trigger and since = d.since offset 0) k on true`,
  );
  const deal = raw(
    many
      ? 'join deals x on x.id = d.subject_id'
      : 'cross join lateral (select amount from deals where id = d.subject_id offset 0) x',
  );
  const named = triggers.map((trigger) => trigger.name);
  const kept = await query(
    trx,
    sql`with found as (${rows}), d as materialized (
       select d.trigger, d.subject_id, d.since, d.detail, k.id as back, coalesce(x.amount, 0) as worth,
         case when d.since < ${use.today}::date - ${old}::integer then ${use.now}::timestamptz end as taken_up_at
       from found d ${known}
       ${of === 'deal' ? deal : atStake[of]}
       where d.since is not null and (k.id is null or k.gone_at is not null)
     ), back as (
       update findings f set run_id = ${use.runId}, worth = d.worth, found_at = ${use.now}, taken_up_at = d.taken_up_at, under = null,
         detail = d.detail, gone_at = null, gone_because = null
       from (select * from d where back is not null offset 0) d where f.id = d.back returning f.trigger
     ), fresh as (
       insert into findings (run_id, agent, trigger, kind, subject_kind, subject_id, since, detail, severity, worth, found_at, taken_up_at)
       select ${use.runId}, ${agent.name}, d.trigger, d.trigger, ${of}, d.subject_id, d.since, d.detail, t.severity, d.worth,
         ${use.now}, d.taken_up_at
       from d join unnest(${named}::text[], ${triggers.map((trigger) => trigger.severity)}::text[]) with ordinality t(name, severity, place) on t.name = d.trigger
       where d.back is null order by t.place, d.subject_id
       returning trigger)
     select trigger, count(*)::int as count from (select trigger from back union all select trigger from fresh) kept group by trigger`,
  );
  return kept.rows;
}

/** What is at stake: the largest open deal of its account. */
const largest = (of: string): string =>
  `cross join lateral (select max(y.amount) as amount from ${of} and y.status = 'open') x`;
const atStake: Record<RecordTrigger['of'], Sql> = {
  contact: raw(largest('contacts c join deals y on y.account_id = c.account_id where c.id = d.subject_id')),
  account: raw(largest('deals y where y.account_id = d.subject_id')),
};
