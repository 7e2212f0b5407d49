import type { Conversation, Notice, PageEvent, PageMessage } from '../page-api.ts';
import { messageKey, type State, type Thread } from './store.ts';

/** What one event of the workspace does to what the page knows. Pure. */
export const reduce = (state: State, event: PageEvent): Partial<State> => {
  switch (event.type) {
    case 'message':
      return withMessage(state, event.message);
    case 'message_changed':
      return withChange(state, event.message);
    case 'message_deleted':
      return without(state, event.channel, event.ts);
    case 'unread':
      return {
        conversations: state.conversations.map((one) =>
          one.id === event.channel ? { ...one, ...counts(event) } : one,
        ),
      };
    case 'conversation':
      return { conversations: placedIn(state.conversations, event.conversation) };
    case 'conversation_left':
      return {
        conversations: state.conversations.filter((one) => one.id !== event.channel),
        ...(state.place.kind === 'conversation' && state.place.id === event.channel
          ? { place: { kind: 'none' } }
          : {}),
      };
    case 'people':
      return {
        people: event.people,
        me: event.people.find((person) => person.id === state.me?.id) ?? state.me,
      };
    case 'view_opened':
      return { views: [event.view] };
    case 'view_pushed':
      return { views: [...state.views.filter((view) => view.id !== event.view.id), event.view] };
    case 'view_updated':
      return {
        views: state.views.map((view) => (view.id === event.view.id ? event.view : view)),
        viewErrors: { ...state.viewErrors, [event.view.id]: {} },
      };
    case 'view_closed':
      return { views: event.views };
    case 'view_errors':
      return { viewErrors: { ...state.viewErrors, [event.viewId]: event.errors } };
    case 'home':
      return { home: event.view };
    case 'session':
      return { sessions: [...state.sessions.filter((one) => !isSame(one, event.session)), event.session] };
    case 'prompts':
      return {
        prompts: [...state.prompts.filter((one) => one.channel !== event.prompts.channel), event.prompts],
      };
    case 'commands':
      return { commands: event.commands };
    case 'app':
      return { app: event.app };
    case 'faults':
      return { faults: event.on };
    case 'standing':
      return { standing: event.text };
    case 'notice':
      return withNotice(state, event.notice);
  }
};

const counts = ({ unread, mentions, lastRead }: { unread: number; mentions: number; lastRead: string }) => ({
  unread,
  mentions,
  lastRead,
});
const isSame = (
  a: { channel: string; thread_ts: string },
  b: { channel: string; thread_ts: string },
): boolean => a.channel === b.channel && a.thread_ts === b.thread_ts;

const placedIn = (before: Conversation[], one: Conversation): Conversation[] =>
  before.some((known) => known.id === one.id)
    ? before.map((known) => (known.id === one.id ? one : known))
    : [...before, one];

/** Whether a notice stands in the strip; what is only a reason, or is shown by a state, goes to the log alone. */
export const inStrip = (notice: Notice): boolean => !['late', 'app', 'fault'].includes(notice.kind);

const withNotice = (state: State, notice: Notice): Partial<State> => {
  if (state.notices.some((known) => known.id === notice.id)) return {};
  return {
    notices: [...state.notices, notice].slice(-200),
    strip: inStrip(notice) ? [...state.strip, notice.id].slice(-50) : state.strip,
  };
};

export const isReply = (message: PageMessage): boolean =>
  message.thread_ts !== undefined && message.thread_ts !== message.ts;

const withMessage = (state: State, message: PageMessage): Partial<State> => {
  const timeline = state.timelines[message.channel];
  const inThread = isReply(message);
  const key = messageKey({ channel: message.channel, ts: message.thread_ts ?? message.ts });
  const thread = state.threads[key];
  const threads = thread ? { threads: { ...state.threads, [key]: inserted(thread, message) } } : {};
  const shown = !inThread || message.subtype === 'thread_broadcast';
  if (!timeline) return threads;
  const counted =
    inThread && !message.ephemeral ? timeline.items.map((root) => withReply(root, message)) : timeline.items;
  const items = shown ? inserted(counted, message) : counted;
  return { ...threads, timelines: { ...state.timelines, [message.channel]: { ...timeline, items } } };
};

/** The thread that answers what this person asked a moment ago in the open place, when no other thread is open. */
export const answerTo = (state: State, reply: PageMessage): Thread | null => {
  const root = state.timelines[reply.channel]?.items.find((message) => message.ts === reply.thread_ts);
  const here = state.place.kind === 'conversation' && state.place.id === reply.channel;
  if (!root || !here || state.thread || !reply.bot || reply.ephemeral || root.user !== state.me?.id)
    return null;
  return Number(reply.ts) - Number(root.ts) < 60 ? { channel: reply.channel, ts: root.ts } : null;
};

const withReply = (root: PageMessage, reply: PageMessage): PageMessage => {
  if (root.ts !== reply.thread_ts || (root.latest_reply ?? '') >= reply.ts) return root;
  return {
    ...root,
    thread_ts: root.ts,
    latest_reply: reply.ts,
    reply_count: (root.reply_count ?? 0) + 1,
    reply_users: [...new Set([...(root.reply_users ?? []), reply.user])],
  };
};

/**
 * In order of time. The same message twice is one message, as it stands here: what a person has sent comes as an event and as
 * the answer to the sending, and what was said of it between the two, such as that somebody replied, must not be lost.
 */
const inserted = (items: PageMessage[], message: PageMessage): PageMessage[] => {
  if (items.some((known) => known.ts === message.ts)) return items;
  const at = items.findIndex((known) => Number(known.ts) > Number(message.ts));
  return at < 0 ? [...items, message] : [...items.slice(0, at), message, ...items.slice(at)];
};

const withChange = (state: State, message: PageMessage): Partial<State> => {
  const timeline = state.timelines[message.channel];
  const before = [timeline?.items ?? [], ...Object.values(state.threads)]
    .flat()
    .find((known) => known.ts === message.ts && known.channel === message.channel);
  const swap = (items: PageMessage[]): PageMessage[] =>
    items.map((known) => (known.ts === message.ts && known.channel === message.channel ? message : known));
  const key = messageKey(message);
  // What is still being written changes all the time; that is no new drawing.
  const drawnAnew = before && !before.streaming && !message.streaming && !looksSame(before, message);
  return {
    timelines: timeline
      ? { ...state.timelines, [message.channel]: { ...timeline, items: swap(timeline.items) } }
      : state.timelines,
    threads: Object.fromEntries(Object.entries(state.threads).map(([root, items]) => [root, swap(items)])),
    changes: drawnAnew ? { ...state.changes, [key]: (state.changes[key] ?? 0) + 1 } : state.changes,
  };
};

/** A reply count or a reaction is no new drawing of a card. */
export const looksSame = (a: PageMessage, b: PageMessage): boolean =>
  a.text === b.text &&
  JSON.stringify([a.blocks, a.attachments, a.files]) === JSON.stringify([b.blocks, b.attachments, b.files]);

const without = (state: State, channel: string, ts: string): Partial<State> => {
  const timeline = state.timelines[channel];
  const rest = (items: PageMessage[]): PageMessage[] =>
    items.filter((known) => known.channel !== channel || known.ts !== ts);
  return {
    timelines: timeline
      ? { ...state.timelines, [channel]: { ...timeline, items: rest(timeline.items) } }
      : state.timelines,
    threads: Object.fromEntries(Object.entries(state.threads).map(([root, items]) => [root, rest(items)])),
    thread: state.thread?.channel === channel && state.thread.ts === ts ? null : state.thread,
  };
};
