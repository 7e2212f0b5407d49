import { randomUUID } from 'node:crypto';
import { threadOf } from './api/conversations.ts';
import { dmOf } from './api/places.ts';
import { tellOfHomeOpened, tellOfStop } from './events.ts';
import { appId, botUser, team } from './identity.ts';
import type { Inside } from './inside.ts';
import type { Seat } from './modals.ts';
import { type Channel, type Message, Refusal } from './nouns.ts';
import type { Outcome } from './page-api.ts';
import { postMessage, showChanged } from './post.ts';
import { answerInPlace } from './responses.ts';
import { isOpen } from './streams.ts';
import { asCommandText, asRichText, asTyped } from './typed.ts';
import { viewWire } from './wire.ts';

/** What a person does in the workspace, other than pressing things. */

/** A conversation that this person is in. */
export function channelOfPerson(use: Pick<Inside, 'store'>, user: string, id: string): Channel {
  const channel = use.store.channels.get(id);
  if (!channel?.members.includes(user)) throw new Refusal('channel_not_found');
  return channel;
}

export function say(
  use: Inside,
  user: string,
  said: { channel: string; text: string; thread?: string },
): Message {
  const channel = channelOfPerson(use, user, said.channel);
  if (channel.archived) throw new Refusal('is_archived');
  if (!said.text.trim()) throw new Refusal('no_text');
  const text = asTyped(use.store, said.text);
  if (said.thread && !use.store.messages.get(channel.id, said.thread)) throw new Refusal('thread_not_found');
  if (text.includes(`<@${botUser}>`) && !channel.members.includes(botUser)) {
    use.notices.add(
      'warning',
      `${use.app().name} is not in #${channel.name}, so it does not hear you there.`,
    );
  }
  const blocks = [asRichText(text)];
  return postMessage(use, channel, {
    user,
    bot: false,
    text,
    blocks,
    threadTs: said.thread,
    clientMsgId: randomUUID(),
  });
}

/** A slash command; resolves when the app acknowledged it. */
export async function command(
  use: Inside,
  seat: Seat,
  typed: { channel: string; command: string; text: string; thread?: string },
): Promise<Outcome> {
  const { user } = seat;
  const channel = channelOfPerson(use, user, typed.channel);
  const known = use.app().commands.find((one) => one.command === typed.command);
  if (!known)
    return { ok: false, sentence: `${typed.command} is not a known command.`, reason: 'unknown_command' };
  if (typed.thread) {
    return {
      ok: false,
      sentence: `${typed.command} is not supported in threads. Sorry!`,
      reason: 'not_supported_in_threads',
    };
  }
  const person = use.store.people.get(user);
  const place = { user, channel: channel.id, ephemeral: false };
  const reply = await use.delivery.ask('slash_commands', {
    token: use.secrets.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name:
      channel.kind === 'dm' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name,
    user_id: user,
    user_name: person?.handle ?? '',
    command: typed.command,
    text: asCommandText(use.store, typed.text.trim()),
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: use.responseUrls.make('commands', place),
    trigger_id: use.triggers.make(seat),
  });
  if (!reply.ok) return failed(use, `${typed.command} failed: the app did not respond.`, reply.reason);
  const answer =
    typeof reply.body === 'string' ? { text: reply.body } : (reply.body as Record<string, unknown> | null);
  if (answer && (answer.text || answer.blocks || answer.attachments)) answerInPlace(use, place, answer);
  return { ok: true };
}

/** Opens the app's Home or Messages tab. The first opening makes the dm. */
export function openHome(use: Inside, user: string, tab: 'home' | 'messages'): Channel {
  const channel = dmOf(use, [botUser, user]);
  const home = use.store.homes.get(user);
  const view = tab === 'home' && home ? viewWire(home) : undefined;
  tellOfHomeOpened(use, { user, channel, tab, view, ts: use.stamps.next() });
  return channel;
}

/** Stop, under a thread in which the app works. Its streams take nothing more; the app hears which they were. */
export function stopSession(use: Inside, user: string, at: { channel: string; thread: string }): void {
  const channel = channelOfPerson(use, user, at.channel);
  const open = threadOf(use, channel.id, at.thread).filter((message) => isOpen(use, message));
  for (const message of open) {
    if (message.stream)
      showChanged(use, channel, { ...message, stream: { ...message.stream, stopped: true } });
  }
  const streams = open.map(({ ts }) => ts);
  tellOfStop(use, channel, { user, threadTs: at.thread, streams, ts: use.stamps.next() });
}

/** What the person sees when the app did not do it in time, and the reason for the notice log. */
export function failed(use: Inside, what: string, reason: string): Outcome & { ok: false } {
  const why: Record<string, string> = {
    http_timeout: `no acknowledgement within ${use.timing().ackMs / 1000} s`,
    connection_failed: `${use.app().name} is not running`,
    http_error: `${use.app().name} answered with an error`,
  };
  use.notices.add('late', `${what} (${why[reason] ?? reason})`, { code: reason });
  return { ok: false, sentence: 'That did not work. Try again.', reason: why[reason] ?? reason };
}
