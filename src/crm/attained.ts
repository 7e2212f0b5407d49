/** What the forecasting agent's triggers look at: quota, pipeline and win rate, each counted in one statement. */
import type { Db } from '../db/pool.ts';
import type { Attained, ForecastAlertFigures, LikelyDeal, Whose } from '../sales/attained.ts';
import type { Condition } from '../sales/conditions.ts';
import { type FieldName, fieldNamed } from '../sales/fields.ts';
import { atWinRate, figuresOf } from '../sales/outlook.ts';
import type { Share } from '../sales/shares.ts';
import type { AskContext } from './asker.ts';
import { type FactRow, type Facts, factsOf } from './facts.ts';
import { type Forecast, sightOfForecast } from './outlook.ts';
import { periodsBefore } from './past-periods.ts';
import { dealPart, quotaPart } from './quota.ts';
import type { Sight } from './sight.ts';
import { type Span, shareOver } from './span.ts';

const all: Condition = { all: [] };
/** The norm of a win rate: that of so many quarters before. */
const normQuarters = 4;

/** Of the quarter of this forecast, with its sight and as of its instant. */
export async function alertFigures(
  db: Db,
  use: AskContext,
  forecast: Forecast,
  options: { asOf?: string } = {},
): Promise<ForecastAlertFigures> {
  const { sight } = await sightOfForecast(db, use, options);
  const span = { from: forecast.from, to: forecast.to };
  const before = periodsBefore(sight, span, normQuarters);
  const year = { from: before[0]?.from ?? span.from, to: before.at(-1)?.to ?? span.from };
  const teams = await attainedBy(db, sight, span, 'team');
  const people = await attainedBy(db, sight, span, 'owner');
  const now = shareOf(await decidedIn(db, sight, span));
  const norm = shareOf(before.length > 0 ? await decidedIn(db, sight, year) : {});
  const over = shareOver(span, sight.at.today);
  return {
    coverage: {
      whole: { ...everybody, ...attainedOf(teams.whole) },
      parts: teams.rows.map((row) => ({ ...whoseOf('team', row), ...attainedOf(row.facts) })),
    },
    winRate: { about: everybody, now, norm, expected: expectedAt(forecast, { now, norm }) },
    attainment: people.rows
      .filter(({ id, facts }) => id !== null && (facts.quota ?? 0) > 0)
      .map((row) => ({
        whose: { ...whoseOf('person', row), ...attainedOf(row.facts) },
        over,
        open: openOf(forecast, row.id),
      })),
  };
}

const everybody: Whose = { of: 'all', id: null, name: 'All teams' };
const whoseOf = (of: 'team' | 'person', { id, label }: FactRow): Whose => ({ of, id, name: label });

const attainedOf = ({ quota, wonAmount, pipeline }: Facts): Pick<Attained, 'quota' | 'won' | 'pipeline'> => ({
  quota: quota ?? null,
  won: wonAmount ?? 0,
  pipeline: pipeline ?? 0,
});

const attainedBy = (db: Db, sight: Sight, span: Span, by: FieldName) =>
  factsOf(db, sight, [dealPart(sight, all, span), quotaPart(sight, all, span)], {
    groups: [fieldNamed('deal', by)],
    counts: [],
  });

const decidedIn = async (db: Db, sight: Sight, span: Span): Promise<Facts> =>
  (await factsOf(db, sight, [dealPart(sight, all, span)], { groups: [], counts: [] })).whole;

const shareOf = ({ won, lost }: Facts): Share => ({ part: won ?? 0, whole: (won ?? 0) + (lost ?? 0) });

function expectedAt({ outlook, figures }: Forecast, { now, norm }: { now: Share; norm: Share }) {
  if (now.whole === 0 || norm.part === 0) return { norm: figures.expected, now: figures.expected };
  const rates = { norm: norm.part / norm.whole, to: now.part / now.whole };
  return { norm: figures.expected, now: figuresOf(atWinRate(outlook, rates)).expected };
}

const openOf = ({ outlook }: Forecast, owner: string | null): LikelyDeal[] =>
  outlook.open
    .filter((deal) => deal.owner === owner && (deal.closes === 'within' || deal.closes === 'past'))
    .map(({ id, name, amount, rate }) => ({ id, name, amount, rate }));
