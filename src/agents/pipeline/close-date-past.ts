import { count, day } from '../../story/format.ts';
import type { Limit, Trigger } from '../nouns.ts';

/** An open deal whose close date is behind it by more days than are let pass. */
export const closeDatePast: Trigger = {
  name: 'close_date_past',
  label: 'past its close date',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'days_past_close', from: { setting: 'close_date_grace_days' }, exclusive: ['from'] },
    ],
  },
  severity: 'attention',
  limit: 'close_date_grace_days',
  reads: ['close_date_grace_days'],
  why: ({ days }, limit) => `Close date is ${count(days, 'day')} past${beyond(limit)}`,
  because: ({ since, days }) => `Close date was ${day(since)}: ${count(days, 'day')} past`,
  says: ({ deal, since }, _limit, again) =>
    `${again ? 'Its close date' : `The close date of ${deal}`}, ${day(since)}, is past.`,
  tells: 'close date',
  over: 'its close date is no longer past',
};

const beyond = (limit: Limit): string => (limit.value > 0 ? ` (limit ${limit.value})` : '');
