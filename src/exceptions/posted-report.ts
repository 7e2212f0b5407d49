/** A report that an agent posted, as its card tells it. */
import type { Db } from '../db/pool.ts';
import type { Report } from '../story/report.ts';

export type PostedReport = Report & { madeAt: Date };

/** As it was made; null when there is none of that id, or nothing was worth saying. */
export async function postedReport(db: Db, id: number): Promise<PostedReport | null> {
  const row = await db('reports')
    .where({ id })
    .first<{ report: Report | null; made_at: Date } | undefined>('report', 'made_at');
  return row?.report ? { ...row.report, madeAt: row.made_at } : null;
}
