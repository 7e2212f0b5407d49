/** The way back from what was changed last before an agent began to fail. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { ofAuthority, settingNamed } from '../settings/catalogue.ts';
import { clearSetting, currentSettings, setSetting } from '../settings/settings.ts';
import { drawAlert } from './alert.ts';
import { type LastSet, lastSet, saidBefore } from './just-before.ts';

export type RolledBack =
  | { say: 'rolled back' }
  | { say: 'not allowed'; because: string }
  /** It was done already, or somebody has changed it since. */
  | { say: 'nothing'; because: string };
type Use = { db: Db; now: Clock };

/** Puts that setting back, once, and says so on the alert. Whoever may set it may do that. */
export async function rollBack(
  use: Use,
  { alertId, by }: { alertId: number; by: Person },
): Promise<RolledBack> {
  return withLock(use.db, 'watch:roll-back', async (trx): Promise<RolledBack> => {
    const alert = await trx('alerts')
      .where({ id: alertId })
      .first<{ opened_at: Date; rolled_back: { by: string } | null } | undefined>('opened_at', 'rolled_back');
    if (!alert) return { say: 'nothing', because: 'This alert is not there any more.' };
    if (alert.rolled_back)
      return { say: 'nothing', because: `${alert.rolled_back.by} has rolled it back already.` };
    const row = await lastSet(trx, alert.opened_at);
    if (!row?.stands)
      return { say: 'nothing', because: 'Somebody has changed that setting since, so it stays.' };
    const subject = { kind: 'alert', id: String(alertId) };
    const actor = { kind: 'person', id: by.id } as const;
    const place = { scope: row.scope, territoryId: null, teamId: null };
    const needs = maySet(by, { authority: ofAuthority(row.name, row.scope), place });
    if (needs !== null) {
      const because = `This needs ${needs}.`;
      await record(trx, { action: 'alert.roll_back_refused', subject, by: actor, because });
      return { say: 'not allowed', because };
    }
    const settings = await currentSettings(trx, use.now.now());
    await putBack({ db: trx, now: use.now }, row, actor, `Rolled back because of alert ${alertId}.`);
    const done = {
      label: settingNamed(row.name).label,
      value: saidBefore(row, settings),
      by: by.name,
      at: use.now.now().toISOString(),
    };
    await trx('alerts')
      .where({ id: alertId })
      .update({ rolled_back: JSON.stringify(done) });
    const details = { setting: row.name, version: row.version };
    await record(trx, { action: 'alert.rolled_back', subject, by: actor, details });
    await drawAlert(trx, alertId, settings);
    return { say: 'rolled back' };
  });
}

async function putBack(
  use: Use,
  row: LastSet,
  by: { kind: 'person'; id: string },
  reason: string,
): Promise<void> {
  const { name, scope, scope_id: scopeId, stage, before } = row;
  const at = { name, scope, scopeId, stage, by, reason };
  const until = before?.until ? new Date(before.until) : undefined;
  if (before && (until === undefined || until > use.now.now()))
    await setSetting(use, { ...at, value: before.value, until });
  else await clearSetting(use, at);
}
