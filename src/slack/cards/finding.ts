import type { Picture } from '../../../blocks/chart.ts';
import { findingCard } from '../../../blocks/finding.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { findingView } from '../../exceptions/findings.ts';
import { findingOf, napOf } from '../../exceptions/put-off-finding.ts';
import type { Can } from '../drawing.ts';

/** How this card of a finding about a figure is drawn now; null when there is none. */
export async function findingNow(
  db: Db,
  key: string,
  here: Here,
): Promise<{ build: (can: Can, picture: Picture | null) => Card } | null> {
  const of = findingOf(key);
  const view = of && (await findingView(db, of.id));
  if (!view) return null;
  const card = { ...view, nap: await napOf(db, key) };
  return { build: (can, picture) => findingCard(card, here, { own: can.ownChart, picture }) };
}
