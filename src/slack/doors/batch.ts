/** [Let … go] and [Give the rest up] under a batch of which a few went first, and the second approval of what is many. */
import { actionName, actions, readAbout } from '../../../blocks/ids.ts';
import { sayOfBatch, signBatch } from '../../crew/batches.ts';
import type { Job } from '../../jobs/topics.ts';
import { effect } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf, redraw } from './stale.ts';

export async function wordOnBatch(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'batch' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const say = actionName(clicked.actions[0]?.action_id ?? '') === actions.batchOn ? 'go on' : 'drop';
  const said = await effect(use.db, job, async (trx) => ({
    came: await sayOfBatch({ db: trx, now: use.clock }, { batchId: Number(about.id), say, by: asker.person }),
  }));
  if (said?.came === null) return outOfDate(use, clicked);
  if (said?.came?.say === 'not allowed')
    await noteLater(use.db, job, placeOf(clicked), `${said.came.because} Your click was recorded.`);
  if (said?.came?.say === 'late')
    await noteLater(use.db, job, placeOf(clicked), 'It was decided before. The card is now current.');
  await redraw(use, clicked);
}

export async function signedBatch(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'batch' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const approves = actionName(clicked.actions[0]?.action_id ?? '') === actions.batchApprove;
  const said = await effect(use.db, job, async (trx) => ({
    came: await signBatch(
      { db: trx, now: use.clock },
      { batchId: Number(about.id), say: approves ? 'approve' : 'reject', by: asker.person },
    ),
  }));
  if (said?.came === null) return outOfDate(use, clicked);
  if (said?.came?.say === 'not allowed')
    await noteLater(use.db, job, placeOf(clicked), `${said.came.because} Your click was recorded.`);
  if (said?.came?.say === 'late')
    await noteLater(use.db, job, placeOf(clicked), 'It was decided before. The card is now current.');
  await redraw(use, clicked);
}
