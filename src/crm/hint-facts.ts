/** What the company's own decided deals teach, in one statement. */
import type { Db } from '../db/pool.ts';

type Share = { decided: number; won: number };
export type HintFacts = {
  /** Of deals decided in the last 365 days: those whose close date was never put off, and twice or more. */
  never: Share;
  often: Share;
  /** Medians of those won and those lost: days from creation to the close date, activities up to it. Null: there is none. */
  won: { cases: number; days: number | null; activities: number | null };
  lost: { cases: number; activities: number | null };
};

type Row = Record<
  'neverDecided' | 'neverWon' | 'oftenDecided' | 'oftenWon' | 'wonCases' | 'lostCases',
  number
> & { wonDays: number | null; wonActivities: number | null; lostActivities: number | null };

/** `today`: YYYY-MM-DD. */
export async function hintFacts(db: Db, today: string): Promise<HintFacts> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with decided as (
       select d.status, d.close_date_pushes as pushes, d.close_date - d.created_on as days,
         (select count(*) from activities a where a.deal_id = d.id and a.done_on <= d.close_date) as activities
       from deals d where d.status in ('won', 'lost') and d.close_date > :today::date - 365 and d.close_date <= :today::date
     )
     select (count(*) filter (where pushes = 0))::float8 as "neverDecided", (count(*) filter (where pushes = 0 and status = 'won'))::float8 as "neverWon",
       (count(*) filter (where pushes >= 2))::float8 as "oftenDecided", (count(*) filter (where pushes >= 2 and status = 'won'))::float8 as "oftenWon",
       (count(*) filter (where status = 'won'))::float8 as "wonCases", (count(*) filter (where status = 'lost'))::float8 as "lostCases",
       percentile_cont(0.5) within group (order by days) filter (where status = 'won') as "wonDays",
       percentile_cont(0.5) within group (order by activities) filter (where status = 'won') as "wonActivities",
       percentile_cont(0.5) within group (order by activities) filter (where status = 'lost') as "lostActivities"
     from decided`,
    { today },
  );
  const row = rows[0];
  return {
    never: { decided: row?.neverDecided ?? 0, won: row?.neverWon ?? 0 },
    often: { decided: row?.oftenDecided ?? 0, won: row?.oftenWon ?? 0 },
    won: { cases: row?.wonCases ?? 0, days: row?.wonDays ?? null, activities: row?.wonActivities ?? null },
    lost: { cases: row?.lostCases ?? 0, activities: row?.lostActivities ?? null },
  };
}
