/** What people press on a card about a figure: put it off, wake it. Which card it is, the message says. */
import { findingOf, snoozeFinding, wakeFinding } from '../../exceptions/put-off-finding.ts';
import type { Job } from '../../jobs/topics.ts';
import { instant } from '../../story/format.ts';
import { cardAt } from '../ledger.ts';
import { effect } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { refusedWithoutRole } from './no-role.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

export async function snoozeFound(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
  { until, zone }: { until: Date; zone: string },
): Promise<void> {
  const card = await cardUnder(use, clicked);
  const { person: by } = asker;
  if (!card) return outOfDate(use, clicked);
  if (!by) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) =>
    snoozeFinding({ db: trx, now: use.clock }, { card, until, by }),
  );
  if (result?.say === 'over') return redraw(use, clicked);
  if (result?.say === 'not allowed') return noteLater(use.db, job, placeOf(clicked), result.because);
  if (result)
    await noteLater(
      use.db,
      job,
      placeOf(clicked),
      `Snoozed by ${result.byName} until ${instant(result.until, zone, use.clock.now())}.`,
    );
}

export async function wakeFound(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const card = await cardUnder(use, clicked);
  const { person: by } = asker;
  if (!card) return outOfDate(use, clicked);
  if (!by) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) => wakeFinding({ db: trx, now: use.clock }, { card, by }));
  if (result?.say === 'not allowed') await noteLater(use.db, job, placeOf(clicked), result.because);
  else if (result?.say !== 'woken') await redraw(use, clicked);
}

async function cardUnder(use: DoorUse, { channel, container }: Press) {
  const found =
    channel && container.message_ts ? await cardAt(use.db, channel.id, container.message_ts) : null;
  return (found && findingOf(found.key)?.key) ?? null;
}
