/** A finding about a figure, as its card tells it. */
import type { Db } from '../db/pool.ts';

type Told = {
  headline: string;
  sentence: string | null;
  asks: { label: string; text: string }[];
  limit?: { was: string; back: string | null };
  series?: { title: string; marks: { label: string; value: number; said: string }[] };
};

export type FindingView = Told & {
  id: number;
  agent: { name: string; version: number };
  foundAt: Date;
  /** When it held no longer; then headline and sentence are of that moment. */
  goneAt: Date | null;
};

type Row = {
  id: number;
  agent: string;
  version: number | null;
  found_at: Date;
  gone_at: Date | null;
  told: Told | null;
};

/** The finding as it stands; null when there is none of that id, or it is one about a single deal. */
export async function findingView(db: Db, id: number): Promise<FindingView | null> {
  return (await findingViews(db, [id]))[0] ?? null;
}

/** `findingView` for many, in the order of their ids. */
export async function findingViews(db: Db, ids: number[]): Promise<FindingView[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select f.id, f.agent, r.agent_version as version, f.found_at, f.gone_at, f.evidence->'told' as told
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
          },
        ]
      : [],
  );
}
