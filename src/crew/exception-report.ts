/** The exception report before an audit: required fields that are empty, contracts that are not kept, what the audit log lacks. */
import { pipeline } from '../agents/pipeline/agent.ts';
import { auditGaps } from '../audit/report.ts';
import { gapsIn } from '../crm/gaps.ts';
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { addDays, startOfDay } from '../sales/days.ts';
import { calendarOf } from '../sales/leaf.ts';
import { quarterLabel, resolvePeriod } from '../sales/periods.ts';
import { requirable, requiredLabel } from '../sales/required.ts';
import { type Exceptions, exceptionReport } from '../story/hygiene.ts';
import type { Report } from '../story/report.ts';
import { placeOf, within } from './hygiene.ts';
import type { PlaceReport } from './kept-reports.ts';
import type { LookUse } from './looking.ts';

const lacks: Condition[] = requirable.map((field) => ({ field, missing: true, namedBy: 'required_fields' }));

/** Null where nothing is missing. The audit log is the whole company's, whatever the place. */
export async function exceptionsOf(trx: Db, use: LookUse, of: PlaceReport): Promise<Report | null> {
  const rows = await gapsIn(trx, [{ any: lacks }, ...lacks], within(of), use);
  const held = (n: number): number => rows.reduce((sum, row) => sum + (row.held[n]?.deals ?? 0), 0);
  const quarter = resolvePeriod('this quarter', { ...calendarOf(use), now: use.now, zone: use.zone });
  const from = quarter?.from ?? use.today;
  const span = { from: startOfDay(from, use.zone), to: startOfDay(addDays(use.today, 1), use.zone) };
  const found: Exceptions = {
    open: rows.reduce((sum, { open }) => sum + open, 0),
    incomplete: held(0),
    fields: requirable.map((field, n) => ({
      label: capital(requiredLabel(field)),
      deals: held(n + 1),
      ask: `open deals without ${requiredLabel(field)}`,
    })),
    contracts: await contractsNotKept(trx, of),
    audit: await auditGaps(trx, span),
    quarter: quarterLabel(from, calendarOf(use)),
  };
  return exceptionReport(await placeOf(trx, of), found);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Findings that hold now, by contract; of a territory those of its accounts. */
async function contractsNotKept(
  trx: Db,
  { scope, scopeId }: PlaceReport,
): Promise<{ what: string; count: number }[]> {
  const triggers = pipeline.records?.triggers ?? [];
  const { rows } = await trx.raw<{ rows: { trigger: string; count: number }[] }>(
    `select f.trigger, count(*)::float8 as count from findings f
       left join contacts c on f.subject_kind = 'contact' and c.id = f.subject_id
       join accounts a on a.id = case when f.subject_kind = 'account' then f.subject_id else c.account_id end
     where f.trigger = any(?) and f.gone_at is null and (?::text is null or a.territory_id = ?) group by f.trigger`,
    [triggers.map(({ name }) => name), ...Array(2).fill(scope === 'territory' ? scopeId : null)],
  );
  return triggers.map(({ name, label, of }) => ({
    what: `${of === 'contact' ? 'contacts' : 'accounts'} ${label}`,
    count: rows.find(({ trigger }) => trigger === name)?.count ?? 0,
  }));
}
