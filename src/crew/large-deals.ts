/** What executives read of the deals of customers with a large one. */
import { changesOf, openDealsOf } from '../crm/large-deals.ts';
import type { Db } from '../db/pool.ts';
import { startOfDay } from '../sales/days.ts';
import { type SettingRow, textSetting } from '../settings/settings.ts';
import { largeDealsReport, largeUpdate } from '../story/large-deals.ts';
import { daysBefore, type Report } from '../story/report.ts';
import type { LookUse } from './looking.ts';

/** Customers whose deals are reported. */
export const reportedAccounts = (settings: SettingRow[]): string[] =>
  settings
    .filter(({ name, scope, value }) => name === 'large_deal_report' && scope === 'account' && value === true)
    .map(({ scopeId }) => scopeId);

/** As they are now, with what changed since the working day before. */
export async function largeDealsOf(trx: Db, use: LookUse, accounts: string[]): Promise<Report | null> {
  const since = daysBefore(use.today).from;
  const span = { from: startOfDay(since, use.zone), to: use.now };
  return largeDealsReport({
    deals: await openDealsOf(trx, accounts),
    changes: await changesOf(trx, accounts, span),
    since,
    currency: textSetting(use.settings, 'company_currency'),
  });
}

/** How far the changes of large deals have been told. */
const mark = 'large deals';
const dayMs = 86_400_000;
/** More than this at once stand in the report of the morning. */
const mostAtOnce = 10;

/**
 * What changed since the last look, one for each deal; `place` names the state that it is in now. The first look tells
 * nothing, and what is older than a day, as an import brings it, is not told one by one.
 */
export async function largeUpdates(
  trx: Db,
  use: LookUse,
  accounts: string[],
): Promise<{ place: string; report: Report; worth: number }[]> {
  const { rows } = await trx.raw<{ rows: { before: Date | null }[] }>(
    `with before as (select swept_to from sweeps where trigger = ?),
     put as (insert into sweeps (trigger, swept_to, made_with, run_id) values (?, ?, '', ?)
       on conflict (trigger) do update set swept_to = excluded.swept_to, run_id = excluded.run_id returning 1)
     select (select swept_to from before) as before from put`,
    [mark, mark, use.now, use.runId],
  );
  const before = rows[0]?.before ?? null;
  if (before === null) return [];
  const from = new Date(Math.max(before.getTime(), use.now.getTime() - dayMs));
  const changes = await changesOf(trx, accounts, { from, to: use.now });
  const currency = textSetting(use.settings, 'company_currency');
  return changes.slice(0, mostAtOnce).map((one) => ({
    place: `${one.id}@${one.version}`,
    report: largeUpdate(one, currency),
    worth: one.amountAfter ?? 0,
  }));
}
