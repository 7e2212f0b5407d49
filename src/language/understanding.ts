/** Request → words: how it was understood, and the same typed out so that it reads back to the same request. */
import type { FieldName } from '../sales/fields.ts';
import { metricNamed } from '../sales/metrics.ts';
import type { Calendar } from '../sales/periods.ts';
import { boundsSaid } from '../story/bounds.ts';
import { day, dayWithoutYear, list, money, number } from '../story/format.ts';
import { limitSaid as measureSaid } from '../story/kpi.ts';
import { columnsTail, readsAsColumns } from './columns.ts';
import { isOfCreation } from './creation.ts';
import { unitOf } from './measure-units.ts';
import { numbersTail } from './numbered.ts';
import { dealsPart } from './of-parties.ts';
import { periodDays } from './period-days.ts';
import type { Clause, Frame, Having } from './request.ts';
import { fieldNamed } from './vocabulary.ts';

export type Wording = {
  companyCurrency: string;
  calendar: Calendar;
  now: Date;
  zone: string;
  /** What is said in the place of a number: "<days>" of a phrasing. */
  said?: ReadonlyMap<number, string>;
};

/** "Open deals in Negotiation for 30 days or more", with the days of each period: "closing this month (1 Mar to 31 Mar 2026)". */
export const understanding = (frame: Frame, use: Wording): string => capital(worded(frame, use, true));

/** The request in words that the reader reads back to the same request. */
export const typed = (frame: Frame, use: Wording): string => worded(frame, use, false);

/** The words for one limit alone, as they stand in the understanding: so that a changed part can be drawn bold. */
export const partOf = (frame: Frame, clause: Clause, use: Wording): string => part(clause, frame, use, true);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function worded(frame: Frame, use: Wording, dates: boolean): string {
  const { measure } = frame;
  if (measure.kind === 'share') return shareWorded(frame, measure, use, dates);
  const parts = order(frame.clauses)
    .map((clause) => part(clause, frame, use, dates))
    .filter((text) => text !== '');
  // "Numbers 6 to 10" say how many.
  const told = frame.skip ? { ...frame, limit: null } : frame;
  const sentence = [...head(told, dates ? 'your' : 'my', use), ...parts].join(' ');
  const sides = against(frame, use, dates);
  const then = asOfTail(frame);
  // Before what is compared it would be of one side.
  const points = frame.otherAsOf !== undefined;
  const rest =
    sides && !points
      ? `${numbersTail(frame)}${sides}${then}`
      : `${then}${points && then ? ',' : ''}${sides}${numbersTail(frame)}`;
  return `${sentence}${tail(told, use)}${rest}${columnsTail(frame, list)}${drawnTail(frame)}`;
}

/** "Share of open pipeline that is in EMEA, by owner" */
function shareWorded(
  frame: Frame,
  { of, part: limits }: Extract<Frame['measure'], { kind: 'share' }>,
  use: Wording,
  dates: boolean,
): string {
  const whole: Frame = {
    ...frame,
    by: [],
    limit: null,
    other: null,
    measure: of === 'amount' ? { kind: 'sum', field: 'amount' } : { kind: 'rows' },
  };
  const is =
    limits.length > 0
      ? ` that ${of === 'amount' && frame.pipeline ? 'is' : 'are'} ${partSaid(limits, frame, use, dates)}`
      : '';
  const by = tail({ ...frame, measure: { kind: 'count' } }, use);
  return `share of ${worded(whole, use, dates)}${is}${is && by ? ',' : ''}${by}${against(frame, use, dates)}${drawnTail(frame)}`;
}

/** What is said of deals behind "that is": "won", "stale", "mine", "in EMEA over $100,000". */
function partSaid(limits: Clause[], frame: Frame, use: Wording, dates: boolean): string {
  const adjectives = limits.flatMap((one) => {
    if (one.says === 'status') return [statusWord(one.is)];
    if (one.says === 'stale') return [one.field === 'days_in_stage' ? 'stale' : 'inactive'];
    if (one.says !== 'mine' || one.not || one.whose === 'territory') return [];
    return [one.whose === 'team' ? `of ${dates ? 'your' : 'my'} team` : dates ? 'yours' : 'mine'];
  });
  const among = { ...frame, clauses: [...frame.clauses, ...limits] };
  const rest = order(limits).map((clause) => part(clause, among, use, dates));
  return [...adjectives, ...rest].filter((text) => text !== '').join(' ');
}

const drawnTail = ({ draw }: Frame): string =>
  draw === 'bars' ? ', as a bar chart' : draw === 'table' ? ', as a table' : '';

const asOfTail = ({ asOf }: Frame): string => (asOf === undefined ? '' : `, as of ${day(asOf)}`);

/** ", compared with last quarter (1 Oct to 31 Dec 2025)" */
function against(frame: Frame, use: Wording, dates: boolean): string {
  if (!frame.other) return '';
  if (frame.otherAsOf !== undefined)
    return ` compared with ${frame.otherAsOf === null ? 'today' : day(frame.otherAsOf)}`;
  const sides = frame.other.map((clause) => {
    if (clause.says === 'names') return list(clause.names.map((one) => one.name));
    if (clause.says !== 'period') return part(clause, frame, use, dates);
    return `${spoken(clause.period).replace(/^in (?=the )/, '')}${daysOf(clause.period, use, dates)}`;
  });
  // "Compared with Q4 2025", not "with in Q4 2025".
  return ` compared with ${sides.join(' ').replace(dates ? /^(?:in|on|from) (?=[A-Z\d])/ : /^(?:in|on) (?=[A-Z\d])/, '')}`;
}

const ranks: [string, (clause: Clause) => boolean][] = [
  ['names', (clause) => clause.says === 'names' && clause.field !== 'stage'],
  ['stage', (clause) => clause.says === 'names'],
  ['time', (clause) => clause.says === 'range' && clause.unit === 'days'],
  ['missing', (clause) => clause.says === 'missing'],
  ['amount', (clause) => clause.says === 'range'],
  ['period', (clause) => clause.says === 'period'],
];
function order(clauses: Clause[]): Clause[] {
  const place = (clause: Clause): number => {
    const found = ranks.findIndex(([, is]) => is(clause));
    return found < 0 ? ranks.length : found;
  };
  return clauses
    .map((clause, index) => ({ clause, index }))
    .sort((a, b) => place(a.clause) - place(b.clause) || a.index - b.index)
    .map(({ clause }) => clause);
}

function head(frame: Frame, my: string, use: Wording): string[] {
  const words: string[] = [];
  const { measure } = frame;
  if (measure.kind === 'metric') {
    const mine = frame.clauses.find(
      (clause) => clause.says === 'mine' && !clause.not && clause.whose !== 'territory',
    );
    const whose =
      mine?.says === 'mine' && !(mine.whose === 'mine' && owners(frame))
        ? [mine.whose === 'mine' ? my : `${my} team's`]
        : [];
    const status = frame.clauses.find((clause) => clause.says === 'status');
    const of = status?.says === 'status' ? [`of ${statusWord(status.is)} deals`] : [];
    // Of nobody in particular it is how all who are meant stand together, and which of them may miss theirs.
    const standing = measure.metric === 'quota_risk' && frame.by.length === 0;
    const label = standing ? 'quota standing' : metricNamed(measure.metric).label.toLowerCase();
    return [...whose, label, ...of];
  }
  if (measure.kind === 'count') words.push('number of');
  const piped = isPipeline(frame);
  if (measure.kind === 'sum' && !piped)
    words.push(measure.field === 'amount' ? 'amount of' : `total ${fieldWord(measure.field)} of`);
  if ('field' in measure && measure.kind !== 'sum')
    words.push(`${measure.kind} ${fieldWord(measure.field)} of`);
  if (frame.limit !== null && frame.by.length === 0)
    words.push(frame.sort ? `top ${counted(frame.limit, use)}` : counted(frame.limit, use));
  const mine = frame.clauses.find((clause) => clause.says === 'mine' && !clause.not);
  if (mine?.says === 'mine' && mine.whose === 'mine' && !owners(frame)) words.push(my);
  if (mine?.says === 'mine' && mine.whose === 'team') words.push(`${my} team's`);
  for (const clause of frame.clauses) {
    if (clause.says === 'stale') words.push(clause.field === 'days_in_stage' ? 'stale' : 'inactive');
  }
  const status = frame.clauses.find((clause) => clause.says === 'status');
  const saidLater =
    status?.says === 'status' &&
    isClosed(status.is) &&
    frame.clauses.some((one) => one.says === 'period' && one.field === 'close_date');
  if (piped) return [...words, status ? 'open pipeline' : 'pipeline'];
  // "Deals closed in March" were won; these were won or lost.
  if (status?.says === 'status') words.push(saidLater ? 'won and lost' : statusWord(status.is));
  const [one, many] = nounWords[frame.of];
  return [...words, frame.limit === 1 && frame.by.length === 0 ? one : many];
}

/** Whose deals besides the asker's own: "of Tom Reyes or you". */
const owners = (frame: Frame): boolean =>
  frame.clauses.some((clause) => clause.says === 'names' && clause.field === 'owner' && !clause.not);

const nounWords: Record<Frame['of'], [string, string]> = {
  deal: ['deal', 'deals'],
  lead: ['lead', 'leads'],
  activity: ['activity', 'activities'],
  account: ['account', 'accounts'],
  contact: ['contact', 'contacts'],
};

const isPipeline = (frame: Frame): boolean => {
  const status = frame.clauses.find((clause) => clause.says === 'status');
  const amount = frame.measure.kind === 'sum' && frame.measure.field === 'amount';
  if (!frame.pipeline || !amount) return false;
  return status?.says === 'status' ? status.is.join() === 'open' : isOfCreation(frame);
};

const isClosed = (is: string[]): boolean => is.length === 2 && !is.includes('open');
const statusWord = (is: string[]): string => (isClosed(is) ? 'closed' : is.join(' and '));
const fieldWord = (field: FieldName): string => (fieldNamed(field)?.label ?? field).toLowerCase();

const counted = (value: number, { said }: Wording): string => said?.get(value) ?? String(value);

function tail(frame: Frame, use: Wording): string {
  const by = frame.by.length > 0 ? ` by ${list(frame.by.map(fieldWord))}` : '';
  if (frame.by.length > 0) {
    const top =
      frame.limit !== null
        ? `, ${frame.sort?.down === false ? 'bottom' : 'top'} ${counted(frame.limit, use)}`
        : '';
    const sorted =
      frame.sort && frame.limit === null && frame.sort.field !== 'measure' ? sortedBy(frame.sort) : '';
    return `${by}${limitSaid(frame, use)}${top}${sorted}`;
  }
  if (!frame.sort || frame.sort.field === 'measure') return '';
  if (frame.limit === null) return sortedBy(frame.sort);
  return ` by ${fieldWord(frame.sort.field)}${frame.sort.down ? '' : ' ascending'}`;
}

/** ", more than 5", ", over 40%", ", each over $500,000": without "each" an amount would be one of the deals. */
function limitSaid(frame: Frame, use: Wording): string {
  const { having } = frame;
  if (!having) return '';
  const said = havingSaid(frame, having, use.companyCurrency);
  return `, ${['currency', 'days'].includes(unitOf(frame)) ? 'each ' : ''}${said}`;
}

/** The limit on the measure of groups: "more than 5", "over 40%", "at least $500,000". */
export function havingSaid(frame: Frame, having: Having, companyCurrency: string): string {
  const unit = unitOf(frame);
  const figure = (value: number): string => {
    if (unit === 'currency') return money(value, having.currency ?? currencyOf(frame), companyCurrency);
    return measureSaid({ limit: value }, { unit, currency: null }, companyCurrency);
  };
  return boundsSaid(having, figure, unit === 'number' ? 'count' : unit === 'days' ? 'days' : 'amount');
}

const sortedBy = (sort: { field: string; down: boolean }): string =>
  `, sorted by ${fieldWord(sort.field)} ${sort.down ? 'descending' : 'ascending'}`;

function part(clause: Clause, frame: Frame, use: Wording, dates: boolean): string {
  if (clause.says === 'names') {
    const also =
      clause.field === 'owner' &&
      !clause.not &&
      frame.clauses.some((one) => one.says === 'mine' && one.whose === 'mine' && !one.not);
    return also
      ? names({ ...clause, names: [...clause.names, { id: '', name: dates ? 'you' : 'me' }] })
      : frame.measure.kind === 'metric'
        ? names(clause).replace(/^not of (?!team)/, 'except ')
        : names(clause);
  }
  if (clause.says === 'mine') return mine(clause, dates ? 'your' : 'my');
  if (clause.says === 'range')
    return clause.unit === 'days' ? time(clause, frame, use) : amount(clause, frame, use);
  if (clause.says === 'period') return period(clause, frame, use, dates);
  if (clause.says === 'missing') return missing(clause);
  if (clause.says === 'either')
    return `either ${clause.of.map((limits) => limitsSaid(limits, frame, use, dates)).join(' or ')}`;
  if (clause.says === 'truth' && clause.field === 'owner.active')
    return `of owners who ${clause.value ? 'are active' : 'have left'}`;
  if (clause.says === 'truth') return `${clause.value ? '' : 'not '}${fieldWord(clause.field)}`;
  return '';
}

/** The limits of a list of deals alone, as they stand behind its noun. */
const limitsSaid = (limits: Clause[], frame: Frame, use: Wording, dates: boolean): string =>
  order(limits)
    .map((clause) => part(clause, { ...frame, clauses: limits }, use, dates))
    .join(' ');

const lead: Partial<Record<FieldName, [string, string]>> = {
  stage: ['in', 'not in'],
  territory: ['in', 'not in'],
  owner: ['of', 'not of'],
  team: ['of team', 'not of team'],
  account: ['for', 'not for'],
  product: ['with product', 'except product'],
  'account.tags': ['tagged', 'not tagged'],
  tags: ['tagged', 'not tagged'],
  id: ['for', 'except'],
  'owner.manager': ['managed by', 'except managed by'],
};

function names(clause: Extract<Clause, { says: 'names' }>): string {
  const words = lead[clause.field] ?? (clause.kind === 'value' ? valueLead(clause.field) : ['of', 'not of']);
  return `${words[clause.not ? 1 : 0]} ${list(
    clause.names.map((one) => one.name),
    'or',
  )}`;
}

const valueLead = (field: FieldName): [string, string] => [
  `with ${fieldWord(field)}`,
  `except ${fieldWord(field)}`,
];

function mine(clause: Extract<Clause, { says: 'mine' }>, my: string): string {
  if (clause.whose === 'territory') return `${clause.not ? 'not ' : ''}in ${my} territory`;
  if (!clause.not) return '';
  return clause.whose === 'team' ? `except ${my} team` : `except ${my === 'my' ? 'mine' : 'yours'}`;
}

type Range = Extract<Clause, { says: 'range' }>;

function time(clause: Range, frame: Frame, use: Wording): string {
  const figure = (value: number): string => use.said?.get(value) ?? days(value);
  const staged = frame.clauses.some((one) => one.says === 'names' && one.field === 'stage' && !one.not);
  if (clause.field === 'days_in_stage')
    return `${staged ? '' : 'in the same stage '}${forBounds(clause, figure)}`;
  if (clause.field === 'days_since_activity') return `without activity ${forBounds(clause, figure)}`;
  if (clause.field === 'age') return `created ${boundsSaid(clause, figure, 'days')} ago`;
  return `with ${fieldWord(clause.field)} of ${boundsSaid(clause, figure, 'days')}`;
}

const forBounds = (clause: Range, figure: (value: number) => string): string => {
  const text = boundsSaid(clause, figure, 'days');
  return text.startsWith('between') ? text : `for ${text}`;
};

const days = (value: number): string => `${number(value)} ${value === 1 ? 'day' : 'days'}`;

function amount(clause: Range, frame: Frame, use: Wording): string {
  const figure = (value: number): string =>
    use.said?.get(value) ??
    (clause.unit === 'money'
      ? money(value, clause.currency ?? currencyOf(frame), use.companyCurrency)
      : number(value));
  const deals = dealsPart(clause, frame, () => boundsSaid(clause, figure, 'days'));
  if (deals !== null) return deals;
  if (clause.field === 'close_date_pushes')
    return `pushed ${boundsSaid(clause, figure, 'days')} ${clause.from === 1 && clause.to === 1 ? 'time' : 'times'}`;
  const field = clause.field === 'amount' ? '' : `with ${fieldWord(clause.field)} `;
  const text = boundsSaid(clause, figure, 'amount');
  return `${field}${field === '' && /^(at|exactly)/.test(text) ? `of ${text}` : text}`;
}

/** "In EUR", said apart from its number, is what the number is in. */
function currencyOf(frame: Frame): string | null {
  const said = frame.clauses.find((one) => one.says === 'names' && one.field === 'currency' && !one.not);
  return said?.says === 'names' && said.names.length === 1 ? (said.names[0]?.id ?? null) : null;
}

function period(
  clause: Extract<Clause, { says: 'period' }>,
  frame: Frame,
  use: Wording,
  dates: boolean,
): string {
  const { field, period: name } = clause;
  if (field === 'close_date' && name === 'before today') return 'past their close date';
  const status = frame.clauses.find((one) => one.says === 'status');
  const open = status?.says === 'status' && status.is.join() === 'open';
  const shown = daysOf(name, use, dates);
  if (frame.measure.kind === 'metric' && metricNamed(frame.measure.metric).dated === field)
    return `${spoken(name)}${shown}`;
  if (open && field === 'last_activity_on' && name.startsWith('before '))
    return `without activity since ${plain(name.slice(7))}${shown}`;
  const shut = status?.says === 'status' && !status.is.includes('open');
  const close = open ? 'closing' : shut ? 'closed' : 'with close date';
  const verb = field === 'close_date' ? close : (verbs[field] ?? `with ${fieldWord(field)}`);
  return `${verb} ${spoken(name)}${shown}`;
}

const verbs: Partial<Record<FieldName, string>> = {
  created_on: 'created',
  done_on: 'done',
  recorded_on: 'recorded',
  stage_since: 'that moved stage',
};

function daysOf(name: string, use: Wording, dates: boolean): string {
  const span = dates ? periodDays(name, { ...use.calendar, now: use.now, zone: use.zone }) : null;
  return span ? datesOf(name, span) : '';
}

/** "from 1 Mar 2026 to 15 Apr 2026", "before 12 May 2026", "in Q2", "this month". */
function spoken(name: string): string {
  const range = /^(\S+)\.\.(\S+)$/.exec(name);
  if (range) return `from ${day(range[1] ?? '')} to ${day(range[2] ?? '')}`;
  const begins = /^from (.+)$/.exec(name)?.[1];
  if (begins) return `from ${plain(begins)} on`;
  const bound = /^(by|before|after|since|until) (.+)$/.exec(name);
  if (bound) return `${bound[1]} ${ofEnd(bound[1] ?? '', bound[2] ?? '')}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(name)) return `on ${day(name)}`;
  const one = /^last 1 (\w+?)s?$/.exec(name);
  if (one) return `in the past ${one[1]}`;
  if (/^(last|next) \d/.test(name)) return `in the ${name}`;
  if (/^(end|start) of /.test(name)) return `at the ${plain(name)}`;
  if (/^\w+day$/.test(name) && !/^(today|yesterday)$/.test(name)) return `on ${plain(name)}`;
  return /^(<|this|last|next|within|today|yesterday|tomorrow)/.test(name) ? plain(name) : `in ${plain(name)}`;
}

// "By this quarter" is said as "by the end of this quarter".
const ofEnd = (edge: string, name: string): string =>
  /^(this|last|next) (week|month|quarter|year)$|^[QH]\d|^[A-Z][a-z]+( \d{4})?$|^(FY)?\d{2,4}$/.test(name) &&
  (edge === 'by' || edge === 'until')
    ? `the end of ${plain(name)}`
    : plain(name);

const plain = (name: string): string => {
  if (/^(week|month|quarter|year) to date$/.test(name)) return name;
  if (/^\d{4}-\d{2}-\d{2}$/.test(name)) return day(name);
  return name.replace(/\b(mon|tues|wednes|thurs|fri|satur|sun)day\b/, (found) => capital(found));
};

function datesOf(name: string, span: { from: string | null; to: string | null }): string {
  if (/\d{4}-\d{2}-\d{2}/.test(name)) return '';
  const { from, to } = span;
  if (from && to) {
    if (from === to) return ` (${day(from)})`;
    return ` (${from.slice(0, 4) === to.slice(0, 4) ? dayWithoutYear(from) : day(from)} to ${day(to)})`;
  }
  return from ? ` (from ${day(from)})` : to ? ` (to ${day(to)})` : '';
}

function missing(clause: Extract<Clause, { says: 'missing' }>): string {
  const article = clause.not && readsAsColumns(clause.fields);
  const worded = clause.fields.map(fieldWord).map((word) => (article ? withArticle(word) : word));
  const fields = list(worded, clause.any ? 'or' : 'and');
  return `${clause.not ? 'with' : 'without'} ${fields}`;
}

const withArticle = (word: string): string => `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
