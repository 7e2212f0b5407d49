/** The playbook Large deal, on by itself for each customer with an open deal above an amount, and off when there is none left. */
import { record } from '../audit/record.ts';
import { accountsWithDealOver, type LargeAccount } from '../crm/large-accounts.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { playbookNamed } from './playbook-entries.ts';
import { valuesAt } from './playbooks.ts';
import { numberSetting, type SettingRow, textSetting } from './settings.ts';

const by = { kind: 'system', id: 'clock' } as const;

/** All in a few statements, whatever number of customers there are. What somebody has switched off since then stays off. */
export async function turnLargeDeals(db: Db, settings: SettingRow[], now: Date): Promise<void> {
  const over = numberSetting(settings, 'large_deal_over');
  const playbook = playbookNamed('large-deal');
  if (over <= 0 || !playbook) return;
  const large = await accountsWithDealOver(db, { over, company: textSetting(settings, 'company_currency') });
  await withLock(db, 'large deals', async (trx) => {
    const { rows: ended } = await trx.raw<{ rows: { id: number; scope_id: string }[] }>(
      `update playbook_activations set ended_at = ?, ended_by = 'clock'
       where playbook = 'large-deal' and occasion like 'large-deal %' and ended_at is null and not scope_id = any(?)
       returning id, scope_id`,
      [now, large.map(({ account }) => account)],
    );
    const place = { scope: 'account', scopeId: '' } as const;
    const { rows: begun } = await trx.raw<{ rows: { id: number; scope_id: string }[] }>(
      `insert into playbook_activations (playbook, label, scope, scope_id, "values", by_kind, by_id, reason, at, occasion)
       select 'large-deal', ?, 'account', l.account, ?::jsonb, 'system', 'clock', ?, ?, 'large-deal ' || l.deal || ' ' || ?::text
       from jsonb_to_recordset(?::jsonb) as l(account text, deal text, since timestamptz)
       where not exists (
         select 1 from playbook_activations p where p.playbook = 'large-deal' and p.scope = 'account' and p.scope_id = l.account
           and (p.ended_at is null or (p.ended_by <> 'clock' and (l.since is null or p.ended_at > l.since))))
       on conflict do nothing returning id, scope_id`,
      [
        playbook.label,
        JSON.stringify(valuesAt(playbook, place)),
        'It comes by itself.',
        now,
        now.toISOString(),
        JSON.stringify(large),
      ],
    );
    const said = (
      rows: { id: number; scope_id: string }[],
      action: string,
      because: string,
    ): Parameters<typeof record>[1] =>
      rows.map(({ id, scope_id }) => ({
        action,
        subject: { kind: 'playbook', id: `large-deal:account:${scope_id}` },
        by,
        because,
        details: { activation: Number(id) },
      }));
    await record(trx, said(ended, 'playbook.ended', 'No open deal there is that large any more.'));
    await record(trx, said(begun, 'playbook.started', 'An open deal there is that large.'));
  });
}

/** For whom it would be on. */
export const largeDealsNow = (db: Db, settings: SettingRow[], over: number): Promise<LargeAccount[]> =>
  accountsWithDealOver(db, { over, company: textSetting(settings, 'company_currency') });
