import type { Calls } from './calls.ts';
import type { Delivery } from './delivery.ts';
import type { Faults } from './faults.ts';
import type { createStamps } from './ids.ts';
import type { Limits } from './limits.ts';
import type { Modals } from './modals.ts';
import type { Notices } from './notices.ts';
import type { AppSettings, Block, Message, Secrets, Session, Timing } from './nouns.ts';
import type { AppState } from './page-api.ts';
import type { Push } from './push.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Sockets } from './socket.ts';
import type { Store } from './store.ts';
import type { Triggers } from './triggers.ts';

/** Everything that a running workspace is made of. */
export type Inside = {
  store: Store;
  now: () => number;
  stamps: ReturnType<typeof createStamps>;
  timing: () => Timing;
  secrets: Secrets;
  app: () => AppSettings;
  setApp: (settings: AppSettings) => void;
  appState: () => AppState;
  push: Push;
  notices: Notices;
  faults: Faults;
  calls: Calls;
  limits: Limits;
  triggers: Triggers;
  delivery: Delivery;
  sockets: Sockets;
  modals: Modals;
  responseUrls: ResponseUrls;
  /** Ephemeral messages, by `channel/ts`: in memory only, lost with the program. */
  ephemerals: Map<string, Message>;
  /** What messages (`channel/ts`) and Homes (`home/user`) held before they were changed: somebody may still see it. */
  lately: Map<string, { blocks: Block[]; until: number }>;
  /** Agent sessions by `channel/thread_ts`. */
  sessions: Map<string, Session>;
  /** What ends each open stream in time, by `channel/ts`. */
  streamEnds: Map<string, NodeJS.Timeout>;
  /** `http://127.0.0.1:port`, or the address that the app is to use instead. */
  base: () => string;
  /** A folder with the page's modules put together; null: their sources are served. */
  page: string | null;
};
