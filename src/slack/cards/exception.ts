import { exceptionCard } from '../../../blocks/exception.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { exceptionView } from '../../exceptions/view.ts';

/** The card of an exception, in the state it is in now; null when there is none. */
export async function exceptionNow(
  use: { db: Db; clock: Clock },
  id: number,
  here: Here,
): Promise<Card | null> {
  const view = await exceptionView({ db: use.db, now: use.clock }, id);
  return view && exceptionCard(view, here);
}
