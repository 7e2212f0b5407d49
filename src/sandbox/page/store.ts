import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type {
  AppState,
  Conversation,
  FaultShown,
  Notice,
  PageMessage,
  PagePerson,
  PageView,
  SessionStatus,
  SlashCommand,
  SuggestedPrompts,
} from '../page-api.ts';

export type Place = { kind: 'home' } | { kind: 'conversation'; id: string } | { kind: 'none' };
export type Timeline = { items: PageMessage[]; hasMore: boolean };
export type Thread = { channel: string; ts: string };

export type State = {
  phase: 'loading' | 'ready';
  /** The line to the workspace: `down` after a second failed try. */
  line: 'up' | 'reconnecting' | 'down';
  workspace: string;
  me: PagePerson | null;
  people: PagePerson[];
  app: AppState | null;
  conversations: Conversation[];
  commands: SlashCommand[];
  home: PageView | null;
  views: PageView[];
  viewErrors: Record<string, Record<string, string>>;
  prompts: SuggestedPrompts[];
  sessions: SessionStatus[];
  notices: Notice[];
  /** Ids of notices that stand in the strip; the log keeps all. */
  strip: number[];
  /** Faults that are switched on. */
  faults: FaultShown[];
  /** What the workspace says for as long as it is so. */
  standing: string | null;
  place: Place;
  thread: Thread | null;
  /** Narrow windows: the list of places is shown instead of the place. */
  listShown: boolean;
  timelines: Record<string, Timeline>;
  threads: Record<string, PageMessage[]>;
  /** How often a message changed in place while this page was open, by `messageKey`. */
  changes: Record<string, number>;
  /** Said once under the header: "You are now Priya Nair, rep." */
  banner: string;
};

export const emptyState: State = {
  phase: 'loading',
  line: 'up',
  workspace: '',
  me: null,
  people: [],
  app: null,
  conversations: [],
  commands: [],
  home: null,
  views: [],
  viewErrors: {},
  prompts: [],
  sessions: [],
  notices: [],
  strip: [],
  faults: [],
  standing: null,
  place: { kind: 'none' },
  thread: null,
  listShown: false,
  timelines: {},
  threads: {},
  changes: {},
  banner: '',
};

export const messageKey = (message: { channel: string; ts: string }): string =>
  `${message.channel}/${message.ts}`;

let state = emptyState;
const readers = new Set<() => void>();

export const getState = (): State => state;
export const change = (step: (before: State) => Partial<State>): void => {
  const next = { ...state, ...step(state) };
  state = next;
  for (const read of [...readers]) read();
};

/** Draws again when what `select` picks is another value (compared by identity, field by field for a small object). */
export const useStore = <T>(select: (state: State) => T): T => {
  const picked = select(state);
  const last = useRef(picked);
  const [, redraw] = useState({});
  const latest = useRef(select);
  latest.current = select;
  last.current = picked;
  useLayoutEffect(() => {
    const read = (): void => {
      if (!same(last.current, latest.current(state))) redraw({});
    };
    readers.add(read);
    read();
    return () => void readers.delete(read);
  }, []);
  return picked;
};

const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
};

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

export const personOf = (from: Pick<State, 'people'>, id: string): PagePerson | undefined =>
  from.people.find((person) => person.id === id);
export const conversationOf = (from: Pick<State, 'conversations'>, id: string): Conversation | undefined =>
  from.conversations.find((conversation) => conversation.id === id);

/** The conversation that is on screen, if one is. */
export const placed = (from: Pick<State, 'conversations' | 'place'>): Conversation | undefined =>
  from.place.kind === 'conversation' ? conversationOf(from, from.place.id) : undefined;

export const unreadOf = (from: Pick<State, 'conversations'>): number =>
  from.conversations.reduce((sum, one) => sum + one.unread, 0);
