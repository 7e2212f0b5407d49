/** Every button and menu, and the door it leads to. What is not here is out of date. */
import { actionName, actions } from '../../blocks/ids.ts';
import { NotFound } from '../errors.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { Job } from '../jobs/topics.ts';
import { askForAccess } from './doors/access.ts';
import { acknowledge, rollBackSetting } from './doors/alert.ts';
import { signedBatch, wordOnBatch } from './doors/batch.ts';
import { decisions } from './doors/decide.ts';
import { exportCsv } from './doors/export.ts';
import { feedback } from './doors/feedback.ts';
import { approveThese, rejectAllBecause, skip, undoAll } from './doors/group.ts';
import { claim, contacted, release } from './doors/lead.ts';
import { notALeadBecause, reopen } from './doors/lead-closing.ts';
import { askFromCard } from './doors/message.ts';
import { signMode } from './doors/mode.ts';
import { onboardRep } from './doors/new-rep.ts';
import { stillRight } from './doors/nudge.ts';
import { agentMenu, pauseEverything, pauseFromAlert, resumeFromCard, type Wake } from './doors/pause.ts';
import { phrasingDoors } from './doors/phrasing.ts';
import { turnPlaybook } from './doors/playbook.ts';
import { postHere } from './doors/post-here.ts';
import { choose } from './doors/request.ts';
import { sayOfRolledBack } from './doors/rollback.ts';
import { discard, draft, stop } from './doors/sending.ts';
import { outOfDate, placeOf } from './doors/stale.ts';
import { stopStart } from './doors/start.ts';
import { note, whisper } from './say.ts';
import type { DoorUse } from './use.ts';
import type { Asker } from './who.ts';
import { ActionBody, type Press } from './wire.ts';

export type ActionUse = DoorUse & { wake: Wake };
export type Door = (use: ActionUse, clicked: Press, asker: Asker, job: Job<unknown>) => Promise<void>;

const chosen: Door = (use, clicked, asker, job) => choose(use, job, clicked, asker);

/** By the name of the button or menu. */
export const doors: Readonly<Record<string, Door>> = {
  ...decisions,
  ...phrasingDoors,
  [actions.approveThese]: approveThese,
  [actions.rejectAllBecause]: rejectAllBecause,
  [actions.undoAll]: undoAll,
  [actions.skip]: skip,
  [actions.good]: feedback,
  [actions.bad]: feedback,
  [actions.claim]: claim,
  [actions.release]: release,
  [actions.contacted]: contacted,
  [actions.notALeadBecause]: notALeadBecause,
  [actions.reopenLead]: reopen,
  [actions.stillRight]: stillRight,
  [actions.keepStay]: sayOfRolledBack('keep'),
  [actions.restoreStay]: sayOfRolledBack('restore'),
  [actions.acknowledge]: acknowledge,
  [actions.rollBack]: rollBackSetting,
  [actions.pauseAgent]: pauseFromAlert,
  [actions.pauseEverything]: pauseEverything,
  [actions.resume]: resumeFromCard,
  [actions.agent]: agentMenu,
  [actions.approveMode]: signMode,
  [actions.rejectMode]: signMode,
  [actions.stopSending]: stop,
  [actions.stopStart]: stopStart,
  [actions.draftCorrection]: draft,
  [actions.discardCorrection]: discard,
  [actions.batchOn]: wordOnBatch,
  [actions.batchDrop]: wordOnBatch,
  [actions.batchApprove]: signedBatch,
  [actions.batchReject]: signedBatch,
  [actions.repOn]: onboardRep,
  [actions.repNo]: onboardRep,
  [actions.playbookOff]: turnPlaybook,
  [actions.playbookOn]: turnPlaybook,
  [actions.choose]: chosen,
  [actions.askFrom]: askFromCard,
  [actions.confirm]: chosen,
  [actions.cancel]: chosen,
  [actions.postHere]: postHere,
  [actions.exportCsv]: exportCsv,
  [actions.askForAccess]: (use, _clicked, asker) => askForAccess(use, asker),
  [actions.refresh]: (use, clicked) =>
    enqueue(use.db, 'home', { key: `home:${clicked.user.id}`, body: { slackUser: clicked.user.id } }),
};

/** A click that was kept in the inbox. */
export async function action(use: ActionUse, job: Job<unknown>): Promise<void> {
  const clicked: Press = { ...ActionBody.parse(job.body), keptAs: job.id };
  const asker = await use.who.of(clicked.user.id, clicked.user.team_id);
  if (asker.external) {
    await whisper(
      use,
      placeOf(clicked),
      note('Only people of the company that installed Steward can press this.'),
    );
    return;
  }
  const door = doors[actionName(clicked.actions[0]?.action_id ?? '')];
  if (!door) return outOfDate(use, clicked);
  try {
    await door(use, clicked, asker, job);
  } catch (error) {
    // The thing the button is about is no longer there.
    if (!(error instanceof NotFound)) throw error;
    await outOfDate(use, clicked);
  }
}
