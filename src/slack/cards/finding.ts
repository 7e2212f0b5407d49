import { findingCard } from '../../../blocks/finding.ts';
import type { Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { findingView } from '../../exceptions/findings.ts';
import type { Build } from '../post.ts';

/** How the card of a finding about a figure is drawn now; null when there is none. */
export async function findingNow(db: Db, id: number, here: Here): Promise<{ build: Build } | null> {
  const view = await findingView(db, id);
  return view && { build: (can) => findingCard(view, here, can) };
}
