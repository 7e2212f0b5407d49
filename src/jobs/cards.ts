/** The card ledger's first line: somebody wants this row to be seen in Slack. Where and how it is drawn is Slack's room. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import { enqueue, JOBS_CHANNEL } from './outbox.ts';

export type CardKey =
  | `exception:${number}`
  /** Several exceptions about deals of one rep; `exceptions.card` says which card shows an exception. */
  | `group:${number}`
  | `answer:${number}`
  | `lead:${string}`
  /** Of a lead that nobody claims: its id, and the first or second call. */
  | `unclaimed:${string}:${1 | 2}`
  /** For the owner of intake: one person came in again and again. */
  | `repeats:${number}`
  | `alert:${number}`
  /** The same, to one person who is to act. */
  | `alert:${number}:${string}`
  /** What was found of a figure: somebody's load, a win rate. */
  | `finding:${number}`
  /** The same, told to one person. */
  | `finding:${number}:${string}`
  /** The forecast that an agent posted. */
  | `forecast:${number}`
  /** What moved in a day, a week, a month or a quarter. */
  | `report:${number}`
  /** One that a playbook brings along, to one person. */
  | `report:${number}:${string}`
  | `nudge:${number}`
  /** Of one person who reviews it. */
  | `phrasing:${number}:${string}`
  /** A change that somebody asked for in words, where it could not be done: its conflict is decided there. */
  | `change:${number}`
  /** Many changes that somebody takes back: how far it is, and what stays. */
  | `rollback:${number}`
  /** A request for auto mode, to one person who can sign it or who asked. */
  | `mode:${number}:${string}`
  /** For the owner of an agent: auto mode ended by itself. */
  | `lowered:${number}`
  /** For the owner of an agent: of many things that it does alone a few go first, and how they came out. */
  | `batch:${number}`
  | `batch:${number}:stopped`
  /** Of many things that a person does at once, for one who may give the second approval. */
  | `batch:${number}:for:${string}`
  /** For the owner of an agent: it has paused itself. */
  | `break:${number}`
  /** For whom something was to come by e-mail: it did not go. */
  | `unmailed:${number}`
  /** The draft of a second message after one that went out, for whoever drafted it. */
  | `correction:${number}`
  /** For whoever made a rule: what it starts outside, while it can be stopped. */
  | `start:${number}`
  /** A playbook that came by itself; and that it is over. */
  | `playbook:${number}`
  | `playbook:${number}:over`
  /** For the owner of the pipeline agent: more workflows than may be started within an hour. */
  | `flood:${number}`
  | `greeting:${string}`
  /** What waits for a person without having interrupted them: their id, and the day there. */
  | `digest:${string}:${string}`;

export type WantedCard = { key: CardKey; channel: string; threadTs?: string };

/**
 * Wants the card of `key` drawn as its row is now: posted if it never was, rewritten in place otherwise. Safe to call for
 * each change of the row. `channel` is a Slack channel id, or `dm:<slack user id>`; a card never moves to another channel.
 */
export const wantCard = (trx: Db, card: WantedCard): Promise<void> => wantCards(trx, [card]);

/** `wantCard` for many at once. A card that is held stays held; a digest in which it stands is drawn anew. */
export async function wantCards(trx: Db, cards: WantedCard[]): Promise<void> {
  if (cards.length === 0) return;
  // Several exceptions may want the one card that they share.
  const each = new Map(cards.map((card) => [card.key, card]));
  const rows = [...each.values()].map((card) => ({ ...card, marker: randomBytes(16).toString('hex') }));
  await trx.raw(
    `with wanted as (
       select * from jsonb_to_recordset(?::jsonb) as c(key text, channel text, "threadTs" text, marker text)
     ), line as (
       insert into cards (key, channel, thread_ts, marker) select key, channel, "threadTs", marker from wanted
       on conflict (key) do update set state = 'wanted', error = null where cards.state = 'failed'
     ), shown as (
       select key from wanted where not exists (select 1 from cards c where c.key = wanted.key and c.state = 'held')
       union select r.digest from digest_rows r join wanted on wanted.key = r.card
     ), job as (
       insert into outbox (topic, key, body, not_before)
       select 'draw', key, jsonb_build_object('card', key), clock_timestamp() from shown
       on conflict (topic, key) where done_at is null and failed_at is null do update set
         again = outbox.again or outbox.lease_until is not null, not_before = least(outbox.not_before, excluded.not_before)
     )
     select pg_notify('${JOBS_CHANNEL}', 'outbox')`,
    [JSON.stringify(rows)],
  );
}

/** Wants a card that is in the ledger already drawn anew; one that never was wanted stays unwanted. */
export const redrawCard = (trx: Db, key: CardKey): Promise<void> => redrawCards(trx, [key]);

/** `redrawCard` for many at once. */
export async function redrawCards(trx: Db, keys: CardKey[]): Promise<void> {
  if (keys.length === 0) return;
  const known = await trx('cards')
    .whereIn('key', keys)
    .whereNot({ state: 'failed' })
    .select<WantedCard[]>('key', 'channel');
  await wantCards(trx, known);
}

/** Puts cards into the ledger that nobody may see yet: whatever wants them drawn, they are not posted until let go. */
export async function holdCards(trx: Db, cards: WantedCard[]): Promise<void> {
  if (cards.length === 0) return;
  const rows = cards.map(({ key, channel }) => ({ key, channel, marker: randomBytes(16).toString('hex') }));
  await trx('cards')
    .insert(rows.map((row) => ({ ...row, state: 'held' })))
    .onConflict('key')
    .ignore();
}

/** The opposite of `holdCards`: they are posted, in this order. */
export async function letGo(trx: Db, keys: CardKey[]): Promise<void> {
  if (keys.length === 0) return;
  // A second apart, so that several workers keep the order; a channel takes no more than one a second anyway.
  await trx.raw(
    `with given as (select key, n from unnest(?::text[]) with ordinality as g(key, n)),
     free as (update cards c set state = 'wanted' from given g where c.key = g.key and c.state = 'held' returning c.key),
     job as (
       insert into outbox (topic, key, body, not_before)
       select 'draw', key, jsonb_build_object('card', key), clock_timestamp() + (n - 1) * interval '1 second'
       from given join free using (key) order by n
       on conflict (topic, key) where done_at is null and failed_at is null do nothing)
     select pg_notify('${JOBS_CHANNEL}', 'outbox')`,
    [keys],
  );
}

/**
 * Wants every card again that is not where it should be and that nobody is drawing; one that Slack refused after a minute,
 * then after two, four and so on for most of a day: somebody may have invited Steward by then. Clock work; says how many.
 */
export async function rewantCards(db: Db): Promise<number> {
  const { rows: lost }: { rows: { key: string }[] } = await db.raw(
    `with lost as (
       select key from cards
       where (state in ('wanted', 'sending')
           or (state = 'failed' and refusals <= 10 and refused_at < clock_timestamp() - interval '30 seconds' * 2 ^ refusals))
         and not exists (select 1 from outbox o where o.topic = 'draw' and o.key = cards.key and o.done_at is null and o.failed_at is null)
       limit 500
     ), revived as (
       update cards set state = 'wanted' from lost where cards.key = lost.key and cards.state = 'failed'
     )
     select key from lost`,
  );
  for (const { key } of lost) await enqueue(db, 'draw', { key, body: { card: key } });
  return lost.length;
}
