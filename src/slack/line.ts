/** The line to Slack: what comes in is kept from the moment it is open, whether or not anybody works on it yet. */
import type { Db } from '../db/pool.ts';
import { createInbox, type Inbox } from '../jobs/inbox.ts';
import type { Log } from '../log.ts';
import { type BoltSettings, type Connection, createConnection } from './bolt.ts';
import { createClient, type SlackClient } from './client.ts';

export type Line = { client: SlackClient; inbox: Inbox; connection: Connection };

export function createLine(use: { slack: BoltSettings; db: Db; log: Log; timeoutMs?: number }): Line {
  const { slack, log, timeoutMs } = use;
  const client = createClient(slack.botToken, { apiUrl: slack.apiUrl, timeoutMs, log });
  const inbox = createInbox({ db: use.db });
  return { client, inbox, connection: createConnection({ slack, client, inbox, log, timeoutMs }) };
}
