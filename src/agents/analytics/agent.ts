import type { Agent } from '../nouns.ts';
import { kpi } from './kpi.ts';
import { unusual } from './unusual.ts';

/** Tells who wants to know it when a figure goes beyond a limit, and what is out of the ordinary. */
export const analytics: Agent = {
  name: 'analytics',
  label: 'Analytics agent',
  version: 1,
  metric: 'Share of its alerts that people call good',
  channel: 'analytics_channel',
  tellsWhatMoved: true,
  hears: ['forecast_moved'],
  triggers: [],
  figures: [kpi, unusual],
  propose: () => null,
};
