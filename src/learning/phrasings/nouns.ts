/** A phrasing as its rows are: the words, how often they were seen, and what has become of them. */
import type { Db } from '../../db/pool.ts';
import type { Pattern, Phrasing, Slot } from '../../language/phrasings/pattern.ts';
import type { Became } from '../../story/phrasing.ts';

export type KnownPhrasing = {
  id: number;
  /** Of the newest version; before the first one, as it was learned. */
  template: string;
  learned: string;
  slots: Slot[];
  pattern: Pattern;
  /** Requests that taught it and that nobody called wrong since, and how many people made them. */
  seen: number;
  people: number;
  lastSeen: Date | null;
  /** One of those requests, as it was typed; null once they are erased. */
  example: string | null;
  became: Became;
};

type Row = Omit<KnownPhrasing, 'became'> & {
  versionId: number | null;
  version: number | null;
  acceptedBy: string | null;
  acceptedAt: Date | null;
  endedAt: Date | null;
  endedByKind: string | null;
  endedBy: string | null;
  endedBecause: string | null;
  rejectedBy: string | null;
  rejectedAt: Date | null;
};

/** Of a request `q`: somebody calls its answer wrong. */
export const calledWrong = `exists (select 1 from feedback f where f.subject_kind = 'request' and f.subject_id = q.id::text
  and f.replaced_at is null and f.say <> 'good')`;

const select = `select p.id, coalesce(v.template, p.template) as template, p.template as learned,
    coalesce(v.slots, p.slots) as slots, coalesce(v.pattern, p.pattern) as pattern,
    s.seen, s.people, s.last as "lastSeen", s.example,
    v.id as "versionId", v.version, coalesce(vb.name, v.by_id) as "acceptedBy", v.at as "acceptedAt",
    v.ended_at as "endedAt", v.ended_by_kind as "endedByKind", coalesce(eb.name, v.ended_by) as "endedBy", v.ended_because as "endedBecause",
    coalesce(rb.name, r.by_id) as "rejectedBy", r.at as "rejectedAt"
  from phrasings p
    left join lateral (select * from phrasing_versions x where x.phrasing_id = p.id order by x.version desc limit 1) v on true
    left join phrasing_rejections r on r.phrasing_id = p.id and r.reopened_at is null
    left join people vb on vb.id = v.by_id left join people eb on eb.id = v.ended_by left join people rb on rb.id = r.by_id
    left join lateral (
      select count(*)::int as seen, count(distinct q.person_id)::int as people, max(q.asked_at) as last,
        (array_agg(q.text order by q.id desc))[1] as example
      from phrasing_sightings g join requests q on q.id = g.request_id
      where g.phrasing_id = p.id and not ${calledWrong}) s on true`;

const known = (row: Row): KnownPhrasing => ({
  id: Number(row.id),
  template: row.template,
  learned: row.learned,
  slots: row.slots,
  pattern: row.pattern,
  seen: row.seen,
  people: row.people,
  lastSeen: row.lastSeen,
  example: row.example,
  became: becameOf(row),
});

function becameOf(row: Row): Became {
  if (row.rejectedBy !== null && row.rejectedAt)
    return { is: 'rejected', by: row.rejectedBy, at: row.rejectedAt };
  if (row.version === null || row.versionId === null) return { is: 'waiting' };
  if (row.endedAt)
    return {
      is: 'off',
      version: row.version,
      by: row.endedByKind === 'person' ? row.endedBy : null,
      at: row.endedAt,
      because: row.endedBecause,
    };
  return {
    is: 'live',
    version: row.version,
    by: row.acceptedBy ?? '',
    at: row.acceptedAt ?? new Date(0),
  };
}

export async function phrasingById(db: Db, id: number): Promise<KnownPhrasing | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(`${select} where p.id = ?`, [id]);
  return rows[0] ? known(rows[0]) : null;
}

const most = 200;

/** Those that wait for a person, the ones seen most often first. */
export async function waitingPhrasings(db: Db): Promise<KnownPhrasing[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `${select} where v.id is null and r.id is null and s.seen > 0 order by s.seen desc, s.people desc, p.id limit ?`,
    [most],
  );
  return rows.map(known);
}

/** Every one that was ever accepted, and what holds of it now. */
export async function acceptedPhrasings(db: Db): Promise<KnownPhrasing[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `${select} where v.id is not null and r.id is null order by v.ended_at is not null, p.id limit ?`,
    [most],
  );
  return rows.map(known);
}

/** What is read by now. */
export async function livePhrasings(db: Db): Promise<Phrasing[]> {
  const rows = await db('phrasing_versions')
    .whereNull('ended_at')
    .orderBy('id')
    .select<Phrasing[]>('id', 'phrasing_id as phrasing', 'version', 'template', 'slots', 'pattern');
  return rows.map((row) => ({ ...row, id: Number(row.id), phrasing: Number(row.phrasing) }));
}

/** How people have judged its answers, before and since it was accepted: those that nobody judged are no evidence. */
export async function judged(db: Db, phrasingId: number): Promise<{ cases: number; right: number }> {
  const { rows } = await db.raw<{ rows: { cases: number; right: number }[] }>(
    `select count(*)::int as cases, count(*) filter (where not ${calledWrong})::int as right
     from requests q
     where exists (select 1 from feedback f where f.subject_kind = 'request' and f.subject_id = q.id::text and f.replaced_at is null)
       and (q.id in (select request_id from phrasing_sightings where phrasing_id = :id)
         or q.phrasing_version in (select id from phrasing_versions where phrasing_id = :id))`,
    { id: phrasingId },
  );
  return rows[0] ?? { cases: 0, right: 0 };
}
