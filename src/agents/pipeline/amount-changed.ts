import { day, money } from '../../story/format.ts';
import type { Found, Trigger } from '../nouns.ts';

/** The amount of an open deal changed at once by more than so many percent. */
export const amountChanged: Trigger = {
  name: 'amount_changed',
  label: 'changed much in amount',
  of: 'deal',
  event: 'amount changed',
  severity: 'information',
  limit: 'amount_change_percent',
  reads: ['amount_change_percent', 'event_days', 'pattern_days'],
  countedFor: 'pattern_days',
  why: (found, limit) => `Amount ${change(found)} (${percent(found)}%, limit ${limit.value}%)`,
  because: (found) => `Amount ${change(found)} on ${day(found.since)}`,
  says: (found, _limit, again) => `The amount of ${again ? 'it' : found.deal} ${change(found)}.`,
  tells: 'amount',
  over: 'it is some time ago',
};

const change = ({ detail, currency, company }: Found): string => {
  const [before, after] = [Number(detail?.before), Number(detail?.after)];
  return `${after < before ? 'fell' : 'rose'} from ${money(before, currency, company)} to ${money(after, currency, company)}`;
};

/** Away from zero, so that "strictly more than the limit" shows. */
const percent = ({ detail }: Found): number =>
  Math.ceil(
    (Math.abs(Number(detail?.after) - Number(detail?.before)) / Math.abs(Number(detail?.before))) * 100,
  );
