/** The nouns of a Slack workspace as it is kept here. Wire spelling is made from them in `wire.ts`. */

export type Person = {
  id: string;
  handle: string;
  name: string;
  firstName: string;
  email: string;
  tz: string;
  role: string;
  rights: string;
  admin: boolean;
  bot: boolean;
  deleted: boolean;
  /** Seconds. */
  updated: number;
};

export type Channel = {
  id: string;
  kind: 'channel' | 'private' | 'dm';
  /** Without #; empty for a dm. */
  name: string;
  topic: string;
  members: string[];
  created: number;
  archived: boolean;
  /** Shared with another company (Slack Connect). */
  shared: boolean;
};

export type Json = Record<string, unknown>;
export type Block = Json & { type: string; block_id?: string };
export type Metadata = { event_type: string; event_payload: Json };

/** A file as messages carry it: once shared, it changes only by being deleted. */
export type SharedFile = {
  id: string;
  user: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  size: number;
  altText?: string;
  /** Pixels, of a picture that says them. */
  width?: number;
  height?: number;
  /** Seconds. */
  created: number;
  deleted?: true;
};

/** A file from the moment in which an address for its bytes was asked for. */
export type StoredFile = SharedFile & {
  /** `waiting` for its bytes, `uploaded` but not completed, `complete`; a deleted one stays as a row. */
  state: 'waiting' | 'uploaded' | 'complete';
  /** The secret part of its upload address. */
  ticket: string;
  shares: { channel: string; ts: string; threadTs?: string }[];
  /** Channels and people that an image block has shown it to without its being shared there. */
  shownTo: string[];
};

export type Message = {
  channel: string;
  ts: string;
  user: string;
  bot: boolean;
  text: string;
  blocks?: Block[];
  attachments?: Json[];
  metadata?: Metadata;
  files?: SharedFile[];
  threadTs?: string;
  /** A reply that also shows in the channel. */
  broadcast?: boolean;
  clientMsgId?: string;
  subtype?: string;
  /** While the app streams it: since when (milliseconds), how its tasks are shown, and whether a person stopped it. */
  stream?: { since: number; display: 'timeline' | 'plan' | 'dense'; stopped?: true };
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[] }[];
  replies?: { users: string[]; count: number; latest: string };
  /** Set on an ephemeral message: the one person who sees it. */
  onlyFor?: string;
};

export type View = {
  id: string;
  type: 'modal' | 'home';
  user: string;
  /** The window in which it was opened; empty for a Home, and where a program pressed. */
  window: string;
  title?: Json;
  submit?: Json | null;
  close?: Json | null;
  blocks: Block[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  hash: string;
  rootId: string;
  previousId: string | null;
  values: Record<string, Record<string, Json>>;
};

export type Session = { channel: string; threadTs: string; status: string; title: string; since: number };
export type Prompts = { channel: string; title: string; prompts: { title: string; message: string }[] };

/** What a Slack app declares in its manifest, as far as the workspace has to know it. */
export type AppSettings = {
  name: string;
  scopes: string[];
  events: string[];
  commands: { command: string; description: string; usageHint: string }[];
  delivery: { mode: 'socket' } | { mode: 'http'; url: string };
};

/** Slack's own waiting times in milliseconds; tests compress them. */
export type Timing = {
  ackMs: number;
  triggerMs: number;
  retryMs: number[];
  responseUrlMs: number;
  /** How long a stream lives. */
  streamMs: number;
};

export type Secrets = {
  botToken: string;
  appToken: string;
  signingSecret: string;
  verificationToken: string;
};

/** A Slack refusal: the `error` of an answer with `ok: false`. */
export class Refusal extends Error {
  readonly code: string;
  readonly more: Json;

  constructor(code: string, more: Json = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

/** Stands for text that should have been JSON and is not. */
export const unreadable = Symbol('not JSON');
