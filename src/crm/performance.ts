/** How people, teams or territories perform in a period. */
import type { Db } from '../db/pool.ts';
import type { Answer, TableColumn } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Metric } from '../sales/metrics.ts';
import { type Facts, factsOf, type Part } from './facts.ts';
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
import { scopeSql } from './scope.ts';
import { countsOf, type Sight, together } from './sight.ts';
import { type Span, spanOf } from './span.ts';
import { raw, sql } from './sql.ts';
import { tableGroup, tableOf } from './table.ts';

/**
 * One row for each owner unless grouped otherwise, those who won most first. The open pipeline is all
 * of it, and stands in no row of a period that is over; the coverage is of what closes in the period. Limits that say nothing about people leave quota and activities empty: both are theirs, not a product's.
 */
export async function performanceOf(db: Db, sight: Sight, metric: Metric): Promise<Answer> {
  const { where } = sight.question;
  const span = spanOf(sight, metric);
  const group = tableGroup(sight, metric);
  const whose = notOfPeople(where).length === 0;
  const parts = [
    dealPart(sight, where, span),
    openPart(sight, where),
    ...(whose ? [quotaPart(sight, where, span), activityPart(sight, where, span)] : []),
  ];
  const meant: Condition = {
    all: [...('all' in where ? where.all : [where]), { field: 'close_date', ...span }],
  };
  const found = await factsOf(db, sight, parts, { groups: [group], counts: countsOf(sight, meant) });
  const money = moneyLeftOut(sight, found.whole, ['won', 'ever']);
  return tableOf(sight, {
    group,
    columns: columns(currencyOf(sight)),
    rows: found.rows,
    whole: found.whole,
    cells: (facts) => cells(facts, span.to < sight.at.today),
    order: ({ facts }) => facts.wonAmount ?? 0,
    leftOut: together(found.leftOut, money),
  });
}

const columns = (currency: string): TableColumn[] => [
  { name: 'won_amount', label: 'Won', unit: 'currency', currency },
  { name: 'won', label: 'Won deals', unit: 'deals' },
  { name: 'win_rate', label: 'Win rate', unit: 'share' },
  { name: 'cycle_time', label: 'Sales cycle', unit: 'days' },
  { name: 'pipeline', label: 'Open pipeline', unit: 'currency', currency },
  { name: 'coverage', label: 'Coverage', unit: 'ratio' },
  { name: 'attainment', label: 'Attainment', unit: 'share' },
  { name: 'activities', label: 'Activities', unit: 'activities' },
];

/** `over`: what is open today is nothing of a period that is over. */
function cells(facts: Facts, over: boolean): (number | null)[] {
  const won = facts.won ?? 0;
  return [
    facts.wonAmount ?? 0,
    won,
    divided(won, won + (facts.lost ?? 0)),
    facts.cycle ?? null,
    over ? null : (facts.open ?? 0),
    over ? null : divided(facts.pipeline, leftToWin({ quota: null, ...facts })),
    divided(facts.wonAmount, facts.quota),
    'activities' in facts ? (facts.activities ?? 0) : null,
  ];
}

/** What people did in the span, whichever deal it was about, as far as it may be seen. */
function activityPart({ at, scope }: Sight, where: Condition, span: Span): Part {
  const now = at.asOf ? sql` and d.done_on <= ${at.today}::date` : raw('');
  return {
    where,
    from: sql`(select d.person_id as owner_id, coalesce(h.territory_id, g.territory_id) as territory_id, null::text as currency
      from activities d join people h on h.id = d.person_id left join teams g on g.id = h.team_id
      where d.done_on between ${span.from}::date and ${span.to}::date and ${scopeSql('activity', scope)}${now}) d`,
    columns: () => ({ one: raw('1') }),
    facts: { activities: 'count(*)' },
  };
}
