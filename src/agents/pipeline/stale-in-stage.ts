import { addDays } from '../../sales/days.ts';
import { count, day } from '../../story/format.ts';
import type { Found, Limit, Pace, Suggestion, Trigger } from '../nouns.ts';

/** An open deal that has been in its stage for more days than it should. */
export const staleInStage: Trigger = {
  name: 'stale_in_stage',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { field: 'days_in_stage', from: { setting: 'stale_days' }, exclusive: ['from'] },
    ],
  },
  severity: 'attention',
  reads: ['stale_days'],
  why: (found, limit) => `In ${found.stage} for ${count(found.days, 'day')} (limit ${limit.value})`,
  propose: (found, { limit, pace, enoughCases }) => {
    const closeDatePast = found.closeDate !== null && found.closeDate < found.today;
    if (closeDatePast && pace !== null && pace.cases >= enoughCases) return newCloseDate(found, limit, pace);
    return nudge(found, limit, closeDatePast);
  },
};

function newCloseDate(found: Found, limit: Limit, pace: Pace): Suggestion {
  // A close date of today would be past again tomorrow.
  const days = Math.max(1, Math.round(pace.days));
  return {
    wants: {
      kind: 'change',
      fields: [{ field: 'close_date', before: found.closeDate, after: addDays(found.today, days) }],
    },
    reason: staleInStage.why(found, limit),
    basis: `Today + ${count(days, 'day')}, the median remaining time of ${count(pace.cases, 'won deal')} from ${found.stage}`,
  };
}

function nudge(found: Found, limit: Limit, closeDatePast: boolean): Suggestion | null {
  const to = found.owner ?? found.manager;
  if (!to) return null;
  const date = closeDatePast && found.closeDate ? ` Its close date, ${day(found.closeDate)}, is past.` : '';
  const ask = found.nextStep
    ? `Is its next step still "${found.nextStep.slice(0, 120)}"?`
    : 'It has no next step. Which one comes next?';
  return {
    wants: {
      kind: 'nudge',
      nudge: {
        to: to.id,
        text: `${found.deal} has been in ${found.stage} for ${count(found.days, 'day')} (limit ${limit.value}).${date} ${ask}`,
      },
    },
    reason: staleInStage.why(found, limit),
    basis: null,
  };
}
