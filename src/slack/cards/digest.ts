import { digestCard } from '../../../blocks/digest.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { digestView } from '../../exceptions/digest.ts';

/** A person's digest, each of its rows as it is now, by the clock where they are; null when there is none. */
export async function digestNow(
  use: { db: Db; clock: Clock; zone: string },
  key: string,
  here: Here,
): Promise<Card | null> {
  const view = await digestView({ db: use.db, now: use.clock, zone: use.zone }, key);
  return view && digestCard(view, { ...here, zone: view.zone });
}
