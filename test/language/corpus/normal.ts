/** What was expected and what was read, brought to the same plain slots: the rules of README.md beside this file. */
import type { Clause, Frame } from '../../../src/language/request.ts';
import { intentOf } from '../../../src/requests/question-slots.ts';
import { resolvePeriod } from '../../../src/sales/periods.ts';
import type { Asker } from './asking.ts';
import type { Line, Request } from './lines.ts';

/** Sets are sorted and joined, numbers are numbers, days are YYYY-MM-DD. */
export type Plain = { intent: string; slots: Map<string, string | number> };
export type Where = { now: Date; asker: Asker; line: Line };

const fold = (value: unknown): string => String(value).normalize('NFKC').toLowerCase().trim();
const set = (values: Iterable<unknown>): string => [...new Set([...values].map(fold))].sort().join(' | ');
/** On every other intent the period is never compared. */
const withPeriod = new Set(['cost_report', 'agent_status', 'explain_run']);
const many = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Team and region are one population in the sample; a manager's team bears the manager's name in maven-crm. */
const people: Record<string, string> = { team: 'region', territory: 'region', 'owner.manager': 'region' };
const slotName = (field: string): string => people[field] ?? field;
const populationName = (name: string): string =>
  fold(name)
    .replace(/ sales$/, '')
    .replace(/'s team$/, '')
    .replace(/^team /, '');
const named = (slot: string, names: unknown[]): string =>
  set(slot === 'region' ? names.map((name) => populationName(String(name))) : names);

const groupName = (field: string): string => {
  const plain = slotName(field);
  return plain.replace(/^(?:close|created)_(?=month|quarter|week|year)/, '');
};

/** A metric judges by the status itself. */
const withoutStatus = new Set([
  'win_rate',
  'forecast_run',
  'coverage',
  'rep_performance',
  'team_performance',
  'quota_risk',
  'attainment',
  'funnel',
  'time_to_first_touch',
  'cycle_time',
]);
const measures = new Set(['cycle_time', 'attainment', 'time_to_first_touch', 'funnel']);

const extremes: Record<string, string> = { max: 'largest', min: 'smallest' };

export function expected(request: Request): Plain {
  const { slots } = request;
  const metric = typeof slots.metric === 'string' ? slots.metric : null;
  const intent =
    metric && measures.has(metric)
      ? metric
      : request.intent === 'sum_deals' && metric && metric !== 'sum'
        ? `${extremes[metric] ?? metric}_deals`
        : request.intent;
  const plain = new Map<string, string | number>();
  for (const [slot, value] of Object.entries(slots)) {
    if (slot === 'metric' || slot === 'exclusive' || slot === 'sort' || slot === 'compare_to') continue;
    if (slot === 'period' && !withPeriod.has(intent)) continue;
    if (slot === 'currency' && value === 'USD') continue;
    if (slot === 'until') {
      plain.set(slot, /T/.test(String(value)) ? instant(String(value)) : String(value));
      continue;
    }
    if (slot === 'agent' && intent !== 'force_run') {
      agents(plain, many(value));
      continue;
    }
    if (slot === 'period') {
      plain.set(slot, span(value));
      continue;
    }
    if (slot === 'exclude') {
      for (const [field, names] of Object.entries(value as Record<string, unknown[]>))
        plain.set(`not ${slotName(field)}`, named(slotName(field), names));
    } else if (slot === 'group_by') plain.set(slot, set(many(value).map((one) => groupName(String(one)))));
    else if (slot === 'team' || slot === 'region') add(plain, 'region', named('region', many(value)));
    else if (typeof value === 'number') plain.set(slot, value);
    else if (Array.isArray(value)) plain.set(slot, named(slot, value));
    else plain.set(slot, fold(value));
  }
  stagesAsStatus(plain);
  for (const end of many(slots.exclusive ?? [])) exclude(plain, String(end));
  const sort = slots.sort as { by: string; order: string } | undefined;
  if (sort) plain.set('sort', sorting(sort.by, sort.order === 'desc'));
  const other = slots.compare_to as { from?: string; to?: string } | undefined;
  if (other?.from) plain.set('other from', other.from);
  if (other?.to) plain.set('other to', other.to);
  for (const name of ['region', 'owner', 'product', 'stage', 'segment']) {
    const side = (slots.compare_to as Record<string, unknown> | undefined)?.[name];
    if (side) add(plain, name, named(name, many(side)));
  }
  if (!plain.has('status')) plain.set('status', 'open');
  finish(plain, intent);
  return { intent, slots: plain };
}

/** "Before 1 May" is until 30 April; of numbers the end itself is left out. */
function exclude(plain: Map<string, string | number>, end: string): void {
  const side = /_(from|to)$/.exec(end)?.[1];
  const day = plain.get(end);
  if (!side || day === undefined) plain.set(`${end} excluded`, 'yes');
  else
    plain.set(
      end,
      new Date(Date.parse(`${day}T00:00:00Z`) + (side === 'to' ? -1 : 1) * 86_400_000)
        .toISOString()
        .slice(0, 10),
    );
}

function finish(plain: Map<string, string | number>, intent: string): void {
  const ofDeals = intent.endsWith('_deals') || intent === 'missing_fields';
  if (withoutStatus.has(intent) || !ofDeals) plain.delete('status');
}

function stagesAsStatus(plain: Map<string, string | number>): void {
  const ended: Record<string, string> = {
    won: 'won',
    'closed won': 'won',
    lost: 'lost',
    'closed lost': 'lost',
  };
  const said = String(plain.get('stage') ?? '')
    .split(' | ')
    .filter((one) => one !== '');
  const states = said.flatMap((one) => ended[one] ?? []);
  if (states.length > 0 && states.length === said.length) {
    plain.delete('stage');
    plain.set('status', set(states));
  }
  const left = String(plain.get('not stage') ?? '')
    .split(' | ')
    .filter((one) => one !== '');
  if (left.length > 0 && left.every((one) => ended[one])) {
    plain.delete('not stage');
    plain.set(
      'status',
      set(['open', 'won', 'lost'].filter((one) => !left.some((name) => ended[name] === one))),
    );
  }
}

const sameSort: Record<string, [by: string, turned: boolean]> = {
  age: ['created_on', true],
  days_in_stage: ['stage_since', true],
  days_since_activity: ['last_activity_on', true],
  days_to_close: ['close_date', false],
  measure: ['measure', false],
  amount: ['amount', false],
  count: ['measure', false],
  sum: ['measure', false],
  win_rate: ['measure', false],
};
const sorting = (by: string, down: boolean): string => {
  const [name, turned] = sameSort[by] ?? [by, false];
  return `${name} ${down !== turned ? 'desc' : 'asc'}`;
};

const add = (plain: Map<string, string | number>, slot: string, names: string): void => {
  const before = plain.get(slot);
  plain.set(
    slot,
    before === undefined ? names : set([...String(before).split(' | '), ...names.split(' | ')]),
  );
};

export function readAs(frame: Frame, at: Where): Plain {
  const { measure } = frame;
  const intent =
    measure.kind === 'metric' && measures.has(measure.metric)
      ? measure.metric
      : measure.kind === 'average' || measure.kind === 'median'
        ? `${measure.kind}_deals`
        : intentOf(frame);
  const plain = new Map<string, string | number>();
  for (const clause of frame.clauses) read(plain, clause, at);
  if ('field' in measure && measure.kind !== 'sum' && measure.field !== 'amount')
    plain.set('fields', measure.field === 'cycle_days' ? 'cycle_time' : measure.field);
  if (frame.by.length > 0) plain.set('group_by', set(frame.by.map(groupName)));
  if (frame.sort) {
    const money = frame.sort.field === 'measure' && measure.kind === 'sum';
    plain.set('sort', sorting(money ? 'amount' : frame.sort.field, frame.sort.down));
  }
  if (frame.limit !== null) plain.set('limit', frame.limit);
  if (frame.asOf) plain.set('as_of', frame.asOf);
  if (frame.having?.from != null) plain.set('having_min', frame.having.from);
  if (frame.having?.to != null) plain.set('having_max', frame.having.to);
  if (frame.other) {
    const side = new Map<string, string | number>();
    for (const clause of frame.other) read(side, clause, at);
    for (const [slot, value] of side) {
      const end = /_(from|to)$/.exec(slot)?.[1];
      if (end) plain.set(`other ${end}`, value);
      else if (slot !== 'status') add(plain, slot, String(value));
    }
  }
  stagesAsStatus(plain);
  // Deals in a stage that is not an end are open.
  if (!plain.has('status')) plain.set('status', plain.has('stage') ? 'open' : 'lost | open | won');
  finish(plain, intent);
  return { intent, slots: plain };
}

const periodSlots: Record<string, string> = {
  close_date: 'close',
  created_on: 'created',
  last_activity_on: 'last_activity',
  stage_since: 'stage_since',
};
const rangeSlots: Record<string, [least: string, most: string]> = {
  amount: ['amount_min', 'amount_max'],
  days_in_stage: ['min_days_in_stage', 'max_days_in_stage'],
  days_since_activity: ['min_days_no_activity', 'max_days_no_activity'],
};
/** Days from and to today are days of the calendar: whether they are ahead or past. */
const dayRanges: Record<string, [slot: string, ahead: boolean]> = {
  days_to_close: ['close', true],
  age: ['created', false],
};

function read(plain: Map<string, string | number>, clause: Clause, at: Where): void {
  switch (clause.says) {
    case 'status':
      plain.set('status', set(clause.is));
      return;
    case 'names': {
      const slot = slotName(clause.field);
      add(
        plain,
        clause.not ? `not ${slot}` : slot,
        named(
          slot,
          clause.names.map(({ name }) => name),
        ),
      );
      return;
    }
    case 'mine': {
      const slot = clause.whose === 'mine' ? 'owner' : 'region';
      const whose = clause.whose === 'mine' ? at.asker.person.name : (at.asker.team ?? at.asker.territory);
      add(plain, clause.not ? `not ${slot}` : slot, named(slot, [whose ?? '']));
      return;
    }
    case 'missing':
      add(plain, clause.not ? 'present' : 'fields', set(clause.fields));
      return;
    case 'truth':
      plain.set(clause.field, String(clause.value));
      return;
    case 'stale':
      plain.set(clause.field === 'days_in_stage' ? 'stale' : 'inactive', 'yes');
      return;
    case 'period': {
      const span = resolvePeriod(clause.period, {
        now: at.now,
        zone: 'UTC',
        fiscalYearStart: 1,
        weekStart: 1,
      });
      const slot = periodSlots[clause.field] ?? clause.field;
      if (span?.from) plain.set(`${slot}_from`, span.from);
      if (span?.to) plain.set(`${slot}_to`, span.to);
      return;
    }
    case 'range':
      readRange(plain, clause, at);
  }
}

function readRange(
  plain: Map<string, string | number>,
  clause: Extract<Clause, { says: 'range' }>,
  at: Where,
): void {
  const days = dayRanges[clause.field];
  if (days) {
    const [slot, ahead] = days;
    const day = (count: number, excluded: boolean, step: number): string => {
      const shifted = count + (excluded ? step : 0);
      return new Date(at.now.getTime() + (ahead ? shifted : -shifted) * 86_400_000)
        .toISOString()
        .slice(0, 10);
    };
    const [first, last] = ahead ? ['from', 'to'] : ['to', 'from'];
    if (clause.from !== null)
      plain.set(`${slot}_${first}`, day(clause.from, clause.exclusive.includes('from'), 1));
    if (clause.to !== null) plain.set(`${slot}_${last}`, day(clause.to, clause.exclusive.includes('to'), -1));
    return;
  }
  const [least, most] = rangeSlots[clause.field] ?? [`${clause.field}_min`, `${clause.field}_max`];
  if (clause.from !== null) plain.set(least, clause.from);
  if (clause.to !== null) plain.set(most, clause.to);
  for (const end of clause.exclusive) plain.set(`${end === 'from' ? least : most} excluded`, 'yes');
  if (clause.currency && clause.currency !== 'USD') plain.set('currency', fold(clause.currency));
}

/** Every agent is what is meant where none is named. */
function agents(plain: Map<string, string | number>, names: unknown[]): void {
  const all = names.some((name) => /^(?:all|everything)$/.test(String(name)));
  if (!all) plain.set('agent', set(names));
}

/** Wall time in the company's zone, which is UTC in all three. */
const instant = (text: string): string =>
  new Date(/Z$/.test(text) ? text : /T/.test(text) ? `${text}Z` : `${text}T00:00:00Z`)
    .toISOString()
    .slice(0, 16);

/** Both days of a period, whatever it was called. */
const span = (value: unknown): string => {
  const { name = '', from, to } = value as { name?: string; from?: string; to?: string };
  return from && to ? `${from} to ${to}` : fold(name);
};

/** A command's own slots, as the reply tells them. */
export function commanded({ intent, slots }: { intent: string; slots: Record<string, unknown> }): Plain {
  const plain = new Map<string, string | number>();
  for (const [slot, value] of Object.entries(slots)) {
    if (value === null || value === undefined || slot === 'reason') continue;
    if (slot === 'exclusive') for (const end of many(value)) exclude(plain, String(end));
    else if (slot === 'until') plain.set(slot, instant(String(value)));
    else if (slot === 'agent' && intent !== 'force_run') agents(plain, many(value));
    else if (slot === 'period') {
      if (withPeriod.has(intent)) plain.set(slot, span(value));
    } else if (typeof value === 'number') plain.set(slot, value);
    else if (slotName(slot) === 'region') plain.set('region', named('region', many(value)));
    else plain.set(slot, set(many(value)));
  }
  return { intent, slots: plain };
}
