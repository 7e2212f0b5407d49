import { count, day } from '../../story/format.ts';
import type { Found, Trigger } from '../nouns.ts';

/** An open deal about which nothing was done for more days than it should. One that has no activity on record is none. */
export const noActivity: Trigger = {
  name: 'no_activity',
  label: 'without activity',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'days_since_activity', from: { setting: 'inactivity_days' }, exclusive: ['from'] },
    ],
  },
  severity: 'attention',
  limit: 'inactivity_days',
  reads: ['inactivity_days'],
  why: (found, limit) =>
    `No activity since ${last(found)}: ${count(found.days, 'day')} (limit ${limit.value})`,
  because: (found) => `No activity since ${last(found)}: ${count(found.days, 'day')}`,
  says: ({ deal, days }, limit, again) =>
    `Nothing was done about ${again ? 'it' : deal} for ${count(days, 'day')} (limit ${limit.value}).`,
  tells: 'last activity',
  over: 'something was done about it',
};

const last = ({ since, lastActivity }: Found): string =>
  lastActivity ? `the ${lastActivity} of ${day(since)}` : day(since);
