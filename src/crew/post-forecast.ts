/** Posting the forecast that was made. */
import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../agents/nouns.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { postedForecast } from '../exceptions/posted-forecast.ts';
import { wantCard } from '../jobs/cards.ts';
import { startOfDay } from '../sales/days.ts';
import { textSetting } from '../settings/settings.ts';
import { type ForecastReport, forecastMade } from '../story/forecast-report.ts';
import type { AgentRow } from './crew.ts';
import type { LookUse } from './looking.ts';

/**
 * To the channel for forecasts, else the one for deals; nowhere in shadow. One that says the same as one that was posted
 * on the same day is not posted again. Says what became of it, as a clause.
 */
export async function postForecast(
  trx: Db,
  use: LookUse,
  agent: Agent,
  row: AgentRow,
  id: string,
): Promise<string> {
  const report = await postedForecast(trx, Number(id));
  const period = report?.period ?? '';
  if (row.mode === 'shadow') return forecastMade(period, 'noted');
  const channel = textSetting(use.settings, 'forecast_channel') || textSetting(use.settings, 'deals_channel');
  if (channel === '') return forecastMade(period, 'without channel');
  const before = report && (await postedToday(trx, use));
  if (before && says(before, report)) return forecastMade(period, 'same');
  await wantCard(trx, { key: `forecast:${Number(id)}`, channel });
  await record(trx, {
    action: 'forecast.posted',
    subject: { kind: 'forecast', id },
    by: { kind: 'agent', id: agent.name, version: agent.version },
    runId: use.runId,
  });
  return forecastMade(period, 'posted');
}

/** The latest one of this day that stands in a channel, or is on its way there. */
async function postedToday(trx: Db, { today, zone, now }: LookUse): Promise<ForecastReport | null> {
  const row = await trx('forecasts as f')
    .join('cards as c', 'c.key', trx.raw("'forecast:' || f.id"))
    .whereNot('c.state', 'failed')
    .whereBetween('f.at', [startOfDay(today, zone), now])
    .orderBy('f.at', 'desc')
    .first<{ id: string } | undefined>('f.id');
  return row ? postedForecast(trx, Number(row.id)) : null;
}

/** Whether it says the same, whenever it was made. */
const says = ({ at: _, ...one }: ForecastReport, { at: __, ...other }: ForecastReport): boolean =>
  isDeepStrictEqual(one, other);
