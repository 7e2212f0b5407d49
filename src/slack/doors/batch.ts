/** [Let … go] and [Give the rest up] under a batch of which a few went first, and the second approval of what is many. */
import { actionName, actions } from '../../../blocks/ids.ts';
import { type SaidOfBatch, type SignedBatch, sayOfBatch, signBatch } from '../../crew/batches.ts';
import type { Press } from '../wire.ts';
import { aboutOne, type Came, refusedAndRecorded } from './pressed.ts';

export const wordOnBatch = aboutOne('batch', async ({ use, trx, id, clicked, asker }) =>
  told(
    await sayOfBatch(
      { db: trx, now: use.clock },
      { batchId: Number(id), say: pressed(clicked) === actions.batchOn ? 'go on' : 'drop', by: asker.person },
    ),
  ),
);

export const signedBatch = aboutOne('batch', async ({ use, trx, id, clicked, asker }) =>
  told(
    await signBatch(
      { db: trx, now: use.clock },
      {
        batchId: Number(id),
        say: pressed(clicked) === actions.batchApprove ? 'approve' : 'reject',
        by: asker.person,
      },
    ),
  ),
);

const pressed = (clicked: Press): string => actionName(clicked.actions[0]?.action_id ?? '');

function told(came: SaidOfBatch | SignedBatch | null): Came {
  if (came === null) return 'gone';
  if (came.say === 'not allowed') return refusedAndRecorded(came.because);
  return { tell: came.say === 'late' ? 'It was decided before. The card is now current.' : null };
}
