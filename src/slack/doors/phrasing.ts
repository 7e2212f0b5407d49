/** Phrasings: their cards, and what a person presses on them. */
import { noticeView } from '../../../blocks/forms.ts';
import { actionName, actions, forms, readAbout } from '../../../blocks/ids.ts';
import { type Modal, modal } from '../../../blocks/kit.ts';
import { phrasingBlocks, phrasingForm } from '../../../blocks/phrasing.ts';
import type { Db } from '../../db/pool.ts';
import { enqueue } from '../../jobs/outbox.ts';
import type { Job } from '../../jobs/topics.ts';
import type { PhrasingStep } from '../../language/request.ts';
import { wantPhrasings } from '../../learning/phrasings/drawn.ts';
import { phrasingById } from '../../learning/phrasings/nouns.ts';
import { type Reviewed, reviewPhrasing, whyNot } from '../../learning/phrasings/review.ts';
import { mayReview, whoReviews } from '../../policy/may-review.ts';
import { companyNow } from '../../requests/company.ts';
import type { Reply } from '../../requests/reply.ts';
import { becameSentence } from '../../story/phrasing.ts';
import { phrasingView } from '../cards/phrasing.ts';
import { hereNow } from '../here.ts';
import { effect } from '../once.ts';
import { turnInto } from '../open.ts';
import { noteLater, type Where } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw, repaintHome } from './stale.ts';

const idOf = (clicked: Press): number | null => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  return about?.kind === 'phrasing' && /^\d{1,15}$/.test(about.id) ? Number(about.id) : null;
};
const readingOf = (use: DoorUse, db: Db = use.db) => companyNow({ db, now: use.clock, zone: use.zone });

const steps: Record<string, PhrasingStep> = {
  [actions.acceptPhrasing]: 'accept',
  [actions.rejectPhrasing]: 'reject',
  [actions.phrasingOff]: 'switch off',
  [actions.restorePhrasing]: 'restore',
};

async function decide(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const phrasingId = idOf(clicked);
  const step = steps[actionName(clicked.actions[0]?.action_id ?? '')];
  if (phrasingId === null || !step) return outOfDate(use, clicked);
  const reading = await readingOf(use);
  const reviewed = await effect(use.db, job, (trx) =>
    reviewPhrasing({ db: trx, now: use.clock, reading }, { phrasingId, step, by: asker.person }),
  );
  await repaintHome(use, clicked.user.id);
  if (reviewed === null) return redraw(use, clicked);
  const told = tell(use, asker, reviewed);
  const inForm = clicked.view?.type === 'modal' ? clicked.view.id : null;
  if (inForm !== null && (await turnInto(use, inForm, noticeView('Phrasing', told)))) return;
  // The card itself tells what has come of it.
  if (reviewed.say !== 'done') await noteLater(use.db, job, placeOf(clicked), told);
  await redraw(use, clicked);
}

function tell(use: DoorUse, asker: Asker, reviewed: Reviewed): string {
  if (reviewed.say === 'not allowed') return `${reviewed.because} Your click was recorded.`;
  if (reviewed.say === 'wrong') return `${reviewed.because} Nothing was changed.`;
  const became = becameSentence(reviewed.phrasing.became, asker.tz ?? use.zone, use.clock.now());
  return reviewed.say === 'late' ? `${became} Nothing else was changed.` : became;
}

export const phrasingDoors = Object.fromEntries(Object.keys(steps).map((name) => [name, decide]));

/** The form's words, while Slack waits: null where nothing speaks against them. */
export async function wrongWords(
  use: DoorUse,
  asker: Asker,
  phrasingId: number,
  template: string,
): Promise<string | null> {
  // Who may not is refused when the form is worked on.
  if (!mayReview(asker.person)) return null;
  const phrasing = await phrasingById(use.db, phrasingId);
  return phrasing && whyNot({ db: use.db, reading: await readingOf(use) }, phrasing, template);
}

/** "Save and accept" in the form. */
export async function acceptEdited(
  use: DoorUse,
  job: Job<unknown>,
  input: { phrasingId: number; template: string; asker: Asker; where: Where },
): Promise<void> {
  const { phrasingId, template, asker, where } = input;
  const reading = await readingOf(use);
  const reviewed = await effect(use.db, job, (trx) =>
    reviewPhrasing(
      { db: trx, now: use.clock, reading },
      { phrasingId, step: 'accept', by: asker.person, template },
    ),
  );
  await repaintHome(use, asker.slackId);
  if (reviewed) await noteLater(use.db, job, where, tell(use, asker, reviewed));
}

/** The whole card in a window of its own, from Home. */
export async function phrasingWindow(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const id = idOf(clicked);
  if (!mayReview(asker.person)) return noticeView('Phrasing', `Reviewing phrasings needs ${whoReviews}.`);
  const view = id === null ? null : await phrasingView(use, id);
  if (!view) return noticeView('Phrasing', 'This phrasing is no longer there.');
  return modal({
    callbackId: forms.notice,
    title: 'Phrasing',
    blocks: phrasingBlocks(view, await hereNow(use)),
  });
}

export async function editPhrasing(use: DoorUse, clicked: Press, asker: Asker): Promise<Modal> {
  const id = idOf(clicked);
  const title = 'Edit phrasing';
  if (!mayReview(asker.person)) return noticeView(title, `Reviewing phrasings needs ${whoReviews}.`);
  const view = id === null ? null : await phrasingView(use, id);
  if (!view) return noticeView(title, 'This phrasing is no longer there.');
  if (view.became.is !== 'waiting')
    return noticeView(title, becameSentence(view.became, asker.tz ?? use.zone, use.clock.now()));
  const { channel, threadTs } = placeOf(clicked);
  return phrasingForm({
    ...view,
    place: { channel: channel.startsWith('dm:') ? null : channel, threadTs: threadTs ?? null },
  });
}

/** After "review phrasings": their cards, in the messages of whoever asked. */
export async function postPhrasings(trx: Db, reply: Reply, slackUser: string): Promise<void> {
  if (reply.intent !== 'review_phrasings' || reply.kind !== 'text') return;
  const { phrasings } = reply.slots;
  const ids = Array.isArray(phrasings) ? phrasings.filter((id) => Number.isSafeInteger(id)) : [];
  if (ids.length === 0) return;
  await wantPhrasings(trx, ids, slackUser);
  await enqueue(trx, 'home', { key: `home:${slackUser}`, body: { slackUser } });
}
