/** [Stop] while something is held that cannot be taken back, and after that the draft of a correction. */
import { correctionForm } from '../../../blocks/correction.ts';
import { noticeView } from '../../../blocks/forms.ts';
import { readAbout } from '../../../blocks/ids.ts';
import type { Modal } from '../../../blocks/kit.ts';
import { discardCorrection, draftCorrection, sendCorrection } from '../../changes/corrections.ts';
import { NotFound } from '../../errors.ts';
import { stopSending } from '../../exceptions/stop.ts';
import type { Job } from '../../jobs/topics.ts';
import { may } from '../../policy/authorize.ts';
import { correctionView } from '../cards/correction.ts';
import { hereNow } from '../here.ts';
import { effect } from '../once.ts';
import { noteLater, type Where } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { refusedWithoutRole } from './no-role.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

type Door = (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>) => Promise<void>;

const numberIn = (clicked: Press, kind: string): number | null => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  return about?.kind === kind && /^\d{1,15}$/.test(about.id) ? Number(about.id) : null;
};

export const stop: Door = async (use, clicked, asker, job) => {
  const changeId = numberIn(clicked, 'change');
  if (changeId === null) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const stopped = await effect(use.db, job, (trx) =>
    stopSending({ db: trx, now: use.clock }, { changeId, by: person }),
  );
  if (!stopped) return;
  const sentence = stopped.say === 'stopped' ? 'Stopped. Nothing was sent.' : stopped.because;
  await noteLater(use.db, job, placeOf(clicked), sentence);
  if (stopped.say !== 'stopped' || clicked.view?.type === 'home') await redraw(use, clicked);
};

export const draft: Door = async (use, clicked, asker, job) => {
  const changeId = numberIn(clicked, 'change');
  if (changeId === null) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const drafted = await effect(use.db, job, (trx) =>
    draftCorrection({ db: trx, now: use.clock, zone: use.zone }, { changeId, by: person }),
  );
  if (!drafted) return;
  const sentence =
    drafted.say === 'drafted'
      ? 'A correction is drafted, in your own messages. Nothing is sent before you send it.'
      : drafted.say === 'already'
        ? `${drafted.byName} has drafted one already. Nothing else was done.`
        : drafted.because;
  await noteLater(use.db, job, placeOf(clicked), sentence);
};

export const discard: Door = async (use, clicked, asker, job) => {
  const id = numberIn(clicked, 'correction');
  const { person } = asker;
  if (id === null || !person) return outOfDate(use, clicked);
  const said = await effect(use.db, job, (trx) =>
    discardCorrection({ db: trx, now: use.clock, zone: use.zone }, { id, by: person }),
  );
  if (said?.say === 'not yours') await noteLater(use.db, job, placeOf(clicked), notYours);
  if (said?.say === 'late') await redraw(use, clicked);
};

const notYours = 'Only whoever drafted it sends or discards it. Nothing was done.';

/** The form in which it is read and edited. */
export async function correctionOpened(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const id = numberIn(clicked, 'correction');
  const view = id === null ? null : await correctionView(use.db, id, await hereNow(use));
  if (!view) throw new NotFound('This draft is no longer there.', { fix: 'Look at its card again.' });
  const title = 'Send a correction';
  if (view.draftedBy !== asker.person?.id || !may(asker.person, 'undo')) return noticeView(title, notYours);
  if (view.correction.ended)
    return noticeView(title, 'It was sent or discarded before. Nothing else was done.');
  return correctionForm(view);
}

export async function correctionSent(
  use: DoorUse,
  job: Job<unknown>,
  input: { about: string | undefined; text: string | null; asker: Asker; where: Where },
): Promise<void> {
  const about = readAbout(input.about ?? '');
  const { person } = input.asker;
  const { text } = input;
  if (about?.kind !== 'correction' || !/^\d{1,15}$/.test(about.id) || !person || !text) return;
  const said = await effect(use.db, job, (trx) =>
    sendCorrection({ db: trx, now: use.clock, zone: use.zone }, { id: Number(about.id), text, by: person }),
  );
  if (said?.say === 'late')
    await noteLater(use.db, job, input.where, 'It was sent or discarded before. Nothing else was sent.');
  if (said?.say === 'not yours') await noteLater(use.db, job, input.where, notYours);
}
