/** Somebody takes an alert on. */
import { readAbout } from '../../../blocks/ids.ts';
import { acknowledgeAlert } from '../../watch/alert.ts';
import { rollBack } from '../../watch/roll-back.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

export async function acknowledge(use: DoorUse, clicked: Press, asker: Asker): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'alert' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const where = placeOf(clicked);
  if (!asker.person)
    return whisper(use, where, note('This needs the agent’s owner. Your click was recorded.'));
  const result = await acknowledgeAlert(
    { db: use.db, now: use.clock },
    { alertId: Number(about.id), by: asker.person },
  );
  if (result.say === 'not allowed')
    await whisper(use, where, note(`${result.because} Your click was recorded.`));
  if (result.say === 'already') await whisper(use, where, note(`${result.byName} is on it already.`));
  if (result.say === 'over') await whisper(use, where, note('This alert is over; the agent has recovered.'));
  if (result.say === 'already' || result.say === 'over') await redraw(use, clicked);
}

/** [Roll back]: the setting that was changed just before is what it was. */
export async function rollBackSetting(use: DoorUse, clicked: Press, asker: Asker): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'alert' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const where = placeOf(clicked);
  if (!asker.person)
    return whisper(use, where, note('This needs the agent’s owner. Your click was recorded.'));
  const result = await rollBack(
    { db: use.db, now: use.clock },
    { alertId: Number(about.id), by: asker.person },
  );
  if (result.say === 'not allowed')
    await whisper(use, where, note(`${result.because} Your click was recorded.`));
  if (result.say === 'nothing') {
    await whisper(use, where, note(result.because));
    await redraw(use, clicked);
  }
}
