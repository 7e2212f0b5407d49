import type {
  HomeAnswer,
  MessagesAnswer,
  Notice,
  PageEvent,
  PageMessage,
  PagePerson,
  PeopleAnswer,
  StartAnswer,
} from '../page-api.ts';
import { type Api, createApi, type Line, openLine } from './api.ts';
import { hear } from './live.ts';
import { firstPlace, hashOf, readHash, unknownPlace } from './places.ts';
import { answerTo, inStrip, reduce } from './reduce.ts';
import { change, emptyState, getState, messageKey, type Place, type State, type Thread } from './store.ts';

/** Who the page is at the moment, and its line. Switching replaces both. */
let api: Api = createApi('');
let line: Line | null = null;
let as = '';

export const currentApi = (): Api => api;

const remembered = 'steward.you';

/** First paint: who is meant by the address (`?as=priya`), else who one was last time, else the first person. */
export const startPage = async (): Promise<void> => {
  const humans = await patiently(peopleThere);
  const asked = new URLSearchParams(location.search).get('as');
  const wanted = asked ?? localStorage.getItem(remembered) ?? '';
  const named = humans.find((one) => one.handle === slug(wanted) || one.id === wanted);
  const person = named ?? mostWanted(humans);
  await becomes(person.handle, { keepAddress: true });
  if (asked && !named) sayNobody(asked, person, humans);
};

let unknown = 0;

/** An address that names nobody is not taken for somebody else in silence. */
const sayNobody = (wanted: string, instead: PagePerson, there: PagePerson[]): void =>
  warn(
    `Nobody here is called "${wanted.slice(0, 40)}", so you are ${instead.name}. There are: ${there.map(({ handle }) => handle).join(', ')}.`,
  );

/** Nor one that names no place for another. */
export const sayNoPlace = (wanted: string): void =>
  warn(`You are in no conversation called "${wanted.slice(0, 40)}". Yours are in the list at the side.`);

const warn = (text: string): void => {
  const notice: Notice = { id: --unknown, at: Date.now() / 1000, kind: 'warning', text };
  change((state) => ({ notices: [...state.notices, notice], strip: [...state.strip, notice.id] }));
};

/** An address typed by hand, or gone back to, on a page that is open. */
export const becomesNamed = async (handle: string): Promise<void> => {
  const humans = await patiently(peopleThere);
  const person = humans.find((one) => one.handle === slug(handle) || one.id === handle);
  const { me } = getState();
  if (person) return becomes(person.handle, { keepAddress: true });
  writeAddress('replace');
  if (me) sayNobody(handle, me, humans);
};

type Someone = PeopleAnswer['people'][number];

/** A workspace that is still being filled is asked again. */
const peopleThere = async (): Promise<[Someone, ...Someone[]]> => {
  const { people } = await createApi('').get<PeopleAnswer>('people');
  const [first, ...others] = people;
  if (!first) throw new Error('There is nobody in the workspace yet.');
  return [first, ...others];
};

/**
 * At the very first visit: the manager whom most cards in channels call, so that there is something to decide, read or not.
 * Where that is nobody: the one who looked at something last, here or in another browser.
 */
const mostWanted = (people: [Someone, ...Someone[]]): PagePerson =>
  people
    .filter((person) => person.role.startsWith('manager'))
    .sort((a, b) => b.calls - a.calls || Number(b.readTo) - Number(a.readTo))
    .at(0) ?? people[0];

const slug = (words: string): string => words.trim().toLowerCase();

const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch {
      change(() => ({ line: tries > 1 ? 'down' : 'reconnecting' }));
      await new Promise((resolve) => setTimeout(resolve, Math.min(3_000, 400 * tries)));
    }
  }
};

/** "You are …": everything that is drawn afterwards is what this person may see. */
export const becomes = async (handle: string, how: { keepAddress?: boolean } = {}): Promise<void> => {
  const next = createApi(handle);
  const before = getState();
  const start = await patiently(() => next.get<StartAnswer>('start'));
  const address = readHash(location.hash, start.conversations);
  const place =
    stillThere(how.keepAddress ? address.place : before.place, start) ?? firstPlace(start.conversations);
  const stays = JSON.stringify(place) === JSON.stringify(how.keepAddress ? address.place : before.place);
  const thread = stays ? (how.keepAddress ? address.thread : before.thread) : null;
  const read = await contentOf(next, place, thread);
  line?.close();
  api = next;
  as = handle;
  localStorage.setItem(remembered, handle);
  const listShown = how.keepAddress ? address.list : before.listShown;
  const nowhere = how.keepAddress ? unknownPlace(location.hash, start.conversations) : null;
  change(() => ({ ...emptyState, ...known(start), ...read, phase: 'ready', place, thread, listShown }));
  if (before.me && before.me.id !== start.me.id) announceSwitch(start);
  if (nowhere) sayNoPlace(nowhere);
  writeAddress('replace');
  openOwnLine(handle);
  // Slack's apps give their prompts when their Messages tab is opened; here they stand in the channels as well.
  if (start.prompts.length === 0) void meetApp(next, handle).catch(() => null);
};

const meetApp = async (theirs: Api, handle: string): Promise<void> => {
  const { conversation } = await theirs.post<HomeAnswer>('home', { tab: 'messages' });
  if (handle === as) change((state) => reduce(state, { type: 'conversation', conversation }));
};

const stillThere = (place: Place, start: StartAnswer): Place | null =>
  place.kind === 'home' ||
  (place.kind === 'conversation' && start.conversations.some((one) => one.id === place.id))
    ? place
    : null;

const known = ({ workspace, ...start }: StartAnswer): Partial<State> => {
  const recent = start.notices
    .filter((notice) => inStrip(notice) && notice.at > Date.now() / 1000 - 60)
    .map((notice) => notice.id);
  return { ...start, workspace: workspace.name, strip: recent };
};

const contentOf = async (from: Api, place: Place, thread: Thread | null): Promise<Partial<State>> => {
  if (place.kind !== 'conversation') return { timelines: {}, threads: {} };
  const [main, replies] = await Promise.all([
    from.get<MessagesAnswer>('messages', { channel: place.id, limit: '60' }).catch(() => nothing),
    thread ? from.get<MessagesAnswer>('thread', { ...thread }).catch(() => nothing) : null,
  ]);
  return {
    timelines: { [place.id]: { items: main.messages, hasMore: main.hasMore } },
    threads: thread && replies ? { [messageKey(thread)]: replies.messages } : {},
  };
};

const nothing: MessagesAnswer = { messages: [], hasMore: false };

const openOwnLine = (handle: string): void => {
  // What is told while the screen is being read comes after it, or an older reading would be put over it.
  let held: PageEvent[] = [];
  let reading = 0;
  line = openLine(handle, {
    // At the first opening too: something may have happened after the first reading and before this.
    open: () => {
      reading += 1;
      void catchUp(handle).finally(() => {
        reading -= 1;
        if (reading > 0) return;
        const told = held;
        held = [];
        for (const event of told) take(event);
      });
    },
    event: (event: PageEvent) => {
      if (reading > 0) held.push(event);
      else take(event);
    },
    state: (state) => change(() => ({ line: state })),
  });
};

const take = (event: PageEvent): void => {
  const before = getState();
  change((state) => reduce(state, event));
  hear(event, before);
  if (event.type === 'message') openAnswer(event.message, before);
};

const answered = new Set<string>();

/** An answer to a question asked here opens at the side by itself, once, where there is room; focus stays in the composer. */
const openAnswer = (reply: PageMessage, before: State): void => {
  const thread = answerTo(before, reply);
  const root = thread && before.timelines[thread.channel]?.items.find((message) => message.ts === thread.ts);
  if (!thread || !root || answered.has(messageKey(thread)) || !matchMedia('(min-width: 1100px)').matches)
    return;
  answered.add(messageKey(thread));
  change((state) => ({ thread, threads: { ...state.threads, [messageKey(thread)]: [root, reply] } }));
  writeAddress('push');
};

/** Once the line is there: read again what is on screen, keep what only this page had (ephemerals), forget the rest. */
const catchUp = async (handle: string): Promise<void> => {
  const start = await patiently(() => createApi(handle).get<StartAnswer>('start'));
  const { place, thread } = getState();
  const read = await contentOf(api, place, thread);
  if (handle !== as) return;
  const now = getState();
  const fresh = Object.entries(read.timelines ?? {}).map(([id, timeline]) => {
    const there = new Set(timeline.items.map(({ ts }) => ts));
    const own = (now.timelines[id]?.items ?? []).filter(({ ephemeral, ts }) => ephemeral && !there.has(ts));
    const items = [...timeline.items, ...own].sort((a, b) => Number(a.ts) - Number(b.ts));
    return [id, { ...timeline, items }] as const;
  });
  // Whoever has gone elsewhere meanwhile has read that place over the open line.
  const elsewhere = now.place.kind === 'conversation' ? now.timelines[now.place.id] : undefined;
  const theirs = known(start);
  const seen = new Set(now.notices.map((notice) => notice.id));
  change(() => ({
    ...theirs,
    ...read,
    timelines: {
      ...(now.place.kind === 'conversation' && elsewhere ? { [now.place.id]: elsewhere } : {}),
      ...Object.fromEntries(fresh),
    },
    // Those with a number below 0 are this page's own.
    notices: [...start.notices, ...getState().notices.filter(({ id }) => id < 0)],
    // What was dismissed stays so; what was told while there was no line stands there now.
    strip: [...getState().strip, ...(theirs.strip ?? []).filter((id) => !seen.has(id))],
  }));
};

export const hurryLine = (): void => line?.hurry();

const announceSwitch = (start: StartAnswer): void => {
  const role = start.me.role ? `, ${start.me.role}` : '';
  const banner = `You are now ${start.me.name}${role}.`;
  change(() => ({ banner }));
  setTimeout(() => change((state) => (state.banner === banner ? { banner: '' } : {})), 3_000);
};

/** Puts where one is into the address. */
export const writeAddress = (how: 'push' | 'replace'): void => {
  const { place, thread, conversations, listShown } = getState();
  const url = new URL(location.href);
  url.searchParams.set('as', as);
  url.hash = hashOf({ place, thread, list: listShown }, conversations);
  if (url.href === location.href) return;
  if (how === 'push') history.pushState(null, '', url);
  else history.replaceState(null, '', url);
};
