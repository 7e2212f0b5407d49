/** What most buttons are: about one thing, with one effect, a word to whoever pressed, and the card drawn anew. */
import { type About, readAbout } from '../../../blocks/ids.ts';
import type { Db } from '../../db/pool.ts';
import type { Job } from '../../jobs/topics.ts';
import { effect } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

/** What is told to whoever pressed: null where the card says it all. "gone": there is no such thing any more. */
export type Came = { tell: string | null } | 'gone';

/**
 * The door of a button about one thing of that kind. `work` is done once, however often the click is worked on, and what is told
 * goes with it. `named` says which ids there may be.
 */
export const aboutOne =
  (
    kind: About,
    work: (on: { use: DoorUse; trx: Db; id: string; clicked: Press; asker: Asker }) => Promise<Came>,
    named: RegExp = /^\d{1,15}$/,
  ) =>
  async (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> => {
    const about = readAbout(clicked.actions[0]?.value ?? '');
    if (about?.kind !== kind || !named.test(about.id)) return outOfDate(use, clicked);
    const done = await effect(use.db, job, async (trx) => {
      const came = await work({ use, trx, id: about.id, clicked, asker });
      if (came !== 'gone' && came.tell !== null) await noteLater(trx, job, placeOf(clicked), came.tell);
      return { came };
    });
    if (done?.came === 'gone') return outOfDate(use, clicked);
    await redraw(use, clicked);
  };

/** "… Your click was recorded." */
export const refusedAndRecorded = (because: string): Came => ({
  tell: `${because} Your click was recorded.`,
});
