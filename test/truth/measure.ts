/** All agents, each in a company of its own, against what is known of it. */
import { measurePipeline } from './pipeline.ts';
import { type Measured, now, type WithSample } from './planted.ts';

export async function measure(withSample: WithSample): Promise<Measured[]> {
  const made = { now: now.toISOString(), zone: 'UTC' };
  return withSample(made, measurePipeline);
}
