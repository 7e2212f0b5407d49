/** Moves of deals from one stage to another, and how many that came to a stage went on, from the versions of deals. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import type { AskContext } from './asker.ts';
import { compile } from './compile.ts';
import { compiler } from './compiler.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

/** `to` is not included. Deals are those that meet `where` now, within the asker's scope. */
export type MovesOf = { where: Condition; from: Date; to: Date };
export type Moves = {
  from: string;
  fromId: string;
  to: string;
  toId: string;
  forward: boolean;
  toIs: 'open' | 'won' | 'lost';
  moves: number;
  deals: number;
};

const compiled = (use: AskContext, where: Condition): Sql =>
  compile(compiler('deal', { ...use, me: use.me?.id ?? null }), where, use.scope);

/** Two versions of a deal that follow each other in different stages. A move to Lost is neither forward nor back. */
const moved = (use: AskContext, { where, from, to }: MovesOf): Sql =>
  sql`hit as materialized (select d.id ${compiled(use, where)}),
    moved as (select v.deal_id, b.stage_id as from_id, v.stage_id as to_id, v.valid_from as at
      from deal_versions v join hit on hit.id = v.deal_id
        join deal_versions b on b.deal_id = v.deal_id and b.valid_to = v.valid_from and b.stage_id <> v.stage_id
      where v.valid_from >= ${from}::timestamptz and v.valid_from < ${to}::timestamptz)`;

const joined = raw(`moved m join stages s on s.id = m.from_id join stages t on t.id = m.to_id`);

/** All moves, by the stages between which they were, in the order of these. */
export async function stageMovesOf(db: Db, use: AskContext, of: MovesOf): Promise<Moves[]> {
  return rowsOf<Moves>(
    db,
    sql`with ${moved(use, of)}
      select s.name as "from", s.id as "fromId", t.name as "to", t.id as "toId", t."is" as "toIs", (t."is" <> 'lost' and t."order" > s."order") as forward,
        count(*)::int as moves, count(distinct m.deal_id)::int as deals
      from ${joined} group by s.id, t.id order by s."order", t."order"`,
  );
}

export type MovedDeal = {
  id: string;
  name: string;
  owner: string | null;
  from: string;
  to: string;
  on: string;
};

/** The deals of these moves, the latest first. */
export async function movedDeals(
  db: Db,
  use: AskContext,
  of: MovesOf & { pairs: { fromId: string; toId: string }[]; most: number },
): Promise<MovedDeal[]> {
  return rowsOf<MovedDeal>(
    db,
    sql`with ${moved(use, of)}
      select d.id, d.name, p.name as owner, s.name as "from", t.name as "to", (m.at at time zone ${use.zone})::date::text as "on"
      from ${joined} join deals d on d.id = m.deal_id left join people p on p.id = d.owner_id
        join jsonb_to_recordset(${JSON.stringify(of.pairs)}::jsonb) as w("fromId" text, "toId" text) on w."fromId" = s.id and w."toId" = t.id
      order by m.at desc, d.name, d.id limit ${of.most}::integer`,
  );
}

/** Of deals that came to a stage: how many have reached the other or a later one since, and what became of the others. */
export type Conversion = { came: number; reached: number; lost: number; open: number; days: number | null };

/** A deal came to a stage when a version of it is there and the one before is not; it counts once, by the first time in the span. */
export async function conversionOf(
  db: Db,
  use: AskContext,
  of: MovesOf & { stage: string; reaches: string },
): Promise<Conversion> {
  const [found] = await rowsOf<Conversion>(
    db,
    sql`with hit as materialized (select d.id, d.status ${compiled(use, of.where)}),
      goal as (select "is", "order" from stages where id = ${of.reaches}),
      came as (select v.deal_id, min(v.valid_from) as at from deal_versions v join hit on hit.id = v.deal_id
        where v.stage_id = ${of.stage} and v.valid_from >= ${of.from}::timestamptz and v.valid_from < ${of.to}::timestamptz
          and not exists (select 1 from deal_versions b where b.deal_id = v.deal_id and b.valid_to = v.valid_from and b.stage_id = v.stage_id)
        group by v.deal_id),
      went as (select came.deal_id, came.at, hit.status, (select min(r.valid_from) from deal_versions r join stages s on s.id = r.stage_id, goal
          where r.deal_id = came.deal_id and r.valid_from >= came.at
            and (s."is" = 'won' or (s."is" = 'open' and goal."is" = 'open' and s."order" >= goal."order"))) as on_at
        from came join hit on hit.id = came.deal_id)
      select count(*)::int as came, count(on_at)::int as reached,
        (count(*) filter (where on_at is null and status = 'lost'))::int as lost, (count(*) filter (where on_at is null and status <> 'lost'))::int as open,
        (percentile_cont(0.5) within group (order by extract(epoch from on_at - at) / 86400))::float as days
      from went`,
  );
  return found ?? { came: 0, reached: 0, lost: 0, open: 0, days: null };
}
