/** The answer in one sentence with its number, for every kind that needs no more than the answer and its question. */
import type { Answer, FunnelStep, Side, TableColumn, TableRow } from '../sales/answer.ts';
import { type Asked, countedAs } from './asked.ts';
import { count, countOf, figure, headlineMoney, number, ratio, share, sums, whenNamed } from './format.ts';
import { quotaSentence, whoCounted } from './quota-answer.ts';

type Of<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;

/** Amounts in a sentence: "$1.24M" from a million up. */
const told = (
  value: number,
  unit: Parameters<typeof figure>[1],
  currency: string | undefined,
  asked: Asked,
) => figure(value, unit, currency, asked.companyCurrency, headlineMoney);

const joined = (...parts: (string | null | false)[]): string => parts.filter(Boolean).join(' ');

export function leadsSentence({ leads, total }: Of<'leads'>): string {
  if (leads.length < total) return `${countOf(total, 'leads')}, the first ${number(leads.length)} listed.`;
  const untouched = leads.filter((lead) => lead.firstTouchOn === null);
  if (untouched.length === 0) return `${countOf(total, 'leads')}, each with a first touch.`;
  return joined(
    `${countOf(total, 'leads')}, ${number(untouched.length)} without a first touch.`,
    untouched.length > 1 && oldestOf(untouched),
  );
}

/** Null where no age is known. Of several that came in on the same day none is the oldest. */
function oldestOf(leads: Of<'leads'>['leads']): string | null {
  const ages = leads.flatMap(({ age }) => age ?? []);
  if (ages.length === 0) return null;
  const age = Math.max(...ages);
  const [oldest, ...others] = leads.filter((lead) => lead.age === age);
  if (others.length === 0)
    return `The oldest of them is ${oldest?.company ?? oldest?.name ?? oldest?.id}, ${count(age, 'day')}.`;
  const came = age === 0 ? 'today' : `${count(age, 'day')} ago`;
  return others.length + 1 === leads.length
    ? `All came in ${came}.`
    : `The ${number(others.length + 1)} oldest of them came in ${came}.`;
}

/** "12 accounts, 3 without an open deal." */
export function listedSentence({ of, listed, total }: Of<'listed'>): string {
  const many = countOf(total, of === 'account' ? 'accounts' : 'contacts');
  if (listed.rows.length < total) return `${many}, the first ${number(listed.rows.length)} listed.`;
  const at = of === 'account' ? listed.columns.findIndex(({ field }) => field === 'open_deals') : -1;
  const idle = at < 0 ? 0 : listed.rows.filter(({ cells }) => cells[at] === 0).length;
  return idle > 0 && idle < total ? `${many}, ${number(idle)} without an open deal.` : `${many}.`;
}

/** One figure: a share, a ratio, days, money or a count; nothing to measure is said with its reason. */
export function valueSentence(answer: Of<'value'>, asked: Asked): string {
  const { value, unit, total } = answer;
  if (value === null) {
    if (answer.sums && answer.sums.length > 0)
      return `${sums(answer.sums, asked.companyCurrency)} in ${countOf(total, rowsOf(asked))}.`;
    return `Nothing to measure: ${whyNothing(asked, total)}.`;
  }
  if (unit === 'share' || unit === 'ratio') return rateSentence(answer, value, asked);
  // No day is negative: an average of none is none for each.
  if (asked.metric === 'time_to_first_touch' && value === 0)
    return `0 days over ${behind(asked, total)}: each was touched on the day it came in.`;
  const median = typeof answer.median === 'number' ? `, the median is ${countOf(answer.median, 'days')}` : '';
  if (unit === 'days' && !asked.extreme)
    return `${told(value, unit, undefined, asked)} over ${behind(asked, total)}${median}.`;
  if (asked.extreme)
    return `The ${asked.extreme} of ${countOf(total, rowsOf(asked))}: ${told(value, unit, answer.currency, asked)}.`;
  if (unit === 'currency' && noneHasValue(answer))
    return `${countOf(total, rowsOf(asked))}, ${withoutAny(asked)}.`;
  if (unit === 'currency')
    return `${told(value, unit, answer.currency, asked)} in ${countOf(total, rowsOf(asked))}.`;
  if (unit === 'number') return `${number(value)} in ${countOf(total, rowsOf(asked))}.`;
  const together =
    answer.sums && answer.sums.length > 0 ? `, ${sums(answer.sums, asked.companyCurrency)} in total` : '';
  return `${countOf(value, unit)}${together}.`;
}

const mostTimes = 99;

function rateSentence(answer: Of<'value'>, value: number, asked: Asked): string {
  const said = told(value, answer.unit, undefined, asked);
  const { part, whole } = answer;
  if (part === undefined || whole === undefined) return `${said} over ${behind(asked, answer.total)}.`;
  const amount = (of: number) => headlineMoney(of, answer.currency ?? null, asked.companyCurrency);
  // Of nearly nothing any pipeline is a great multiple.
  if (asked.metric === 'coverage' && value > mostTimes)
    return `More than ${mostTimes}×: only ${amount(whole)} is left of the quota, and ${amount(part)} of pipeline is open.`;
  if (asked.metric === 'coverage')
    return `${said}: ${amount(part)} of open pipeline for ${amount(whole)} left of the quota.`;
  if (asked.metric === 'attainment') return `${said}: ${amount(part)} won of a quota of ${amount(whole)}.`;
  return `${said}: ${partOf(answer, asked)}.`;
}

/** "46 of 170", "$840,000 of $1.2M". */
function partOf(side: { part?: number; whole?: number; currency?: string }, asked: Asked): string {
  const one = (of: number): string =>
    side.currency === undefined && asked.metric !== 'attainment' && asked.metric !== 'coverage'
      ? number(of)
      : headlineMoney(of, side.currency ?? null, asked.companyCurrency);
  const decided = asked.metric === 'win_rate' ? ' won, of those won or lost' : '';
  return `${one(side.part ?? 0)} of ${one(side.whole ?? 0)}${decided}`;
}

/** There are rows, and each was left out for want of what is added up: then a sum of 0 would say what nobody knows. */
export const noneHasValue = (answer: Answer): boolean =>
  answer.total > 0 &&
  !addedUp(answer) &&
  answer.leftOut.some(({ because, count }) => because.startsWith('no ') && count >= answer.total);

/** Rows may also be left out for want of a day that is asked about: the others have something to add up. */
const addedUp = (answer: Answer): boolean =>
  'value' in answer
    ? Boolean(answer.value)
    : 'series' in answer && answer.series.some(({ value }) => Boolean(value));

/** "none with an amount" */
export const withoutAny = ({ measure }: Asked): string =>
  `none with ${/amount/i.test(measure) ? 'an amount' : 'a value to add up'}`;

const rowsOf = (asked: Asked) => countedAs[asked.of];

const behind = (asked: Asked, total: number): string => {
  if (asked.metric === 'stage_time') return count(total, 'stay');
  const of =
    asked.metric === 'cycle_time' ? 'won ' : asked.metric === 'time_to_first_touch' ? 'touched ' : '';
  const [n, word] = countOf(total, rowsOf(asked)).split(' ');
  return `${n} ${of}${word}`;
};

const reasons: Partial<Record<NonNullable<Asked['metric']>, string>> = {
  win_rate: 'no deal was won or lost',
  cycle_time: 'no deal was won',
  stage_time: 'no deal is known to have left a stage',
  coverage: 'no quota is set, or nothing is left of it',
  attainment: 'no quota is set',
  quota_risk: 'no quota is set',
  time_to_first_touch: 'no lead was touched',
};

const whyNothing = (asked: Asked, total: number): string =>
  (asked.metric && reasons[asked.metric]) ??
  (total === 0
    ? `there are no ${rowsOf(asked)}`
    : `none of the ${countOf(total, rowsOf(asked))} has a value`);

/** "$1.2M this quarter, 18% more than last quarter ($1.02M)." */
export function comparisonSentence(answer: Of<'comparison'>, asked: Asked): string {
  const [mine, theirs] = answer.sides;
  const [here, there] = asked.sides.names;
  const at = (said: string, name: string) =>
    asked.sides.are === 'periods' ? `${said} ${whenNamed(name)}` : `${name}: ${said}`;
  const figureOf = (side: Side): string | null =>
    side.value === null
      ? null
      : ['share', 'ratio', 'currency', 'days', 'number'].includes(answer.unit)
        ? told(side.value, answer.unit, side.currency, asked)
        : countOf(side.value, answer.unit);
  const [first, second] = [figureOf(mine), figureOf(theirs)];
  const none = `nothing to measure (${whyNothing(asked, 0)})`;
  if (first === null && second === null) return `Nothing to measure on either side: ${whyNothing(asked, 0)}.`;
  if (first === null || second === null || mine.value === null || theirs.value === null)
    return `${at(first ?? none, here)}; ${at(second ?? none, there)}.`.replace(/^./, (letter) =>
      letter.toUpperCase(),
    );
  if (answer.unit === 'currency' && mine.currency !== theirs.currency)
    return `${at(first, here)}; ${at(second, there)}. Amounts in different currencies are not compared.`;
  const parts =
    answer.unit === 'share' && mine.whole !== undefined && theirs.whole !== undefined
      ? `, ${partOf(mine, { ...asked, metric: moneyParts(asked) })} against ${partOf(theirs, { ...asked, metric: moneyParts(asked) })}`
      : '';
  const sides: [number, number] = [mine.value, theirs.value];
  const change =
    asked.sides.are === 'periods'
      ? changeSince(answer.unit, sides, { before: at(second, there), currency: mine.currency, parts, asked })
      : `${difference(answer.unit, sides, there)} (${second}${parts})`;
  return joined(
    `${at(first, here)}, ${change}.`,
    answer.withinChance === true && 'The difference is within what chance would do.',
    furthest(answer, asked),
  );
}

// In a comparison the words "won, of those won or lost" would stand there twice.
const moneyParts = (asked: Asked): Asked['metric'] => (asked.metric === 'win_rate' ? null : asked.metric);

/** "Up 18% ($180,000) from $1.02M last quarter", "down 4 points from 31% last quarter (46 of 170 against 52 of 168)". */
function changeSince(
  unit: Of<'comparison'>['unit'],
  [mine, theirs]: [number, number],
  { before, currency, parts, asked }: Since,
): string {
  const cases = parts === '' ? '' : ` (${parts.slice(2)})`;
  if (mine === theirs) return `the same as ${before}${cases}`;
  const way = mine > theirs ? 'up' : 'down';
  if (unit === 'share') {
    // Of the rounded figures, so that it adds up on sight.
    const points = Math.round(mine * 100) - Math.round(theirs * 100);
    return points === 0
      ? `nearly the same as ${before}${cases}`
      : `${way} ${count(Math.abs(points), 'point')} from ${before}${cases}`;
  }
  if (theirs <= 0 || mine < 0) return `${way} from ${before}`;
  const by = unit === 'ratio' ? '' : ` (${told(Math.abs(mine - theirs), unit, currency, asked)})`;
  return mine / theirs > 4
    ? `${ratio(mine / theirs)} as much as ${before}`
    : `${way} ${share(Math.abs(mine / theirs - 1))}${by} from ${before}`;
}

type Since = { before: string; currency: string | undefined; parts: string; asked: Asked };

/** "18% more than West", "down 4 points from West". */
function difference(unit: Of<'comparison'>['unit'], [mine, theirs]: [number, number], there: string): string {
  if (mine === theirs) return `the same as ${there}`;
  if (unit === 'share') {
    // Of the rounded figures, so that it adds up on sight.
    const points = Math.round(mine * 100) - Math.round(theirs * 100);
    if (points === 0) return `nearly the same as ${there}`;
    return `${points > 0 ? 'up' : 'down'} ${count(Math.abs(points), 'point')} from ${there}`;
  }
  if (theirs <= 0 || mine < 0) return `${mine > theirs ? 'more' : 'less'} than ${there}`;
  const change = mine / theirs - 1;
  if (change > 3) return `${ratio(mine / theirs)} as much as ${there}`;
  const size = share(Math.abs(change));
  if (unit === 'days') return `${size} ${change > 0 ? 'longer' : 'shorter'} than ${there}`;
  return `${size} ${change > 0 ? 'more' : unit === 'currency' || unit === 'ratio' ? 'less' : 'fewer'} than ${there}`;
}

/** The group that changed most. */
function furthest(answer: Of<'comparison'>, asked: Asked): string | null {
  const moved = answer.rows.flatMap((row) => {
    const [mine, theirs] = row.sides;
    if (mine?.value == null || theirs?.value == null || mine.currency !== theirs.currency) return [];
    return [{ label: row.label, by: mine.value - theirs.value, mine, theirs }];
  });
  const [most] = moved.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by));
  if (!most || moved.length < 2 || most.by === 0) return null;
  const said = (side: Side) => told(side.value ?? 0, answer.unit, side.currency, asked);
  return `${most.label} ${most.by > 0 ? 'rose' : 'fell'} most, from ${said(most.theirs)} to ${said(most.mine)}.`;
}

/** Who is first, and the whole. */
export function tableSentence(answer: Of<'table'>, asked: Asked): string {
  const { rows, columns } = answer;
  const many = (n: number): string => whoCounted(n, answer.by);
  if (asked.metric === 'quota_risk') return quotaSentence(answer, asked);
  const at = columns.findIndex(({ unit }) => unit === 'currency');
  const lead = at >= 0 ? at : 0;
  const column = columns[lead];
  const best = highest(rows, lead);
  if (!column || !best)
    return `${many(rows.length)}, and nothing to measure for ${rows.length === 1 ? 'it' : 'any'}.`;
  const [only, other] = rows;
  if (only?.side === 0 && other) return sidesSentence(rows, columns, asked);
  if (rows.length === 1 && only) return `${only.label}: ${facts(only, columns, asked)}.`;
  const first = `${best.label} is first by ${uncapital(column.label)}: ${told(best.cells[lead] ?? 0, column.unit, column.currency, asked)}`;
  const together = answer.whole ? `; together ${facts(answer.whole, columns, asked)}` : '';
  return `${many(rows.length)}. ${first}${together}.`;
}

/** "Priya Nair: won $1.2M this quarter, $1M last quarter; win rate 27%, 31%." Of several: whose first figure rose most. */
function sidesSentence(rows: TableRow[], columns: TableColumn[], asked: Asked): string {
  const [here, there] = asked.sides.names;
  const pairs = rows.flatMap((row, n) => {
    const other = rows[n + 1];
    return row.side === 0 && other ? [[row, other] as const] : [];
  });
  const said = (row: TableRow, n: number): string => {
    const column = columns[n];
    const value = row.cells[n];
    return column === undefined || value == null
      ? 'nothing'
      : told(value, column.unit, column.currency, asked);
  };
  const [only] = pairs;
  if (only && pairs.length === 1) {
    const [mine, theirs] = only;
    const parts = columns
      .map(({ label }, n) => ({ label: uncapital(label), n }))
      .filter(({ n }) => mine.cells[n] != null || theirs.cells[n] != null)
      .slice(0, 3)
      .map(({ label, n }, at) =>
        at === 0
          ? `${label} ${said(mine, n)} ${whenNamed(here)}, ${said(theirs, n)} ${whenNamed(there)}`
          : `${label} ${said(mine, n)} against ${said(theirs, n)}`,
      );
    return `${mine.label}: ${parts.join('; ')}.`;
  }
  const moved = pairs
    .map(([mine, theirs]) => ({ mine, theirs, by: (mine.cells[0] ?? 0) - (theirs.cells[0] ?? 0) }))
    .toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))[0];
  if (!moved) return 'Nothing to measure on either side.';
  const label = uncapital(columns[0]?.label ?? '');
  return `${moved.mine.label} ${moved.by < 0 ? 'fell' : 'rose'} most by ${label}: ${said(moved.mine, 0)} ${whenNamed(here)}, ${said(moved.theirs, 0)} ${whenNamed(there)}.`;
}

const highest = (rows: TableRow[], at: number): TableRow | undefined =>
  rows.filter((row) => row.cells[at] != null).toSorted((a, b) => (b.cells[at] ?? 0) - (a.cells[at] ?? 0))[0];

/** "won $3.2M, win rate 27%": the first three that there are. */
const facts = (row: TableRow, columns: TableColumn[], asked: Asked): string =>
  columns
    .flatMap(({ label, unit, currency }, n) => {
      const value = row.cells[n];
      return value == null ? [] : [`${uncapital(label)} ${told(value, unit, currency, asked)}`];
    })
    .slice(0, 3)
    .join(', ') || 'nothing to measure';

const uncapital = (label: string): string =>
  label.replace(/^\p{Lu}(?!\p{Lu})/u, (letter) => letter.toLowerCase());

/** How many came to the end, and where most are lost. */
export function funnelSentence({ steps, total }: Of<'funnel'>): string {
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last || first.count === 0)
    return `Nothing to measure: no deal has a history that proves its stages.`;
  if (steps.length === 1) return `${countOf(total, 'deals')} reached ${first.label}.`;
  const through = `Of ${countOf(first.count, 'deals')} that reached ${first.label}, ${number(last.count)} reached ${last.label} (${share(last.count / first.count)}).`;
  const drop = biggestDrop(steps);
  if (!drop) return through;
  const { from, to } = drop;
  return `${through} The biggest drop is from ${from.label} to ${to.label}: ${share(to.rate ?? 0)} went on (${number(to.count)} of ${number(from.count)}).`;
}

/** The step by which the smallest share went on. */
export function biggestDrop(steps: FunnelStep[]): { from: FunnelStep; to: FunnelStep } | null {
  const drops = steps.flatMap((to, n) => {
    const from = steps[n - 1];
    return from && to.rate !== null && to.rate < 1 ? [{ from, to }] : [];
  });
  return drops.toSorted((a, b) => (a.to.rate ?? 1) - (b.to.rate ?? 1))[0] ?? null;
}
