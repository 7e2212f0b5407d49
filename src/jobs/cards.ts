/** The card ledger's first line: somebody wants this row to be seen in Slack. Where and how it is drawn is Slack's room. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import { enqueue } from './outbox.ts';

export type CardKey =
  | `exception:${number}`
  | `answer:${number}`
  | `lead:${string}`
  | `alert:${number}`
  | `nudge:${number}`;

/**
 * Wants the card of `key` drawn as its row is now: posted if it never was, rewritten in place otherwise. Safe to call for
 * each change of the row. `channel` is a Slack channel id, or `dm:<slack user id>`; a card never moves to another channel.
 */
export async function wantCard(
  trx: Db,
  card: { key: CardKey; channel: string; threadTs?: string },
): Promise<void> {
  await trx.raw(
    `insert into cards (key, channel, thread_ts, marker) values (?, ?, ?, ?)
     on conflict (key) do update set state = 'wanted', error = null where cards.state = 'failed'`,
    [card.key, card.channel, card.threadTs ?? null, randomBytes(16).toString('hex')],
  );
  await enqueue(trx, 'draw', { key: card.key, body: { card: card.key } });
}
