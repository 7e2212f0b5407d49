/** The forecast that an agent posted, as its card tells it. */
import type { Db } from '../db/pool.ts';
import type { ForecastReport } from '../story/forecast-report.ts';

/** As it was made; null when there is none of that id, or it was made for somebody alone. */
export async function postedForecast(db: Db, id: number): Promise<ForecastReport | null> {
  const row = await db('forecasts').where({ id }).first<{ report: Kept | null } | undefined>('report');
  if (!row?.report) return null;
  const { at, changes, ...rest } = row.report;
  return {
    ...rest,
    at: new Date(at),
    changes: changes && { ...changes, since: new Date(changes.since) },
  };
}

/** Kept as JSON: instants are text. */
type Kept = Omit<ForecastReport, 'at' | 'changes'> & {
  at: string;
  changes: (Omit<NonNullable<ForecastReport['changes']>, 'since'> & { since: string }) | null;
};

/** Questions that are typed out on its card. */
export const forecastAsks: { label: string; text: string }[] = [
  { label: 'What changed', text: 'what changed in the forecast since last week' },
  { label: 'By team', text: 'forecast by team' },
  { label: 'Coverage', text: 'coverage by team this quarter' },
];
