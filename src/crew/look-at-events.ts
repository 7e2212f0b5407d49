/** Triggers of what happened to a deal: found when it changes, spoken of for some days. */
import type { Agent, Trigger } from '../agents/nouns.ts';
import { eventColumns, eventRows } from '../crm/events.ts';
import { query, raw, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { addDays, startOfDay } from '../sales/days.ts';
import { numberSetting } from '../settings/settings.ts';
import { insertFindings } from './insert-findings.ts';
import type { Looked, LookUse, Subjects } from './looking.ts';

export type EventTrigger = Extract<Trigger, { event: unknown }>;

/** The columns of a deal in which it shows. */
export const eventReads = (trigger: EventTrigger): Set<string> => eventColumns(trigger);

/** `subjects` are the deals that changed in what the trigger reads. */
export async function lookAtEvents(
  trx: Db,
  use: LookUse,
  agent: Agent,
  trigger: EventTrigger,
  subjects: Subjects,
): Promise<Looked> {
  const first = addDays(use.today, -numberSetting(use.settings, 'event_days'));
  const from = startOfDay(first, use.zone);
  const none = subjects !== 'all' && subjects.length === 0;
  return {
    looked: 0,
    found: none
      ? 0
      : await insertFindings(trx, use, agent, trigger, {
          rows: eventRows(trigger, { from, subjects }, use),
          many: subjects === 'all',
        }),
    gone: await markGone(trx, use, trigger, { first, subjects }),
  };
}

/** What is too long ago to be spoken of, and what happened to deals that are closed now. */
async function markGone(
  trx: Db,
  use: LookUse,
  trigger: EventTrigger,
  of: { first: string; subjects: Subjects },
): Promise<number> {
  const among = of.subjects === 'all' ? raw('') : sql`and f.subject_id = any(${of.subjects}::text[])`;
  const result = await query(
    trx,
    sql`with over as (
        select id, ${trigger.over} as because from findings where trigger = ${trigger.name} and gone_at is null and since < ${of.first}::date
        union all
        select f.id, coalesce('the deal moved to ' || s.name, 'the deal is no longer in the CRM')
        from findings f left join deals x on x.id = f.subject_id left join stages s on s.id = x.stage_id
        where f.trigger = ${trigger.name} and f.gone_at is null and f.since >= ${of.first}::date ${among} and (x.id is null or x.status <> 'open')
      )
      update findings f set gone_at = ${use.now}, gone_because = over.because from over where f.id = over.id`,
  );
  return result.rowCount ?? 0;
}
