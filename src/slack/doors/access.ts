/** Somebody without a role asks for one. The administrators are told once, with the way to give it: who has which role is in the CRM. */

import { record } from '../../audit/record.ts';
import { inTransaction } from '../../db/transaction.ts';
import { enqueue } from '../../jobs/outbox.ts';
import { holdersOf } from '../../people/people.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';

export async function askForAccess(use: DoorUse, asker: Asker): Promise<void> {
  if (asker.external) return;
  await inTransaction(use.db, async (trx) => {
    const admins = (await holdersOf(trx, 'admin')).filter((admin) => admin.slackId !== null);
    const { rows } = await trx.raw(
      `insert into access_requests (slack_user, at, told) values (?, ?, ?) on conflict (slack_user) do nothing returning slack_user`,
      [asker.slackId, use.clock.now(), admins.map((admin) => admin.id).join(',')],
    );
    if (rows.length > 0) {
      await record(trx, {
        action: 'access.asked',
        subject: { kind: 'person', id: asker.slackId },
        by: { kind: 'person', id: asker.slackId },
      });
      for (const admin of admins) {
        await enqueue(trx, 'whisper', {
          key: `access:${asker.slackId}:${admin.id}`,
          body: {
            channel: `dm:${admin.slackId}`,
            user: admin.slackId ?? '',
            text: told(asker),
          },
        });
      }
    }
    await enqueue(trx, 'home', { key: `home:${asker.slackId}`, body: { slackUser: asker.slackId } });
  });
}

const told = ({ email, person }: Asker): string => {
  const entered = person
    ? 'They are among the people already, without a role.'
    : 'Nobody in the CRM has that e-mail.';
  return `${email ?? 'Somebody whose e-mail Slack does not say'} asks for a role in Steward. ${entered} Roles come from the CRM: enter them there as a rep or a manager, or in a file for "steward import people". There is no button for it here.`;
};
