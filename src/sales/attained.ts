/** Figures of quota, pipeline and win rate as the forecasting agent looks at them. */
import type { Share } from './shares.ts';

/** Whose figures: a person, a team, or with no id all together. */
export type Whose = { of: 'person' | 'team' | 'all'; id: string | null; name: string };

/** Of one period, in one currency. `pipeline`: open deals that close in it. `quota` null: there is none. */
export type Attained = Whose & { quota: number | null; won: number; pipeline: number };

export type CoverageFigures = { whole: Attained; parts: Attained[] };

/**
 * Won of decided deals of this period, and of the year before it. `expected` is the forecast with the norm's rates and with
 * this period's; both are said.
 */
export type WinRateFigures = {
  about: Whose;
  now: Share;
  norm: Share;
  expected: { norm: number; now: number };
};

/** An open deal that closes in the period, with how likely it is won by its end. */
export type LikelyDeal = { id: string; name: string; amount: number; rate: number };

/** `over`: the share of the period's days that have come, 0 to 1. */
export type AttainmentFigures = { whose: Attained; over: number; open: LikelyDeal[] };

export type ForecastAlertFigures = {
  coverage: CoverageFigures;
  winRate: WinRateFigures;
  attainment: AttainmentFigures[];
};
