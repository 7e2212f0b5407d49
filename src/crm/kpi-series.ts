/** What happened on each day, counted: one statement for all figures and territories, one more for what is behind a difference. */
import type { Db } from '../db/pool.ts';
import type { Part } from '../sales/contribution.ts';
import { addDays } from '../sales/days.ts';
import type { Kpi, KpiName } from '../sales/kpis.ts';

/** `n`: how many things happened, of amounts too. `of`: out of how many, where the figure is a share. */
export type DayOf = {
  kpi: KpiName;
  territory: string | null;
  day: string;
  value: number;
  of: number;
  n: number;
};

type Span = { from: string; to: string; zone: string; company: string };

const ofDeals = `d.territory_id as territory, p.name as owner, coalesce(d.segment, 'No segment') as segment,
    coalesce(g.name, 'No product') as product, coalesce(d.lead_source, 'No source') as source, null::text as kind`;
const dealsWith = `deals d left join people p on p.id = d.owner_id left join products g on g.id = d.product_id`;

/** Each thing that happened, with what it counts and where it belongs. `:from` and `:to` are days, both included. */
const happened: Record<KpiName, string> = {
  new_deals: `select d.created_on as day, 1::numeric as value, 1 as of, ${ofDeals} from ${dealsWith}
    where d.created_on between :from and :to`,
  won_deals: `select d.close_date as day, 1::numeric as value, 1 as of, ${ofDeals} from ${dealsWith}
    where d.status = 'won' and d.close_date between :from and :to`,
  won_amount: `select d.close_date as day, coalesce(d.amount, 0) as value, 1 as of, ${ofDeals} from ${dealsWith}
    where d.status = 'won' and d.close_date between :from and :to and d.currency = :company`,
  win_rate: `select d.close_date as day, (d.status = 'won')::int::numeric as value, 1 as of, ${ofDeals} from ${dealsWith}
    where d.status in ('won', 'lost') and d.close_date between :from and :to`,
  activities: `select a.done_on as day, 1::numeric as value, 1 as of, coalesce(p.territory_id, t.territory_id) as territory, p.name as owner,
    null::text as segment, null::text as product, null::text as source, a.kind
    from activities a left join people p on p.id = a.person_id left join teams t on t.id = p.team_id
    where a.done_on between :from and :to`,
  new_leads: `select (l.created_at at time zone :zone)::date as day, 1::numeric as value, 1 as of, l.territory_id as territory, null::text as owner,
    coalesce(l.segment, 'No segment') as segment, null::text as product, coalesce(l.lead_source, 'No source') as source, null::text as kind
    from leads l where l.created_at >= (:from::date)::timestamp at time zone :zone and l.created_at < (:to::date + 1)::timestamp at time zone :zone`,
  pushed_amount: `select (v.valid_from at time zone :zone)::date as day, coalesce(d.amount, 0) as value, 1 as of, ${ofDeals}
    from deal_versions v join deal_versions b on b.deal_id = v.deal_id and b.valid_to = v.valid_from and b.close_date_pushes < v.close_date_pushes
      join deals d on d.id = v.deal_id left join people p on p.id = d.owner_id left join products g on g.id = d.product_id
    where v.valid_from >= (:from::date)::timestamp at time zone :zone and v.valid_from < (:to::date + 1)::timestamp at time zone :zone and d.currency = :company`,
};

/** Days on which nothing happened are left out. */
export async function kpiDays(trx: Db, kpis: readonly Kpi[], span: Span): Promise<DayOf[]> {
  const each = kpis.map(
    ({ name }) =>
      `select '${name}' as kpi, territory, day, sum(value) as value, sum(of) as of, count(*) as n from (${happened[name]}) h group by territory, day`,
  );
  const { rows } = await trx.raw<{ rows: DayOf[] }>(each.join('\nunion all\n'), span);
  return rows.map((row) => ({
    ...row,
    value: Number(row.value),
    of: Number(row.of),
    n: Number(row.n),
  }));
}

/** So many days before the stretch say what each part usually brings. */
const basisDays = 84;

const dimensions = ['territory', 'segment', 'owner', 'product', 'source', 'kind'] as const;
export type Dimension = (typeof dimensions)[number];

/** What came in a stretch and before it, by each dimension that the figure has. `territory`: of that one alone. */
export async function partsOf(
  trx: Db,
  kpi: Kpi,
  span: Span & { territory: string | null },
): Promise<{ name: Dimension; parts: Part[] }[]> {
  type Row = { dimension: Dimension; part: string; came: number; before: number; of: number };
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select x.dimension, x.part, coalesce(sum(h.value) filter (where h.day >= :start::date), 0) as came,
       coalesce(sum(h.value) filter (where h.day < :start::date), 0) as before, coalesce(sum(h.of) filter (where h.day >= :start::date), 0) as of
     from (${happened[kpi.name]}) h left join territories t on t.id = h.territory
       cross join lateral (values ('territory', coalesce(t.name, 'No territory')), ('segment', h.segment), ('owner', h.owner),
         ('product', h.product), ('source', h.source), ('kind', h.kind)) as x(dimension, part)
     where x.part is not null and (:territory::text is null or h.territory = :territory)
     group by x.dimension, x.part`,
    { ...span, from: addDays(span.from, -basisDays), start: span.from },
  );
  return dimensions.map((name) => ({
    name,
    parts: rows
      .filter(({ dimension }) => dimension === name)
      .map(({ part, came, before, of }) => ({
        name: part,
        came: Number(came),
        before: Number(before),
        ...(kpi.share ? { of: Number(of) } : {}),
      })),
  }));
}
