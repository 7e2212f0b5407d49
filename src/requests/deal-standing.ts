/** How far a deal has come with the agent that looks at single deals: what it found, what became of that, and who is called for it. */
import type { Agent } from '../agents/nouns.ts';
import type { Db } from '../db/pool.ts';
import { whyStopped } from '../policy/decide.ts';
import type { Verdict } from '../policy/nouns.ts';

/** What was found of it and still holds, with what was proposed last because of it. */
export type FoundOf = {
  trigger: string;
  since: string;
  /** No run has looked at what to do about it. */
  waits: boolean;
  /** Kept, and told on cards about the same deal alone. */
  informs: boolean;
  verdict: Verdict | null;
  card: { closedAs: 'decided' | 'expired' | 'withdrawn' | null; at: Date | null; by: string | null } | null;
};
export type OpenCard = {
  card: string;
  reason: string;
  at: Date;
  waitsFor: { id: string; name: string } | null;
  goes: 'now' | 'later' | 'digest' | null;
  until: Date | null;
};
/** What a rule found of it. */
export type ToldOf = {
  rule: number;
  /** Whom it tells; nobody where it is in shadow or was so when the rule began. */
  to: string[];
  at: Date;
  /** Looked at by a run. */
  taken: boolean;
  goes: { person: string; goes: 'now' | 'later' | 'digest'; until: Date | null }[];
};

export async function foundOf(db: Db, agent: Agent, dealId: string): Promise<FoundOf[]> {
  const { rows } = await db.raw<{ rows: FoundOf[] }>(
    `select f.trigger, f.since::text as since, f.taken_up_at is null as waits, f.severity = 'information' as informs, p.verdict,
       case when e.id is not null then jsonb_build_object('closedAs', e.closed_as, 'at', e.closed_at, 'by', w.name) end as card
     from findings f
       left join lateral (select q.id, q.verdict from proposals q where q.finding_id in (f.id, f.under) order by q.id desc limit 1) p on true
       left join exceptions e on e.proposal_id = p.id
       left join decisions d on d.exception_id = e.id and d.reopened_at is null left join people w on w.id = d.by_id
     where f.subject_kind = 'deal' and f.subject_id = ? and f.agent = ? and f.gone_at is null and f.trigger = any(?)
     order by f.severity <> 'information' desc, f.id`,
    [dealId, agent.name, agent.triggers.map(({ name }) => name)],
  );
  return rows.map((row) => ({
    ...row,
    card: row.card && { ...row.card, at: row.card.at && new Date(row.card.at) },
  }));
}

export async function openCardOf(db: Db, dealId: string): Promise<OpenCard | null> {
  const { rows } = await db.raw<{ rows: (OpenCard & { forId: string | null; forName: string | null })[] }>(
    `select e.card, p.reason, e.opened_at as at, w.id as "forId", w.name as "forName", i.goes, i.until
     from exceptions e join proposals p on p.id = e.proposal_id left join people w on w.id = e.waits_for
       left join interruptions i on i.card = e.card
     where p.subject_kind = 'deal' and p.subject_id = ? and e.closed_at is null order by e.id desc limit 1`,
    [dealId],
  );
  const [row] = rows;
  if (!row) return null;
  const { forId, forName, ...card } = row;
  return { ...card, waitsFor: forId === null ? null : { id: forId, name: forName ?? forId } };
}

/** The last decision about it that still counts, within so many days. */
export async function decidedLately(
  db: Db,
  of: { agent: string; dealId: string; now: Date; days: number },
): Promise<{ by: string; say: 'approve' | 'edit' | 'reject'; at: Date } | null> {
  const row = await db('decisions as d')
    .join('exceptions as e', 'e.id', 'd.exception_id')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .join('people as w', 'w.id', 'd.by_id')
    .where({ 'p.subject_kind': 'deal', 'p.subject_id': of.dealId, 'p.agent': of.agent })
    .whereNull('d.reopened_at')
    .where('d.at', '>', new Date(of.now.getTime() - of.days * 86_400_000))
    .orderBy('d.at', 'desc')
    .first<{ by: string; say: 'approve' | 'edit' | 'reject'; at: Date } | undefined>({
      by: 'w.name',
      say: 'd.say',
      at: 'd.at',
    });
  return row ?? null;
}

export async function toldOf(db: Db, dealId: string): Promise<ToldOf[]> {
  const { rows } = await db.raw<{ rows: ToldOf[] }>(
    `select split_part(f.trigger, ':', 2)::int as rule, f.found_at as at, f.taken_up_at is not null as taken,
       array(select jsonb_array_elements_text(coalesce(f.evidence->'to', '[]'))) as to,
       coalesce((select jsonb_agg(jsonb_build_object('person', i.person_id, 'goes', i.goes, 'until', i.until)) from interruptions i
         where i.card = any(array(select 'finding:' || f.id || ':' || t from jsonb_array_elements_text(coalesce(f.evidence->'to', '[]')) t))), '[]') as goes
     from findings f where f.subject_kind = 'deal' and f.subject_id = ? and f.trigger like 'rule:%' and f.gone_at is null order by f.id`,
    [dealId],
  );
  return rows.map((row) => ({
    ...row,
    goes: row.goes.map((one) => ({ ...one, until: one.until && new Date(one.until) })),
  }));
}

/** "Only recorded" and the like, with why; null where it was not kept from people. */
export function stoppedSaid(verdict: Verdict | null): string | null {
  if (verdict === null || verdict.say === 'ask' || verdict.say === 'allow') return null;
  const why = whyStopped(verdict).join(' ');
  return (
    { refuse: 'it was kept back', shadow: 'it is only recorded', hold: 'it is held' }[verdict.say] +
    `. ${why}`
  );
}
