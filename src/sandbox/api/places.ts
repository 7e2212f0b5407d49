import { botUser } from '../identity.ts';
import { idOf } from '../ids.ts';
import type { Inside } from '../inside.ts';
import { type Channel, type Message, Refusal } from '../nouns.ts';
import { conversationFor } from '../page-wire.ts';

/** The conversation of that id that the app may know of. */
export function knownChannel(use: Inside, id: string): Channel {
  const channel = use.store.channels.get(id);
  if (!channel || (channel.kind !== 'channel' && !channel.members.includes(botUser)))
    throw new Refusal('channel_not_found');
  return channel;
}

/** Where the app may post or read: it is a member and the channel is not archived. */
export function joinedChannel(use: Inside, id: string): Channel {
  const channel = knownChannel(use, id);
  if (!channel.members.includes(botUser)) throw new Refusal('not_in_channel');
  return channel;
}

/** `chat.postMessage` also takes `#name` and a person's id. */
export function channelToPostTo(use: Inside, wanted: string): Channel {
  if (use.store.people.get(wanted)) return dmOf(use, [botUser, wanted]);
  const byName = [...use.store.channels.all()].find(
    (channel) => channel.kind !== 'dm' && channel.name === wanted.replace(/^#/, ''),
  );
  const channel = joinedChannel(use, byName?.id ?? wanted);
  if (channel.archived) throw new Refusal('is_archived');
  return channel;
}

/** The dm of two; made when it is first wanted. */
export function dmOf(use: Pick<Inside, 'store' | 'now' | 'push'>, members: [string, string]): Channel {
  const id = idOf('D', [...members].sort().join('/'));
  const known = use.store.channels.get(id);
  if (known) return known;
  const created = Math.floor(use.now() / 1000);
  const channel: Channel = {
    id,
    kind: 'dm',
    name: '',
    topic: '',
    members: [...new Set(members)],
    created,
    archived: false,
    shared: false,
  };
  use.store.channels.put(id, channel);
  for (const member of channel.members) {
    use.push.to(member, { type: 'conversation', conversation: conversationFor(use.store, member, channel) });
  }
  return channel;
}

export function knownMessage(use: Inside, channel: Channel, ts: string): Message {
  const message = use.store.messages.get(channel.id, ts);
  if (!message || message.subtype === 'tombstone') throw new Refusal('message_not_found');
  return message;
}
