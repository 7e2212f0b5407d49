/** The workers' side of Slack: what was kept in the inbox, and what is to be drawn. */
import { enqueue } from '../jobs/outbox.ts';
import type { InboxHandlers, TopicHandlers } from '../jobs/topics.ts';
import type { Mailer } from '../outside/mail.ts';
import { type ActionUse, action } from './actions.ts';
import { command } from './doors/command.ts';
import { message } from './doors/message.ts';
import { suggestPrompts } from './doors/prompts.ts';
import { draw } from './draw.ts';
import { makePicture } from './files/chart.ts';
import { sendFile } from './files/send.ts';
import { paintHome } from './home.ts';
import { sendMail } from './mail.ts';
import type { PostUse } from './post.ts';
import { whisperKept } from './say.ts';
import { submitted } from './submissions.ts';
import { CommandBody, EventBody } from './wire.ts';

export type HandlerUse = ActionUse & PostUse & { mailer: Mailer | null };

export const topicHandlers = (
  use: HandlerUse,
): Pick<TopicHandlers, 'draw' | 'whisper' | 'file' | 'picture' | 'home' | 'mail'> => ({
  draw: (job) => draw(use, job),
  home: (job) => paintHome(use, job),
  mail: (job) => sendMail(use, job),
  file: (job) => sendFile(use, job),
  picture: (job) => makePicture(use, job),
  whisper: (job) => whisperKept(use, job),
});

export const inboxHandlers = (use: HandlerUse): InboxHandlers => ({
  event: async (job) => {
    const { event, is_ext_shared_channel: shared } = EventBody.parse(job.body);
    if (event.type === 'message' || event.type === 'app_mention') {
      await message(use, job, { event, shared: shared ?? false });
    } else if (event.type === 'app_home_opened') {
      if (event.tab !== 'home') {
        if (event.channel)
          await suggestPrompts(use, { channel: event.channel, asker: await use.who.of(event.user) });
        return;
      }
      await enqueue(use.db, 'home', { key: `home:${event.user}`, body: { slackUser: event.user } });
    } else if (event.type === 'user_change' || event.type === 'team_join') {
      await use.who.changed(event.user.id);
    }
  },
  action: (job) => action(use, job),
  command: (job) => command(use, job, CommandBody.parse(job.body)),
  submission: (job) => submitted(use, job),
});
