/** The line to Slack: what comes in is kept from the moment it is open, whether or not anybody works on it yet. */
import type { Db } from '../db/pool.ts';
import { type Room, watchRoom } from '../db/room.ts';
import { createInbox, type Inbox } from '../jobs/inbox.ts';
import type { Log } from '../log.ts';
import { type BoltSettings, type Connection, createConnection } from './bolt.ts';
import { createClient, type SlackClient } from './client.ts';
import { tellOfLost } from './lost.ts';

export type Line = { client: SlackClient; inbox: Inbox; connection: Connection; room: Room };

export function createLine(use: {
  slack: BoltSettings;
  db: Db;
  /** Absent: only the database's own complaints are known. */
  room?: Room;
  log: Log;
  timeoutMs?: number;
}): Line {
  const { slack, log, timeoutMs } = use;
  const client = createClient(slack.botToken, { apiUrl: slack.apiUrl, timeoutMs, log });
  const inbox = createInbox({ db: use.db });
  const room = use.room ?? watchRoom({ db: use.db, folder: null });
  const sayLost = tellOfLost({ client, room, log });
  return {
    client,
    inbox,
    room,
    connection: createConnection({ slack, client, inbox, sayLost, log, timeoutMs }),
  };
}
