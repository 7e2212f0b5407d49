import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { threadOf } from './api/conversations.ts';
import { dmOf } from './api/places.ts';
import { press, suggest } from './clicks.ts';
import { channelOfPerson, command, openHome, say, stopSession } from './deeds.ts';
import { faultsAnswer, switchFault } from './fault-route.ts';
import { close, submit } from './forms.ts';
import { jsonBodyOf, sendJson } from './http.ts';
import { team } from './identity.ts';
import type { Inside } from './inside.ts';
import type { Seat } from './modals.ts';
import { type Json, type Person, Refusal, type View } from './nouns.ts';
import type {
  FaultsAnswer,
  HomeAnswer,
  MessagesAnswer,
  PageMessage,
  PeopleAnswer,
  SearchAnswer,
  SendAnswer,
  SessionStatus,
  StartAnswer,
  StateValue,
  StateValues,
} from './page-api.ts';
import {
  callsOf,
  conversationFor,
  inChannel,
  newestRead,
  pageMessage,
  pagePerson,
  pageView,
} from './page-wire.ts';
import { markRead } from './post.ts';
import { changeReactions } from './reactions.ts';

/** `/_page/<route>`: the page's own way in. See page-api.ts for every route. */
export async function pageRoute(
  use: Inside,
  route: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://local').searchParams;
  try {
    if (route === 'people') return sendJson(response, peopleAnswer(use));
    if (route === 'faults') return sendJson(response, await faults(use, request));
    const me = whoIs(use, query.get('as') ?? '');
    const seat = { user: me.id, window: query.get('window') ?? '' };
    const answer =
      request.method === 'POST'
        ? await posted(use, me, seat, route, await jsonBodyOf(request))
        : asked(use, me, seat, route, query);
    sendJson(response, answer);
  } catch (error) {
    if (route === 'faults' && error instanceof z.ZodError) {
      const reason = z.prettifyError(error);
      return sendJson(
        response,
        { ok: false, sentence: 'That is no fault that can be tried.', reason },
        { status: 400 },
      );
    }
    const code =
      error instanceof z.ZodError ? 'invalid_arguments' : error instanceof Refusal ? error.code : null;
    if (!code) throw error;
    const sentence = sentences[code] ?? `That is not possible: ${code}.`;
    sendJson(
      response,
      { ok: false, sentence, reason: code },
      { status: code === 'user_not_found' ? 404 : 400 },
    );
  }
}

const faults = async (use: Inside, request: IncomingMessage): Promise<FaultsAnswer> =>
  request.method === 'POST' ? switchFault(use, await jsonBodyOf(request)) : faultsAnswer(use);

const sentences: Record<string, string> = {
  user_not_found: 'There is no person of that name in this workspace.',
  channel_not_found: 'You are not in that conversation.',
  is_archived: 'That channel is archived.',
  no_text: 'Type something first.',
  msg_too_long: 'A message has at most 40,000 characters. Shorten it, or send it in parts.',
  message_not_found: 'That message is gone.',
  view_not_found: 'That form is closed.',
};

/** A person by id or handle. */
export function whoIs(use: Pick<Inside, 'store'>, wanted: string): Person {
  const person =
    use.store.people.get(wanted) ??
    [...use.store.people.all()].find((one) => one.handle === wanted.toLowerCase());
  if (!person || person.bot) throw new Refusal('user_not_found');
  return person;
}

const peopleOf = (use: Inside) =>
  [...use.store.people.all()]
    .filter((person) => !person.deleted)
    .map((person) => pagePerson(person, use.now()));

const peopleAnswer = (use: Inside): PeopleAnswer => ({
  people: peopleOf(use)
    .filter((person) => !person.isApp)
    .map((person) => ({
      ...person,
      calls: callsOf(use.store, person.id),
      readTo: newestRead(use.store, person.id),
    })),
  workspace: { id: team.id, name: team.name },
});

function asked(use: Inside, me: Person, seat: Seat, route: string, query: URLSearchParams): unknown {
  switch (route) {
    case 'start':
      return startAnswer(use, me, seat);
    case 'messages':
      return messages(use, me, query);
    case 'thread': {
      const channel = channelOfPerson(use, me.id, query.get('channel') ?? '');
      const ts = query.get('ts') ?? '';
      const own = ephemeralsOf(use, me, channel.id).filter((message) => message.thread_ts === ts);
      return {
        messages: byTime([...threadOf(use, channel.id, ts).map(pageMessage), ...own]),
        hasMore: false,
      } satisfies MessagesAnswer;
    }
    case 'search':
      return { hits: search(use, me, (query.get('q') ?? '').toLowerCase()) } satisfies SearchAnswer;
    default:
      throw new Refusal('unknown_route');
  }
}

async function posted(use: Inside, me: Person, seat: Seat, route: string, body: Json): Promise<unknown> {
  switch (route) {
    case 'send':
      return { ok: true, message: pageMessage(say(use, me.id, Send.parse(body))) } satisfies SendAnswer;
    case 'command':
      return command(use, seat, Command.parse(body));
    case 'action':
      return press(use, seat, Action.parse(body));
    case 'options':
      return suggest(use, me.id, Options.parse(body));
    case 'submit': {
      const { viewId, state } = Submit.parse(body);
      return submit(use, me.id, viewId, state);
    }
    case 'close': {
      const { viewId, all } = Close.parse(body);
      return close(use, me.id, viewId, all);
    }
    case 'home': {
      const channel = openHome(use, me.id, Home.parse(body).tab);
      const home = use.store.homes.get(me.id);
      return {
        view: home ? pageView(home) : null,
        conversation: conversationFor(use.store, me.id, channel),
      } satisfies HomeAnswer;
    }
    case 'read': {
      const { channel, ts } = Read.parse(body);
      markRead(use, channelOfPerson(use, me.id, channel), me.id, ts);
      return { ok: true };
    }
    case 'stop':
      stopSession(use, me.id, Stop.parse(body));
      return { ok: true };
    case 'react': {
      const wanted = React.parse(body);
      const channel = channelOfPerson(use, me.id, wanted.channel);
      const message = use.store.messages.get(channel.id, wanted.ts);
      if (!message) throw new Refusal('message_not_found');
      changeReactions(use, channel, message, { name: wanted.name, user: me.id, remove: wanted.remove });
      return { ok: true };
    }
    case 'dm': {
      const { user } = z.object({ user: z.string() }).parse(body);
      if (!use.store.people.get(user)) throw new Refusal('user_not_found');
      return { conversation: conversationFor(use.store, me.id, dmOf(use, [me.id, user])) };
    }
    default:
      throw new Refusal('unknown_route');
  }
}

const word = z.string().min(1);
const Values = z.record(
  z.string(),
  z.record(
    z.string(),
    z.custom<StateValue>((value) => typeof value === 'object' && value !== null),
  ),
);
const state: z.ZodType<StateValues> = Values;
const container = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), channel: word, ts: word }),
  z.object({ type: z.literal('view'), viewId: word }),
]);
const longestText = 40_000;
const typedText = z.string().transform((text) => {
  if (text.length > longestText) throw new Refusal('msg_too_long', { length: text.length });
  return text;
});
const Send = z.object({ channel: word, text: typedText, thread: word.optional() });
const Command = z.object({
  channel: word,
  command: word,
  text: typedText.default(''),
  thread: word.optional(),
});
const Action = z.object({
  container,
  blockId: word,
  actionId: word,
  chosen: z.custom<StateValue>((value) => typeof value === 'object' && value !== null).optional(),
  state: state.optional(),
});
const Options = z.object({ container, blockId: word, actionId: word, value: z.string() });
const Submit = z.object({ viewId: word, state });
const Close = z.object({ viewId: word, all: z.boolean().optional() });
const Home = z.object({ tab: z.enum(['home', 'messages']) });
const Read = z.object({ channel: word, ts: word });
const Stop = z.object({ channel: word, thread: word });
const React = z.object({ channel: word, ts: word, name: word, remove: z.boolean().optional() });

// Slack ends a session's “Working…” by itself after an hour.
const hour = 3_600_000;

function startAnswer(use: Inside, me: Person, seat: Seat): StartAnswer {
  const mine = [...use.store.channels.all()].filter(
    (channel) => channel.members.includes(me.id) && !channel.archived,
  );
  const home = use.store.homes.get(me.id);
  return {
    workspace: { id: team.id, name: team.name },
    me: pagePerson(me, use.now()),
    people: peopleOf(use),
    app: use.appState(),
    conversations: mine.map((channel) => conversationFor(use.store, me.id, channel)),
    commands: use.app().commands,
    home: home ? pageView(home) : null,
    views: viewsIn(use, seat).map(pageView),
    prompts: mine.flatMap((channel) => use.store.prompts.get(channel.id) ?? []),
    sessions: [...use.sessions.values()]
      .filter((session) => session.status !== 'processing' || use.now() - session.since < hour)
      .filter((session) => mine.some((channel) => channel.id === session.channel))
      .map((session) => ({
        channel: session.channel,
        thread_ts: session.threadTs,
        status: session.status as SessionStatus['status'],
      })),
    notices: use.notices.recent(),
    faults: faultsAnswer(use).on,
    standing: use.notices.standing(),
  };
}

/** What a program opened for somebody is shown in every window of theirs. */
const viewsIn = (use: Inside, seat: Seat): View[] => {
  const here = use.modals.in(seat);
  return here.length > 0 ? here : use.modals.in({ ...seat, window: '' });
};

function messages(use: Inside, me: Person, query: URLSearchParams): MessagesAnswer {
  const channel = channelOfPerson(use, me.id, query.get('channel') ?? '');
  const before = query.get('before') ?? '';
  const limit = Math.min(Math.max(Number(query.get('limit')) || 50, 1), 200);
  const own = ephemeralsOf(use, me, channel.id).filter((message) => !message.thread_ts);
  const all = byTime([...inChannel(use.store, channel.id).map(pageMessage), ...own]).filter(
    ({ ts }) => !before || ts < before,
  );
  return { messages: all.slice(-limit), hasMore: all.length > limit };
}

const ephemeralsOf = (use: Inside, me: Person, channel: string): PageMessage[] =>
  [...use.ephemerals.values()]
    .filter((one) => one.channel === channel && one.onlyFor === me.id)
    .map(pageMessage);

const byTime = (all: PageMessage[]): PageMessage[] => all.sort((a, b) => (a.ts < b.ts ? -1 : 1));

function search(use: Inside, me: Person, wanted: string): PageMessage[] {
  if (!wanted.trim()) return [];
  const mine = [...use.store.channels.all()].filter((channel) => channel.members.includes(me.id));
  const hits = mine
    .flatMap((channel) => use.store.messages.of(channel.id))
    .filter(({ text }) => text.toLowerCase().includes(wanted));
  return byTime(hits.map(pageMessage)).reverse().slice(0, 50);
}
