/** Triggers that are true of a deal while it stays as it is: found when it changes, or when they come due. */
import type { Agent, Trigger } from '../agents/nouns.ts';
import { dueColumns, dueStatement } from '../crm/due.ts';
import { raw, type Sql, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { insertFindings } from './insert-findings.ts';
import type { Looked, LookUse, Subjects } from './looking.ts';

export type ConditionTrigger = Extract<Trigger, { condition: unknown }>;

/** The columns of a deal on which the trigger rests. */
export const dueReads = (trigger: ConditionTrigger, use: LookUse): Set<string> => dueColumns(trigger, use);

/**
 * `subjects` are the deals that changed in what the trigger reads, `since` how far it was swept before (null: never, or it
 * counts no more).
 */
export async function lookAtDue(
  trx: Db,
  use: LookUse,
  agent: Agent,
  trigger: ConditionTrigger,
  from: { subjects: Subjects; since: Date | null },
): Promise<Looked> {
  const { written, differed } = await rewriteDue(trx, use, trigger, from.subjects);
  // First what holds no longer: then what is found just now is not read again.
  const gone = await markGone(trx, use, trigger, differed);
  const many = from.since === null || differed === 'all';
  const rows = dueRows(use, trigger, { since: from.since, subjects: differed });
  return { looked: written, found: await insertFindings(trx, use, agent, trigger, { rows, many }), gone };
}

/** A touched deal whose due row stays as it was bears what it bore: its findings need not be read again. */
async function rewriteDue(
  trx: Db,
  use: LookUse,
  trigger: ConditionTrigger,
  subjects: Subjects,
): Promise<{ written: number; differed: Subjects }> {
  if (subjects.length === 0) return { written: 0, differed: [] };
  const none = subjects === 'all' && !(await trx('due').where({ trigger: trigger.name }).first('trigger'));
  const { rows } = await dueStatement(trx, trigger, none ? 'new' : subjects, use);
  return { written: rows[0]?.written ?? 0, differed: rows[0]?.differed ?? 'all' };
}

/** What has come due: of the deals that differ all, of the others what time alone has made true since `since` (null: ever). */
function dueRows(
  use: LookUse,
  trigger: ConditionTrigger,
  from: { since: Date | null; subjects: Subjects },
): Sql {
  const columns = raw('d.subject_id, d.since, null::jsonb as detail');
  if (from.since === null || from.subjects === 'all')
    return sql`select ${columns} from due d where d.trigger = ${trigger.name} and d.due_at <= ${use.now}`;
  return sql`select ${columns} from due d where d.trigger = ${trigger.name} and d.due_at > ${from.since} and d.due_at <= ${use.now}
    union select ${columns} from due d where d.trigger = ${trigger.name} and d.subject_id = any(${from.subjects}) and d.due_at <= ${use.now}`;
}

/** Findings of these deals that no due row bears any more, each with the reason as a clause: "the deal moved to Won". */
async function markGone(
  trx: Db,
  use: LookUse,
  trigger: ConditionTrigger,
  subjects: Subjects,
): Promise<number> {
  if (subjects !== 'all' && subjects.length === 0) return 0;
  // Of given deals one lookup for each live finding, however many rows are due; over all, one pass of each.
  const borne =
    subjects === 'all'
      ? `not exists (select 1 from due d where d.trigger = f.trigger and d.subject_id = f.subject_id and d.since = f.since and d.due_at <= ?)`
      : `(select d.due_at <= ? from due d where d.trigger = f.trigger and d.subject_id = f.subject_id and d.since = f.since) is not true`;
  const result = await trx.raw(
    `update findings f set gone_at = ?, gone_because = coalesce((
         select case when x.status <> 'open' ${['stage', 'fields', 'product'].includes(trigger.tells) ? 'or x.stage_since is distinct from f.since' : ''} then 'the deal moved to ' || s.name
           else ? end
         from deals x join stages s on s.id = x.stage_id where x.id = f.subject_id), 'the deal is no longer in the CRM')
     where f.gone_at is null and f.trigger = ? ${subjects === 'all' ? '' : 'and f.subject_id = any(?)'}
       and ${borne}`,
    [use.now, trigger.over, trigger.name, ...(subjects === 'all' ? [] : [subjects]), use.now],
  );
  return result.rowCount ?? 0;
}
