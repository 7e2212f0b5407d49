import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Scope } from '../policy/nouns.ts';
import type { Answer, ForecastFigures } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import { companyCurrency } from '../sales/leaf.ts';
import { outcomesOf } from '../sales/outcomes.ts';
import { compile } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { type Days, personsSql, quotasSql } from './people-figures.ts';
import { rowsOf, sql } from './sql.ts';

type Row = {
  won: number;
  wonDeals: number;
  undated: number;
  elsewhere: number;
  worthless: number;
  open: { amount: number; stage: string }[];
  stages: { id: string; name: string; won: number; decided: number }[];
  overall: { won: number; decided: number };
};

const commitAt = 0.7;
const bestCaseAt = 0.4;

/**
 * Won in the period, and each open deal that closes in it with the share of decided deals that were won of those which
 * some version shows in its stage: (won + 1) / (decided + 2), the rule of succession; a stage of which no history is
 * known has the share of all decided deals. Deals are taken as independent of each other. All within the scope.
 */
export async function forecastAnswer(
  db: Db,
  where: Condition,
  at: Compiler,
  scope: Scope,
  days: Days,
): Promise<Answer> {
  const currency = companyCurrency(at.use.settings);
  const seen = compiler('deal', at.use, at.asOf);
  const [found] = await rowsOf<Row>(
    db,
    sql`with hit as materialized (select d.status, d.stage_id, d.amount, d.close_date, coalesce(d.currency, ${currency}) = ${currency} as ours
        ${compile(at, where, scope)}),
      inside as (select * from hit where close_date between ${days.from}::date and ${days.to}::date),
      decided as (select d.id, d.status ${compile(seen, { field: 'status', is: ['won', 'lost'] }, scope)}),
      rate as (select v.stage_id, count(distinct decided.id) filter (where decided.status = 'won')::integer as won, count(distinct decided.id)::integer as decided
        from decided join deal_versions v on v.deal_id = decided.id group by v.stage_id)
    select (select coalesce(sum(amount), 0) from inside where status = 'won' and ours) as won,
      (select count(*) from inside where status = 'won' and ours)::integer as "wonDeals",
      (select count(*) from hit where status = 'open' and close_date is null)::integer as undated,
      (select count(*) from inside where status <> 'lost' and not ours and amount is not null)::integer as elsewhere,
      (select count(*) from inside where status = 'open' and amount is null)::integer as worthless,
      (select coalesce(json_agg(json_build_object('amount', amount, 'stage', stage_id)), '[]') from inside
        where status = 'open' and ours and amount > 0) as open,
      (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'won', coalesce(rate.won, 0), 'decided', coalesce(rate.decided, 0)) order by s."order"), '[]')
        from stages s left join rate on rate.stage_id = s.id where s."is" = 'open') as stages,
      (select json_build_object('won', count(*) filter (where status = 'won'), 'decided', count(*)) from decided) as overall`,
  );
  if (!found) throw new Error('A forecast without a row.');
  const quota = await quotaOf(db, where, at, scope, days, currency);
  const forecast = figures(found, quota, days, currency);
  return {
    kind: 'forecast',
    forecast,
    total: found.wonDeals + found.open.length,
    leftOut: [
      { because: 'no close date', count: found.undated },
      { because: 'no amount', count: found.worthless },
      { because: `amount in another currency than ${currency}`, count: found.elsewhere },
    ].filter(({ count }) => count > 0),
  };
}

/** Null where there is none, or where a limit is not a person's. */
async function quotaOf(
  db: Db,
  where: Condition,
  at: Compiler,
  scope: Scope,
  days: Days,
  currency: string,
): Promise<number | null> {
  try {
    const [row] = await rowsOf<{ quota: number | null }>(
      db,
      sql`with ${personsSql(at, where, scope, null)}, ${quotasSql(days, currency)} select sum(quota) as quota from quota`,
    );
    return row?.quota === null || row?.quota === undefined ? null : Number(row.quota);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

function figures(found: Row, quota: number | null, days: Days, currency: string): ForecastFigures {
  const all = { won: Number(found.overall.won), decided: Number(found.overall.decided) };
  const share = ({ won, decided }: { won: number; decided: number }): number => (won + 1) / (decided + 2);
  const rates = found.stages.map(({ id, name, won, decided }) => {
    const of = found.open.filter(({ stage }) => stage === id);
    const amount = of.reduce((sum, one) => sum + Number(one.amount), 0);
    const rate = share(decided > 0 ? { won, decided } : all);
    return { id, stage: name, rate, won, decided, deals: of.length, amount };
  });
  const rateOf = new Map(rates.map(({ id, rate }) => [id, rate]));
  const open = found.open.map(({ amount, stage }) => ({
    amount: Number(amount),
    rate: rateOf.get(stage) ?? share(all),
  }));
  const won = Number(found.won);
  const outcomes = outcomesOf(open);
  const sure = (least: number): number =>
    won + open.filter(({ rate }) => rate >= least).reduce((sum, { amount }) => sum + amount, 0);
  const pipeline = open.reduce((sum, { amount }) => sum + amount, 0);
  const left = quota === null ? null : Math.max(0, quota - won);
  return {
    ...days,
    currency,
    won,
    wonDeals: found.wonDeals,
    expected: Math.round(won + outcomes.mean),
    low: Math.round(won + outcomes.quantile(0.1)),
    high: Math.round(won + outcomes.quantile(0.9)),
    pipeline,
    openDeals: open.length,
    commit: sure(commitAt),
    bestCase: sure(bestCaseAt),
    quota,
    chance: left === null ? null : outcomes.reaches(left),
    coverage: left === null || left === 0 ? null : pipeline / left,
    rates: rates.filter(({ deals }) => deals > 0).map(({ id: _, ...rate }) => rate),
  };
}
