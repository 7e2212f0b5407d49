/** Forecasts as they were made: kept with every deal, so that the next one can say what changed. */
import { createHash } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import type { Scope } from '../policy/nouns.ts';
import { type Held, type HeldDeal, type Waterfall, waterfall } from '../sales/waterfall.ts';
import { type Forecast, forecastMethod } from './outlook.ts';
import { rowsOf, sql } from './sql.ts';

/** The same sight has the same name: territories and people in any order. */
export function sightName(scope: Scope): string {
  if ('everything' in scope) return 'everything';
  if ('nothing' in scope) return 'nothing';
  const parts = [[...scope.territoryIds].sort(), [...scope.personIds].sort()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** All that is in a forecast, as the waterfall takes it. */
export const heldIn = ({ outlook, figures, wonDeals }: Forecast): Held => ({
  later: figures.later,
  deals: [
    ...wonDeals,
    ...outlook.open.map(
      ({ id, name, closes, expected }): HeldDeal => ({ id, name, status: 'open', closes, expected }),
    ),
  ],
});

/** Keeps it. The same forecast of the same instant is kept once. Returns its id. */
export async function keepForecast(db: Db, forecast: Forecast, scope: Scope): Promise<string> {
  const { figures, basis, outlook, wonDeals } = forecast;
  const deals = [
    ...wonDeals.map(({ id, name, closes, expected }) => ({
      id,
      name,
      owner: null,
      status: 'won',
      closes,
      amount: expected,
      rate: null,
      expected,
    })),
    ...outlook.open.map(({ id, name, owner, closes, amount, rate, expected }) => ({
      id,
      name,
      owner,
      status: 'open',
      closes,
      amount,
      rate,
      expected,
    })),
  ];
  const [kept] = await rowsOf<{ id: string }>(
    db,
    sql`with kept as (
        insert into forecasts (at, seen_by, starts_on, ends_on, currency, won, expected, low, middle, high, "commit", best_case, pipeline, later, quota, chance, method, basis)
        values (${forecast.at}, ${sightName(scope)}, ${forecast.from}, ${forecast.to}, ${forecast.currency}, ${figures.won}, ${figures.expected},
          ${figures.low}, ${figures.middle}, ${figures.high}, ${figures.commit}, ${figures.bestCase}, ${figures.pipeline}, ${figures.later},
          ${forecast.quota}, ${forecast.chance}, ${forecastMethod}, ${JSON.stringify(basis)}::jsonb)
        on conflict (seen_by, ends_on, at) do nothing returning id),
      held as (
        insert into forecast_deals (forecast_id, deal_id, name, owner_id, status, closes, amount, rate, expected)
        select kept.id, d.id, d.name, d.owner, d.status, d.closes, d.amount, d.rate, d.expected
        from kept cross join jsonb_to_recordset(${JSON.stringify(deals)}::jsonb)
          as d(id text, name text, owner text, status text, closes text, amount numeric, rate double precision, expected numeric))
    select id::text from kept
    union all select id::text from forecasts where seen_by = ${sightName(scope)} and ends_on = ${forecast.to}::date and at = ${forecast.at}
    limit 1`,
  );
  if (!kept) throw new Error('A forecast was not kept.');
  return kept.id;
}

export type Changes = Waterfall & { since: Date };

/**
 * What changed since the last forecast of the same quarter, currency, sight and method that was made by `since`; null where
 * there is none.
 */
export async function changesSince(
  db: Db,
  forecast: Forecast,
  { scope, since }: { scope: Scope; since: Date },
): Promise<Changes | null> {
  const [before] = await rowsOf<{ at: Date; later: number; deals: HeldDeal[] }>(
    db,
    sql`with last as (select * from forecasts where seen_by = ${sightName(scope)} and ends_on = ${forecast.to}::date and starts_on = ${forecast.from}::date
        and currency = ${forecast.currency} and method = ${forecastMethod} and at <= ${since}::timestamptz and at < ${forecast.at}::timestamptz
        order by at desc limit 1)
    select last.at, last.later, (select coalesce(json_agg(json_build_object('id', h.deal_id, 'name', h.name, 'status', h.status, 'closes', h.closes,
        'expected', h.expected)), '[]') from forecast_deals h where h.forecast_id = last.id) as deals
    from last`,
  );
  return before ? { since: before.at, ...waterfall(before, heldIn(forecast)) } : null;
}
