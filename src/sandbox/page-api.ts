/**
 * What the page and the local workspace say to each other. Types only: nothing here exists at run time,
 * so `import type` it from the page.
 *
 * Every route takes `?as=<user id or handle>` except `/_page/people` and `/_page/faults`, and `&window=<id>`: a modal is shown in the window in
 * which it was opened, and there alone. Bodies and answers are JSON; an answer with
 * a status of 400 or more is a `Failed`. Slack's own shapes (messages, blocks, views, state) keep Slack's spelling.
 *
 *   GET  /_page/people                                              → PeopleAnswer        who can I be
 *   GET  /_page/start                                               → StartAnswer         all that the first paint needs
 *   GET  /_page/messages?channel=&before=<ts>&limit=                → MessagesAnswer      oldest first, without replies
 *   GET  /_page/thread?channel=&ts=                                 → MessagesAnswer      root first
 *   GET  /_page/search?q=                                           → SearchAnswer
 *   POST /_page/send       SendBody                                 → SendAnswer
 *   POST /_page/command    CommandBody                              → Outcome
 *   POST /_page/action     ActionBody                               → Outcome             answers when the app acked
 *   POST /_page/options    OptionsBody                              → OptionsAnswer       for external selects
 *   POST /_page/submit     SubmitBody                               → SubmitAnswer
 *   POST /_page/close      CloseBody                                → Outcome
 *   POST /_page/home       HomeBody                                 → HomeAnswer          opens a tab of the app
 *   POST /_page/read       ReadBody                                 → Outcome             marks a conversation read
 *   POST /_page/react      ReactBody                                → Outcome
 *   POST /_page/stop       StopBody                                 → Outcome             stops the app's work in a thread
 *   POST /_page/dm         { user: string }                         → { conversation: Conversation }
 *   GET  /_page/faults                                              → FaultsAnswer        needs no `as`
 *   POST /_page/faults     FaultsBody                               → FaultsAnswer        the same
 *   GET  /_page/file?id=&download                                   → the bytes            in a conversation of this person
 *   WS   /_page/socket                                              ⇒ PageEvent, one JSON text frame each
 *
 * Files: `/` is page/index.html, `/_page/app/<file>` is page/<file> (`.ts` arrives as JavaScript), and the bare names
 * `preact`, `preact/hooks` and `htm` resolve through an import map that the server puts into index.html's <head>.
 */

export type PagePerson = {
  id: string;
  /** Lower-case handle without @, usable as `?as=`. */
  handle: string;
  name: string;
  firstName: string;
  /** "manager EMEA": what the workspace knows of the role; may be empty. */
  role: string;
  /** One line of rights for the "You are" menu; may be empty. */
  rights: string;
  email: string;
  tz: string;
  tzLabel: string;
  initials: string;
  /** `#rrggbb`, dark enough for white initials. */
  colour: string;
  isApp: boolean;
};

export type Conversation = {
  id: string;
  kind: 'channel' | 'private' | 'dm';
  /** Channel name without #; for a dm the other's full name. */
  name: string;
  topic: string;
  members: string[];
  /** The other person of a dm. */
  user: string | null;
  /** The dm with the app: its Messages tab. */
  withApp: boolean;
  appIsMember: boolean;
  archived: boolean;
  unread: number;
  mentions: number;
  lastRead: string;
  latest: string | null;
};

export type SlackBlock = { type: string; block_id?: string; [key: string]: unknown };

export type PageMessage = {
  channel: string;
  ts: string;
  thread_ts?: string;
  user: string;
  text: string;
  blocks?: SlackBlock[];
  attachments?: Record<string, unknown>[];
  /** Sent by the app. */
  bot: boolean;
  /** "Only visible to you"; gone when the workspace starts again (in Slack already after a reload). */
  ephemeral: boolean;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
  reply_count?: number;
  reply_users?: string[];
  latest_reply?: string;
  subtype?: string;
  files?: PageFile[];
  /** The app is still writing it. */
  streaming?: true;
};

/** A file in a message. Its bytes are at `/_page/file`. */
export type PageFile = {
  id: string;
  name: string;
  title: string;
  /** "CSV", "PNG": what Slack calls it. */
  kind: string;
  size: number;
  /** A picture that is shown in place. */
  picture: boolean;
  alt: string;
  deleted: boolean;
};

export type PageView = {
  id: string;
  type: 'modal' | 'home';
  title?: { type: 'plain_text'; text: string; emoji?: boolean };
  submit?: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  close?: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  blocks: SlackBlock[];
  callback_id: string;
  hash: string;
  clear_on_close: boolean;
  notify_on_close: boolean;
  root_view_id: string;
  previous_view_id: string | null;
  /** The state as Slack holds it: initial values and what was typed at the last action. */
  state: { values: StateValues };
};

/** Slack's `state.values`: by block_id, then by action_id. */
export type StateValues = Record<string, Record<string, StateValue>>;
export type SlackOption = { text: { type: string; text: string }; value?: string; [key: string]: unknown };
/** Slack's state of one element; only the key that belongs to the element's type is set. */
export type StateValue = {
  type: string;
  value?: string | null;
  selected_option?: SlackOption | null;
  selected_options?: SlackOption[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  rich_text_value?: unknown;
};

export type SlashCommand = { command: string; description: string; usageHint: string };

export type Notice = {
  id: number;
  /** Seconds since 1970, with fraction. */
  at: number;
  kind: 'refused' | 'late' | 'fault' | 'app' | 'warning';
  /** A full sentence for the strip. */
  text: string;
  /** Slack's error code of a refusal. */
  code?: string;
  /** JSON pointer into the payload. */
  pointer?: string;
  method?: string;
  payload?: unknown;
};

export type AppState = {
  name: string;
  user: string;
  connected: boolean;
  mode: 'socket' | 'http';
  connections: number;
  /** It wants to hear of Stop; without that Slack shows no such button. */
  stops: boolean;
};

/** Shown under a thread or dm while the app works: `agents.sessions.setStatus`. */
export type SessionStatus = {
  channel: string;
  thread_ts: string;
  status: 'processing' | 'active' | 'suspended' | 'closed';
};
export type SuggestedPrompts = {
  channel: string;
  title: string;
  prompts: { title: string; message: string }[];
};

/** Something that can go wrong between Slack and Steward, to be tried: with the calls of Steward, or with what people write. */
export type FaultChoice = { name: string; title: string; says: string; of: 'calls' | 'events' };
/** A fault that is switched on: "Answer lost: messages and cards, 2 times more". */
export type FaultShown = { text: string };
export type FaultsAnswer = { choices: FaultChoice[]; on: FaultShown[] };
/** `on` of a call: `messages` (chat.*), `windows` (views.*) or `everything`. `times` null: until it is switched off. */
export type FaultsBody =
  | { fault: string; on?: 'messages' | 'windows' | 'everything'; times?: number | null }
  | { off: true }
  | { cut: true };

/** `calls`: messages in channels that name this person, read or not; `readTo`: the newest that they have looked at, "0": none. */
export type PeopleAnswer = {
  people: (PagePerson & { calls: number; readTo: string })[];
  workspace: { id: string; name: string };
};
export type StartAnswer = {
  workspace: { id: string; name: string };
  me: PagePerson;
  people: PagePerson[];
  app: AppState;
  conversations: Conversation[];
  commands: SlashCommand[];
  home: PageView | null;
  /** Modals that are open in this window, the top one last. */
  views: PageView[];
  prompts: SuggestedPrompts[];
  sessions: SessionStatus[];
  notices: Notice[];
  /** Faults that are switched on. */
  faults: FaultShown[];
  /** What is so until it is said otherwise. */
  standing: string | null;
};
export type MessagesAnswer = { messages: PageMessage[]; hasMore: boolean };
export type SearchAnswer = { hits: PageMessage[] };

/** `text` is what was typed; mentions are `<@U…>` and `<#C…>` (or plain @handle); all else is escaped by the server. */
export type SendBody = { channel: string; text: string; thread?: string };
export type SendAnswer = { ok: true; message: PageMessage };
/** `command` with its slash. Slack has no commands in threads: with `thread` it is refused as Slack does. */
export type CommandBody = { channel: string; command: string; text: string; thread?: string };

export type Container = { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
export type ActionBody = {
  container: Container;
  blockId: string;
  actionId: string;
  /** What was chosen; left out for buttons. For feedback_buttons `{ type, value }` of the pressed one. */
  chosen?: StateValue;
  /** All inputs of that message or view as they stand. */
  state?: StateValues;
};
export type OptionsBody = { container: Container; blockId: string; actionId: string; value: string };
export type OptionsAnswer = { options: SlackOption[]; groups: { label: string; options: SlackOption[] }[] };
export type SubmitBody = { viewId: string; state: StateValues };
/** `errors` by block_id, from the workspace's own checks or from the app; the view stays open then. */
export type SubmitAnswer =
  | { ok: true; did: 'closed' | 'updated' | 'pushed' | 'cleared' }
  | { ok: false; errors: Record<string, string>; sentence: string };
/** `all`: the whole stack. */
export type CloseBody = { viewId: string; all?: boolean };
export type HomeBody = { tab: 'home' | 'messages' };
export type HomeAnswer = { view: PageView | null; conversation: Conversation };
export type ReadBody = { channel: string; ts: string };
export type StopBody = { channel: string; thread: string };
export type ReactBody = { channel: string; ts: string; name: string; remove?: boolean };

/** `ok: false` with status 200: the app did not do it ("That did not work. Try again."); the reason is for the notice log. */
export type Outcome = { ok: true } | { ok: false; sentence: string; reason: string };
export type Failed = { ok: false; sentence: string; reason: string };

/** Only what this person may see. */
export type PageEvent =
  | { type: 'message'; message: PageMessage }
  | { type: 'message_changed'; message: PageMessage }
  | { type: 'message_deleted'; channel: string; ts: string; ephemeral: boolean }
  | { type: 'unread'; channel: string; unread: number; mentions: number; lastRead: string }
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'conversation_left'; channel: string }
  | { type: 'people'; people: PagePerson[] }
  | { type: 'view_opened'; view: PageView }
  | { type: 'view_pushed'; view: PageView }
  | { type: 'view_updated'; view: PageView }
  /** `views` is what is left of the stack, the top one last. */
  | { type: 'view_closed'; viewId: string; views: PageView[] }
  | { type: 'view_errors'; viewId: string; errors: Record<string, string> }
  | { type: 'home'; view: PageView }
  | { type: 'session'; session: SessionStatus }
  | { type: 'prompts'; prompts: SuggestedPrompts }
  | { type: 'commands'; commands: SlashCommand[] }
  | { type: 'app'; app: AppState }
  | { type: 'faults'; on: FaultShown[] }
  | { type: 'standing'; text: string | null }
  | { type: 'notice'; notice: Notice };
