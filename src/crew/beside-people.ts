/** What an agent in shadow would have done, beside what people did with the same record afterwards. */
import { within } from '../crm/scope.ts';
import { raw, rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import type { AgentName, Scope } from '../policy/nouns.ts';

/** Of one trigger. `waiting`: people still have time. Messages have nothing to be compared with. */
export type Beside = {
  trigger: string;
  agreed: number;
  differed: number;
  nothing: number;
  waiting: number;
  messages: number;
};

/** So long people have to do the same or something else. */
export const withinDays = 14;
const lookedBack = 90;
const dayMs = 86_400_000;

/**
 * By trigger, over 90 days, of what lies in the scope. Agreed: within 14 days every field was what had been proposed; differed:
 * one of them became something else; nothing: they stayed as they were.
 */
export async function besidePeople(
  db: Db,
  of: { agent: AgentName; trigger: string | null; scope: Scope; now: Date },
): Promise<Beside[]> {
  const { agent, trigger, scope, now } = of;
  const since = new Date(now.getTime() - lookedBack * dayMs);
  return rowsOf<Beside>(
    db,
    sql`with seen as (
      select p.id, p.trigger, p.kind, p.subject_kind, p.subject_id, p.change->'fields' as fields, p.proposed_at,
        coalesce(x.territory_id, k.territory_id) as territory_id, coalesce(x.owner_id, k.owner_id) as owner_id
      from proposals p left join deals x on p.subject_kind = 'deal' and x.id = p.subject_id
        left join records n on n.kind = p.subject_kind and n.id = p.subject_id left join keepers k on k.account_id = n.account_id
      where p.agent = ${agent} and p.verdict->>'say' = 'shadow' and p.kind in ('change', 'nudge') and p.proposed_at > ${since}
        and ${trigger === null ? raw('true') : sql`p.trigger = ${trigger}`}
    ), later as (
      select s.id, f->>'field' as field, f->>'before' as before, f->>'after' as after, (
        select coalesce(array_agg(w.value order by w.at), '{}') from (
          select v.valid_from as at, case f->>'field' when 'stage' then t.name when 'product' then r.name else to_jsonb(v)->>(f->>'field') end as value
          from deal_versions v left join stages t on t.id = v.stage_id left join products r on r.id = v.product_id
          where s.subject_kind = 'deal' and v.deal_id = s.subject_id and v.valid_from > s.proposed_at and v.valid_from <= s.proposed_at + make_interval(days => ${withinDays})
          union all
          select c.valid_from, to_jsonb(c)->>(f->>'field') from contact_versions c
          where s.subject_kind = 'contact' and c.contact_id = s.subject_id and c.valid_from > s.proposed_at and c.valid_from <= s.proposed_at + make_interval(days => ${withinDays})
          union all
          select a.changed_at, to_jsonb(a)->>(f->>'field') from accounts a
          where s.subject_kind = 'account' and a.id = s.subject_id and a.changed_at > s.proposed_at) w) as became
      from seen s cross join lateral jsonb_array_elements(s.fields) f where s.kind = 'change'
    ), came as (
      select l.id, bool_and(l.after = any(l.became)) as agreed,
        bool_or(exists (select 1 from unnest(l.became) b where b is distinct from l.before and b is distinct from l.after)) as differed
      from later l group by l.id
    )
    select s.trigger, count(*) filter (where c.agreed) as agreed, count(*) filter (where not c.agreed and c.differed) as differed,
      count(*) filter (where not c.agreed and not c.differed and s.proposed_at <= ${new Date(now.getTime() - withinDays * dayMs)}) as nothing,
      count(*) filter (where not c.agreed and not c.differed and s.proposed_at > ${new Date(now.getTime() - withinDays * dayMs)}) as waiting,
      count(*) filter (where s.kind = 'nudge') as messages
    from seen s left join came c on c.id = s.id where ${within(scope, 's')}
    group by s.trigger order by count(*) desc, s.trigger`,
  );
}
