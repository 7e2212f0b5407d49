/** Triggers of what happened to a deal: found when it changes, spoken of for some days. */
import type { Agent, Trigger } from '../agents/nouns.ts';
import { changeRows, eventColumns, eventRows } from '../crm/events.ts';
import { join, query, raw, type Sql, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { addDays, startOfDay } from '../sales/days.ts';
import { numberSetting } from '../settings/settings.ts';
import { insertFindings } from './insert-findings.ts';
import { type Counted, type LookedAt, type LookUse, lookedAt, type Subjects } from './looking.ts';

export type EventTrigger = Extract<Trigger, { event: unknown }>;

/** The columns of a deal in which it shows. */
export const eventReads = (trigger: EventTrigger): Set<string> => eventColumns(trigger);

/** `subjects` are the deals that changed in what the trigger reads. */
export type EventLook = { trigger: EventTrigger; subjects: Subjects };

/** The triggers together. */
export async function lookAtEvents(
  trx: Db,
  use: LookUse,
  agent: Agent,
  looks: readonly EventLook[],
): Promise<LookedAt> {
  const first = addDays(use.today, -numberSetting(use.settings, 'event_days'));
  const changed = looks.filter(({ subjects }) => subjects.length > 0);
  const found = await insertFindings(
    trx,
    use,
    agent,
    changed.map(({ trigger }) => trigger),
    { rows: rowsOf(use, changed, first), many: changed.some(({ subjects }) => subjects === 'all') },
  );
  return lookedAt(0, found, await markGone(trx, use, looks, first));
}

function rowsOf(use: LookUse, looks: readonly EventLook[], first: string): Sql {
  const since = looks.map(({ trigger }) => sinceOf(use, trigger, first));
  const from = new Date(Math.min(...since.map(Number)));
  // Over all deals their changes are read once for all triggers.
  const together = looks.length > 1 && looks.every(({ subjects }) => subjects === 'all');
  const each = looks.map((one, n) =>
    rowsOfOne(use, one, { first, from: since[n] ?? from, ...(together ? { changes: raw('changes') } : {}) }),
  );
  const rows = join(each, ' union all ');
  if (!together) return rows;
  const triggers = looks.map(({ trigger }) => trigger);
  return sql`select * from (with changes as materialized (${changeRows(triggers, { from, subjects: 'all' }, use)}) ${rows}) together`;
}

/** From when on what happened is looked for: it is counted in a pattern for longer than it is spoken of. */
function sinceOf(use: LookUse, { countedFor }: EventTrigger, first: string): Date {
  const counted = countedFor ? addDays(use.today, 1 - numberSetting(use.settings, countedFor)) : first;
  return startOfDay(counted < first ? counted : first, use.zone);
}

/** What is too long ago to be spoken of is kept once, where it counts in a pattern still. */
function rowsOfOne(
  use: LookUse,
  { trigger, subjects }: EventLook,
  { first, from, changes }: { first: string; from: Date; changes?: Sql },
): Sql {
  const { name } = trigger;
  return sql`select ${name}::text as trigger, e.* from (${eventRows(trigger, { from, subjects }, use, changes)}) e
    where e.since >= ${first}::date
      or not exists (select 1 from findings k where k.subject_id = e.subject_id and k.kind = ${name} and k.since = e.since)`;
}

/** What is too long ago to be spoken of, and what happened to deals that are closed now. */
async function markGone(
  trx: Db,
  use: LookUse,
  looks: readonly EventLook[],
  first: string,
): Promise<Counted[]> {
  if (looks.length === 0) return [];
  const names = looks.map(({ trigger }) => trigger.name);
  const closed = looks
    .filter(({ subjects }) => subjects.length > 0)
    .map(
      ({ trigger, subjects }) => sql`
        union all
        select f.id, coalesce('the deal moved to ' || s.name, 'the deal is no longer in the CRM')
        from findings f left join deals x on x.id = f.subject_id left join stages s on s.id = x.stage_id
        where f.trigger = ${trigger.name} and f.gone_at is null and f.since >= ${first}::date
          and ${subjects === 'all' ? raw('true') : sql`f.subject_id = any(${subjects}::text[])`} and (x.id is null or x.status <> 'open')`,
    );
  const { rows } = await query(
    trx,
    sql`with over as (
        select f.id, t.over as because from unnest(${names}::text[], ${looks.map(({ trigger }) => trigger.over)}::text[]) t(name, over)
          cross join lateral (select id from findings where trigger = t.name and gone_at is null and since < ${first}::date offset 0) f${join(closed, '')}
      ), gone as (
        update findings f set gone_at = ${use.now}, gone_because = over.because from over where f.id = over.id returning f.trigger)
      select trigger, count(*)::int as count from gone group by trigger`,
  );
  return rows;
}
