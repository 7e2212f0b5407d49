import type { Agent } from '../nouns.ts';
import { staleInStage } from './stale-in-stage.ts';

/** Keeps the pipeline honest: deals that do not move, dates that have passed. */
export const pipeline: Agent = {
  name: 'pipeline',
  label: 'Pipeline agent',
  version: 1,
  metric: 'Share of its proposals that people accept unchanged',
  triggers: [staleInStage],
};
