import type { Here } from '../../../blocks/kit.ts';
import { dealForPerson } from '../../crm/deals.ts';
import type { Db } from '../../db/pool.ts';
import type { DealRow } from '../../sales/answer.ts';

/** One deal as it is now; null when it is gone. Whoever calls this has decided that its reader may see it. */
export async function dealLine(db: Db, dealId: string, here: Here): Promise<DealRow | null> {
  const found = await dealForPerson(db, dealId, {
    now: here.now,
    zone: here.zone,
    scope: { everything: true },
  });
  return found?.deal ?? null;
}
