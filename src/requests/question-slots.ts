/** A question as plain names and values, for `ask --json` and for reports. */
import { type Clause, emptyFrame, type Frame, type Having } from '../language/request.ts';
import { dayIn } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import type { Company } from './company.ts';
import type { Intent, Slots } from './reply.ts';

export function intentOf(frame: Frame): Intent {
  const { measure } = frame;
  if (measure.kind === 'metric') {
    if (measure.metric === 'performance')
      return frame.by.includes('team') ? 'team_performance' : 'rep_performance';
    return measure.metric === 'forecast' ? 'forecast_run' : measure.metric;
  }
  if (frame.of === 'activity') return 'count_activities';
  if (frame.of === 'account') return measure.kind === 'rows' ? 'list_accounts' : 'count_accounts';
  if (frame.of === 'contact') return measure.kind === 'rows' ? 'list_contacts' : 'count_contacts';
  if (frame.of === 'lead') return measure.kind === 'rows' ? 'list_leads' : 'count_leads';
  if (measure.kind === 'median' || measure.kind === 'largest' || measure.kind === 'smallest')
    return `${measure.kind}_deals`;
  const stale = frame.clauses.some((clause) => clause.says === 'stale');
  // "Stale deals by rep" are still asked for as stale ones.
  if (frame.measure.kind === 'count') return stale && frame.by.length > 0 ? 'stale_deals' : 'count_deals';
  if (frame.measure.kind === 'share') return 'share_of_deals';
  if (frame.measure.kind === 'sum') return 'sum_deals';
  if (frame.measure.kind === 'average') return 'average_deals';
  if (stale) return 'stale_deals';
  return frame.clauses.some((clause) => clause.says === 'missing' && !clause.not)
    ? 'missing_fields'
    : 'list_deals';
}

/** The plain names of fields that are called otherwise in a slot. */
export const nameSlots: Record<string, string> = {
  territory: 'region',
  'account.tags': 'tags',
  'owner.manager': 'manager',
};
const rangeSlots: Record<string, [string, string]> = {
  amount: ['amount_min', 'amount_max'],
  days_in_stage: ['min_days_in_stage', 'max_days_in_stage'],
  days_since_activity: ['min_days_no_activity', 'max_days_no_activity'],
  days_to_close: ['min_days_to_close', 'max_days_to_close'],
  age: ['min_age', 'max_age'],
};
const periodSlots: Record<string, string> = {
  close_date: 'close',
  created_on: 'created',
  last_activity_on: 'last_activity',
};

/** What was said; what was only implied (open deals) is not a slot. */
export function slotsOf(frame: Frame, company: Company): Slots {
  const slots: Slots = {};
  const exclusive: string[] = [];
  for (const clause of frame.clauses) add(slots, exclusive, clause, company);
  const { measure } = frame;
  if (measure.kind !== 'rows')
    slots.metric =
      measure.kind === 'metric'
        ? measure.metric
        : measure.kind === 'count'
          ? 'count'
          : measure.kind === 'share'
            ? `share_of_${measure.of}`
            : `${measure.kind}_${measure.field}`;
  if (measure.kind === 'share' && measure.part.length > 0)
    slots.part = slotsOf({ ...emptyFrame, of: frame.of, clauses: measure.part }, company);
  if (frame.by.length > 0) slots.group_by = frame.by.map((field) => nameSlots[field] ?? field);
  if (frame.sort && frame.sort.field !== 'measure')
    slots.sort = `${frame.sort.field} ${frame.sort.down ? 'desc' : 'asc'}`;
  if (frame.limit !== null) slots.limit = frame.limit;
  if (frame.skip) slots.offset = frame.skip;
  if (frame.cut) {
    const { limit, skip, sort } = frame.cut;
    slots.limit = limit;
    if (skip) slots.offset = skip;
    if (sort) slots.sort = `${sort.field} ${sort.down ? 'desc' : 'asc'}`;
  }
  if (frame.having) addRange(slots, exclusive, frame.having, ['measure_min', 'measure_max']);
  if (frame.asOf !== undefined) slots.as_of = frame.asOf;
  if (exclusive.length > 0) slots.exclusive = exclusive;
  // Where the question is about what is missing, `fields` names that.
  if (frame.show && measure.kind === 'rows') slots[slots.fields ? 'columns' : 'fields'] = frame.show;
  if (frame.other) {
    const other: Slots = {};
    for (const clause of frame.other) add(other, [], clause, company);
    if (frame.otherAsOf !== undefined) other.as_of = frame.otherAsOf ?? dayIn(company.now, company.zone);
    slots.compare_to = other;
  }
  return slots;
}

function add(slots: Slots, exclusive: string[], clause: Clause, company: Company): void {
  if (clause.says === 'status') {
    if (!clause.implied) slots.status = clause.is;
  } else if (clause.says === 'names') {
    const slot = nameSlots[clause.field] ?? clause.field;
    slots[clause.not ? `not_${slot}` : slot] = clause.names.map((one) => one.name);
  } else if (clause.says === 'mine') {
    slots[clause.not ? 'not_mine' : clause.whose === 'mine' ? 'owner' : clause.whose] = ['me'];
  } else if (clause.says === 'missing') {
    const slot = clause.not ? 'present_fields' : 'fields';
    slots[slot] = [...list(slots[slot]), ...clause.fields];
  } else if (clause.says === 'truth') slots[clause.field] = clause.value;
  else if (clause.says === 'stale') slots.threshold_name = clause.setting;
  else if (clause.says === 'either')
    slots.either = clause.of.map((limits) => slotsOf({ ...emptyFrame, clauses: limits }, company));
  else if (clause.says === 'period') addPeriod(slots, clause.field, clause.period, company);
  else {
    const ends = rangeSlots[clause.field] ?? [`${clause.field}_min`, `${clause.field}_max`];
    addRange(slots, exclusive, clause, ends);
  }
}

function addRange(
  slots: Slots,
  exclusive: string[],
  { from, to, exclusive: ends, currency }: Having,
  [least, most]: [least: string, most: string],
): void {
  if (from !== null) slots[least] = from;
  if (to !== null) slots[most] = to;
  for (const end of ends) exclusive.push(end === 'from' ? least : most);
  if (currency !== null) slots.currency = currency;
}

function addPeriod(slots: Slots, field: string, name: string, company: Company): void {
  const span = resolvePeriod(name, { ...company.calendar, now: company.now, zone: company.zone });
  const slot = periodSlots[field] ?? field;
  slots.period = name;
  if (span?.from) slots[`${slot}_from`] = span.from;
  if (span?.to) slots[`${slot}_to`] = span.to;
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
