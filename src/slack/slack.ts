/** Slack: the doors through which people come in, and the hand that draws. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { InboxHandlers, TopicHandlers } from '../jobs/topics.ts';
import type { Log } from '../log.ts';
import type { Models } from '../models/models.ts';
import { createDoor } from '../outside/door.ts';
import type { Mailer } from '../outside/mail.ts';
import type { BoltSettings } from './bolt.ts';
import { createChannels } from './channels.ts';
import type { Wake } from './doors/pause.ts';
import { learnAnew } from './drawing.ts';
import { type HandlerUse, inboxHandlers, topicHandlers } from './handlers.ts';
import { createLine, type Line } from './line.ts';
import { listen } from './listeners.ts';
import { waitingForRoom } from './lost.ts';
import { createPace } from './pace.ts';
import { whisperKept } from './say.ts';
import { sweepTwins } from './twins.ts';
import { createWho } from './who.ts';
import { type Patience, usualPatience } from './working.ts';

export type Counted = 'posted' | 'updated' | 'adopted' | 'refused' | 'unknown';

export type SlackOptions = {
  config: { slack: BoltSettings; zone: string; local: boolean };
  db: Db;
  clock: Clock;
  log: Log;
  models: Models;
  /** "Run now" in Home. */
  wake: Wake;
  /** By which mail goes to those who want it; absent: they hear in Slack. */
  mailer?: Mailer | null;
  /** For the metrics. */
  count?: (what: Counted) => void;
  /** How long a message whose answer was lost may still be on its way. */
  settleMs?: number;
  perSecond?: number;
  patience?: Patience;
  timeoutMs?: number;
  /** The line, where it was opened before; absent: one of its own. */
  line?: Line;
};

export type Slack = {
  start(): Promise<void>;
  stop(): Promise<void>;
  ready(): boolean;
  topics: Pick<TopicHandlers, 'draw' | 'whisper' | 'file' | 'picture' | 'home' | 'mail'>;
  inbox: InboxHandlers;
  /** Who is to be told when something new is in the inbox. */
  onStored(tell: () => void): void;
  /** In http mode, for the house's one HTTP server: POST /slack/events. */
  requestListener: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  /** Says something to one person alone; kept nowhere but in Slack. Throws where it has to be tried again. */
  tell(job: { id: number; attempt: number }, user: string, text: string): Promise<void>;
  /** Closes second messages of a card that came twice; clock work. */
  sweepTwins(): Promise<number>;
};

const SETTLE_MS = 5_000;
/** Reply addresses that come with clicks and commands live here. */
const SLACK_HOOKS = 'https://hooks.slack.com';
/** The bytes of a file go there. */
const SLACK_FILES = 'https://files.slack.com';

export function createSlack(options: SlackOptions): Slack {
  const { config, db, clock, log } = options;
  const { slack } = config;
  learnAnew();
  const settleMs = options.settleMs ?? SETTLE_MS;
  const line = options.line ?? createLine({ slack, db, log, timeoutMs: options.timeoutMs });
  const { client, inbox, connection } = line;
  const channels = createChannels({ db, client, log });
  const use: HandlerUse = {
    db,
    clock,
    zone: config.zone,
    log,
    models: options.models,
    client,
    channels,
    pace: createPace({ perSecond: options.perSecond }),
    who: createWho({ db, client, self: connection.self }),
    self: connection.self,
    fetch: createDoor({ allowed: [SLACK_HOOKS, SLACK_FILES, ...(slack.apiUrl ? [slack.apiUrl] : [])] }).fetch,
    local: config.local,
    mailer: options.mailer ?? null,
    mails: Boolean(options.mailer),
    wake: options.wake,
    settleMs,
    patience: options.patience ?? usualPatience,
    count: options.count ?? (() => {}),
  };
  listen(connection, use, line);
  return {
    start: connection.start,
    stop: connection.stop,
    ready: connection.ready,
    requestListener: connection.requestListener,
    topics: topicHandlers(use),
    inbox: waitingForRoom(use, inboxHandlers(use)),
    tell: (job, user, text) => whisperKept(use, { ...job, body: { channel: `dm:${user}`, user, text } }),
    onStored: inbox.onStored,
    sweepTwins: () => sweepTwins({ db, client, log, settleMs }),
  };
}
