import type { Here } from '../../../blocks/kit.ts';
import { reportCard } from '../../../blocks/report.ts';
import type { Db } from '../../db/pool.ts';
import { postedReport } from '../../exceptions/posted-report.ts';
import type { Build } from '../post.ts';

/** How a report that an agent posted is drawn; null when there is none. */
export async function reportNow(db: Db, id: number, here: Here): Promise<{ build: Build } | null> {
  const report = await postedReport(db, id);
  return report && { build: (can) => reportCard(report, id, here, can) };
}
