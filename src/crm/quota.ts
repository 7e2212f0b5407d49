/** Quotas beside the deals that count towards them. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import type { Condition } from '../sales/conditions.ts';
import { type FieldName, fieldNamed } from '../sales/fields.ts';
import { companyCurrency, statedCurrency } from '../sales/leaf.ts';
import type { Metric } from '../sales/metrics.ts';
import type { Facts, Part } from './facts.ts';
import type { Sight } from './sight.ts';
import type { Span } from './span.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

/** What can be said of a quota as of a deal: whose it is. */
const ofPeople: FieldName[] = ['owner', 'team', 'territory', 'owner.manager', 'owner.active', 'currency'];

/** The fields of a condition that say nothing about a person's quota. */
export function notOfPeople(where: Condition): FieldName[] {
  if ('all' in where) return where.all.flatMap(notOfPeople);
  if ('any' in where) return where.any.flatMap(notOfPeople);
  if ('not' in where) return notOfPeople(where.not);
  return ofPeople.includes(where.field) ? [] : [where.field];
}

/** Throws BadInput where a limit leaves no quota to compare with: nobody has one for a product or a segment. */
export function requireQuota(metric: Metric, where: Condition): void {
  const [name] = notOfPeople(where);
  if (name === undefined) return;
  const label = fieldNamed('deal', name).label.toLowerCase();
  throw new BadInput(`A quota is a person's: there is none by ${label}.`, {
    fix: `Limit ${metric.label.toLowerCase()} by rep, team or territory.`,
  });
}

/** The one currency of a metric in money: the company's, or the one that the question states. */
export const currencyOf = ({ question, at }: Sight): string =>
  statedCurrency('all' in question.where ? question.where.all : [question.where]) ??
  companyCurrency(at.use.settings);

/**
 * The quotas of the span's days, as rows that have an owner and the owner's territory. A quota of which only a part of
 * the days lies in the span counts by that part: half of the quarter's days, half of its quota. Whole quarters count whole.
 */
export function quotaPart(sight: Sight, where: Condition, span: Span): Part {
  const currency = currencyOf(sight);
  return {
    where,
    from: sql`(select q.person_id as owner_id, coalesce(h.territory_id, g.territory_id) as territory_id, q.currency,
        q.amount * (least(q.ends_on, ${span.to}::date) - greatest(q.starts_on, ${span.from}::date) + 1) / (q.ends_on - q.starts_on + 1) as amount
      from quotas q join people h on h.id = q.person_id left join teams g on g.id = h.team_id
      where q.starts_on <= ${span.to}::date and q.ends_on >= ${span.from}::date) d`,
    columns: () => ({ amount: raw('d.amount'), ours: sql`d.currency = ${currency}` }),
    facts: {
      quota: 'sum(amount) filter (where ours)',
      foreignQuotas: 'count(*) filter (where not ours)',
    },
  };
}

/** The periods of those quotas of which only a part of the days lies in the span, the first of them first. */
export const quotasInPart = (db: Db, { from, to }: Span): Promise<Span[]> =>
  rowsOf<Span>(
    db,
    sql`select distinct starts_on::text as "from", ends_on::text as "to" from quotas
      where starts_on <= ${to}::date and ends_on >= ${from}::date and (starts_on < ${from}::date or ends_on > ${to}::date)
      order by 1, 2`,
  );

/** The deals that close in the span: what is won, and what is open. Amounts in the metric's currency only. */
export function dealPart(sight: Sight, where: Condition, span: Span): Part {
  const company = companyCurrency(sight.at.use.settings);
  return {
    where: { all: [where, { field: 'close_date', from: span.from, to: span.to }] },
    columns: () => ({
      status: raw('d.status'),
      amount: raw('d.amount'),
      ours: sql`coalesce(d.currency, ${company}) = ${currencyOf(sight)}`,
      cycle: cycleDays,
    }),
    facts: {
      won: "count(*) filter (where status = 'won')",
      lost: "count(*) filter (where status = 'lost')",
      wonAmount: "coalesce(sum(amount) filter (where status = 'won' and ours), 0)",
      wonWithAmount: "count(*) filter (where status = 'won' and ours and amount is not null)",
      pipeline: "coalesce(sum(amount) filter (where status = 'open' and ours), 0)",
      openWithAmount: "count(*) filter (where status = 'open' and ours and amount is not null)",
      cycle: "avg(cycle) filter (where status = 'won')",
      wonWithoutAmount: "count(*) filter (where status = 'won' and amount is null)",
      openWithoutAmount: "count(*) filter (where status = 'open' and amount is null)",
      wonForeign: "count(*) filter (where status = 'won' and amount is not null and not ours)",
      openForeign: "count(*) filter (where status = 'open' and amount is not null and not ours)",
    },
  };
}

/** Amounts of rows in the metric's currency, and how many rows have none, or one in another. */
export const amountsPart = (sight: Sight): Omit<Part, 'where'> => ({
  columns: () => ({
    amount: raw('d.amount'),
    ours: sql`coalesce(d.currency, ${companyCurrency(sight.at.use.settings)}) = ${currencyOf(sight)}`,
  }),
  facts: {
    everWithoutAmount: 'count(*) filter (where amount is null)',
    everForeign: 'count(*) filter (where amount is not null and not ours)',
  },
});

/** All that is open, whenever it closes. */
export function openPart(sight: Sight, where: Condition): Part {
  const { columns, facts } = amountsPart(sight);
  return {
    where: { all: [where, { field: 'status', is: 'open' }] },
    columns,
    facts: { open: 'coalesce(sum(amount) filter (where ours), 0)', ...facts },
  };
}

const cycleDays: Sql = raw('d.close_date - d.created_on');

/** What is still to win; null where there is no quota, 0 where it is reached. */
export const leftToWin = ({ quota, wonAmount }: Facts): number | null =>
  quota === null || quota === undefined ? null : Math.max(0, quota - (wonAmount ?? 0));

/** A quotient, or null where there is nothing to divide by. */
export const divided = (part: number | null | undefined, whole: number | null | undefined): number | null =>
  whole === null || whole === undefined || whole <= 0 ? null : (part ?? 0) / whole;

/** Deals whose amount does not count, and quotas that nothing can be compared with. */
export function moneyLeftOut(sight: Sight, facts: Facts, of: ('won' | 'open' | 'ever')[]) {
  const currency = currencyOf(sight);
  const sum = (name: string) => of.reduce((all, one) => all + (facts[`${one}${name}`] ?? 0), 0);
  return [
    { because: 'no amount', count: sum('WithoutAmount') },
    { because: `amount in another currency than ${currency}`, count: sum('Foreign') },
    { because: `quota in another currency than ${currency}`, count: facts.foreignQuotas ?? 0 },
  ];
}
