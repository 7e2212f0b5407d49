import { groupCard } from '../../../blocks/exception-group.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { groupView } from '../../exceptions/groups.ts';

/** The card of several exceptions, each in the state it is in now; null when there is none. */
export async function groupNow(use: { db: Db; clock: Clock }, id: number, here: Here): Promise<Card | null> {
  const view = await groupView({ db: use.db, now: use.clock }, id);
  return view && groupCard(view, here);
}
