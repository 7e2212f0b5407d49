/** Which fields stand in a list beside the name. */
import { type FieldName, findField, type Noun } from './fields.ts';

/** What a list of these shows unless the question names columns. */
export const usualColumns: Record<Exclude<Noun, 'person'>, FieldName[]> = {
  deal: ['owner', 'amount', 'days_in_stage', 'close_date', 'stage'],
  lead: ['company', 'owner', 'status', 'age', 'first_touch_on'],
  account: ['owner', 'territory', 'industry', 'open_deals', 'open_amount', 'last_activity_on'],
  contact: ['title', 'account', 'owner', 'territory'],
  activity: [],
};

/** Whether a list may have this column; the name and what identifies the row are always there. */
export function isListable(of: Noun, name: FieldName): boolean {
  const field = findField(of, name);
  return field !== undefined && !field.unlisted && !['id', 'name'].includes(name);
}
