import { isPicture, kindOf } from './file-kinds.ts';
import { botUser } from './identity.ts';
import type { Channel, Message, Person, SharedFile, View } from './nouns.ts';
import type { Conversation, PageFile, PageMessage, PagePerson, PageView, StateValues } from './page-api.ts';
import type { Store } from './store.ts';
import { zoneLabel } from './wire.ts';

/** Nouns as the page gets them. */

// Dark enough for white initials (contrast 4.5:1 and more).
const colours = [
  '#1D5FBF',
  '#1F7A4D',
  '#8A3B12',
  '#6B3FA0',
  '#A3195B',
  '#0B6B75',
  '#5B5F1A',
  '#7A2E2E',
  '#37474F',
];

export function pagePerson(person: Person, now: number): PagePerson {
  const words = person.name.split(/\s+/);
  const initials =
    words.length > 1 ? `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}` : person.name.slice(0, 1);
  const sum = [...person.id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return {
    id: person.id,
    handle: person.handle,
    name: person.name,
    firstName: person.firstName,
    role: person.role,
    rights: person.rights,
    email: person.email,
    tz: person.tz,
    tzLabel: zoneLabel(person.tz, now),
    initials: initials.toUpperCase(),
    colour: person.bot ? '#1B2A41' : (colours[sum % colours.length] ?? '#37474F'),
    isApp: person.bot,
  };
}

export function pageMessage(message: Message): PageMessage {
  return {
    channel: message.channel,
    ts: message.ts,
    thread_ts: message.threadTs,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    bot: message.bot,
    ephemeral: message.onlyFor !== undefined,
    edited: message.edited,
    reactions: message.reactions?.map((reaction) => ({ ...reaction, count: reaction.users.length })),
    reply_count: message.replies?.count,
    reply_users: message.replies?.users,
    latest_reply: message.replies?.latest,
    subtype: message.subtype,
    files: message.files?.map(pageFile),
    streaming: message.stream && !message.stream.stopped ? true : undefined,
  };
}

const pageFile = (file: SharedFile): PageFile => ({
  id: file.id,
  name: file.name,
  title: file.title,
  kind: kindOf(file.name).pretty,
  size: file.size,
  picture: isPicture(file.mimetype),
  alt: file.altText ?? '',
  deleted: file.deleted === true,
});

export function pageView(view: View): PageView {
  return {
    id: view.id,
    type: view.type,
    title: view.title as PageView['title'],
    submit: view.submit as PageView['submit'],
    close: view.close as PageView['close'],
    blocks: view.blocks,
    callback_id: view.callbackId,
    hash: view.hash,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    state: { values: view.values as StateValues },
  };
}

export function conversationFor(store: Store, person: string, channel: Channel): Conversation {
  const other =
    channel.kind === 'dm' ? (channel.members.find((member) => member !== person) ?? person) : null;
  const name = other ? (store.people.get(other)?.name ?? 'Somebody') : channel.name;
  return {
    id: channel.id,
    kind: channel.kind,
    name,
    topic: channel.topic,
    members: channel.members,
    user: other,
    withApp: other === botUser,
    appIsMember: channel.members.includes(botUser),
    archived: channel.archived,
    ...unreadFor(store, person, channel),
    latest: inChannel(store, channel.id).at(-1)?.ts ?? null,
  };
}

export function unreadFor(
  store: Store,
  person: string,
  channel: Channel,
): { unread: number; mentions: number; lastRead: string } {
  const lastRead = store.reads.get(`${person}/${channel.id}`) ?? '0';
  const news = inChannel(store, channel.id).filter(
    (message) => message.ts > lastRead && message.user !== person,
  );
  const mentions =
    channel.kind === 'dm' ? news.length : news.filter((message) => names(message, person)).length;
  return { unread: news.length, mentions, lastRead };
}

/** How many messages in channels name this person, whether they were read or not. */
export function callsOf(store: Store, person: string): number {
  return [...store.channels.all()]
    .filter(({ kind }) => kind !== 'dm')
    .reduce(
      (sum, { id }) => sum + inChannel(store, id).filter((message) => names(message, person)).length,
      0,
    );
}

/** The newest message that this person has looked at, of all conversations; "0": none. */
export const newestRead = (store: Store, person: string): string =>
  [...store.channels.all()]
    .map(({ id }) => store.reads.get(`${person}/${id}`) ?? '0')
    .reduce((newest, one) => (Number(one) > Number(newest) ? one : newest), '0');

/** What stands in the channel itself: no replies, unless they were sent to the channel too. */
export const inChannel = (store: Store, channel: string): Message[] =>
  store.messages
    .of(channel)
    .filter((message) => !message.threadTs || message.threadTs === message.ts || message.broadcast);

const names = (message: Message, person: string): boolean =>
  `${message.text}${message.blocks ? JSON.stringify(message.blocks) : ''}`.includes(`<@${person}`);
