import { day } from '../../story/format.ts';
import type { Found, Trigger } from '../nouns.ts';

/** An open deal that went back to an earlier stage. */
export const stageMovedBack: Trigger = {
  name: 'stage_moved_back',
  label: 'moved back',
  of: 'deal',
  event: 'stage moved back',
  severity: 'attention',
  limit: 'stage_back_steps',
  reads: ['stage_back_steps', 'event_days'],
  why: (found) => `Moved back ${steps(found)} on ${day(found.since)}`,
  because: (found) => `Moved back ${steps(found)} on ${day(found.since)}`,
  says: (found, _limit, again) =>
    `${again ? 'It' : found.deal} moved back ${steps(found)} on ${day(found.since)}.`,
  tells: 'move back',
  over: 'it is some time ago',
};

const steps = ({ detail }: Found): string => `from ${detail?.before} to ${detail?.after}`;
