/** The forecast of the quarter, from the company's own past quarters: within the sight of whoever it is made for. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { expectedFrom } from '../sales/expected.ts';
import { metricNamed } from '../sales/metrics.ts';

import {
  type ForecastDeal,
  figuresOf,
  type Outlook,
  type OutlookFigures,
  outlookOf,
} from '../sales/outlook.ts';
import type { HeldDeal } from '../sales/waterfall.ts';
import type { AskContext } from './asker.ts';
import { compile } from './compile.ts';
import { compiler } from './compiler.ts';
import { factsOf } from './facts.ts';
import { asOfInstant } from './history.ts';
import { closesSql, pastPeriods, quartersBefore } from './past-periods.ts';
import { currencyOf, dealPart, quotaPart } from './quota.ts';
import { fresh, type Sight } from './sight.ts';
import { type Span, spanOf } from './span.ts';
import { rowsOf, sql } from './sql.ts';

/** Moves with the arithmetic: forecasts of different methods are not compared. */
export const forecastMethod = 1;

export type Forecast = Span & {
  at: Date;
  currency: string;
  outlook: Outlook;
  figures: OutlookFigures;
  quota: number | null;
  /** How likely the quota is reached, 0 to 1. */
  chance: number | null;
  wonDeals: HeldDeal[];
  basis: Basis;
  /** By owner, their share of the deals won in the four quarters before: 0 to 1. */
  shareOfWins: Map<string, number>;
  /** Open deals of the sight that bear no amount in the company's currency: none of them is counted. */
  leftOut: number;
};

/** What it was made from. `usual`: what past quarters brought from this day on; null where none is proven. */
export type Basis = {
  periods: string[];
  trust: number;
  swing: number;
  usual: number | null;
  realised: number;
};

/**
 * `quarter`: a period's name, "this quarter" unless given. As of a past day only what was known then is used: the deals
 * as they were, and of past quarters what had become of them. Throws BadInput for a day before proven history.
 */
export async function forecastFor(
  db: Db,
  use: AskContext,
  options: { quarter?: string; asOf?: string } = {},
): Promise<Forecast> {
  const { sight, span } = await sightOfForecast(db, use, options);
  const rows = await dealRows(db, sight, span);
  const views = await pastPeriods(db, sight, span);
  const quota = await quotaOf(db, sight, span);
  const counted = rows.filter(({ ours }) => ours);
  const won = counted.filter(({ status }) => status === 'won');
  const open = counted.filter(({ status }) => status === 'open');
  const known = expectedFrom(views.past, views.others);
  const wonAmount = won.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0) / 100;
  const outlook = outlookOf(wonAmount, open, known);
  const figures = figuresOf(outlook);
  return {
    ...span,
    at: sight.at.use.now,
    currency: currencyOf(sight),
    outlook,
    figures,
    quota,
    chance: quota === null ? null : figures.atLeast(quota),
    wonDeals: won.map(({ id, name, closes, amount }) => ({
      id,
      name,
      status: 'won',
      closes,
      expected: amount,
    })),
    basis: {
      periods: views.past.slice(-4).map(({ name }) => name),
      trust: known.trust,
      swing: known.swing,
      usual: known.usual,
      realised: known.realised,
    },
    shareOfWins: await sharesOfWins(db, sight, span),
    leftOut: rows.filter(({ status, ours }) => status === 'open' && !ours).length,
  };
}

/** Whose forecast, of which quarter, as of when. */
export async function sightOfForecast(
  db: Db,
  use: AskContext,
  options: { quarter?: string; asOf?: string },
): Promise<{ sight: Sight; span: Span }> {
  const asOf = options.asOf === undefined ? null : await asOfInstant(db, options.asOf, use);
  const period = options.quarter ?? 'this quarter';
  const sight: Sight = {
    question: { of: 'deal', where: { all: [] }, measure: { metric: 'forecast' }, period },
    at: compiler('deal', { ...use, me: use.me?.id ?? null }, asOf),
    scope: use.scope,
  };
  return { sight, span: spanOf(sight, metricNamed('forecast')) };
}

type DealRow = ForecastDeal & { status: 'open' | 'won'; ours: boolean };

/** All open deals, and the won ones of the quarter. */
function dealRows(db: Db, sight: Sight, span: Span): Promise<DealRow[]> {
  const at = fresh(sight);
  at.joins.add('s');
  const where: Condition = {
    any: [
      { field: 'status', is: 'open' },
      {
        all: [
          { field: 'status', is: 'won' },
          { field: 'close_date', ...span },
        ],
      },
    ],
  };
  const currency = currencyOf(sight);
  return rowsOf<DealRow>(
    db,
    sql`select d.id, d.name, d.owner_id as owner, d.status, s.name as stage, ${closesSql('d', sql`${at.today}::date`, sql`${span.to}::date`)} as closes,
        ${at.today}::date - d.created_on as age, d.segment, coalesce(d.amount, 0) as amount, d.close_date as "closeDate",
        d.amount is not null and coalesce(d.currency, ${currency}) = ${currency} as ours
      ${compile(at, where, sight.scope)} order by d.id`,
  );
}

async function quotaOf(db: Db, sight: Sight, span: Span): Promise<number | null> {
  const all: Condition = { all: [] };
  const parts = [dealPart(sight, all, span), quotaPart(sight, all, span)];
  const { whole } = await factsOf(db, sight, parts, { groups: [], counts: [] });
  return whole.quota ?? null;
}

async function sharesOfWins(db: Db, sight: Sight, span: Span): Promise<Map<string, number>> {
  const before = quartersBefore(sight, span.from, 4);
  const [first, last] = [before[0], before.at(-1)];
  if (!first || !last) return new Map();
  const won: Condition = {
    all: [
      { field: 'status', is: 'won' },
      { field: 'close_date', from: first.from, to: last.to },
    ],
  };
  const rows = await rowsOf<{ owner: string | null; share: number }>(
    db,
    sql`select owner, count(*)::float8 / sum(count(*)) over () as share
      from (select d.owner_id as owner ${compile(fresh(sight), won, sight.scope)}) x group by owner`,
  );
  return new Map(rows.flatMap(({ owner, share }) => (owner === null ? [] : [[owner, Number(share)]])));
}
