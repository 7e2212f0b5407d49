/** Past quarters as a forecast looks back at them: what was open on the same day, and what came of it by the end. */
import type { Db } from '../db/pool.ts';
import { addDays, dayIn, daysBetween, startOfDay } from '../sales/days.ts';
import type { PastPeriod } from '../sales/expected.ts';
import { calendarOf, companyCurrency } from '../sales/leaf.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { compile } from './compile.ts';
import { provenFrom } from './history.ts';
import { within } from './scope.ts';
import { fresh, type Sight } from './sight.ts';
import type { Span } from './span.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

/** Four quarters make the rates, those before tell how they would have missed. */
const mostPeriods = 8;
/** The same quarters are also seen from so many days before their end. */
const otherViews = [90, 60, 30];
const apart = 10;

export type Views = { past: PastPeriod[]; others: PastPeriod[][] };

/** The fiscal quarters before the one that begins on `from`, the earliest first. */
export function quartersBefore(sight: Sight, from: string, count: number): Span[] {
  const { zone } = sight.at.use;
  const spans: Span[] = [];
  for (let day = from; spans.length < count; ) {
    const now = startOfDay(addDays(day, -1), zone);
    const found = resolvePeriod('this quarter', { ...calendarOf(sight.at.use), now, zone });
    if (!found?.from || !found.to) break;
    spans.unshift({ from: found.from, to: found.to });
    day = found.from;
  }
  return spans;
}

type Landmark = { view: number; period: string; at: Date; day: string; ends: string };

/** Where the close date of a row lies, seen from a day. */
export const closesSql = (row: string, day: Sql, end: Sql): Sql =>
  sql`case when ${raw(`${row}.close_date`)} < ${day} then 'past' when ${raw(`${row}.close_date`)} <= ${end} then 'within' when ${raw(`${row}.close_date`)} > ${end} then 'after' end`;

/** Days of past quarters from which to look, none of them before history is proven. */
function landmarksOf(sight: Sight, span: Span, proven: Date): Landmark[] {
  const { at } = sight;
  const left = Math.max(0, daysBetween(at.today, span.to));
  const views = [left, ...otherViews.filter((days) => Math.abs(days - left) >= apart)];
  const { now, zone } = at.use;
  const time = now.getTime() - startOfDay(dayIn(now, zone), zone).getTime();
  return quartersBefore(sight, span.from, mostPeriods).flatMap((quarter) =>
    views.flatMap((days, view): Landmark[] => {
      const back = addDays(quarter.to, -days);
      const day = back < quarter.from ? quarter.from : back;
      const instant = new Date(startOfDay(day, zone).getTime() + time);
      return instant < proven ? [] : [{ view, period: quarter.from, at: instant, day, ends: quarter.to }];
    }),
  );
}

type Row = {
  view: number;
  period: string;
  open: PastPeriod['open'] | null;
  later: PastPeriod['later'] | null;
};

/**
 * One statement. What became of a deal is looked up in the rows that the question sees: as of a past day, only what was
 * known then. Amounts in another currency than the company's, and deals without one, are left out on both sides.
 */
export async function pastPeriods(db: Db, sight: Sight, span: Span): Promise<Views> {
  const proven = await provenFrom(db);
  const landmarks = proven ? landmarksOf(sight, span, proven) : [];
  if (landmarks.length === 0) return { past: [], others: [] };
  const company = companyCurrency(sight.at.use.settings);
  const earliest = landmarks.reduce((first, { day }) => (day < first ? day : first), span.from);
  const won = compile(
    fresh(sight),
    {
      all: [
        { field: 'status', is: 'won' },
        { field: 'close_date', from: earliest, to: addDays(span.from, -1) },
      ],
    },
    sight.scope,
  );
  const ours = (row: string): Sql =>
    sql`${raw(`${row}.amount`)} is not null and coalesce(${raw(`${row}.currency`)}, ${company}) = ${company}`;
  // Looked up by its key and not among those of the CTE, of whose number the planner knows nothing.
  const { asOf } = sight.at;
  const became = asOf
    ? sql`deal_versions w on w.deal_id = v.deal_id and w.valid_from <= ${asOf}::timestamptz and (w.valid_to is null or w.valid_to > ${asOf}::timestamptz)`
    : raw('deals w on w.id = v.deal_id');
  const found = await rowsOf<Row>(
    db,
    sql`with landmark as materialized (select * from jsonb_to_recordset(${JSON.stringify(landmarks)}::jsonb)
        as l(view integer, period text, at timestamptz, day date, ends date)),
      won as materialized (select d.id, d.close_date, d.amount, ${ours('d')} as ours ${won}),
      stood as (
        select l.view, l.period, s.name as stage, ${closesSql('v', raw('l.day'), raw('l.ends'))} as closes, greatest(0, l.day - v.created_on) / 30 * 30 as age, v.segment,
          v.amount, w.amount as won_amount
        from landmark l join deal_versions v on v.valid_from <= l.at and (v.valid_to is null or v.valid_to > l.at)
          join stages s on s.id = v.stage_id
          left join ${became} and w.status = 'won' and ${ours('w')} and w.close_date between l.day and l.ends and ${within(sight.scope, 'w')}
        where v.status = 'open' and ${ours('v')} and ${within(sight.scope, 'v')}),
      open as (select view, period, json_agg(json_build_object('stage', stage, 'closes', closes, 'age', age, 'segment', segment, 'deals', deals,
          'amount', amount, 'won', won, 'wonAmount', won_amount)) as rows
        from (select view, period, stage, closes, age, segment, count(*) as deals, sum(amount) as amount, count(won_amount) as won,
            coalesce(sum(won_amount), 0) as won_amount from stood group by 1, 2, 3, 4, 5, 6) x group by 1, 2),
      later as (select view, period, json_agg(json_build_object('amount', amount, 'count', count)) as rows
        from (select l.view, l.period, w.amount, count(*) as count
          from landmark l join won w on w.ours and w.close_date between l.day and l.ends
          where not exists (select 1 from deal_versions v where v.deal_id = w.id and v.valid_from <= l.at) group by 1, 2, 3) x group by 1, 2)
    select l.view, l.period, o.rows as open, a.rows as later
    from landmark l left join open o using (view, period) left join later a using (view, period) order by l.view, l.period`,
  );
  const viewOf = (view: number): PastPeriod[] =>
    found
      .filter((row) => row.view === view)
      .map(({ period, open, later }) => ({ name: period, open: open ?? [], later: later ?? [] }));
  const views = [...new Set(found.map(({ view }) => view))].filter((view) => view > 0);
  return { past: viewOf(0), others: views.map(viewOf) };
}
