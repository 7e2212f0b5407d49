import { day } from '../../story/format.ts';
import type { Found, Trigger } from '../nouns.ts';

/** An open deal that got another owner shortly before its close date, or after it. */
export const ownerChangedLate: Trigger = {
  name: 'owner_changed_late',
  label: 'given to another owner late',
  of: 'deal',
  event: 'owner changed',
  severity: 'attention',
  limit: 'owner_change_days',
  reads: ['owner_change_days', 'event_days'],
  why: (found, limit) =>
    `${hands(found)} on ${day(found.since)}, ${close(found)} (limit ${limit.value} days)`,
  because: (found) => `${hands(found)} on ${day(found.since)}, ${close(found)}`,
  says: (found, _limit, again) =>
    `${again ? 'It' : found.deal} went from ${found.detail?.before} to ${found.detail?.after} on ${day(found.since)}, ${close(found)}.`,
  tells: 'owner',
  over: 'it is some time ago',
};

const hands = ({ detail }: Found): string => `Went from ${detail?.before} to ${detail?.after}`;
const close = ({ closeDate }: Found): string =>
  closeDate ? `close date ${day(closeDate)}` : 'no close date';
