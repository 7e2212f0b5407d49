/** What the doors may touch. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Log } from '../log.ts';
import type { Models } from '../models/models.ts';
import type { AskUse } from '../requests/recorded.ts';
import type { Self } from './ingress.ts';
import type { SayUse } from './say.ts';
import type { Who } from './who.ts';
import type { Patience } from './working.ts';

export type DoorUse = SayUse & {
  db: Db;
  clock: Clock;
  zone: string;
  log: Log;
  models: Models;
  who: Who;
  self: () => Self;
  /** For the reply addresses that come with clicks and commands; calls Slack's hosts only. */
  fetch: typeof globalThis.fetch;
  /** The local workspace. */
  local: boolean;
  /** When a question that takes long says so. */
  patience: Patience;
  /** Whether mail goes out. */
  mails: boolean;
};

/** What a request is asked with from any door in Slack. */
export const askingFrom = (use: DoorUse): AskUse => ({
  db: use.db,
  now: use.clock,
  zone: use.zone,
  models: use.models,
  log: use.log,
  ways: { channels: use.channels, mail: use.mails },
});
