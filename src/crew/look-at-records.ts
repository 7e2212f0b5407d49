/** Data contracts: found when a record changes, or what is known of it. Time alone makes none. */
import type { Agent, RecordTrigger } from '../agents/nouns.ts';
import { readContracts, recordRows } from '../crm/contracts.ts';
import { readDomains } from '../crm/directory.ts';
import { query, raw, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { textSetting } from '../settings/settings.ts';
import { insertFindings } from './insert-findings.ts';
import { type LookedAt, type LookUse, lookedAt, type Subjects } from './looking.ts';

/** Of each kind of record those that changed. */
export type ByRecord = Record<RecordTrigger['of'], Subjects>;

/** What the records concerned say is read once for all triggers of the agent. Says which are to be looked at. */
export async function readRecords(trx: Db, use: LookUse, { contact, account }: ByRecord): Promise<ByRecord> {
  const none = (subjects: Subjects): boolean => subjects !== 'all' && subjects.length === 0;
  if (!none(contact))
    await readContracts(trx, contact, {
      today: use.today,
      country: textSetting(use.settings, 'phone_country'),
    });
  // After the contacts: by their addresses an account is found in the directory.
  return { contact, account: none(account) ? account : await readDomains(trx, account) };
}

/** `subjects` are the records that changed, or of which something else is known. */
export async function lookAtRecords(
  trx: Db,
  use: LookUse,
  agent: Agent,
  trigger: RecordTrigger,
  subjects: Subjects,
): Promise<LookedAt> {
  if (subjects.length === 0) return lookedAt(0, [], []);
  const rows = sql`select ${trigger.name}::text as trigger, r.* from (${recordRows(trigger, subjects, use)}) r`;
  const found = await insertFindings(trx, use, agent, [trigger], { rows, many: false });
  const gone = await markGone(trx, use, trigger, subjects);
  return lookedAt(0, found, gone > 0 ? [{ trigger: trigger.name, count: gone }] : []);
}

async function markGone(trx: Db, use: LookUse, trigger: RecordTrigger, subjects: Subjects): Promise<number> {
  const among = subjects === 'all' ? raw('true') : sql`f.subject_id = any(${subjects}::text[])`;
  const result = await query(
    trx,
    sql`with held as materialized (${recordRows(trigger, subjects, use)})
      update findings f set gone_at = ${use.now}, gone_because = case when exists (select 1 from records r where r.kind = ${trigger.of} and r.id = f.subject_id)
        then ${trigger.over}::text else ${`the ${trigger.of} is no longer in the CRM`}::text end
      where f.trigger = ${trigger.name} and f.gone_at is null and ${among}
        and not exists (select 1 from held h where h.subject_id = f.subject_id and h.since = f.since)`,
  );
  return result.rowCount ?? 0;
}
