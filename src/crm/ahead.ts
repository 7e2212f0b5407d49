/** What lies ahead of a period within a sight: its deals, each with its chance, and what those before tell of deals to come. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { type Expected, expectedFrom, periodsBehind } from '../sales/expected.ts';
import type { Field } from '../sales/fields.ts';
import { companyCurrency } from '../sales/leaf.ts';
import { added, type ForecastDeal, type Outlook, outlookOf, type Weighed } from '../sales/outlook.ts';
import { compile, conditionSql } from './compile.ts';
import { type Grouped, groupColumns, groupNames } from './groups.ts';
import { closesSql, pastPeriods, type Views } from './past-periods.ts';
import { currencyOf } from './quota.ts';
import { fresh, type Sight } from './sight.ts';
import type { Span } from './span.ts';
import { join, raw, rowsOf, type Sql, sql } from './sql.ts';

/** `meant`: the question's condition is true of it. With the columns of its group (groups.ts). */
type Placed = Grouped & { meant: boolean };
export type AheadDeal = ForecastDeal & Placed & { stageOrder: number };
/** How many deals of a group were won in the periods before. */
export type WinsBefore = Placed & { wins: number };

export type Ahead = {
  /** The whole sight, whatever the question means of it: a part of it is a choice among these. */
  outlook: Outlook<AheadDeal>;
  won: AheadDeal[];
  open: Weighed<AheadDeal>[];
  winsBefore: WinsBefore[];
  known: Expected;
  views: Views;
  /** No day of it is to come: what is won is all there is. */
  over: boolean;
  /** Open deals of the sight that bear no amount in the metric's currency: none of them is counted. */
  leftOut: number;
};

/** The rates, the pace and what is to come are those of all that the sight sees; `groups` and the condition only mark. */
export async function aheadOf(db: Db, sight: Sight, span: Span, groups: Field[]): Promise<Ahead> {
  const over = span.to < sight.at.today;
  const views: Views = over ? { past: [], others: [], spans: [] } : await pastPeriods(db, sight, span);
  const rows = await dealRows(db, sight, span, { groups, over });
  const counted = rows.filter(({ ours }) => ours);
  const won = counted.filter(({ status }) => status === 'won');
  const known = expectedFrom(views.past, views.others);
  const outlook = outlookOf(
    added(won.map(({ amount }) => amount)),
    counted.filter(({ status }) => status === 'open'),
    known,
  );
  return {
    outlook,
    won,
    open: outlook.open,
    winsBefore: await winsIn(db, sight, views.spans.slice(-periodsBehind), groups),
    known,
    views,
    over,
    leftOut: rows.filter(({ status, ours }) => status === 'open' && !ours).length,
  };
}

/** All open deals, and the won ones of the period. */
const meantBy = (span: Span, over: boolean): Condition => {
  const won: Condition = {
    all: [
      { field: 'status', is: 'won' },
      { field: 'close_date', ...span },
    ],
  };
  return over ? won : { any: [{ field: 'status', is: 'open' }, won] };
};

type DealRow = AheadDeal & { status: 'open' | 'won'; ours: boolean };

function dealRows(
  db: Db,
  sight: Sight,
  span: Span,
  { groups, over }: { groups: Field[]; over: boolean },
): Promise<DealRow[]> {
  const at = fresh(sight);
  at.joins.add('s');
  const days = { day: sql`${at.today}::date`, begins: sql`${span.from}::date`, ends: sql`${span.to}::date` };
  return rowsOf<DealRow>(
    db,
    sql`select d.id, d.name, d.owner_id as owner, d.status, s.name as stage, s."order" as "stageOrder", ${closesSql('d', days)} as closes,
        ${at.today}::date - d.created_on as age, d.segment, coalesce(d.amount, 0) as amount, d.close_date as "closeDate",
        ${oursSql(sight)} as ours, ${markedBy(sight, at, groups)} ${compile(at, meantBy(span, over), sight.scope)} order by d.id`,
  );
}

/** Deals won in these periods, as their rows stand now. */
async function winsIn(db: Db, sight: Sight, spans: Span[], groups: Field[]): Promise<WinsBefore[]> {
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return [];
  const at = fresh(sight);
  const won: Condition = {
    all: [
      { field: 'status', is: 'won' },
      { field: 'close_date', from: first.from, to: last.to },
    ],
  };
  const names = raw(groups.length > 0 ? `meant, ${groupNames(groups)}` : 'meant');
  return rowsOf<WinsBefore>(
    db,
    sql`select ${names}, count(*) as wins
      from (select ${markedBy(sight, at, groups)} ${compile(at, won, sight.scope)} and ${oursSql(sight)}) x group by ${names}`,
  );
}

const oursSql = (sight: Sight): Sql =>
  sql`(d.amount is not null and coalesce(d.currency, ${companyCurrency(sight.at.use.settings)}) = ${currencyOf(sight)})`;

/** Write it before the condition is compiled: it joins what it needs. */
const markedBy = (sight: Sight, at: Sight['at'], groups: Field[]): Sql =>
  join(
    [sql`(${conditionSql(at, sight.question.where)}) is true as meant`, ...groupColumns(at, groups)],
    ', ',
  );
