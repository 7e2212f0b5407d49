import type { Picture } from '../../../blocks/chart.ts';
import { findingCard } from '../../../blocks/finding.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import type { Db } from '../../db/pool.ts';
import { type FindingView, findingView } from '../../exceptions/findings.ts';
import { findingOf, napOf } from '../../exceptions/put-off-finding.ts';
import type { Can } from '../drawing.ts';

/** How this card of a finding is drawn now for these readers; null when there is none. */
export async function findingNow(
  db: Db,
  key: string,
  here: Here,
  audience: 'all' | 'totals',
): Promise<{ build: (can: Can, picture: Picture | null) => Card } | null> {
  const of = findingOf(key);
  const view = of && (await findingView(db, of.id));
  if (!view) return null;
  const told = audience === 'totals' && view.rule !== null ? withoutDeal(view, view.rule) : view;
  const card = { ...told, nap: await napOf(db, key) };
  return { build: (can, picture) => findingCard(card, here, { own: can.ownChart, picture }) };
}

/** Where single deals are not shown, the rule has spoken all the same. */
const withoutDeal = (view: FindingView, rule: number): FindingView => ({
  ...view,
  headline: `Rule ${rule} is true of one more deal`,
  sentence: 'This channel is shown totals only, so the deal is not named. Ask in a direct message.',
  asks: [],
  chart: null,
  handed: [],
});
