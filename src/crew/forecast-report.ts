/** The forecast of this quarter as a report: what is expected, what changed, and what the forecasting agent says of it. */
import type { Clock } from '../clock.ts';
import type { AskContext } from '../crm/asker.ts';
import { alertFigures } from '../crm/attained.ts';
import { provenFrom } from '../crm/history.ts';
import { type Changes, changesSince, heldIn, keepForecast } from '../crm/kept-forecasts.ts';
import { type Forecast, forecastFor } from '../crm/outlook.ts';
import type { Db } from '../db/pool.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { ForecastAlertFigures } from '../sales/attained.ts';
import { addDays, dayIn } from '../sales/days.ts';
import { calendarOf, companyCurrency } from '../sales/leaf.ts';
import { quarterLabel } from '../sales/periods.ts';
import { waterfall } from '../sales/waterfall.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import type { ForecastReport } from '../story/forecast-report.ts';
import { type ForecastWatched, figuresOfForecast, offIn } from './forecast-figures.ts';

/** A forecast is compared with the last one that is at least so old. */
const weekDays = 7;

/**
 * With the sight of `by`; `everything`: with the company's own. `asOf` (a day): as it would have been made then. `keep`: the forecast is kept, for the next one to be
 * compared with; one of a past day never is. Throws BadInput for a day before proven history.
 */
export async function forecastReport(
  use: { db: Db; now: Clock; zone: string },
  { by, asOf, keep = true }: { by: ForWhom; asOf?: string | undefined; keep?: boolean },
): Promise<ForecastReport> {
  return (await reported(use, { by, asOf, keep })).report;
}

/** Whose forecast it is: a person's, or the company's. */
export type ForWhom = Person | null | 'everything';

/** What else has to be known to answer "what if". `kept`: its id, where it was kept. */
export type Reported = {
  report: ForecastReport;
  forecast: Forecast;
  figures: ForecastAlertFigures;
  kept: string | null;
  /** What the agent's triggers look at. */
  watched: ForecastWatched;
};

export async function reported(
  use: { db: Db; now: Clock; zone: string },
  { by, asOf, keep }: { by: ForWhom; asOf?: string | undefined; keep: boolean },
): Promise<Reported> {
  const settings = await currentSettings(use.db, use.now.now());
  const asker: AskContext = {
    now: use.now.now(),
    zone: use.zone,
    scope: by === 'everything' ? { everything: true } : scopeOf(by),
    me: by === 'everything' ? null : by,
    settings,
  };
  const when = asOf === undefined ? {} : { asOf };
  const forecast = await forecastFor(use.db, asker, when);
  const changes = await changesOf(use, asker, forecast);
  const kept = keep && asOf === undefined ? await keepForecast(use.db, forecast, asker.scope) : null;
  const figures = await alertFigures(use.db, asker, forecast, when);
  const { whole } = figures.coverage;
  const left = whole.quota === null ? null : Math.max(0, whole.quota - whole.won);
  const companyCurrencyCode = companyCurrency(settings);
  const { atLeast: _, middle: __, ...amounts } = forecast.figures;
  const watched = await figuresOfForecast(use.db, figures, {
    currency: forecast.currency,
    companyCurrency: companyCurrencyCode,
    from: forecast.from,
    to: forecast.to,
  });
  const report: ForecastReport = {
    period: quarterLabel(forecast.from, calendarOf({ settings })),
    from: forecast.from,
    to: forecast.to,
    currency: forecast.currency,
    companyCurrency: companyCurrencyCode,
    at: forecast.at,
    figures: amounts,
    openDeals: forecast.outlook.open.length,
    leftOut: forecast.leftOut,
    quota: forecast.quota,
    chance: forecast.chance,
    coverage: {
      is: left === null || left === 0 ? null : whole.pipeline / left,
      target: numberSetting(settings, 'coverage_target'),
    },
    changes,
    alerts: offIn(watched, settings),
    basis: {
      periods: forecast.basis.periods.length,
      trust: forecast.basis.trust,
      usual: forecast.basis.usual,
    },
  };
  return { report, forecast, figures, kept, watched };
}

/**
 * Against the last kept forecast that is a week old; where none was kept, against the one that would have been made a
 * week ago, if the quarter had begun and history is proven by then.
 */
async function changesOf(
  { db, zone }: { db: Db; zone: string },
  asker: AskContext,
  forecast: Forecast,
): Promise<Changes | null> {
  const since = new Date(forecast.at.getTime() - weekDays * 86_400_000);
  const kept = await changesSince(db, forecast, { scope: asker.scope, since });
  if (kept) return kept;
  const day = addDays(dayIn(forecast.at, zone), -weekDays);
  const proven = await provenFrom(db);
  if (day < forecast.from || proven === null || dayIn(proven, zone) > day) return null;
  const then = await forecastFor(db, asker, { asOf: day });
  return { since: then.at, ...waterfall(heldIn(then), heldIn(forecast)) };
}
