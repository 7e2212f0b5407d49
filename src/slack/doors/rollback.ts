/** Keep theirs, restore ours: what a person says of a field that a rollback had to leave. */
import { readStay } from '../../../blocks/ids.ts';
import { sayOfStay } from '../../changes/rollback-word.ts';
import type { Job } from '../../jobs/topics.ts';
import { effect } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { refusedWithoutRole } from './no-role.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

type Door = (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>) => Promise<void>;

export const sayOfRolledBack =
  (say: 'keep' | 'restore'): Door =>
  async (use, clicked, asker, job) => {
    const stay = readStay(clicked.actions[0]?.value ?? '');
    if (stay === null) return outOfDate(use, clicked);
    const { person } = asker;
    if (!person) return refusedWithoutRole(use, clicked, asker, job);
    const result = await effect(use.db, job, (trx) =>
      sayOfStay({ db: trx, now: use.clock }, { ...stay, say, by: person }),
    );
    if (result?.say === 'kept' || result?.say === 'requested') return;
    if (result) {
      const because =
        result.say === 'late'
          ? `${result.byName} has settled this. Nothing else was changed.`
          : result.say === 'changed'
            ? 'Something else stands there by now. Nothing was changed; look at the card again.'
            : result.because;
      await noteLater(use.db, job, placeOf(clicked), because);
    }
    await redraw(use, clicked);
  };
