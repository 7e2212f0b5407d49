import type {
  ActionBody,
  CommandBody,
  Conversation,
  FaultsAnswer,
  FaultsBody,
  HomeAnswer,
  MessagesAnswer,
  OptionsAnswer,
  OptionsBody,
  Outcome,
  PageMessage,
  SearchAnswer,
  SendAnswer,
  SendBody,
  SubmitAnswer,
  SubmitBody,
} from '../page-api.ts';
import { CallFailed, didNotWork } from './api.ts';
import { reduce } from './reduce.ts';
import { currentApi, writeAddress } from './session.ts';
import { change, getState, messageKey, type Place, type Thread } from './store.ts';

/** What a person can do on this page. Each returns the sentence of what went wrong, or an empty one. */
export const go = async (place: Place, thread: Thread | null = null): Promise<void> => {
  change(() => ({ place, thread, listShown: false }));
  writeAddress('push');
  await arrive();
};

/** Reads what the place that is now open needs. */
export const arrive = async (): Promise<void> => {
  const { place, thread, timelines, threads } = getState();
  const reads: Promise<unknown>[] = [];
  if (place.kind === 'home') reads.push(openHome('home'));
  if (place.kind === 'conversation') {
    if (!timelines[place.id]) reads.push(readTimeline(place.id));
    if (getState().conversations.find((one) => one.id === place.id)?.withApp)
      reads.push(openHome('messages'));
  }
  if (thread && !threads[messageKey(thread)]) reads.push(readThread(thread));
  await Promise.all(reads);
};

const readTimeline = async (channel: string, before?: string): Promise<void> => {
  const older = await asked<MessagesAnswer>('messages', {
    channel,
    limit: '60',
    ...(before ? { before } : {}),
  });
  if (!older) return;
  change((state) => {
    const known = new Set(older.messages.map((message) => message.ts));
    const rest = (state.timelines[channel]?.items ?? []).filter((message) => !known.has(message.ts));
    return {
      timelines: {
        ...state.timelines,
        [channel]: { items: [...older.messages, ...rest], hasMore: older.hasMore },
      },
    };
  });
};

export const readOlder = (channel: string): Promise<void> =>
  readTimeline(channel, getState().timelines[channel]?.items[0]?.ts);

const readThread = async (thread: Thread): Promise<void> => {
  const answer = await asked<MessagesAnswer>('thread', { ...thread });
  if (answer) change((state) => ({ threads: { ...state.threads, [messageKey(thread)]: answer.messages } }));
};

const openHome = async (tab: 'home' | 'messages'): Promise<void> => {
  const answer = await tried(() => currentApi().post<HomeAnswer>('home', { tab }));
  if (answer) change(() => (answer.view ? { home: answer.view } : {}));
};

export const openThread = async (thread: Thread | null): Promise<void> => {
  change(() => ({ thread }));
  writeAddress('push');
  await arrive();
};

export const showList = (): void => {
  change(() => ({ listShown: true, thread: null }));
  writeAddress('push');
};

export const send = async (body: SendBody): Promise<string> =>
  sentence(async () => {
    const { message } = await currentApi().post<SendAnswer>('send', body);
    change((state) => reduce(state, { type: 'message', message }));
    return { ok: true };
  });

export const command = (body: CommandBody): Promise<string> =>
  sentence(() => currentApi().post<Outcome>('command', body));

export const act = (body: ActionBody): Promise<string> =>
  sentence(() => currentApi().post<Outcome>('action', body));

export const submit = async (body: SubmitBody): Promise<string> => {
  try {
    const answer = await currentApi().post<SubmitAnswer>('submit', body);
    if (answer.ok) return '';
    change((state) => ({ viewErrors: { ...state.viewErrors, [body.viewId]: answer.errors } }));
    return Object.keys(answer.errors).length > 0 ? '' : answer.sentence;
  } catch (cause) {
    return failure(cause);
  }
};

export const closeView = async (viewId: string, all = false): Promise<void> => {
  change(({ views }) => ({ views: all ? [] : views.filter((view) => view.id !== viewId) }));
  await sentence(() => currentApi().post<Outcome>('close', { viewId, all }));
};

export const react = (message: PageMessage, name: string, remove: boolean): Promise<string> =>
  sentence(() =>
    currentApi().post<Outcome>('react', { channel: message.channel, ts: message.ts, name, remove }),
  );

export const stopWork = ({ channel, ts }: Thread): Promise<string> =>
  sentence(() => currentApi().post<Outcome>('stop', { channel, thread: ts }));

/** What can go wrong here, and what is on. */
export const readFaults = (): Promise<FaultsAnswer | null> => asked<FaultsAnswer>('faults', {});

export const switchFault = (body: FaultsBody): Promise<string> =>
  sentence(async () => {
    const { on } = await currentApi().post<FaultsAnswer>('faults', body);
    change(() => ({ faults: on }));
    return { ok: true };
  });

export const search = async (q: string): Promise<PageMessage[]> =>
  (await asked<SearchAnswer>('search', { q }))?.hits ?? [];

export const talkTo = async (user: string): Promise<void> => {
  const answer = await tried(() => currentApi().post<{ conversation: Conversation }>('dm', { user }));
  if (!answer) return;
  change((state) => reduce(state, { type: 'conversation', conversation: answer.conversation }));
  await go({ kind: 'conversation', id: answer.conversation.id });
};

/** The app's own messages; the workspace makes the conversation at the first visit. */
export const talkToApp = async (): Promise<void> => {
  const answer = await tried(() => currentApi().post<HomeAnswer>('home', { tab: 'messages' }));
  if (!answer) return;
  change((state) => reduce(state, { type: 'conversation', conversation: answer.conversation }));
  await go({ kind: 'conversation', id: answer.conversation.id });
};

/** What stands on screen has been read. */
export const markRead = async (channel: string): Promise<void> => {
  const { conversations, timelines } = getState();
  const one = conversations.find((known) => known.id === channel);
  const last = timelines[channel]?.items.findLast((message) => !message.ephemeral)?.ts;
  if (!one || !last || (one.unread === 0 && one.mentions === 0)) return;
  change((state) => reduce(state, { type: 'unread', channel, unread: 0, mentions: 0, lastRead: last }));
  await tried(() => currentApi().post<Outcome>('read', { channel, ts: last }));
};

export const dismissNotices = (notices: { id: number }[]): void => {
  const ids = new Set(notices.map((notice) => notice.id));
  change((state) => ({ strip: state.strip.filter((id) => !ids.has(id)) }));
};

const asked = <T>(path: string, query: Record<string, string>): Promise<T | null> =>
  tried(() => currentApi().get<T>(path, query));

const tried = async <T>(call: () => Promise<T>): Promise<T | null> => {
  try {
    return await call();
  } catch (cause) {
    failure(cause);
    return null;
  }
};

const sentence = async (call: () => Promise<Outcome>): Promise<string> => {
  try {
    const outcome = await call();
    if (outcome.ok) return '';
    log(outcome.reason);
    return outcome.sentence || didNotWork;
  } catch (cause) {
    return failure(cause);
  }
};

const failure = (cause: unknown): string => {
  if (!(cause instanceof CallFailed)) throw cause;
  log(cause.reason);
  return cause.sentence;
};

let ownNotices = 0;

/** Into the notice log, not into the strip. Own ids are negative; the workspace's are not. */
const log = (reason: string): void => {
  ownNotices -= 1;
  const notice = {
    id: ownNotices,
    at: Date.now() / 1000,
    kind: 'late' as const,
    text: `That did not work: ${reason}.`,
  };
  change((state) => ({ notices: [...state.notices, notice].slice(-200) }));
};

/** The choices of an external select; none when the app did not answer. */
export const optionsFor = async (body: OptionsBody): Promise<OptionsAnswer> =>
  (await tried(() => currentApi().post<OptionsAnswer>('options', body))) ?? { options: [], groups: [] };
