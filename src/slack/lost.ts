/** What people hear while the disk is full, of what could not be kept and of what waits: said from memory, without a write. */
import { type Room, saysFull } from '../db/room.ts';
import type { InboxItem } from '../jobs/inbox.ts';
import { Later } from '../jobs/later.ts';
import type { Handler, InboxHandlers } from '../jobs/topics.ts';
import type { Log } from '../log.ts';
import { outcome, type SlackClient } from './client.ts';
import type { Self } from './ingress.ts';
import { note } from './say.ts';
import { ActionBody, EventBody, type Submission } from './wire.ts';

const full = (what: string): string =>
  `The disk of Steward’s database is full, so ${what}. Nothing was changed. Whoever runs Steward must free some room there`;
export const lost = {
  message: `${full('this could not be taken up')}; if no answer has come 10 minutes later, ask again.`,
  command: `${full('this could not be taken up')}; then type it again.`,
  click: `${full('this click could not be taken up')}; then press again.`,
  form: `${full('this could not be taken up')}; then send it again.`,
  waits: `${full('this has to wait')}; it is kept, and goes on by itself then.`,
};

/**
 * How what could not be kept is acknowledged, after its sender was told why. Null: Slack is to send it again, or show that
 * it did not work; or it failed for another reason than want of room.
 */
export type SayLost = (
  item: InboxItem,
  self: Self,
  error: unknown,
) => Promise<{ answer?: { response_type: 'ephemeral'; text: string } } | null>;

type TellUse = { client: SlackClient; log: Log };

export function tellOfLost(use: TellUse & { room: Room }): SayLost {
  const fresh = onceEach();
  return async (item, self, error) => {
    if (!(await use.room.met(error))) return null;
    use.log.error({ err: error, kind: item.kind }, 'The disk is full: what came from Slack was not kept.');
    // Slack keeps no commands and clicks to send again; messages it does.
    if (item.kind === 'command') return { answer: { response_type: 'ephemeral', text: lost.command } };
    const sender = senderOf(item, self);
    if (sender && fresh(item.keys)) await tell(use, sender, lost[sender.sent]);
    return sender?.sent === 'click' ? {} : null;
  };
}

/** A form that could not be kept stays open, with the reason at its first field. */
export const formNotKept = (submission: Submission) => {
  const [first] = Object.keys(submission.view.state.values);
  return first === undefined ? null : { response_action: 'errors' as const, errors: { [first]: lost.form } };
};

/** What was kept and finds no room to be done in is not given up; its sender hears once that it waits. */
export function waitingForRoom(use: TellUse & { self: () => Self }, handlers: InboxHandlers): InboxHandlers {
  const fresh = onceEach();
  const patient =
    (kind: InboxItem['kind'], handle: Handler<unknown>): Handler<unknown> =>
    async (job) => {
      try {
        await handle(job);
      } catch (error) {
        if (!saysFull(error)) throw error;
        use.log.error({ err: error, job: job.id }, 'The disk is full: what came from Slack has to wait.');
        const sender = senderOf({ kind, body: job.body }, use.self());
        if (sender && fresh([String(job.id)])) await tell(use, sender, lost.waits);
        throw new Later(5000, 'The disk is full.');
      }
    };
  const { event, action, command, submission, ...others } = handlers;
  return {
    ...others,
    event: patient('event', event),
    action: patient('action', action),
    command: patient('command', command),
    submission: patient('submission', submission),
  };
}

type Sender = { sent: 'message' | 'click'; channel: string | null; user: string; threadTs?: string };

/** Who waits for something to be said, and where; null: nobody, or nobody knows. A message without our name in a thread may not be meant for us. */
function senderOf({ kind, body }: Pick<InboxItem, 'kind' | 'body'>, self: Self): Sender | null {
  if (kind === 'action') {
    const { channel, user, container } = ActionBody.parse(body);
    return { sent: 'click', channel: channel?.id ?? null, user: user.id, threadTs: container.thread_ts };
  }
  if (kind !== 'event') return null;
  const { event } = EventBody.parse(body);
  if (event.type !== 'message' && event.type !== 'app_mention') return null;
  if (!event.channel.startsWith('D') && !event.text.includes(`<@${self.botUserId}>`)) return null;
  return { sent: 'message', channel: event.channel, user: event.user, threadTs: event.thread_ts };
}

/** To one person alone; from Home, where no note can stand, into the direct message. */
async function tell({ client, log }: TellUse, to: Sender, sentence: string): Promise<void> {
  const { user, threadTs } = to;
  let { channel } = to;
  if (channel === null) {
    const opened = await outcome(client.conversations.open({ users: user }));
    channel = opened.say === 'done' ? (opened.answer.channel?.id ?? null) : null;
  }
  if (channel === null) return;
  const { text, blocks } = note(sentence);
  const thread = threadTs ? { thread_ts: threadTs } : {};
  const said = await outcome(client.chat.postEphemeral({ channel, user, ...thread, text, blocks }));
  if (said.say !== 'done')
    log.warn({ channel, said: said.say }, 'Somebody could not be told of the full disk.');
}

/** Slack sends a message up to three times more within some minutes; that is far below so many. */
const remembered = 1000;

function onceEach(): (keys: string[]) => boolean {
  const told = new Set<string>();
  return (keys) => {
    const known = keys.some((key) => told.has(key));
    for (const key of keys) told.add(key);
    for (const key of told) {
      if (told.size <= remembered) break;
      told.delete(key);
    }
    return !known;
  };
}
