/** Stop on a card whose message is held: nothing is sent, and the card is open again. */
import { type Stopped, stopOutside } from '../changes/stop.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { exceptionById } from './nouns.ts';
import { openAgain } from './put-off.ts';

/** Whoever has stopped it, or somebody else, may decide anew. */
export function stopSending(
  use: { db: Db; now: Clock },
  input: { changeId: number; by: Person },
): Promise<Stopped> {
  return inTransaction(use.db, async (trx): Promise<Stopped> => {
    const stopped = await stopOutside({ ...use, db: trx }, input);
    if (stopped.say !== 'stopped' || stopped.exceptionId === null) return stopped;
    const exception = await exceptionById(trx, stopped.exceptionId);
    const now = use.now.now();
    const expireDays = numberSetting(await currentSettings(trx, now), 'expire_days');
    if (exception) await openAgain(trx, exception, input.by, { now, expireDays });
    return stopped;
  });
}
