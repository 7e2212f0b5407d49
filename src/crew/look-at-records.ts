/** Data contracts: found when a record changes, or what is known of it. Time alone makes none. */
import type { Agent, RecordTrigger } from '../agents/nouns.ts';
import { contactRows, readContracts } from '../crm/contracts.ts';
import { query, raw, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { textSetting } from '../settings/settings.ts';
import { insertFindings } from './insert-findings.ts';
import type { Looked, LookUse, Subjects } from './looking.ts';

/** What the records concerned say is read once for all triggers of the agent. */
export const readRecords = (trx: Db, use: LookUse, subjects: Subjects): Promise<void> =>
  subjects !== 'all' && subjects.length === 0
    ? Promise.resolve()
    : readContracts(trx, subjects, {
        today: use.today,
        country: textSetting(use.settings, 'phone_country'),
      });

/** `subjects` are the records that changed, or of which something else is known. */
export async function lookAtRecords(
  trx: Db,
  use: LookUse,
  agent: Agent,
  trigger: RecordTrigger,
  subjects: Subjects,
): Promise<Looked> {
  if (subjects !== 'all' && subjects.length === 0) return { looked: 0, found: 0, gone: 0 };
  const rows = contactRows(trigger, subjects, use);
  const found = await insertFindings(trx, use, agent, trigger, { rows, many: false });
  return { looked: 0, found, gone: await markGone(trx, use, trigger, subjects) };
}

async function markGone(trx: Db, use: LookUse, trigger: RecordTrigger, subjects: Subjects): Promise<number> {
  const among = subjects === 'all' ? raw('true') : sql`f.subject_id = any(${subjects}::text[])`;
  const result = await query(
    trx,
    sql`with held as materialized (${contactRows(trigger, subjects, use)})
      update findings f set gone_at = ${use.now}, gone_because = case when exists (select 1 from contacts c where c.id = f.subject_id)
        then ${trigger.over}::text else 'the contact is no longer in the CRM' end
      where f.trigger = ${trigger.name} and f.gone_at is null and ${among}
        and not exists (select 1 from held h where h.subject_id = f.subject_id and h.since = f.since)`,
  );
  return result.rowCount ?? 0;
}
