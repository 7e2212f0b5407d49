/** Open cards whose reason has gone are closed by themselves, and say why. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { type CardKey, wantCards } from '../jobs/cards.ts';
import type { Actor } from '../policy/nouns.ts';

/**
 * Withdraws the agent's open exceptions whose finding has gone, or whose proposal starts from a value that somebody has
 * changed since. Reads the open ones only.
 */
export async function withdrawGone(
  trx: Db,
  use: { now: Date; runId: string },
  agent: { name: string },
  by: Actor,
): Promise<number> {
  const { rows } = await trx.raw<{ rows: { id: number; card: CardKey; channel: string; because: string }[] }>(
    `update exceptions e set closed_at = ?, closed_as = 'withdrawn', closed_because = w.because || '.'
     from (
       select o.id, coalesce(f.gone_because, case when p.subject_kind <> 'deal' then 'it says something else now, which is looked at anew' when p.kind = 'form' then 'some of it was filled in, and the rest is asked for anew'
         else 'the close date was changed to ' || coalesce(to_char(x.close_date, 'FMDD Mon YYYY'), 'empty') end) as because
       from exceptions o join proposals p on p.id = o.proposal_id
         join findings f on f.id = p.finding_id left join deals x on p.subject_kind = 'deal' and x.id = p.subject_id
         left join lateral (
           select to_jsonb(c) as now from contacts c where p.subject_kind = 'contact' and c.id = p.subject_id
           union all select to_jsonb(a) from accounts a where p.subject_kind = 'account' and a.id = p.subject_id) y on true
       where o.closed_at is null and p.agent = ? and (f.gone_at is not null or exists (
         select 1 from jsonb_array_elements(p.change->'fields') c
         where c->>'field' = 'close_date' and c->>'before' is distinct from x.close_date::text)
         or exists (select 1 from jsonb_array_elements_text(p.change->'form'->'fields') c
         where p.subject_kind = 'deal' and case when jsonb_exists(p.change->'form'->'before', c)
           then (select r.name from products r where r.id = x.product_id) is distinct from p.change->'form'->'before'->>c
           else coalesce(to_jsonb(x)->>(case c when 'product' then 'product_id' else c end), '') <> '' end)
         or (y.now is not null and exists (
           select 1 from jsonb_each(p.change->'form'->'before') b where b.value is distinct from y.now->b.key
           union all select 1 from jsonb_array_elements(p.change->'fields') b where b->'before' is distinct from y.now->(b->>'field'))))
       order by o.id for update of o
     ) w where w.id = e.id and e.closed_at is null
     returning e.id, e.card, e.channel, e.closed_because as because`,
    [use.now, agent.name],
  );
  await freeOthers(trx, agent.name);
  await wantCards(
    trx,
    rows.map(({ card, channel }) => ({ key: card, channel })),
  );
  await record(
    trx,
    rows.map(({ id, because }) => ({
      action: 'exception.withdrawn',
      subject: { kind: 'exception', id: String(id) },
      by,
      because: `No longer needed: ${because}`,
      runId: use.runId,
    })),
  );
  return rows.length;
}

/** What stood on a card that was withdrawn, and holds still, is asked about anew: the others once the first reason has gone, and the rest of a form. */
async function freeOthers(trx: Db, agent: string): Promise<void> {
  await trx.raw(
    `update findings f set taken_up_at = null, under = null
     from findings first join proposals p on p.finding_id = first.id join exceptions e on e.proposal_id = p.id and e.closed_as = 'withdrawn'
     where f.under = first.id and f.agent = ? and f.gone_at is null and first.gone_at is not null`,
    [agent],
  );
  await trx.raw(
    `update findings f set taken_up_at = null, under = null
     from proposals p join exceptions e on e.proposal_id = p.id and e.closed_as = 'withdrawn'
     where (p.kind = 'form' or p.subject_kind <> 'deal') and p.finding_id = coalesce(f.under, f.id) and f.agent = ? and f.gone_at is null and f.taken_up_at is not null
       and not exists (select 1 from proposals q where q.finding_id = p.finding_id and q.id > p.id)`,
    [agent],
  );
}

/** A nudge is of interest for so long. */
const nudgedWithinDays = 60;

/** Whoever was asked about a deal is told that it is no longer needed, on the message by which they were asked. */
export async function redrawNudges(trx: Db, now: Date, agent: string): Promise<void> {
  const { rows } = await trx.raw<{ rows: { key: CardKey; channel: string }[] }>(
    `select k.key, k.channel from changes c join proposals p on p.id = c.proposal_id join findings f on f.id = p.finding_id
       join cards k on k.key = 'nudge:' || c.id
     where c.kind = 'nudge' and c.applied_at > ?::timestamptz - make_interval(days => ?) and f.agent = ? and f.gone_at = ?`,
    [now, nudgedWithinDays, agent, now],
  );
  await wantCards(trx, rows);
}
