/** All agents, each in a company of its own, against what is known of it. */
import { measureAnalytics } from './analytics.ts';
import { measureForecasting } from './forecasting.ts';
import { measureIntake } from './intake.ts';
import { measurePipeline } from './pipeline.ts';
import { type Measured, now, type WithSample } from './planted.ts';

export async function measure(withSample: WithSample): Promise<Measured[]> {
  const zone = 'UTC';
  return [
    ...(await withSample({ now: now.toISOString(), zone }, measurePipeline)),
    ...(await withSample({ now: '2026-02-20T10:00:00Z', zone, deals: 600 }, measureForecasting)),
    ...(await withSample({ now: now.toISOString(), zone }, measureAnalytics)),
    ...(await withSample({ now: now.toISOString(), zone }, measureIntake)),
  ];
}
