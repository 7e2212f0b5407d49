/** A report that an agent posted, as its card tells it. */
import type { Db } from '../db/pool.ts';
import type { Report } from '../story/report.ts';

export type PostedReport = Report & { madeAt: Date };

/** As it was made; null when there is none of that id, or nothing was worth saying. */
export async function postedReport(db: Db, id: number): Promise<PostedReport | null> {
  return (await postedReports(db, [id]))[0] ?? null;
}

/** `postedReport` for many, each with its id. */
export async function postedReports(db: Db, ids: number[]): Promise<(PostedReport & { id: number })[]> {
  if (ids.length === 0) return [];
  const rows = await db('reports')
    .whereIn('id', ids)
    .whereNotNull('report')
    .select<{ id: string; report: Report; made_at: Date }[]>('id', 'report', 'made_at');
  return rows.map(({ id, report, made_at }) => ({ ...report, id: Number(id), madeAt: made_at }));
}
