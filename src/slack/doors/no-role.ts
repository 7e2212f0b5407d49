/** A click on a card by somebody who has no role: refused to them alone, and recorded. */
import { actionName, readAbout } from '../../../blocks/ids.ts';
import { record } from '../../audit/record.ts';
import type { Job } from '../../jobs/topics.ts';
import { effect } from '../once.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { placeOf } from './stale.ts';

const noRole = 'This needs somebody who may decide about the deal. You have no role in Steward.';

export async function refusedWithoutRole(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const action = clicked.actions[0];
  const about = readAbout(action?.value ?? action?.selected_option?.value ?? '');
  await effect(use.db, job, async (trx) => {
    await record(trx, {
      action: 'click.refused',
      subject: about ?? { kind: 'button', id: actionName(action?.action_id ?? '') },
      by: { kind: 'person', id: `slack:${asker.slackId}` },
      because: noRole,
      details: { button: actionName(action?.action_id ?? '') },
    });
    return {};
  });
  await whisper(use, placeOf(clicked), note(`${noRole} Your click was recorded.`));
}
