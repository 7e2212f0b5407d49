/** The forecasting agent looks: it makes a forecast, keeps it, and finds what is off in it. */
import type { Agent } from '../agents/nouns.ts';
import { stoppedAt } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { WokenBy } from '../runs/runs.ts';
import { forecastMoved } from '../story/forecast-report.ts';
import { reported } from './forecast-report.ts';
import { lookAtFigures } from './look-at-figures.ts';
import type { LookUse, Made } from './looking.ts';

export async function lookAtForecast(
  trx: Db,
  use: LookUse & { wokenBy: WokenBy },
  agent: Agent,
): Promise<Made> {
  const before = await trx('forecasts')
    .where({ seen_by: 'everything' })
    .orderBy('at', 'desc')
    .first<{ ends_on: string; expected: number } | undefined>('ends_on', 'expected');
  const made = await reported(
    { db: trx, now: stoppedAt(use.now), zone: use.zone },
    { by: 'everything', keep: use.wokenBy !== 'signal' },
  );
  if (made.kept !== null) {
    await trx('forecasts')
      .where({ id: made.kept })
      .update({ run_id: use.runId, report: JSON.stringify(made.report) });
  }
  const seen = await lookAtFigures(trx, use, agent, [], made.watched);
  return {
    ...seen,
    looked: made.report.openDeals,
    made: made.kept,
    moved: before?.ends_on === made.report.to ? forecastMoved(made.report, Number(before.expected)) : null,
  };
}
