/** Still right: a rep who was asked about a deal has looked, and nothing has to change. */
import { readAbout } from '../../../blocks/ids.ts';
import { answerNudge } from '../../changes/answer-nudge.ts';
import type { Job } from '../../jobs/topics.ts';
import { effect } from '../once.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

const notYours = 'Only the person who was asked can answer. Nothing was changed.';

export async function stillRight(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  const { person: by } = asker;
  if (about?.kind !== 'change' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  if (!by) return whisper(use, placeOf(clicked), note(notYours));
  const answered = await effect(use.db, job, (trx) =>
    answerNudge({ db: trx, now: use.clock }, { changeId: Number(about.id), by }),
  );
  if (answered?.say === 'gone') return outOfDate(use, clicked);
  if (answered?.say === 'not yours') await whisper(use, placeOf(clicked), note(notYours));
  await redraw(use, clicked);
}
