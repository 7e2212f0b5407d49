import type { Picture } from '../../../blocks/chart.ts';
import { forecastCard } from '../../../blocks/forecast-report.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { forecastAsks, postedForecast } from '../../exceptions/posted-forecast.ts';
import type { Can } from '../drawing.ts';

/** How a forecast that an agent posted is drawn in a channel; null when there is none. */
export async function forecastNow(
  db: Db,
  id: number,
  { audience, here }: { audience: 'all' | 'totals'; here: Here },
): Promise<{ build: (can: Can, picture: Picture | null) => Card } | null> {
  const report = await postedForecast(db, id);
  if (!report) return null;
  const foot = { kind: 'forecast' as const, id: String(id) };
  return {
    build: (can, picture) =>
      forecastCard(
        {
          report,
          place: 'channel',
          audience,
          charts: { own: can.ownChart, picture },
          asks: forecastAsks,
          foot,
        },
        here,
        can.table,
      ),
  };
}
