import { count, day } from '../../story/format.ts';
import type { Trigger } from '../nouns.ts';

/** An open deal that has been in its stage for more days than it should. */
export const staleInStage: Trigger = {
  name: 'stale_in_stage',
  label: 'stale in its stage',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'days_in_stage', from: { setting: 'stale_days' }, exclusive: ['from'] },
    ],
  },
  severity: 'attention',
  limit: 'stale_days',
  reads: ['stale_days'],
  why: ({ stage, days }, limit) => `In ${stage} for ${count(days, 'day')} (limit ${limit.value})`,
  because: ({ stage, since, days }) => `In ${stage} since ${day(since)}: ${count(days, 'day')}`,
  says: ({ deal, stage, days }, limit, again) =>
    `${again ? 'It' : deal} has been in ${stage} for ${count(days, 'day')} (limit ${limit.value}).`,
  tells: 'stage',
  over: 'it is within the limit now',
};
