/** The series of the sample company, as the analytics agent reads them. */
import { stoppedAt } from '../../src/clock.ts';
import { seriesOf } from '../../src/crew/unusual.ts';
import { kpiDays } from '../../src/crm/kpi-series.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import { openPool } from '../../src/db/pool.ts';
import { kpis } from '../../src/sales/kpis.ts';
import { createDatabase, startServer } from '../support/server.ts';
import type { Named } from './evaluate.ts';

/** Until a month before its last day, which is out of the ordinary on purpose. */
const now = new Date('2026-03-20T10:00:00Z');
const to = '2026-02-20';

export async function sampleSeries(): Promise<Named[]> {
  const server = await startServer();
  const { url, drop } = await createDatabase(server.url, 'anomalies');
  const db = openPool(url, { max: 2 });
  try {
    await seedSample({ db, now: stoppedAt(now), zone: 'UTC' });
    const span = { from: '2024-11-01', to, zone: 'UTC', company: 'USD' };
    const days = await kpiDays(db, kpis, span);
    return kpis.flatMap((kpi) =>
      [null, 'T-emea', 'T-amer', 'T-apac'].flatMap((territory): Named[] => {
        const of = days.filter(
          (one) => one.kpi === kpi.name && (territory === null || one.territory === territory),
        );
        const first = of.map(({ day }) => day).sort()[0];
        if (first === undefined) return [];
        const series = seriesOf(kpi, of, { from: first, to, weekStart: 1 });
        const named = {
          company: 'sample company',
          kpi: kpi.label.toLowerCase(),
          where: territory?.slice(2).toUpperCase() ?? 'all',
        };
        return [{ ...named, series }];
      }),
    );
  } finally {
    await db.destroy();
    await drop();
    await server.stop();
  }
}
