/** [Approve] and [Reject] under a request for auto mode. */
import { actionName, actions, readAbout } from '../../../blocks/ids.ts';
import { agentLabel } from '../../agents/roster.ts';
import { signAuto } from '../../crew/auto.ts';
import type { Job } from '../../jobs/topics.ts';
import { companyNow } from '../../requests/company.ts';
import { targetSaid } from '../../requests/modes.ts';
import { signedSaid } from '../../requests/signing-modes.ts';
import { effect } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

export async function signMode(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'mode' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const say = actionName(clicked.actions[0]?.action_id ?? '') === actions.approveMode ? 'approve' : 'reject';
  const signed = await effect(use.db, job, async (trx) => ({
    came: await signAuto({ db: trx, now: use.clock }, { requestId: Number(about.id), say, by: asker.person }),
  }));
  if (signed?.came === null) return outOfDate(use, clicked);
  // The card itself tells what has come of it.
  if (signed?.came && signed.came.say !== 'approved' && signed.came.say !== 'rejected')
    await noteLater(use.db, job, placeOf(clicked), await told(use, signed.came));
  await redraw(use, clicked);
}

async function told(
  use: DoorUse,
  signed: NonNullable<Awaited<ReturnType<typeof signAuto>>>,
): Promise<string> {
  if (signed.say === 'not allowed') return `${signed.because} Your click was recorded.`;
  const company = await companyNow({ db: use.db, now: use.clock, zone: use.zone });
  const { agent, scope } = signed.request;
  return signedSaid(signed, targetSaid(agentLabel(agent), scope, company));
}
