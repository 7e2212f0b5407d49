/** Bolt in both modes. Every payload passes our wrapper before Bolt acknowledges it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver as BoltReceiver, SocketModeReceiver } from '@slack/bolt';
// From their own files: Bolt's index reads Express and a receiver for AWS as well, a third of what connecting takes.
import BoltApp from '@slack/bolt/dist/App.js';
import BoltHttp from '@slack/bolt/dist/receivers/HTTPReceiver.js';
import BoltSocket from '@slack/bolt/dist/receivers/SocketModeReceiver.js';
import { CannotStart } from '../errors.ts';
import type { Inbox } from '../jobs/inbox.ts';
import type { Log } from '../log.ts';
import { clientOptions, outcome, quietLogger, type SlackClient } from './client.ts';
import { arrivalOf, type Self } from './ingress.ts';
import type { SayLost } from './lost.ts';

/** Node gives a CommonJS module's exports as its default, vitest the default among them. */
const classOf = <T extends object>(given: { default: T } | T): T =>
  'default' in given ? given.default : given;
const bolt = {
  App: classOf(BoltApp),
  HTTPReceiver: classOf(BoltHttp),
  SocketModeReceiver: classOf(BoltSocket),
};

export type BoltSettings = {
  botToken: string;
  appToken: string | null;
  signingSecret: string | null;
  mode: 'socket' | 'http';
  apiUrl: string | null;
};

export type Connection = {
  app: App;
  /** Connects, once: repeated, it is the same start. Throws CannotStart when Slack refuses the token. */
  start(): Promise<void>;
  /** Its listeners are there. What must be answered while Slack waits has waited for them; the rest was kept before. */
  attend(): void;
  stop(): Promise<void>;
  ready(): boolean;
  self(): Self;
  /** For the house's HTTP server, in http mode: POST /slack/events. */
  requestListener: ((request: IncomingMessage, response: ServerResponse) => void) | null;
};

export const EVENTS_PATH = '/slack/events';
const FUTURE_SECONDS = 300;
/** Slack's largest payloads, forms with all their fields, are far below. */
const MOST_BYTES = 2_000_000;

export function createConnection(use: {
  slack: BoltSettings;
  client: SlackClient;
  inbox: Inbox;
  sayLost: SayLost;
  log: Log;
  timeoutMs?: number;
}): Connection {
  const { slack, log } = use;
  let self: Self | null = null;
  const whoWeAre = (): Self => {
    if (!self) throw new Error('Slack is not connected yet.');
    return self;
  };
  const options = clientOptions({ apiUrl: slack.apiUrl, log, timeoutMs: use.timeoutMs });
  const logger = quietLogger(log);
  const receiver = createReceiver(slack, logger, options);
  const app = new bolt.App({
    receiver: receiver.made,
    socketMode: slack.mode === 'socket',
    // Our own answer to "who are we": one auth.test at the start, none for each event.
    authorize: async () => ({
      botToken: slack.botToken,
      botId: whoWeAre().botId ?? undefined,
      botUserId: whoWeAre().botUserId,
    }),
    clientOptions: { ...options },
    convoStore: false,
    ignoreSelf: true,
    deferInitialization: true,
    logger,
  });
  app.error(async (error) => {
    log.warn({ err: error }, 'A listener failed; Slack shows the person that it did not work.');
    throw error;
  });

  const attended = Promise.withResolvers<void>();
  attended.promise.catch(() => undefined);
  const inFlight = new Set<Promise<void>>();
  const inner = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const work = take(event);
    inFlight.add(work);
    return work.finally(() => inFlight.delete(work));
  };
  const take = async (event: Parameters<typeof inner>[0]): Promise<void> => {
    const arrival = arrivalOf(event.body, whoWeAre());
    if (arrival.do === 'listen') {
      await attended.promise;
      return inner(event);
    }
    try {
      // No acknowledgement without a row: what is thrown here makes Slack send it again.
      if (arrival.do === 'store') await use.inbox.store(arrival.item);
    } catch (error) {
      const said = arrival.do === 'store' ? await use.sayLost(arrival.item, whoWeAre(), error) : null;
      if (!said) throw error;
      return event.ack(said.answer);
    }
    await event.ack();
  };

  let stopped = false;
  const connect = async (): Promise<void> => {
    const first = await outcome(use.client.auth.test());
    if (first.say === 'refused') {
      throw new CannotStart(`Slack refuses the bot token: ${first.because}.`, {
        fix: 'Check SLACK_BOT_TOKEN (Slack → your app → OAuth & Permissions).',
      });
    }
    await app.init();
    const known = first.say === 'done' ? identityOf(first.answer) : null;
    if (known) {
      self = known;
      await receiver.connect(() => stopped, log);
      return;
    }
    log.warn('Slack does not answer; trying again until it does.');
    void untilKnown(use.client, () => stopped).then(async (found) => {
      self = found;
      if (found) await receiver.connect(() => stopped, log);
    });
  };
  let started: Promise<void> | null = null;
  return {
    app,
    attend: attended.resolve,
    self: whoWeAre,
    ready: () => self !== null && receiver.connected(),
    requestListener: receiver.listener && guarded(receiver.listener),
    start: () => {
      started ??= connect();
      return started;
    },
    stop: async () => {
      stopped = true;
      attended.reject(new Error('Steward stops; Slack may send it again.'));
      await receiver.disconnect();
      await Promise.allSettled([...inFlight]);
    },
  };
}

const identityOf = (answer: { team_id?: string; user_id?: string; bot_id?: string }): Self | null =>
  answer.team_id && answer.user_id
    ? { teamId: answer.team_id, botUserId: answer.user_id, botId: answer.bot_id ?? null }
    : null;

async function untilKnown(client: SlackClient, stopped: () => boolean): Promise<Self | null> {
  for (let wait = 500; !stopped(); wait = Math.min(wait * 2, 30_000)) {
    await pause(wait);
    const result = await outcome(client.auth.test());
    const found = result.say === 'done' ? identityOf(result.answer) : null;
    if (found) return found;
  }
  return null;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

type Receiver = {
  made: BoltReceiver;
  listener: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  connected(): boolean;
  connect(stopped: () => boolean, log: Log): Promise<void>;
  disconnect(): Promise<void>;
};

function createReceiver(
  slack: BoltSettings,
  logger: ReturnType<typeof quietLogger>,
  options: ReturnType<typeof clientOptions>,
): Receiver {
  if (slack.mode === 'http') {
    const http = new bolt.HTTPReceiver({
      signingSecret: slack.signingSecret ?? '',
      endpoints: [EVENTS_PATH],
      logger,
    });
    return {
      made: http,
      listener: (request, response) => http.requestListener(request, response),
      connected: () => true,
      connect: async () => {},
      disconnect: async () => {},
    };
  }
  const socket = new bolt.SocketModeReceiver({
    appToken: slack.appToken ?? '',
    // Its own reconnecting dies of an unhandled rejection when Slack is down, and is deaf for five seconds at each refresh.
    autoReconnectEnabled: false,
    logger,
    installerOptions: { clientOptions: { ...options } },
  });
  return { made: socket, listener: null, ...keptConnected(socket) };
}

/** Connects, and connects again whenever the socket ends, at once the first time and then ever more slowly. */
function keptConnected(socket: SocketModeReceiver): Pick<Receiver, 'connected' | 'connect' | 'disconnect'> {
  let up = false;
  const loop = async (stopped: () => boolean, log: Log, tried: () => void) => {
    for (let wait = 250; !stopped(); ) {
      const ends = Promise.withResolvers<void>();
      const end = () => ends.resolve();
      socket.client.once('disconnected', end);
      try {
        await socket.client.start();
        up = true;
        wait = 250;
        tried();
        await ends.promise;
      } catch (error) {
        socket.client.off('disconnected', end);
        log.warn({ err: error }, 'The socket to Slack could not be opened; trying again.');
      }
      up = false;
      tried();
      if (!stopped()) await pause(wait);
      wait = Math.min(wait * 2, 15_000);
    }
  };
  return {
    connected: () => up,
    connect: (stopped, log) => new Promise((tried) => void loop(stopped, log, tried)),
    disconnect: async () => {
      if (up) await socket.client.disconnect();
      up = false;
    },
  };
}

/** Bolt refuses old timestamps only; one from the future could be replayed for as long. Nor does it mind how much comes. */
const guarded =
  (listener: (request: IncomingMessage, response: ServerResponse) => void) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const at = Number(request.headers['x-slack-request-timestamp']);
    if (at > Date.now() / 1000 + FUTURE_SECONDS) {
      response.writeHead(401).end();
      return;
    }
    listener(request, response);
    // Bolt gathers the whole body before it looks at the signature; anybody can send one that never ends.
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > MOST_BYTES) request.destroy();
    });
  };
