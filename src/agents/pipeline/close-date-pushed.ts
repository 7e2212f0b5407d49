import { count } from '../../story/format.ts';
import type { Trigger } from '../nouns.ts';

/** An open deal whose close date was put off as often as it may be, or more. */
export const closeDatePushed: Trigger = {
  name: 'close_date_pushed',
  label: 'put off again and again',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'close_date_pushes', from: { setting: 'push_limit' } },
    ],
  },
  severity: 'attention',
  limit: 'push_limit',
  reads: ['push_limit'],
  why: ({ pushes }, limit) => `Close date pushed ${count(pushes, 'time')} (limit ${limit.value})`,
  because: ({ pushes }) => `Close date pushed ${count(pushes, 'time')}`,
  says: ({ deal, pushes }, _limit, again) =>
    `${again ? 'Its close date' : `The close date of ${deal}`} was pushed ${count(pushes, 'time')}.`,
  tells: 'pushes',
  over: 'it is within the limit now',
};
