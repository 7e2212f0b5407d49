import { forecastCard } from '../../../blocks/forecast-report.ts';
import type { Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { forecastAsks, postedForecast } from '../../exceptions/posted-forecast.ts';
import type { Build } from '../post.ts';

/** How a forecast that an agent posted is drawn in a channel; null when there is none. */
export async function forecastNow(
  db: Db,
  id: number,
  { audience, here }: { audience: 'all' | 'totals'; here: Here },
): Promise<{ build: Build } | null> {
  const report = await postedForecast(db, id);
  if (!report) return null;
  const foot = { kind: 'forecast' as const, id: String(id) };
  return {
    build: (can) =>
      forecastCard({ report, place: 'channel', audience, asks: forecastAsks, foot }, here, can.table),
  };
}
