/** What people press on a card of several exceptions: some at once, all back, one page further. */
import { noticeView, rejectReasons } from '../../../blocks/forms.ts';
import { readChangesTogether, readShownTogether } from '../../../blocks/ids.ts';
import type { Undone } from '../../changes/undo.ts';
import { undoTogether } from '../../changes/undo-together.ts';
import { type DecidedTogether, decideTogether } from '../../exceptions/together.ts';
import type { Job } from '../../jobs/topics.ts';
import { alreadyUndone } from '../../story/decision.ts';
import { type Outcome, outcomeTold } from '../../story/group.ts';
import { keptOf } from '../kept.ts';
import { effect } from '../once.ts';
import { turnInto } from '../open.ts';
import { turnPage } from '../review.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { tellDecided } from './decide.ts';
import { refusedWithoutRole } from './no-role.ts';
import { outOfDate, placeOf, redraw, repaintHome } from './stale.ts';

type Door = (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>) => Promise<void>;

/** One click on all that the button names. */
export const approveThese: Door = async (use, clicked, asker, job) => {
  const shown = readShownTogether(clicked.actions[0]?.value ?? '');
  if (!shown) return outOfDate(use, clicked);
  const results = await effect(use.db, job, (trx) =>
    decideTogether(
      { db: trx, now: use.clock, zone: use.zone },
      { say: 'approve', shown, by: asker.person, slackUser: asker.slackId },
    ),
  );
  const sentence = results && tellTogether(use, asker, results, 'approved');
  if (sentence === null) return;
  await noteLater(use.db, job, placeOf(clicked), sentence);
  await redraw(use, clicked);
};

/** A reason in the form, for all that the card showed. */
export const rejectAllBecause: Door = async (use, clicked, asker, job) => {
  const reason = rejectReasons[Number(clicked.actions[0]?.value)];
  const { view } = clicked;
  const shown = readShownTogether(keptOf(view?.private_metadata ?? '').together ?? '');
  if (!view || reason === undefined || !shown) return outOfDate(use, clicked);
  const sentence = await rejectAll(use, job, { shown, reason, asker });
  const done = `Rejected: ${reason}. The card is updated.`;
  await turnInto(use, view.id, noticeView('Decision', sentence ?? done));
  await repaintHome(use, clicked.user.id);
};

/** The sentence for the one who rejected; null where the card tells it all. */
export async function rejectAll(
  use: DoorUse,
  job: Job<unknown>,
  input: { shown: { exceptionId: number; hash: string }[]; reason: string | null; asker: Asker },
): Promise<string | null> {
  const { shown, reason, asker } = input;
  const results = await effect(use.db, job, (trx) =>
    decideTogether(
      { db: trx, now: use.clock, zone: use.zone },
      { say: 'reject', shown, reason, by: asker.person, slackUser: asker.slackId },
    ),
  );
  return results && tellTogether(use, asker, results, 'rejected');
}

function tellTogether(use: DoorUse, asker: Asker, results: DecidedTogether[], past: string): string | null {
  const faster: string[] = [];
  const others: string[] = [];
  let done = 0;
  for (const { decided } of results) {
    if (decided.say === 'decided') done += 1;
    else if (decided.say === 'late') faster.push(decided.mine ? 'You' : decided.byName);
    else others.push(decided.say === 'apart' ? decided.because : (tellDecided(use, asker, decided) ?? ''));
  }
  return outcomeTold(outcome(done, faster, others), past);
}

const outcome = (done: number, faster: string[], others: string[]): Outcome => ({
  done,
  byOthers: { names: [...new Set(faster)], deals: faster.length },
  others: [...Map.groupBy(others, (because) => because)].map(([because, all]) => ({
    because,
    deals: all.length,
  })),
});

/** An undo for each change that the button names. */
export const undoAll: Door = async (use, clicked, asker, job) => {
  const changeIds = readChangesTogether(clicked.actions[0]?.value ?? '');
  if (!changeIds) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const results = await effect(use.db, job, (trx) =>
    undoTogether({ db: trx, now: use.clock }, { changeIds, by: person }),
  );
  const sentence = results && tellUndone(use, asker, results);
  if (sentence === null) return;
  await noteLater(use.db, job, placeOf(clicked), sentence);
  await redraw(use, clicked);
};

function tellUndone(use: DoorUse, asker: Asker, results: Undone[]): string | null {
  const others: string[] = [];
  let done = 0;
  for (const result of results) {
    if (result.say === 'requested') done += 1;
    else if (result.say === 'already')
      others.push(alreadyUndone(result.byName, result.at, use.clock.now(), asker.tz ?? use.zone));
    else others.push(result.because);
  }
  return outcomeTold(outcome(done, [], others), 'are being undone');
}

/** On to the next deal; this one stays as it is. */
export const skip: Door = async (use, clicked) => {
  const { view } = clicked;
  if (view) await turnPage(use, view.id, keptOf(view.private_metadata), null);
};
