/** A finding about a figure, as its card tells it. */
import type { Db } from '../db/pool.ts';
import { type CardKey, wantCards } from '../jobs/cards.ts';
import type { Chart } from '../story/chart.ts';

type Told = {
  headline: string;
  sentence: string | null;
  asks: { label: string; text: string }[];
  limit?: { was: string; back: string | null };
  chart?: Chart | null;
};

/** Whom it was handed to besides, the latest last. */
type Handed = { by: string; to: string; note: string | null };

export type FindingView = Told & {
  id: number;
  agent: { name: string; version: number };
  foundAt: Date;
  /** When it held no longer; then headline and sentence are of that moment. */
  goneAt: Date | null;
  /** Of an alert that somebody set. */
  alert: boolean;
  /** The number of the rule that is true of a single deal; null: it is about something else. */
  rule: number | null;
  handed: Handed[];
};

type Row = {
  id: number;
  agent: string;
  version: number | null;
  found_at: Date;
  gone_at: Date | null;
  told: Told | null;
  alert: boolean;
  rule: number | null;
  handed: Handed[];
};

/** Who has asked to be told of it, by a rule or an alert of theirs; null where nobody has. `fact`: what was found. */
export async function askedToTell(
  db: Db,
  findingId: number,
): Promise<{ what: string; slackId: string | null; fact: string } | null> {
  const { rows } = await db.raw<{ rows: { what: string; slackId: string | null; fact: string }[] }>(
    `select coalesce('rule ' || substring(f.trigger from '^rule:(\\d+)$'), 'alert ' || f.subject_id) as what,
       p.slack_id as "slackId", f.evidence->>'fact' as fact
     from findings f
       left join rules r on f.trigger = 'rule:' || r.rule and r.ended_at is null
       left join kpi_alerts k on f.subject_kind = 'kpi_alert' and k.id::text = f.subject_id
       join people p on p.id = coalesce(r.set_by, k.set_by) and p.active
     where f.id = ?`,
    [findingId],
  );
  return rows[0] ?? null;
}

/** The finding as it stands; null when there is none of that id, or it is one about a single deal. */
export async function findingView(db: Db, id: number): Promise<FindingView | null> {
  return (await findingViews(db, [id]))[0] ?? null;
}

/** `findingView` for many, in the order of their ids. */
export async function findingViews(db: Db, ids: number[]): Promise<FindingView[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select f.id, f.agent, r.agent_version as version, f.found_at,
       -- What was started outside, or was not, is so whatever became of the deal.
       case when not exists (select 1 from starts s where s.finding_id = f.id) then f.gone_at end as gone_at, f.evidence->'told' as told, f.subject_kind = 'kpi_alert' as alert,
       substring(f.trigger from '^rule:(\\d+)$')::int as rule,
       (select coalesce(jsonb_agg(jsonb_build_object('by', b.name, 'to', p.name, 'note', h.note) order by h.at), '[]') from finding_hands h
          join people p on p.id = h.to_person join people b on b.id = h.by_id where h.finding_id = f.id) as handed
     from findings f join runs r on r.id = f.run_id where f.id = any(?) order by f.id`,
    [ids],
  );
  return rows.flatMap(({ told, ...row }) =>
    told
      ? [
          {
            id: row.id,
            ...told,
            agent: { name: row.agent, version: row.version ?? 1 },
            foundAt: row.found_at,
            goneAt: row.gone_at,
            alert: row.alert,
            rule: row.rule,
            handed: row.handed,
          },
        ]
      : [],
  );
}

/** Draws every card of these findings anew: the channel's, and those of each person who is told or had it handed on. */
export async function redrawCardsOfFinding(trx: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await trx.raw<{ rows: { key: CardKey; channel: string }[] }>(
    `select c.key, c.channel from findings f
       cross join lateral (
         select 'finding:' || f.id as key union all
         select 'finding:' || f.id || ':' || p.id from jsonb_array_elements_text(f.evidence->'to') as p(id) union all
         select 'finding:' || f.id || ':' || h.to_person from finding_hands h where h.finding_id = f.id) k
       join cards c on c.key = k.key
     where f.id = any(?::bigint[])`,
    [ids],
  );
  await wantCards(trx, rows);
}
