/** What changed among deals in a span: won, lost, new, moved between stages, pushed out or pulled in, and re-valued. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import type { AskContext } from './asker.ts';
import { compile } from './compile.ts';
import { compiler } from './compiler.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

export const changeKinds = ['won', 'lost', 'new', 'forward', 'back', 'pushed', 'pulled', 'revalued'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Days, both included, and their instants; `until` is not included. Deals are those that meet `where` now, within the asker's scope. */
export type ChangesOf = {
  where: Condition;
  /** Of this kind alone. */
  only?: ChangeKind;
  days: { from: string; to: string };
  from: Date;
  until: Date;
};

/** `amount`: of the deals as they are; of re-valued ones what they gained or lost. */
export type ChangeSum = { kind: ChangeKind; currency: string | null; deals: number; amount: number };

/** `was` and `became`: stages, days or amounts, as the kind has it. */
export type ChangedDeal = {
  id: string;
  name: string;
  owner: string | null;
  kind: ChangeKind;
  amount: number | null;
  currency: string | null;
  was: string | null;
  became: string | null;
};

/**
 * Won, lost and new go by the close date and the day of creation, as in every other answer. The others are of deals that were
 * open before the span and are at its end, what they were then beside what they had become: a move there and back is none.
 */
const events = (use: AskContext, { where, only, days, from, until }: ChangesOf): Sql => {
  const deals = compile(compiler('deal', { ...use, me: use.me?.id ?? null }), where, use.scope);
  return sql`hit as materialized (select d.id ${deals}),
    touched as (select distinct v.deal_id from deal_versions v join hit on hit.id = v.deal_id
      where v.valid_from >= ${from}::timestamptz and v.valid_from < ${until}::timestamptz),
    pair as (select a.deal_id, b.stage_id as old_stage, a.stage_id as new_stage, b.close_date as old_close, a.close_date as new_close,
        b.amount as old_amount, a.amount as new_amount, a.currency, b.currency as old_currency
      from touched t
        join deal_versions b on b.deal_id = t.deal_id and b.valid_from < ${from}::timestamptz and (b.valid_to is null or b.valid_to >= ${from}::timestamptz)
        join deal_versions a on a.deal_id = t.deal_id and a.valid_from < ${until}::timestamptz and (a.valid_to is null or a.valid_to >= ${until}::timestamptz)
      where a.status = 'open' and b.status = 'open'),
    happened as (
      select d.status as kind, d.id as deal_id, d.amount, d.currency, null::text as was, null::text as became from deals d join hit on hit.id = d.id
        where d.status in ('won', 'lost') and d.close_date between ${days.from}::date and ${days.to}::date
      union all select 'new', d.id, d.amount, d.currency, null, null from deals d join hit on hit.id = d.id
        where d.created_on between ${days.from}::date and ${days.to}::date
      union all select case when n."order" > o."order" then 'forward' else 'back' end, p.deal_id, p.new_amount, p.currency, o.name, n.name
        from pair p join stages o on o.id = p.old_stage join stages n on n.id = p.new_stage where p.old_stage <> p.new_stage
      union all select case when new_close > old_close then 'pushed' else 'pulled' end, deal_id, new_amount, currency, old_close::text, new_close::text
        from pair where new_close <> old_close
      union all select 'revalued', deal_id, new_amount - old_amount, currency, old_amount::text, new_amount::text
        from pair where new_amount <> old_amount and currency = old_currency),
    event as (select * from happened where ${only ?? null}::text is null or kind = ${only ?? null}::text)`;
};

/** How many deals each kind of change befell, and how much they are worth, each currency by itself. */
export const changeSums = (db: Db, use: AskContext, of: ChangesOf): Promise<ChangeSum[]> =>
  rowsOf<ChangeSum>(
    db,
    sql`with ${events(use, of)}
      select kind, currency, count(*)::int as deals, coalesce(sum(amount), 0)::float as amount from event group by kind, currency order by kind, deals desc`,
  );

const inOrder = raw(`array[${changeKinds.map((kind) => `'${kind}'`).join(', ')}]::text[]`);

/** The deals, the largest amounts first within each kind. */
export const changedDeals = (db: Db, use: AskContext, of: ChangesOf, most: number): Promise<ChangedDeal[]> =>
  rowsOf<ChangedDeal>(
    db,
    sql`with ${events(use, of)}
      select d.id, d.name, p.name as owner, e.kind, e.amount::float as amount, e.currency, e.was, e.became
      from event e join deals d on d.id = e.deal_id left join people p on p.id = d.owner_id
      order by array_position(${inOrder}, e.kind), abs(e.amount) desc nulls last, d.name, d.id limit ${most}::integer`,
  );

/** Amounts of what was open at an instant, in one currency. */
export async function openAmountAt(
  db: Db,
  use: AskContext,
  of: { where: Condition; at: Date; currency: string },
): Promise<number> {
  const deals = compile(compiler('deal', { ...use, me: use.me?.id ?? null }), of.where, use.scope);
  const [found] = await rowsOf<{ amount: number }>(
    db,
    sql`with hit as materialized (select d.id ${deals})
      select coalesce(sum(v.amount), 0)::float as amount from deal_versions v join hit on hit.id = v.deal_id
      where v.status = 'open' and v.currency = ${of.currency} and v.valid_from < ${of.at}::timestamptz and (v.valid_to is null or v.valid_to >= ${of.at}::timestamptz)`,
  );
  return found?.amount ?? 0;
}
