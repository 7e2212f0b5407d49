import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Log } from '../log.ts';
import type { Models } from '../models/models.ts';
import type { Person } from '../policy/nouns.ts';
import type { Reply } from './reply.ts';

/** `thread` is the root message (channel + ts for Slack, any word for the command line); narrowing and "yes" work within it. */
export type Place = { kind: 'dm' | 'channel' | 'slash' | 'cli'; channel?: string; thread?: string };

/** What asking may touch. */
export type AskUse = { db: Db; now: Clock; zone: string; models: Models; log: Log };

export type Asked = { requestId: string; reply: Reply };

/** One request in, one answer or confirmation out. Stores the request and its run; never throws for what the outside did. */
export async function ask(
  _use: AskUse,
  _input: { text: string; by: Person | null; slackUser?: string; place: Place },
): Promise<Asked> {
  throw new Error('being built');
}

/** Goes on from a reply: an option of a question back, "yes" / "no" to a confirmation, a suggestion. Only the asker may. */
export async function press(
  _use: AskUse,
  _input: { requestId: string; choice: string; by: Person | null; slackUser?: string },
): Promise<Asked> {
  throw new Error('being built');
}
