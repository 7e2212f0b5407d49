/** The forecast of the quarter with every deal in it, as reports and alerts take it: within the sight of whoever it is made for. */
import type { Db } from '../db/pool.ts';
import { fieldNamed } from '../sales/fields.ts';
import { metricNamed } from '../sales/metrics.ts';
import { figuresOf, type Outlook, type OutlookFigures } from '../sales/outlook.ts';
import type { HeldDeal } from '../sales/waterfall.ts';
import { type Ahead, aheadOf } from './ahead.ts';
import type { AskContext } from './asker.ts';
import { compiler } from './compiler.ts';
import { factsOf } from './facts.ts';
import { asOfInstant } from './history.ts';
import { currencyOf, quotaPart } from './quota.ts';
import type { Sight } from './sight.ts';
import { type Span, spanOf } from './span.ts';

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
  const ahead = await aheadOf(db, sight, span, [fieldNamed('deal', 'owner')]);
  const { outlook, won, known, views } = ahead;
  const figures = figuresOf(outlook);
  const quota = await quotaOf(db, sight, span);
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
    shareOfWins: sharesOfWins(ahead),
    leftOut: ahead.leftOut,
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

async function quotaOf(db: Db, sight: Sight, span: Span): Promise<number | null> {
  const parts = [quotaPart(sight, { all: [] }, span)];
  const { whole } = await factsOf(db, sight, parts, { groups: [], counts: [] });
  return whole.quota ?? null;
}

function sharesOfWins({ winsBefore }: Ahead): Map<string, number> {
  const all = winsBefore.reduce((sum, { wins }) => sum + wins, 0);
  return new Map(
    winsBefore.flatMap(({ id0: owner, wins }) => (typeof owner === 'string' ? [[owner, wins / all]] : [])),
  );
}
