/** What must be answered while Slack waits: forms that open, forms that are checked; and Stop. Everything else has gone to the inbox. */
import { actionName, actions } from '../../blocks/ids.ts';
import type { Connection } from './bolt.ts';
import { openers } from './doors/open.ts';
import { stop } from './doors/stop.ts';
import { submissionKey } from './ingress.ts';
import type { Line } from './line.ts';
import { formNotKept } from './lost.ts';
import { note, whisper } from './say.ts';
import { checked } from './submissions.ts';
import type { DoorUse } from './use.ts';
import { ActionBody, SubmissionBody } from './wire.ts';

export function listen({ app, attend }: Connection, use: DoorUse, { inbox, room }: Line): void {
  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    const clicked = ActionBody.parse(body);
    const where = { channel: clicked.channel?.id ?? `dm:${clicked.user.id}`, user: clicked.user.id };
    try {
      const asker = await use.who.of(clicked.user.id, clicked.user.team_id);
      const name = actionName(clicked.actions[0]?.action_id ?? '');
      const open = name === actions.stop ? stop : openers[name];
      if (open && !asker.external) return await open(use, clicked, asker);
      await whisper(use, where, note('Only people of the company that installed Steward can press this.'));
    } catch (error) {
      // Acknowledged, it would end without a word.
      await whisper(use, where, note('That did not work. Nothing was changed. Press the button again.'));
      throw error;
    }
  });

  app.view(/.*/, async ({ ack, body }) => {
    const submission = SubmissionBody.parse(body);
    const asker = await use.who.of(submission.user.id, submission.user.team_id);
    const wrong = asker.external ? null : await checked(use, submission, asker);
    if (wrong) {
      await ack(wrong);
      return;
    }
    // Kept before it is acknowledged: a form that closes has been received.
    const kept = inbox.store({ kind: 'submission', keys: [submissionKey(submission)], body });
    const why = await kept.then(
      () => null,
      async (error: unknown) => {
        const unkept = (await room.met(error)) && formNotKept(submission);
        if (!unkept) throw error;
        return unkept;
      },
    );
    if (why) {
      await ack(why);
      return;
    }
    await ack();
  });
  attend();
}
