import { randomBytes } from 'node:crypto';
import type { Admin } from './admin-route.ts';
import { usualApp } from './app-settings.ts';
import { createCalls } from './calls.ts';
import { usualCast } from './cast.ts';
import { createDelivery } from './delivery.ts';
import { shownFault } from './fault-choices.ts';
import { createFaults } from './faults.ts';
import { createHttpTransport } from './http-events.ts';
import { appId, botUser, team } from './identity.ts';
import { createStamps } from './ids.ts';
import type { Inside } from './inside.ts';
import { createLimits, type LimitsWanted } from './limits.ts';
import { createModals } from './modals.ts';
import { createNotices } from './notices.ts';
import type { Secrets, Timing } from './nouns.ts';
import { createPush } from './push.ts';
import { createResponseUrls } from './response-urls.ts';
import { type Seed, type Seeded, seed } from './seeding.ts';
import { openServer } from './server.ts';
import { createSockets } from './socket.ts';
import { type Somebody, somebody } from './somebody.ts';
import { openStore } from './store.ts';
import { endInTime } from './streams.ts';
import { createTriggers } from './triggers.ts';

export type WorkspaceOptions = Seed & {
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  port?: number;
  /** Where to remember everything; absent: only as long as the program runs. */
  dataDir?: string;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Signed HTTP events to this address; absent: Socket Mode. */
  eventsUrl?: string;
  limits?: LimitsWanted;
  timing?: Partial<Timing>;
  /** A folder with the page's modules put together; absent: their sources are served. */
  page?: string | null;
};

/** Slack's own times. `retryMs`: at once, after a minute, after five. */
const slackTiming: Timing = {
  ackMs: 3_000,
  triggerMs: 3_000,
  retryMs: [0, 60_000, 300_000],
  responseUrlMs: 1_800_000,
  streamMs: 300_000,
};

export type Workspace = Awaited<ReturnType<typeof createWorkspace>>;

/** A Slack workspace on this machine. Without `people` and `channels` it has the usual cast of the tests. */
export async function createWorkspace(options: WorkspaceOptions = {}) {
  const now = options.now ?? Date.now;
  const timing: Timing = { ...slackTiming, ...options.timing };
  const store = openStore({
    dir: options.dataDir,
    unwritten: (error) =>
      notices.add(
        'warning',
        error === null
          ? 'All that was said is written down again.'
          : `What is said here cannot be written to ${options.dataDir} (${(error as NodeJS.ErrnoException).code ?? error}). It is kept in memory, and written down as soon as that works; stop the program before then, and it is lost.`,
      ),
  });
  const secrets = store.secrets.get('secrets') ?? store.secrets.put('secrets', freshSecrets());
  let declared = usualApp;
  const app = (): typeof usualApp => declared;
  const stamps = createStamps(now);
  const push = createPush();
  const notices = createNotices({ push, now });
  const faults = createFaults({
    notices,
    changed: (on) => push.all({ type: 'faults', on: on.map(shownFault) }),
  });
  let base = '';
  let publicUrl: string | null = null;
  const outside = (): string => publicUrl ?? base;
  const ackMs = (): number => timing.ackMs;
  const appName = (): string => app().name;
  const sockets = createSockets({
    ackMs,
    now,
    notices,
    appName,
    changed: () => push.all({ type: 'app', app: appState() }),
    joined: () => use.delivery.connected(),
  });
  const http = createHttpTransport({
    url: () => eventsUrlOf(app()) ?? '',
    signingSecret: () => secrets.signingSecret,
    verificationToken: () => secrets.verificationToken,
    ackMs,
    now,
  });
  const appState: Inside['appState'] = () => {
    const {
      name,
      delivery: { mode },
      events,
    } = app();
    const connections = sockets.count();
    const connected = mode === 'http' || connections > 0;
    const stops = events.includes('agent_session_stopped');
    return { name, user: botUser, connected, mode, connections, stops };
  };
  const use: Inside = {
    store,
    now,
    stamps,
    timing: () => timing,
    secrets,
    app,
    setApp: (settings) => {
      declared = settings;
    },
    appState,
    push,
    notices,
    faults,
    calls: createCalls({ now }),
    limits: createLimits({ now }),
    triggers: createTriggers({ now, lifeMs: () => timing.triggerMs }),
    delivery: createDelivery({
      transport: () => (eventsUrlOf(app()) ? http : sockets),
      faults,
      notices,
      timing: () => timing,
      now,
      appName,
    }),
    sockets,
    modals: createModals(),
    responseUrls: createResponseUrls({ now, lifeMs: () => timing.responseUrlMs, base: outside }),
    ephemerals: new Map(),
    lately: new Map(),
    sessions: new Map(),
    streamEnds: new Map(),
    base: outside,
    page: options.page ?? null,
  };
  for (const message of [...store.channels.all()].flatMap((channel) => store.messages.of(channel.id))) {
    stamps.seen(message.ts);
    endInTime(use, message);
  }
  putApp(use);
  if (options.limits) use.limits.set(options.limits);
  const admin: Admin = {
    setTiming: (wanted) => Object.assign(timing, wanted),
    setPublicUrl: (url) => {
      publicUrl = url?.replace(/\/$/, '') ?? null;
    },
    setDelivery: async (url) => {
      declared = { ...declared, delivery: url ? { mode: 'http', url } : { mode: 'socket' } };
      push.all({ type: 'app', app: appState() });
      if (url) use.delivery.connected();
      const reply = url ? await http.verify() : { ok: true as const };
      if (!reply.ok)
        notices.add(
          'warning',
          `The events address ${url} did not answer Slack's challenge (${reply.reason}).`,
        );
      return { verified: reply.ok, reason: reply.ok ? '' : reply.reason };
    },
  };
  const { people, channels, app: appWanted } = options;
  let seeded = seed(use, people || channels || appWanted ? { people, channels, app: appWanted } : usualCast);

  const server = await openServer(use, admin, options.port ?? 0);
  const { port } = server;
  base = `http://127.0.0.1:${port}`;
  if (options.eventsUrl) await admin.setDelivery(options.eventsUrl);

  return {
    port,
    /** `http://127.0.0.1:port`: the page. */
    url: base,
    /** For `slackApiUrl` and SLACK_API_URL. */
    apiUrl: `${base}/api/`,
    botToken: secrets.botToken,
    appToken: secrets.appToken,
    signingSecret: secrets.signingSecret,
    ids: { team: team.id, app: appId, bot: botUser },
    /** Slack ids by e-mail and by channel name. */
    users: (): Seeded['people'] => seeded.people,
    channels: (): Seeded['channels'] => seeded.channels,
    /** Adds or changes people and channels. */
    seed: (wanted: Seed): Seeded => {
      seeded = seed(use, wanted);
      return seeded;
    },
    faults,
    calls: use.calls,
    notices,
    limits: use.limits,
    delivery: use.delivery,
    sockets,
    /** Switches between signed HTTP (an address) and Socket Mode (null). */
    setDelivery: admin.setDelivery,
    setTiming: admin.setTiming,
    /** Acts as a person: by handle, first name, e-mail or id. */
    as: (name: string): Somebody => somebody(use, name),
    /** Resolves when the app is connected (Socket Mode). */
    connected: async (within = 10_000): Promise<void> => {
      const until = Date.now() + within;
      while (sockets.count() === 0) {
        if (Date.now() > until) throw new Error(`No app connected within ${within} ms.`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    stop: async (): Promise<void> => {
      for (const timer of use.streamEnds.values()) clearTimeout(timer);
      use.delivery.stop();
      sockets.close();
      push.close();
      await server.close();
      store.close();
    },
  };
}

/** The app is a person of the workspace too. */
function putApp(use: Inside): void {
  const { name } = use.app();
  use.store.people.put(botUser, {
    id: botUser,
    handle: name.toLowerCase(),
    name,
    firstName: name,
    email: '',
    tz: 'UTC',
    role: 'app',
    rights: '',
    admin: false,
    bot: true,
    deleted: false,
    updated: use.now() / 1000,
  });
}

const eventsUrlOf = ({ delivery }: typeof usualApp): string | null =>
  delivery.mode === 'http' ? delivery.url : null;

function freshSecrets(): Secrets {
  const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
  return {
    botToken: `xoxb-local-${hex(16)}`,
    appToken: `xapp-1-local-${hex(16)}`,
    signingSecret: hex(16),
    verificationToken: hex(12),
  };
}
