import type { Inside } from './inside.ts';
import type { Channel, Message } from './nouns.ts';
import { pageMessage } from './page-wire.ts';

/** Adds or takes back one person's reaction. False when there was nothing to do. */
export function changeReactions(
  use: Pick<Inside, 'store' | 'push'>,
  channel: Channel,
  message: Message,
  wanted: { name: string; user: string; remove?: boolean },
): boolean {
  const known = message.reactions ?? [];
  const users = known.find((reaction) => reaction.name === wanted.name)?.users ?? [];
  if (users.includes(wanted.user) !== (wanted.remove ?? false)) return false;
  const left = wanted.remove ? users.filter((user) => user !== wanted.user) : [...users, wanted.user];
  const reactions = known.some((reaction) => reaction.name === wanted.name)
    ? known.map((reaction) => (reaction.name === wanted.name ? { ...reaction, users: left } : reaction))
    : [...known, { name: wanted.name, users: left }];
  const changed = use.store.messages.put({
    ...message,
    reactions: reactions.filter((reaction) => reaction.users.length > 0),
  });
  for (const member of channel.members)
    use.push.to(member, { type: 'message_changed', message: pageMessage(changed) });
  return true;
}
