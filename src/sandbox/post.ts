import { tellOfChange, tellOfDeletion, tellOfMessage } from './events.ts';
import { botUser } from './identity.ts';
import { shortId } from './ids.ts';
import type { Inside } from './inside.ts';
import type { Block, Channel, Json, Message } from './nouns.ts';
import type { PageEvent } from './page-api.ts';
import { conversationFor, pageMessage, unreadFor } from './page-wire.ts';
import { forgetShares, noteShown } from './shown-files.ts';

export type Draft = Pick<Message, 'user' | 'bot' | 'text'> &
  Partial<
    Pick<
      Message,
      | 'blocks'
      | 'attachments'
      | 'metadata'
      | 'threadTs'
      | 'broadcast'
      | 'clientMsgId'
      | 'subtype'
      | 'files'
      | 'stream'
    >
  >;

/** Stores a message, shows it, tells the app. A reply also counts on its root. */
export function postMessage(use: Inside, channel: Channel, draft: Draft): Message {
  const root = rootOf(use, channel, draft.threadTs);
  const message = use.store.messages.put({
    ...draft,
    channel: channel.id,
    ts: use.stamps.next(),
    blocks: withIds(draft.blocks),
    threadTs: root ? root.ts : undefined,
  });
  noteShown(use, message.blocks, channel.id);
  toMembers(use, channel, { type: 'message', message: pageMessage(message) });
  if (message.bot) noteBroadcast(use, channel, message);
  if (root) {
    const users = [...new Set([...(root.replies?.users ?? []), message.user])];
    const replies = { users, count: (root.replies?.count ?? 0) + 1, latest: message.ts };
    const counted = use.store.messages.put({ ...root, threadTs: root.ts, replies });
    toMembers(use, channel, { type: 'message_changed', message: pageMessage(counted) });
  }
  if (!message.bot) use.store.reads.put(`${message.user}/${channel.id}`, message.ts);
  tellUnread(use, channel);
  tellOfMessage(use, channel, message);
  return message;
}

/** A reply to a reply belongs to the reply's root: threads have one level. */
function rootOf(use: Inside, channel: Channel, ts: string | undefined): Message | undefined {
  const named = ts ? use.store.messages.get(channel.id, ts) : undefined;
  return named?.threadTs ? use.store.messages.get(channel.id, named.threadTs) : named;
}

const mostEphemerals = 1_000;

/** Slack would do it; but an app that rings for everybody hardly ever meant to. A direct message has nobody else to ring for. */
function noteBroadcast(use: Inside, channel: Channel, message: Message): void {
  if (channel.kind === 'dm') return;
  const all =
    ringing(message.text) ?? ringIn(message.blocks) ?? firstOf(message.attachments ?? [], ringInAttached);
  if (!all) return;
  use.notices.add('warning', `${use.app().name} rang for everybody in #${channel.name}: ${all}.`, {
    payload: { text: message.text },
  });
}

const ringing = (text: string): string | undefined =>
  /<!(?:channel|here|everyone)(?:\|[^>]*)?>/.exec(text)?.[0];

/** Texts that Slack reads as its markup. All others (labels, cells, plain and rich text, names in a chart) ring for nobody. */
const readAsMarkup = new Set(['mrkdwn', 'markdown']);

function ringIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return firstOf(value, ringIn);
  const { type, range, text, ...others } = value as Json;
  if (type === 'broadcast') return `<!${String(range)}>`;
  if (typeof text === 'string' && readAsMarkup.has(String(type))) return ringing(text);
  return firstOf([text, ...Object.values(others)], ringIn);
}

/** An attachment has texts of its own, beside its blocks. */
const ringInAttached = (one: Json): string | undefined =>
  firstOf(
    [one.pretext, one.text, ...[one.fields].flat().map((field) => (field as Json | undefined)?.value)],
    (said) => (typeof said === 'string' ? ringing(said) : undefined),
  ) ?? ringIn(one.blocks);

function firstOf<T>(all: T[], look: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Shown to one person, kept in memory only, and not for ever. */
export function postEphemeral(use: Inside, channel: Channel, user: string, draft: Draft): Message {
  const message: Message = {
    ...draft,
    channel: channel.id,
    ts: use.stamps.next(),
    blocks: withIds(draft.blocks),
    onlyFor: user,
  };
  noteShown(use, message.blocks, user);
  use.ephemerals.set(`${channel.id}/${message.ts}`, message);
  const [oldest] = use.ephemerals.keys();
  if (oldest && use.ephemerals.size > mostEphemerals) use.ephemerals.delete(oldest);
  use.push.to(user, { type: 'message', message: pageMessage(message) });
  return message;
}

/** Rewrites a message in place; a key of `patch` that is undefined stays as it was. */
export function changeMessage(
  use: Inside,
  channel: Channel,
  before: Message,
  patch: Partial<Message>,
): Message {
  const kept = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const message: Message = { ...before, ...kept };
  if (patch.blocks) message.blocks = withIds(patch.blocks);
  noteShown(use, message.blocks, message.onlyFor ?? channel.id);
  if (message.onlyFor) {
    use.ephemerals.set(`${channel.id}/${message.ts}`, message);
    use.push.to(message.onlyFor, { type: 'message_changed', message: pageMessage(message) });
    return message;
  }
  stillOnScreen(use, `${before.channel}/${before.ts}`, before.blocks);
  const ts = use.stamps.next();
  message.edited = { user: message.user, ts };
  use.store.messages.put(message);
  toMembers(use, channel, { type: 'message_changed', message: pageMessage(message) });
  tellOfChange(use, channel, message, before, ts);
  return message;
}

/** Stores a message that changed without anybody's editing it, and shows it. */
export function showChanged(use: Inside, channel: Channel, message: Message): Message {
  const before = use.store.messages.get(channel.id, message.ts) ?? message;
  stillOnScreen(use, `${before.channel}/${before.ts}`, before.blocks);
  noteShown(use, message.blocks, channel.id);
  use.store.messages.put(message);
  toMembers(use, channel, { type: 'message_changed', message: pageMessage(message) });
  tellOfChange(use, channel, message, before, use.stamps.next());
  return message;
}

const onScreenMs = 10_000;

/** What was replaced may be clicked on for a moment: `key` is `channel/ts` of a message, or `home/user`. */
export function stillOnScreen(use: Inside, key: string, blocks: Block[] | undefined): void {
  const now = use.now();
  for (const [one, { until }] of use.lately) if (until < now) use.lately.delete(one);
  use.lately.set(key, { blocks: blocks ?? [], until: now + onScreenMs });
}

/** A root with replies stays as a tombstone, as in Slack. */
export function deleteMessage(use: Inside, channel: Channel, message: Message): void {
  if (message.onlyFor) {
    use.ephemerals.delete(`${channel.id}/${message.ts}`);
    use.push.to(message.onlyFor, {
      type: 'message_deleted',
      channel: channel.id,
      ts: message.ts,
      ephemeral: true,
    });
    return;
  }
  forgetShares(use, message);
  if (message.replies) {
    const { blocks, attachments, metadata, files, ...rest } = message;
    const tombstone = use.store.messages.put({
      ...rest,
      subtype: 'tombstone',
      text: 'This message was deleted.',
    });
    toMembers(use, channel, { type: 'message_changed', message: pageMessage(tombstone) });
  } else {
    use.store.messages.drop(channel.id, message.ts);
    toMembers(use, channel, {
      type: 'message_deleted',
      channel: channel.id,
      ts: message.ts,
      ephemeral: false,
    });
    discount(use, channel, message);
  }
  tellUnread(use, channel);
  tellOfDeletion(use, channel, message, use.stamps.next());
}

function discount(use: Inside, channel: Channel, reply: Message): void {
  const root =
    reply.threadTs && reply.threadTs !== reply.ts
      ? use.store.messages.get(channel.id, reply.threadTs)
      : undefined;
  if (!root?.replies) return;
  const left = use.store.messages
    .of(channel.id)
    .filter((other) => other.threadTs === root.ts && other.ts !== root.ts);
  const last = left.at(-1);
  const users = [...new Set(left.map((other) => other.user))];
  const counted = { ...root, replies: last ? { users, count: left.length, latest: last.ts } : undefined };
  if (!last) counted.threadTs = undefined;
  toMembers(use, channel, { type: 'message_changed', message: pageMessage(use.store.messages.put(counted)) });
}

export function markRead(use: Inside, channel: Channel, user: string, ts: string): void {
  use.store.reads.put(`${user}/${channel.id}`, ts);
  use.push.to(user, { type: 'unread', channel: channel.id, ...unreadFor(use.store, user, channel) });
}

/** Puts a person (or the app) into a conversation. */
export function join(use: Inside, channel: Channel, user: string): Channel {
  if (channel.members.includes(user)) return channel;
  const joined = use.store.channels.put(channel.id, { ...channel, members: [...channel.members, user] });
  for (const member of joined.members) {
    use.push.to(member, { type: 'conversation', conversation: conversationFor(use.store, member, joined) });
  }
  return joined;
}

function tellUnread(use: Inside, channel: Channel): void {
  for (const user of use.push.watching()) {
    if (channel.members.includes(user)) {
      use.push.to(user, { type: 'unread', channel: channel.id, ...unreadFor(use.store, user, channel) });
    }
  }
}

function toMembers(use: Inside, channel: Channel, event: PageEvent): void {
  for (const member of channel.members) if (member !== botUser) use.push.to(member, event);
}

/** Slack gives an id to every block and interactive element that came without one. */
export function withIds(blocks: Block[] | undefined): Block[] | undefined {
  return blocks?.map((block) => {
    const made: Block = { ...block, block_id: block.block_id || shortId() };
    if (Array.isArray(block.elements)) made.elements = block.elements.map(withActionId);
    if (block.accessory) made.accessory = withActionId(block.accessory);
    if (block.element) made.element = withActionId(block.element);
    if (block.type === 'card' && Array.isArray(block.actions)) made.actions = block.actions.map(withActionId);
    if (Array.isArray(block.child_blocks)) made.child_blocks = withIds(block.child_blocks as Block[]);
    if (block.type === 'carousel') made.elements = withIds(block.elements as Block[]);
    return made;
  });
}

const still = new Set([
  'plain_text',
  'card',
  'mrkdwn',
  'image',
  'rich_text_section',
  'rich_text_list',
  'rich_text_quote',
  'rich_text_preformatted',
]);

function withActionId(element: unknown): unknown {
  const known = element as Json;
  if (typeof known !== 'object' || known === null || still.has(String(known.type)) || known.action_id)
    return element;
  return { ...known, action_id: shortId() };
}
