import type { Agent } from '../nouns.ts';
import { attainmentAtRisk } from './attainment.ts';
import { coverageUnderTarget } from './coverage.ts';
import { winRateOff } from './win-rate.ts';

/** Says what the quarter will bring, and where that is not enough. What it looks at are forecasts, not single deals. */
export const forecasting: Agent = {
  name: 'forecasting',
  label: 'Forecasting agent',
  version: 1,
  metric: 'Error of its forecasts against what the quarter brought',
  hears: ['deals_changed'],
  channel: 'forecast_channel',
  triggers: [],
  figures: [coverageUnderTarget, winRateOff, attainmentAtRisk],
  report: 'forecast',
  propose: () => null,
};
