import type { Agent } from '../nouns.ts';
import { kpi } from './kpi.ts';

/** Tells who wants to know it when a figure goes beyond a limit. */
export const analytics: Agent = {
  name: 'analytics',
  label: 'Analytics agent',
  version: 1,
  metric: 'Share of its alerts that people call good',
  hears: ['forecast_moved'],
  triggers: [],
  figures: [kpi],
  propose: () => null,
};
