/**
 * Looking: what has become true, and what is true no longer. Costs what changed, not what exists: deals of which a column
 * changed that the trigger reads get their due rows rewritten, and of the rest only what has come due since the last
 * sweep is read.
 */
import type { Agent, Trigger } from '../agents/nouns.ts';
import { dueColumns, dueStatement } from '../crm/due.ts';
import type { Db } from '../db/pool.ts';
import type { SettingRow } from '../settings/settings.ts';
import { numberSetting } from '../settings/settings.ts';

export type Looked = {
  /** Deals whose due day was worked out again, and of which everything was read. */
  looked: number;
  /** New findings. */
  found: number;
  /** Findings that hold no longer. */
  gone: number;
};

/** Above this many touched deals one statement over all of them is cheaper. */
const manyTouched = 20_000;

type Use = { now: Date; zone: string; today: string; settings: SettingRow[]; runId: string };

/** Sweeps every trigger of the agent, in the caller's transaction. The caller holds the agent's lock. */
export async function look(trx: Db, use: Use, agent: Agent): Promise<Looked> {
  const touched = await takeTouched(trx);
  const sum: Looked = { looked: 0, found: 0, gone: 0 };
  for (const trigger of agent.triggers) {
    const sweep = await trx('sweeps').where({ trigger: trigger.name }).first<Sweep | undefined>();
    const madeWith = fingerprint(agent, trigger, use);
    // Backwards: the clock was set to an earlier day.
    const afresh = !sweep || sweep.made_with !== madeWith || sweep.swept_to > use.now;
    const subjects = afresh || touched === 'all' ? 'all' : concerned(touched, dueColumns(trigger, use));
    const { written, differed } = await rewriteDue(trx, use, trigger, subjects);
    const since = afresh || touched === 'all' ? null : sweep.swept_to;
    sum.looked += written;
    sum.found += await insertFindings(trx, use, agent, trigger, { since, subjects: differed });
    sum.gone += await markGone(trx, use, trigger, differed);
    await trx('sweeps')
      .insert({ trigger: trigger.name, swept_to: use.now, made_with: madeWith, run_id: use.runId })
      .onConflict('trigger')
      .merge();
  }
  return sum;
}

type Sweep = { trigger: string; swept_to: Date; made_with: string };
type Subjects = string[] | 'all';

/** Deals that changed, with the columns in which they did; null: any of them. */
type Touched = { subject_id: string; columns: string[] | null }[];

async function takeTouched(trx: Db): Promise<Touched | 'all'> {
  const { rows } = await trx.raw<{ rows: Touched }>(
    `delete from touched where seq in (select seq from touched where noun = 'deal' order by seq limit ? for update skip locked)
     returning subject_id, columns`,
    [manyTouched + 1],
  );
  if (rows.length <= manyTouched) return rows;
  await trx('touched').where({ noun: 'deal' }).delete();
  return 'all';
}

const concerned = (touched: Touched, reads: Set<string>): string[] =>
  touched
    .filter(({ columns }) => columns === null || columns.some((column) => reads.has(column)))
    .map((one) => one.subject_id);

/** A touched deal whose due row stays as it was bears what it bore: its findings need not be read again. */
async function rewriteDue(
  trx: Db,
  use: Use,
  trigger: Trigger,
  subjects: Subjects,
): Promise<{ written: number; differed: Subjects }> {
  if (subjects.length === 0) return { written: 0, differed: [] };
  const { rows } = await dueStatement(trx, trigger, subjects, use);
  return { written: rows[0]?.written ?? 0, differed: rows[0]?.differed ?? 'all' };
}

/**
 * What has come due: of the deals that differ all, of the others what time alone has made true since `since` (null: ever).
 * A cause that was found before stays one finding; one that had gone and is back is taken up again.
 */
async function insertFindings(
  trx: Db,
  use: Use,
  agent: Agent,
  trigger: Trigger,
  from: { since: Date | null; subjects: Subjects },
): Promise<number> {
  const columns = `d.subject_id, d.since, d.due_at`;
  const [due, bindings] =
    from.since === null || from.subjects === 'all'
      ? [`select ${columns} from due d where d.trigger = ? and d.due_at <= ?`, [trigger.name, use.now]]
      : [
          `select ${columns} from due d where d.trigger = ? and d.due_at > ? and d.due_at <= ?
           union select ${columns} from due d where d.trigger = ? and d.subject_id = any(?) and d.due_at <= ?`,
          [trigger.name, from.since, use.now, trigger.name, from.subjects, use.now],
        ];
  // What has been true for very long is listed, but nothing is proposed about it: an import of old data must not start talking.
  const old = numberSetting(use.settings, 'old_after_days');
  const { rows } = await trx.raw<{ rows: { found: number }[] }>(
    `with due_now as (${due}), d as materialized (
       select d.subject_id, d.since, k.id as back, coalesce(x.amount, 0) as worth,
         case when d.since < ?::date - ?::integer then ?::timestamptz end as taken_up_at
       from due_now d left join findings k on k.subject_id = d.subject_id and k.kind = ? and k.since = d.since
       cross join lateral (select amount from deals where id = d.subject_id offset 0) x
       where d.since is not null and (k.id is null or k.gone_at is not null)
     ), back as (
       update findings f set run_id = ?, worth = d.worth, found_at = ?, taken_up_at = d.taken_up_at, under = null, gone_at = null, gone_because = null
       from (select * from d where back is not null offset 0) d where f.id = d.back returning 1
     ), fresh as (
       insert into findings (run_id, agent, trigger, kind, subject_kind, subject_id, since, severity, worth, found_at, taken_up_at)
       select ?, ?, ?, ?, 'deal', subject_id, since, ?, worth, ?, taken_up_at from d where back is null order by subject_id
       returning 1)
     select (select count(*) from back) + (select count(*) from fresh) as found`,
    [
      ...bindings,
      ...[use.now, old, use.now, trigger.name],
      ...[use.runId, use.now],
      ...[use.runId, agent.name, trigger.name, trigger.name, trigger.severity, use.now],
    ],
  );
  return rows[0]?.found ?? 0;
}

/** Findings of these deals that no due row bears any more, each with the reason as a clause: "the deal moved to Won". */
async function markGone(trx: Db, use: Use, trigger: Trigger, subjects: Subjects): Promise<number> {
  if (subjects !== 'all' && subjects.length === 0) return 0;
  // Of given deals one lookup for each live finding, however many rows are due; over all, one pass of each.
  const borne =
    subjects === 'all'
      ? `not exists (select 1 from due d where d.trigger = f.trigger and d.subject_id = f.subject_id and d.since = f.since and d.due_at <= ?)`
      : `(select d.due_at <= ? from due d where d.trigger = f.trigger and d.subject_id = f.subject_id and d.since = f.since) is not true`;
  const result = await trx.raw(
    `update findings f set gone_at = ?, gone_because = coalesce((
         select case when x.status <> 'open' ${trigger.tells === 'stage' ? 'or x.stage_since is distinct from f.since' : ''} then 'the deal moved to ' || s.name
           else ? end
         from deals x join stages s on s.id = x.stage_id where x.id = f.subject_id), 'the deal is no longer in the CRM')
     where f.gone_at is null and f.trigger = ? ${subjects === 'all' ? '' : 'and f.subject_id = any(?)'}
       and ${borne}`,
    [use.now, trigger.over, trigger.name, ...(subjects === 'all' ? [] : [subjects]), use.now],
  );
  return result.rowCount ?? 0;
}

/** All that a sweep's result rests on besides the deals. When it differs from last time, everything is looked at again. */
function fingerprint(agent: Agent, trigger: Trigger, use: Use): string {
  const values = use.settings
    .filter((row) => trigger.reads.includes(row.name))
    .map((row) => [row.name, row.scope, row.scopeId, row.stage, row.value].join('='))
    .sort();
  return JSON.stringify({ agent: agent.version, zone: use.zone, condition: trigger.condition, values });
}
