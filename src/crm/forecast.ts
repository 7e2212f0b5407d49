/** What a period is expected to bring, of all deals or of those that a question means, as one answer. */
import type { Db } from '../db/pool.ts';
import type { Answer, ForecastBasis, ForecastFigures, LeftOut } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import { periodsBehind } from '../sales/expected.ts';
import type { Field } from '../sales/fields.ts';
import { calendarOf } from '../sales/leaf.ts';
import type { Metric } from '../sales/metrics.ts';
import { added, figuresOf, type Outlook, type OutlookFigures, partOf, splitBy } from '../sales/outlook.ts';
import { spanLabel } from '../sales/spans-before.ts';
import { day } from '../story/format.ts';
import { type Ahead, type AheadDeal, aheadOf, type WinsBefore } from './ahead.ts';
import { type FactRow, type Facts, type Found, factsOf, groupOf } from './facts.ts';
import { figures } from './figures.ts';
import {
  currencyOf,
  dealPart,
  divided,
  leftToWin,
  moneyLeftOut,
  notOfPeople,
  openPart,
  quotaPart,
} from './quota.ts';
import { countsOf, countWhere, type Sight, together } from './sight.ts';
import { type Span, spanOf } from './span.ts';

/**
 * A forecast is additive. Rates, pace and what is to come of deals that nobody has opened yet are those of all that the
 * person sees; a condition chooses among the won and the open deals, and of those to come it has the share that it has of
 * the deals won in the periods before, as their rows stand now. So the forecasts of all groups make that of the whole, to the
 * cent. With a group the answer is a series of expected amounts.
 */
export async function forecastOf(db: Db, sight: Sight, metric: Metric, groups: Field[]): Promise<Answer> {
  const span = spanOf(sight, metric);
  const ahead = await aheadOf(db, sight, span, groups);
  const { whole: facts, leftOut } = await besides(db, sight, span, { over: ahead.over, groups: [] });
  const part = meantOf(ahead);
  const whole = figuresOf(part.outlook);
  if (groups.length > 0)
    return series(sight, { metric, leftOut, ...apart(sight, { groups, part, later: whole.later }) });
  const forecast = answered(sight, span, { ahead, part, whole, facts });
  return { kind: 'forecast', forecast, total: forecast.wonDeals + forecast.openDeals, leftOut };
}

/** What a question means of all that lies ahead. */
type Part = { outlook: Outlook<AheadDeal>; won: AheadDeal[]; wins: WinsBefore[] };

function meantOf({ outlook, won, winsBefore }: Ahead): Part {
  const wins = winsBefore.filter(({ meant }) => meant);
  const mine = won.filter(({ meant }) => meant);
  const [of, all] = [wins, winsBefore].map((list) => list.reduce((sum, one) => sum + one.wins, 0));
  return {
    outlook: partOf(outlook, {
      won: added(mine.map(({ amount }) => amount)),
      open: outlook.open.filter(({ meant }) => meant),
      share: all ? (of ?? 0) / all : 0,
    }),
    won: mine,
    wins,
  };
}

/** The quota, what is won and what closes in the period, and what could not be counted. */
export async function besides(
  db: Db,
  sight: Sight,
  span: Span,
  { over, groups }: { over: boolean; groups: Field[] },
): Promise<Found> {
  const { where } = sight.question;
  const parts: Condition[] = 'all' in where ? where.all : [where];
  const won: Condition = { field: 'status', is: 'won' };
  const wonInIt: Condition = { all: [won, { field: 'close_date', ...span }] };
  const meant: Condition = over ? wonInIt : { any: [{ field: 'status', is: 'open' }, wonInIt] };
  const found = await factsOf(
    db,
    sight,
    [
      dealPart(sight, where, span),
      ...(over ? [] : [openPart(sight, where)]),
      ...(notOfPeople(where).length === 0 ? [quotaPart(sight, where, span)] : []),
    ],
    {
      groups,
      counts: [
        ...countsOf(sight, { all: [...parts, meant] }),
        countWhere(sight, 'no close date', { all: [...parts, won, { field: 'close_date', missing: true }] }),
      ],
    },
  );
  return { ...found, leftOut: together(found.leftOut, moneyLeftOut(sight, found.whole, ['won', 'ever'])) };
}

function answered(
  sight: Sight,
  span: Span,
  { ahead, part, whole, facts }: { ahead: Ahead; part: Part; whole: OutlookFigures; facts: Facts },
): ForecastFigures {
  const quota = facts.quota ?? null;
  const { won, expected, low, high, pipeline, later, commit, bestCase } = whole;
  return {
    ...span,
    currency: currencyOf(sight),
    won,
    wonDeals: part.won.length,
    expected,
    low,
    high,
    pipeline,
    openDeals: part.outlook.open.length,
    later,
    commit,
    bestCase,
    quota,
    chance: quota === null ? null : whole.atLeast(quota),
    coverage: divided(facts.pipeline, leftToWin({ ...facts, quota })),
    stages: stagesOf(part.outlook),
    basis: ahead.over ? null : basisOf(sight, ahead),
  };
}

function stagesOf({ open }: Part['outlook']): ForecastFigures['stages'] {
  const stages = [...new Map(open.map((deal) => [deal.stage, deal.stageOrder]))].sort(
    ([a, one], [b, other]) => one - other || a.localeCompare(b),
  );
  return stages.map(([stage]) => {
    const deals = open.filter((deal) => deal.stage === stage);
    const [amount, expected] = [
      added(deals.map((deal) => deal.amount)),
      added(deals.map((deal) => deal.expected)),
    ];
    return { stage, deals: deals.length, amount, expected, rate: amount > 0 ? expected / amount : null };
  });
}

function basisOf(sight: Sight, { views }: Ahead): ForecastBasis {
  const { at } = sight;
  const past = views.past.slice(-periodsBehind);
  const open = past.flatMap((period) => period.open);
  return {
    periods: views.spans
      .slice(-periodsBehind)
      .map(
        (span) =>
          spanLabel(span, { ...calendarOf(at.use), zone: at.use.zone }) ??
          `${day(span.from)} to ${day(span.to)}`,
      ),
    open: open.reduce((sum, { deals }) => sum + deals, 0),
    won: open.reduce((sum, { won }) => sum + won, 0),
    later: past.flatMap(({ later }) => later).reduce((sum, { count }) => sum + count, 0),
  };
}

/** A part of the forecast by groups: `rows` make the `whole`, to the cent. */
export type Apart = { rows: FactRow[]; whole: Facts };

/**
 * The forecast of those that a question means, by groups, and what it was made from; null of a period that is over. Its facts:
 * `weighted` (what open deals put in), `later` (deals that nobody has opened yet), `forecast` (both and what is won), `deals`.
 */
export async function forecastBy(
  db: Db,
  sight: Sight,
  span: Span,
  groups: Field[],
): Promise<Apart & { basis: ForecastBasis | null; atLeast: (goal: number) => number }> {
  const ahead = await aheadOf(db, sight, span, groups);
  const part = meantOf(ahead);
  const { later, atLeast } = figuresOf(part.outlook);
  const basis = ahead.over ? null : basisOf(sight, ahead);
  return { ...apart(sight, { groups, part, later }), basis, atLeast };
}

function apart(sight: Sight, use: { groups: Field[]; part: Part; later: number }): Apart {
  const { groups, part, later } = use;
  type Group = FactRow & { won: number[]; open: number[]; wins: number };
  const found = new Map<string, Group>();
  const at = (row: AheadDeal | WinsBefore): Group => {
    const known = JSON.stringify(groups.map((_, i) => [row[`key${i}`], row[`id${i}`]]));
    const group = found.get(known) ?? {
      ...groupOf(sight, row, groups),
      facts: {},
      won: [],
      open: [],
      wins: 0,
    };
    found.set(known, group);
    return group;
  };
  for (const deal of part.won) at(deal).won.push(deal.amount);
  for (const deal of part.outlook.open) at(deal).open.push(deal.expected);
  for (const row of part.wins) at(row).wins += row.wins;
  const groupsFound = [...found.values()];
  const toCome = splitBy(
    later,
    groupsFound.map(({ wins }) => wins),
  );
  const won = part.won.map(({ amount }) => amount);
  const open = part.outlook.open.map(({ expected }) => expected);
  return {
    rows: groupsFound.map(({ won, open, wins: _, ...group }, i) => ({
      ...group,
      facts: factsFrom(won, open, toCome[i] ?? 0),
    })),
    whole: factsFrom(won, open, later),
  };
}

const factsFrom = (won: number[], open: number[], later: number): Facts => ({
  weighted: added(open),
  later,
  forecast: added([...won, ...open, later]),
  deals: won.length + open.length,
});

/** Groups of which nothing is won, open or to come say nothing. */
const series = (
  sight: Sight,
  { metric, rows, whole, leftOut }: Apart & { metric: Metric; leftOut: LeftOut[] },
): Answer =>
  figures(sight, {
    unit: metric.unit,
    figure: ({ forecast, deals }) => ({
      value: forecast ?? 0,
      count: deals ?? 0,
      currency: currencyOf(sight),
    }),
    found: {
      whole,
      rows: rows.filter(({ facts }) => facts.forecast !== 0 || facts.deals !== 0),
      leftOut,
    },
  });
