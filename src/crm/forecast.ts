/** What a period is expected to bring: what is won, and each open deal as likely as deals in its stage were won before. */
import type { Db } from '../db/pool.ts';
import { type Answer, bestCaseFrom, commitFrom, type ForecastFigures } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Field } from '../sales/fields.ts';
import type { Chance } from '../sales/grid.ts';
import { companyCurrency } from '../sales/leaf.ts';
import type { Metric } from '../sales/metrics.ts';
import { outcomes } from '../sales/outcomes.ts';
import { compile } from './compile.ts';
import { type FactRow, type Facts, factsOf } from './facts.ts';
import { figures } from './figures.ts';
import { currencyOf, dealPart, divided, leftToWin, moneyLeftOut, notOfPeople, quotaPart } from './quota.ts';
import { countsOf, fresh, type Sight, together } from './sight.ts';
import { type Span, spanOf } from './span.ts';
import { rowsOf, sql } from './sql.ts';

/**
 * The rates are those of all decided deals that the person may see and that history proves to have been in the stage,
 * whatever the question is limited to: (won + 1) / (decided + 2), the rule of succession; a stage of which no decided
 * deal is known has the share of all of them. Deals are taken as independent. With a group the answer is a series of expected amounts.
 */
export async function forecastOf(db: Db, sight: Sight, metric: Metric, groups: Field[]): Promise<Answer> {
  const { where } = sight.question;
  const span = spanOf(sight, metric);
  const meant: Condition = {
    all: [
      ...('all' in where ? where.all : [where]),
      { field: 'status', is: ['open', 'won'] },
      { field: 'close_date', ...span },
    ],
  };
  const rates = await ratesOf(db, sight);
  const parts = [
    withExpected(dealPart(sight, where, span), rates),
    ...(notOfPeople(where).length === 0 ? [quotaPart(sight, where, span)] : []),
  ];
  const found = await factsOf(db, sight, parts, { groups, counts: countsOf(sight, meant) });
  const leftOut = together(found.leftOut, moneyLeftOut(sight, found.whole, ['won', 'open']));
  if (groups.length > 0) return series(sight, metric, { ...found, leftOut });
  const open = await openDeals(db, sight, meant);
  const forecast = forecastFigures(found.whole, { span, currency: currencyOf(sight), rates, open });
  return { kind: 'forecast', forecast, total: forecast.wonDeals + forecast.openDeals, leftOut };
}

type Rate = { id: string; stage: string; rate: number; won: number; decided: number };
type Open = { stage: string; amount: number; deals: number };

async function ratesOf(db: Db, sight: Sight): Promise<Rate[]> {
  const decided: Condition = { field: 'status', is: ['won', 'lost'] };
  const until = sight.at.asOf ?? sight.at.use.now;
  const rows = await rowsOf<Omit<Rate, 'rate'> & { allWon: number; allDecided: number }>(
    db,
    sql`with hit as materialized (select d.id, d.status ${compile(fresh(sight), decided, sight.scope)}),
      been as (select distinct hit.id, hit.status, v.stage_id from hit
        join deal_versions v on v.deal_id = hit.id and v.valid_from <= ${until}::timestamptz)
    select s.id, s.name as stage, count(*) filter (where been.status = 'won') as won, count(been.id) as decided,
      (select count(*) from hit where status = 'won') as "allWon", (select count(*) from hit) as "allDecided"
    from stages s left join been on been.stage_id = s.id where s."is" = 'open' group by s.id order by s."order", s.id`,
  );
  return rows.map(({ allWon, allDecided, ...stage }) => ({
    ...stage,
    rate: stage.decided > 0 ? succession(stage.won, stage.decided) : succession(allWon, allDecided),
  }));
}

const succession = (won: number, decided: number): number => (won + 1) / (decided + 2);

/** The part with what is expected of its open deals. */
function withExpected(part: ReturnType<typeof dealPart>, rates: Rate[]): typeof part {
  const json = JSON.stringify(Object.fromEntries(rates.map((rate) => [rate.id, rate.rate])));
  return {
    ...part,
    columns: (at) => ({
      ...part.columns(at),
      rate: sql`(${json}::jsonb ->> d.stage_id)::numeric`,
    }),
    facts: {
      ...part.facts,
      expected: "coalesce(sum(amount * rate) filter (where status = 'open' and ours), 0)",
    },
  };
}

/** The open deals by stage and amount: equal ones together. */
function openDeals(db: Db, sight: Sight, meant: Condition): Promise<Open[]> {
  const at = fresh(sight);
  at.joins.add('s');
  const company = companyCurrency(at.use.settings);
  const where: Condition = { all: [meant, { field: 'status', is: 'open' }] };
  return rowsOf<Open>(
    db,
    sql`select stage, amount, count(*) as deals from (
        select s.id as stage, d.amount, coalesce(d.currency, ${company}) as currency ${compile(at, where, sight.scope)}) x
      where amount is not null and currency = ${currencyOf(sight)} group by stage, amount order by stage, amount`,
  );
}

function forecastFigures(
  facts: Facts,
  { span, currency, rates, open }: { span: Span; currency: string; rates: Rate[]; open: Open[] },
): ForecastFigures {
  const stages = rates.map((rate) => {
    const here = open.filter(({ stage }) => stage === rate.id);
    return {
      stage: rate.stage,
      rate: rate.rate,
      won: rate.won,
      decided: rate.decided,
      deals: here.reduce((sum, { deals }) => sum + deals, 0),
      amount: here.reduce((sum, { amount, deals }) => sum + amount * deals, 0),
    };
  });
  const chances = rates.flatMap((rate): Chance[] =>
    open
      .filter(({ stage }) => stage === rate.id)
      .map(({ amount, deals }) => ({ amount, rate: rate.rate, count: deals })),
  );
  const won = facts.wonAmount ?? 0;
  const quota = facts.quota ?? null;
  const likely = outcomes(chances);
  const from = (share: number): number =>
    stages.filter(({ rate }) => rate >= share).reduce((sum, { amount }) => sum + amount, won);
  const pipeline = facts.pipeline ?? 0;
  return {
    ...span,
    currency,
    won,
    wonDeals: facts.wonWithAmount ?? 0,
    expected: Math.round(won + likely.mean),
    low: Math.round(won + likely.low),
    high: Math.round(won + likely.high),
    pipeline,
    openDeals: facts.openWithAmount ?? 0,
    commit: from(commitFrom),
    bestCase: from(bestCaseFrom),
    quota,
    chance: quota === null ? null : likely.atLeast(quota - won),
    coverage: divided(pipeline, leftToWin({ ...facts, quota })),
    rates: stages.filter(({ deals }) => deals > 0),
  };
}

/** Groups in which nothing is won or open say nothing. */
function series(
  sight: Sight,
  metric: Metric,
  found: { whole: Facts; rows: FactRow[]; leftOut: Answer['leftOut'] },
): Answer {
  const figure = (facts: Facts) => ({
    value: (facts.wonAmount ?? 0) + (facts.expected ?? 0),
    count: (facts.wonWithAmount ?? 0) + (facts.openWithAmount ?? 0),
    currency: currencyOf(sight),
  });
  const rows = found.rows.filter(({ facts }) => figure(facts).count > 0);
  return figures(sight, { metric, figure, found: { ...found, rows } });
}
