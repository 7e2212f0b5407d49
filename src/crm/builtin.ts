/** The CRM that comes with Steward: the mirror's own tables are the CRM. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Crm, CrmRecord, Ref } from './crm.ts';
import { raw, rowsOf, sql } from './sql.ts';

export function builtinCrm(use: { db: Db; now: Clock }): Crm {
  return {
    name: 'builtin',
    capabilities: { idempotencyKeys: true, conditional: 'version' },
    read: (ref) => readRecord(use.db, ref),
  };
}

const selects = {
  deal: `select jsonb_build_object('name', d.name, 'account', a.name, 'stage', s.name, 'status', d.status, 'owner', d.owner_id,
      'amount', d.amount, 'currency', d.currency, 'close_date', d.close_date, 'next_step', d.next_step,
      'product', p.name, 'lead_source', d.lead_source, 'last_activity_on', d.last_activity_on, 'stage_since', d.stage_since) as fields,
    d.id, d.version::text, d.changed_by as "changedBy", d.changed_at as "changedAt"
    from deals d join stages s on s.id = d.stage_id left join accounts a on a.id = d.account_id left join products p on p.id = d.product_id where d.id = any(`,
  lead: `select jsonb_build_object('name', d.name, 'company', d.company, 'email', d.email, 'title', d.title, 'phone', d.phone, 'owner', d.owner_id, 'status', d.status,
      'first_touch_on', d.first_touch_on) as fields,
    d.id, d.version::text, d.changed_by as "changedBy", d.changed_at as "changedAt" from leads d where d.id = any(`,
  contact: `select jsonb_build_object('name', d.name, 'account', a.name, 'title', d.title, 'email', d.email, 'phone', d.phone) as fields,
    d.id, d.version::text, d.changed_by as "changedBy", d.changed_at as "changedAt" from contacts d left join accounts a on a.id = d.account_id where d.id = any(`,
  account: `select jsonb_build_object('name', d.name, 'industry', d.industry, 'country', d.country, 'employees', d.employees, 'revenue', d.revenue) as fields,
    d.id, d.version::text, d.changed_by as "changedBy", d.changed_at as "changedAt" from accounts d where d.id = any(`,
};

/** The record as it stands in the tables. */
export async function readRecord(db: Db, ref: Ref): Promise<CrmRecord | null> {
  return (await readRecords(db, ref.noun, [ref.id])).get(ref.id) ?? null;
}

/** `readRecord` for many at once; what is not there is left out. */
export async function readRecords(db: Db, noun: Ref['noun'], ids: string[]): Promise<Map<string, CrmRecord>> {
  const rows = await rowsOf<CrmRecord & { id: string }>(db, sql`${raw(selects[noun])}${ids}::text[])`);
  return new Map(rows.map(({ id, ...record }) => [id, record]));
}
