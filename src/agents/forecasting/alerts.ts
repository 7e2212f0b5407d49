import type { ForecastAlertFigures } from '../../sales/attained.ts';
import { attainmentAtRisk } from './attainment.ts';
import { coverageUnderTarget } from './coverage.ts';
import type { Alert, Terms } from './nouns.ts';
import { winRateOff } from './win-rate.ts';

/** The values of the settings that the triggers read. */
export type Limits = { coverage_target: number; win_rate_points: number; attainment_at_middle: number };

export const triggers = [coverageUnderTarget, winRateOff, attainmentAtRisk] as const;

/** All that is to be said of one forecast; nothing where nothing is off. */
export function alertsFrom(figures: ForecastAlertFigures, limits: Limits, terms: Terms): Alert[] {
  return [
    coverageUnderTarget.check(figures.coverage, limits.coverage_target, terms),
    winRateOff.check(figures.winRate, limits.win_rate_points, terms),
    ...figures.attainment.map((one) => attainmentAtRisk.check(one, limits.attainment_at_middle, terms)),
  ].filter((alert) => alert !== null);
}
