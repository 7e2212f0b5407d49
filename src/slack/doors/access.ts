/** Somebody without a role asks for one. The administrators are told once. */

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
            text: `${asker.email ?? 'Somebody in Slack'} asks for a role in Steward.`,
          },
        });
      }
    }
    await enqueue(trx, 'home', { key: `home:${asker.slackId}`, body: { slackUser: asker.slackId } });
  });
}
