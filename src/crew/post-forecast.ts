/** Posting the forecast that was made. */
import type { Agent } from '../agents/nouns.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { wantCard } from '../jobs/cards.ts';
import { type SettingRow, textSetting } from '../settings/settings.ts';
import type { AgentRow } from './crew.ts';

/** To the channel for forecasts, else the one for deals; nowhere in shadow. */
export async function postForecast(
  trx: Db,
  use: { settings: SettingRow[]; runId: string },
  agent: Agent,
  row: AgentRow,
  id: string,
): Promise<void> {
  if (row.mode === 'shadow') return;
  const channel = textSetting(use.settings, 'forecast_channel') || textSetting(use.settings, 'deals_channel');
  if (channel === '') return;
  await wantCard(trx, { key: `forecast:${Number(id)}`, channel });
  await record(trx, {
    action: 'forecast.posted',
    subject: { kind: 'forecast', id },
    by: { kind: 'agent', id: agent.name, version: agent.version },
    runId: use.runId,
  });
}
