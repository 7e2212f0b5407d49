/** What people press on an exception's card: decide, put off, take back. The rooms decide; here the click is read and the loser told. */
import { noticeView, rejectReasons } from '../../../blocks/forms.ts';
import { actions, readAbout, readChoice, readShown } from '../../../blocks/ids.ts';
import { resolveConflict, tryNow } from '../../changes/resolve.ts';
import { undo } from '../../changes/undo.ts';
import { type Decided, decide } from '../../exceptions/decide.ts';
import { reopen, snooze, takeBackHeld, wake } from '../../exceptions/put-off.ts';
import type { Job } from '../../jobs/topics.ts';
import { addDays, dayIn, instantAt } from '../../sales/days.ts';
import { alreadyUndone, lateClick, withdrawnClick } from '../../story/decision.ts';
import { instant } from '../../story/format.ts';
import { proposedAnew, youSigned } from '../../story/signing.ts';
import { keptOf } from '../kept.ts';
import { cardAt, cardOf } from '../ledger.ts';
import { effect } from '../once.ts';
import { turnInto } from '../open.ts';
import { turnPage } from '../review.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { snoozeFound, wakeFound } from './finding.ts';
import { refusedWithoutRole } from './no-role.ts';
import { outOfDate, placeOf, redraw, repaintHome } from './stale.ts';

type Door = (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>) => Promise<void>;

const zoneOf = (use: DoorUse, asker: Asker): string => asker.tz ?? use.zone;

/** What a decision came to, as a sentence for the one who clicked; null when the card itself tells it. */
export function tellDecided(use: DoorUse, asker: Asker, decided: Decided): string | null {
  const now = use.clock.now();
  switch (decided.say) {
    case 'decided':
      return null;
    case 'signed':
      return youSigned(decided.signed, decided.of, decided.left, decided.inOrder);
    case 'proposed anew':
      return proposedAnew(decided.left, decided.inOrder);
    case 'late':
      return lateClick(
        decided.mine ? 'You' : decided.byName,
        decided.said,
        decided.at,
        now,
        zoneOf(use, asker),
      );
    case 'stale':
      return 'The proposal has changed since. The card is now current; look at it and press again.';
    case 'expired':
      return 'This expired without a decision. Nothing was changed.';
    case 'withdrawn':
      return withdrawnClick(decided.because);
    case 'not allowed':
      return decided.because;
    case 'invalid':
      return decided.errors.map((error) => error.sentence).join(' ');
  }
}

const approve: Door = async (use, clicked, asker, job) => {
  const shown = readShown(clicked.actions[0]?.value ?? '');
  if (!shown || !(await mayShow(use, clicked, shown.exceptionId))) return outOfDate(use, clicked);
  const decided = await effect(use.db, job, (trx) =>
    decide(
      { db: trx, now: use.clock, zone: use.zone },
      {
        exceptionId: shown.exceptionId,
        say: 'approve',
        by: asker.person,
        slackUser: asker.slackId,
        shownHash: shown.hash,
      },
    ),
  );
  await tell(use, clicked, asker, job, decided, 'Approved. The card is updated.');
};

/**
 * Whether it may have been pressed on a card that shows this one: not on another card of ours, nor in another channel than its
 * own. A message that nobody here knows may be that card: its post was on the way when whoever posted it died. A form shows
 * what it was opened for.
 */
async function mayShow(use: DoorUse, { channel, container }: Press, exceptionId: number): Promise<boolean> {
  if (!channel || !container.message_ts) return true;
  const shown = await use
    .db('exceptions')
    .where({ id: exceptionId })
    .first<{ card: string } | undefined>('card');
  if (!shown) return false;
  const there = await cardAt(use.db, channel.id, container.message_ts);
  if (there) return there.key === shown.card;
  const own = await cardOf(use.db, shown.card);
  return !own?.ts || own.channel === channel.id;
}

/** A reason in the form: the card closes at once. */
const rejectBecause: Door = async (use, clicked, asker, job) => {
  const [n = '', id = '', hash = ''] = readChoice(clicked.actions[0]?.value ?? '');
  const reason = rejectReasons[Number(n)];
  if (reason === undefined || !/^\d{1,15}$/.test(id) || !(await mayShow(use, clicked, Number(id))))
    return outOfDate(use, clicked);
  const decided = await effect(use.db, job, (trx) =>
    decide(
      { db: trx, now: use.clock, zone: use.zone },
      {
        exceptionId: Number(id),
        say: 'reject',
        by: asker.person,
        slackUser: asker.slackId,
        shownHash: hash,
        reason,
      },
    ),
  );
  await tell(use, clicked, asker, job, decided, `Rejected: ${reason}. The card is updated.`);
};

async function tell(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
  /** Null on a second attempt at the same click: it got through the first time. */
  decided: Decided | null,
  done: string,
): Promise<void> {
  const sentence = decided && tellDecided(use, asker, decided);
  if (clicked.view?.type === 'modal') {
    const kept = keptOf(clicked.view.private_metadata);
    // In a review the window goes on; a form on top of it says what came of it first.
    if (kept.review?.view === undefined && kept.review) {
      await turnPage(use, clicked.view.id, kept, sentence ?? done);
    } else {
      await turnInto(use, clicked.view.id, noticeView('Decision', sentence ?? done));
      if (kept.review?.view) await turnPage(use, kept.review.view, kept, sentence ?? done);
    }
    await repaintHome(use, clicked.user.id);
  } else if (sentence !== null) {
    await noteLater(use.db, job, placeOf(clicked), sentence);
  }
  if (decided?.say !== 'decided') await redraw(use, clicked);
}

/** The card's menu, or a button that says the same. */
const more: Door = async (use, clicked, asker, job) => {
  const [pressed] = clicked.actions;
  const [verb, until, id] = readChoice(pressed?.selected_option?.value ?? pressed?.value ?? '');
  const at = untilWhen(until ?? '', use.clock.now(), zoneOf(use, asker));
  if (verb === 'snooze' && at && id === 'finding')
    return snoozeFound(use, clicked, asker, job, { until: at, zone: zoneOf(use, asker) });
  if (verb !== 'snooze' || !at || !id || !/^\d{1,15}$/.test(id)) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) =>
    snooze({ db: trx, now: use.clock }, { exceptionId: Number(id), until: at, by: person }),
  );
  if (result?.say === 'snoozed') {
    const until = instant(result.until, zoneOf(use, asker), use.clock.now());
    return noteLater(use.db, job, placeOf(clicked), `Snoozed by ${result.byName} until ${until}.`);
  }
  await refused(use, clicked, asker, job, result);
};

function untilWhen(until: string, now: Date, zone: string): Date | null {
  const today = dayIn(now, zone);
  if (until === 'week') return new Date(now.getTime() + 7 * 86_400_000);
  if (until === 'tomorrow') return instantAt(addDays(today, 1), 9, 0, zone);
  // 1 is Monday; on a Monday the next one is meant.
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7;
  return until === 'monday' ? instantAt(addDays(today, 8 - weekday), 9, 0, zone) : null;
}

const wakeNow: Door = async (use, clicked, asker, job) => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind === 'finding') return wakeFound(use, clicked, asker, job);
  if (about?.kind !== 'exception' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) =>
    wake({ db: trx, now: use.clock }, { exceptionId: Number(about.id), by: person }),
  );
  if (result?.say === 'woken') return;
  if (result?.say === 'awake') return redraw(use, clicked);
  await refused(use, clicked, asker, job, result);
};

const reopenNow: Door = async (use, clicked, asker, job) => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'exception' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) =>
    reopen({ db: trx, now: use.clock }, { exceptionId: Number(about.id), by: person }),
  );
  if (result?.say === 'reopened') return;
  if (result) await noteLater(use.db, job, placeOf(clicked), result.because);
  await redraw(use, clicked);
};

type Refused =
  | { say: 'late'; byName: string; at: Date; said: 'approve' | 'edit' | 'reject' }
  | { say: 'closed' | 'not allowed'; because: string };

async function refused(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
  result: Refused | null,
): Promise<void> {
  if (result) {
    const sentence =
      result.say === 'late'
        ? lateClick(result.byName, result.said, result.at, use.clock.now(), zoneOf(use, asker))
        : result.because;
    await noteLater(use.db, job, placeOf(clicked), sentence);
  }
  await redraw(use, clicked);
}

const changeIn = (clicked: Press): number | null => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  return about?.kind === 'change' && /^\d{1,15}$/.test(about.id) ? Number(about.id) : null;
};

/** Undo; of an undo, do it again. */
const takeBack: Door = async (use, clicked, asker, job) => {
  const changeId = changeIn(clicked);
  if (changeId === null) return outOfDate(use, clicked);
  const where = placeOf(clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, async (trx) => {
    const on = { db: trx, now: use.clock };
    return (await takeBackHeld(on, { changeId, by: person })) ?? undo(on, { changeId, by: person });
  });
  const sentence =
    result === null || result.say === 'requested' || result.say === 'reopened'
      ? null
      : result.say === 'already'
        ? alreadyUndone(result.byName, result.at, use.clock.now(), zoneOf(use, asker))
        : result.because;
  if (clicked.view?.type === 'modal') {
    const inForm =
      sentence ??
      (result?.say === 'reopened'
        ? 'The approval is taken back. Nothing was changed, and the card is open again.'
        : 'It is being undone. The card is updated.');
    await turnInto(use, clicked.view.id, noticeView('Undo', inForm));
  } else if (sentence !== null) {
    await noteLater(use.db, job, where, sentence);
  }
  if (result?.say !== 'requested' && result?.say !== 'reopened') await redraw(use, clicked);
};

const resolve =
  (say: 'use' | 'keep'): Door =>
  async (use, clicked, asker, job) => {
    const changeId = changeIn(clicked);
    if (changeId === null) return outOfDate(use, clicked);
    const { person } = asker;
    if (!person) return refusedWithoutRole(use, clicked, asker, job);
    const result = await effect(use.db, job, (trx) =>
      resolveConflict({ db: trx, now: use.clock }, { changeId, say, by: person }),
    );
    if (result?.say === 'resolved') return;
    if (result) {
      const late =
        result.say === 'late'
          ? result.byName
            ? `${result.byName} has settled this. Nothing else was changed.`
            : 'This is settled already.'
          : result.because;
      await noteLater(use.db, job, placeOf(clicked), late);
    }
    await redraw(use, clicked);
  };

const tryAgain: Door = async (use, clicked, asker, job) => {
  const changeId = changeIn(clicked);
  if (changeId === null) return outOfDate(use, clicked);
  const { person } = asker;
  if (!person) return refusedWithoutRole(use, clicked, asker, job);
  const result = await effect(use.db, job, (trx) =>
    tryNow({ db: trx, now: use.clock }, { changeId, by: person }),
  );
  if (result?.say === 'resolved') return noteLater(use.db, job, placeOf(clicked), 'Trying again now.');
  if (result?.say === 'not allowed') await noteLater(use.db, job, placeOf(clicked), result.because);
  await redraw(use, clicked);
};

export const decisions: Record<string, Door> = {
  [actions.approve]: approve,
  [actions.rejectBecause]: rejectBecause,
  [actions.more]: more,
  [actions.wake]: wakeNow,
  [actions.reopen]: reopenNow,
  [actions.undo]: takeBack,
  [actions.doAgain]: takeBack,
  [actions.useOurs]: resolve('use'),
  [actions.keepTheirs]: resolve('keep'),
  [actions.tryNow]: tryAgain,
};
