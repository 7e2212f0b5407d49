import { alertCard } from '../../../blocks/alert.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { alertView } from '../../watch/alert.ts';

/** The card of an alert, as it is now. */
export async function alertNow(db: Db, id: number, here: Here): Promise<Card> {
  return alertCard(await alertView(db, id), here);
}
