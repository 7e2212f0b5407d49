import { findingCard } from '../../../blocks/finding.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { findingView } from '../../exceptions/findings.ts';

/** The card of a finding about a figure, as it is now; null when there is none. */
export async function findingNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const view = await findingView(db, id);
  return view && findingCard(view, here);
}
