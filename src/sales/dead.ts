/** When an open deal is stale, inactive, past its close date, and when it could be closed; each by the limits that hold for it. */
import type { Condition, SettingName } from './conditions.ts';
import type { FieldName } from './fields.ts';

const above = (field: FieldName, setting: SettingName): Condition => ({
  field,
  from: { setting },
  exclusive: ['from'],
});

export const staleDeal = above('days_in_stage', 'stale_days');
export const inactiveDeal = above('days_since_activity', 'inactivity_days');
/** Without activity for so long that nothing is expected of it any more. */
const forgottenDeal = above('days_since_activity', 'dead_days');
export const pastDeal = above('days_past_close', 'close_date_grace_days');

/** What a clean-up offers to close. */
export const deadDeal: Condition = { any: [pastDeal, forgottenDeal] };
