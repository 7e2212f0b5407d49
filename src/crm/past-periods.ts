/** Past periods as a forecast looks back at them: what was open on the same day, and what came of it by the end. */
import type { Db } from '../db/pool.ts';
import { addDays, dayIn, daysBetween, startOfDay } from '../sales/days.ts';
import type { PastPeriod } from '../sales/expected.ts';
import { calendarOf, companyCurrency } from '../sales/leaf.ts';
import { spansBefore, usualLength } from '../sales/spans-before.ts';
import { compile } from './compile.ts';
import { provenFrom } from './history.ts';
import { currencyOf } from './quota.ts';
import { within } from './scope.ts';
import { fresh, type Sight } from './sight.ts';
import type { Span } from './span.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

/** Four periods make the rates, those before tell how they would have missed. */
const mostPeriods = 8;
/** The same periods are also seen from other days: these shares of their length before their end. */
const otherViews = [1, 2 / 3, 1 / 3];
/** Views that are less than this share of the length apart are one. */
const apart = 1 / 9;

/** `spans` are those of `past`, in its order. */
export type Views = { past: PastPeriod[]; others: PastPeriod[][]; spans: Span[] };

/** The periods before one: as sales/spans-before.ts says, the earliest first. */
export const periodsBefore = ({ at }: Sight, span: Span, count: number): Span[] =>
  spansBefore(span, count, { ...calendarOf(at.use), zone: at.use.zone });

type Landmark = { view: number; period: string; at: Date; day: string; begins: string; ends: string };

/** Where the close date of a row lies, seen from a day. */
export const closesSql = (row: string, { day, begins, ends }: Record<'day' | 'begins' | 'ends', Sql>): Sql =>
  sql`case when ${raw(`${row}.close_date`)} < ${day} then 'past' when ${raw(`${row}.close_date`)} < ${begins} then 'before'
    when ${raw(`${row}.close_date`)} <= ${ends} then 'within' when ${raw(`${row}.close_date`)} > ${ends} then 'after' end`;

/**
 * Days from which to look, none of them before history is proven, of periods that are over: as many days before their end as
 * are left of this one. A period that is under way is looked at from its first day at the earliest, one that has not begun
 * from before the others began, too.
 */
function landmarksOf(sight: Sight, span: Span, proven: Date): Landmark[] {
  const { at } = sight;
  const { now, zone } = at.use;
  const left = daysBetween(at.today, span.to);
  const length = usualLength(span, { ...calendarOf(at.use), zone });
  const ahead = span.from > at.today;
  const time = now.getTime() - startOfDay(dayIn(now, zone), zone).getTime();
  const over = periodsBefore(sight, span, mostPeriods).filter(({ to }) => to < at.today);
  return over.flatMap((period) =>
    viewsFrom(left, { length, ahead }).flatMap((days, view): Landmark[] => {
      const back = addDays(period.to, -days);
      const day = back < period.from && !ahead ? period.from : back;
      const instant = new Date(startOfDay(day, zone).getTime() + time);
      const { from: begins, to: ends } = period;
      return instant < proven ? [] : [{ view, period: begins, at: instant, day, begins, ends }];
    }),
  );
}

/** The days before the end from which to look, those that are left of this period first. */
function viewsFrom(left: number, { length, ahead }: { length: number; ahead: boolean }): number[] {
  const third = Math.round(length / 3);
  const others = ahead ? [left + third, left - third] : otherViews.map((share) => Math.round(length * share));
  return [left, ...new Set(others.filter((days) => Math.abs(days - left) >= length * apart))];
}

type Row = {
  view: number;
  period: string;
  open: PastPeriod['open'] | null;
  later: PastPeriod['later'] | null;
};

/**
 * One statement, which reads each version once, whatever number of days fall into its time. What became of a deal is looked
 * up in the rows that the question sees: as of a past day, only what was known then. Amounts in another currency than the
 * metric's, and deals without one, are left out on both sides.
 */
export async function pastPeriods(db: Db, sight: Sight, span: Span): Promise<Views> {
  const proven = await provenFrom(db);
  const landmarks = (proven ? landmarksOf(sight, span, proven) : []).sort((a, b) => +a.at - +b.at);
  if (landmarks.length === 0) return { past: [], others: [], spans: [] };
  const company = companyCurrency(sight.at.use.settings);
  const currency = currencyOf(sight);
  const days = landmarks.flatMap(({ day, ends }) => [day, ends]).sort();
  const won = compile(
    fresh(sight),
    {
      all: [
        { field: 'status', is: 'won' },
        { field: 'close_date', from: days.at(0) ?? span.from, to: days.at(-1) ?? span.to },
      ],
    },
    sight.scope,
  );
  const ours = (row: string): Sql =>
    sql`${raw(`${row}.amount`)} is not null and coalesce(${raw(`${row}.currency`)}, ${company}) = ${currency}`;
  const { asOf } = sight.at;
  const became = asOf
    ? sql`deal_versions w on w.deal_id = v.deal_id and w.valid_from <= ${asOf}::timestamptz and (w.valid_to is null or w.valid_to > ${asOf}::timestamptz)`
    : raw('deals w on w.id = v.deal_id');
  // Where several read the versions at a time each needs the list: it is written out for them.
  const landmark = sql`jsonb_to_recordset(${JSON.stringify(landmarks.map((one, i) => ({ nr: i + 1, ...one })))}::jsonb)
    as l(nr integer, view integer, period text, at timestamptz, day date, begins date, ends date)`;
  const instants = landmarks.map(({ at }) => at.toISOString());
  const found = await rowsOf<Row>(
    db,
    sql`with landmark as materialized (select * from ${landmark}),
      stood as (
        select v.*, w.amount as won_amount, w.close_date as won_on
        from (select v.deal_id, v.stage_id, v.segment, v.close_date, v.created_on, v.amount,
            width_bucket(v.valid_from - interval '1 microsecond', ${instants}::timestamptz[]) + 1 as first,
            coalesce(width_bucket(v.valid_to - interval '1 microsecond', ${instants}::timestamptz[]), ${instants.length}::integer) as last
          from deal_versions v where v.status = 'open' and ${ours('v')} and ${within(sight.scope, 'v')}) v
          left join ${became} and w.status = 'won' and ${ours('w')} and ${within(sight.scope, 'w')}
        where v.first <= v.last),
      counted as (
        select nr, stage_id, closes, age, segment, count(*) as deals, sum(amount) as amount, count(won_amount) as won, coalesce(sum(won_amount), 0) as won_amount
        from (select l.nr, v.stage_id, ${closesSql('v', { day: raw('l.day'), begins: raw('l.begins'), ends: raw('l.ends') })} as closes,
            greatest(0, l.day - v.created_on) / 30 * 30 as age, v.segment, v.amount,
            case when v.won_on between greatest(l.day, l.begins) and l.ends then v.won_amount end as won_amount
          from stood v join ${landmark} on l.nr between v.first and v.last) x
        group by 1, 2, 3, 4, 5),
      open as (select nr, json_agg(json_build_object('stage', s.name, 'closes', closes, 'age', age, 'segment', segment, 'deals', deals,
          'amount', amount, 'won', won, 'wonAmount', won_amount)) as rows
        from counted join stages s on s.id = stage_id group by 1),
      won as materialized (select d.close_date, d.amount, (select min(v.valid_from) from deal_versions v where v.deal_id = d.id) as known ${won} and ${ours('d')}),
      later as (select nr, json_agg(json_build_object('amount', amount, 'count', count)) as rows
        from (select l.nr, w.amount, count(*) as count from landmark l join won w
          on w.close_date between greatest(l.day, l.begins) and l.ends and (w.known is null or w.known > l.at) group by 1, 2) x group by 1)
    select l.view, l.period, o.rows as open, a.rows as later
    from landmark l left join open o using (nr) left join later a using (nr) order by l.view, l.period`,
  );
  const viewOf = (view: number): PastPeriod[] =>
    found
      .filter((row) => row.view === view)
      .map(({ period, open, later }) => ({ name: period, open: open ?? [], later: later ?? [] }));
  const views = [...new Set(found.map(({ view }) => view))].filter((view) => view > 0);
  const past = viewOf(0);
  const spans = past.flatMap(({ name }) => {
    const seen = landmarks.find(({ period }) => period === name);
    return seen ? [{ from: seen.begins, to: seen.ends }] : [];
  });
  return { past, others: views.map(viewOf), spans };
}
