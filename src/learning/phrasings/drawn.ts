/** Cards of a phrasing: one for each person who reviews it. */
import type { Db } from '../../db/pool.ts';
import { type CardKey, wantCards } from '../../jobs/cards.ts';

export const phrasingCard = (phrasingId: number, slackUser: string): CardKey =>
  `phrasing:${phrasingId}:${slackUser}`;

/** Those who look at the phrasings get their cards, each in their own messages. */
export async function wantPhrasings(trx: Db, ids: number[], slackUser: string): Promise<void> {
  const channel = `dm:${slackUser}`;
  await wantCards(
    trx,
    ids.map((id) => ({ key: phrasingCard(id, slackUser), channel })),
  );
}

/** Every card of it that somebody has shows it as it is now. */
export async function redrawPhrasing(trx: Db, phrasingId: number): Promise<void> {
  const cards: { key: CardKey; channel: string }[] = await trx('cards')
    .where('key', 'like', `phrasing:${phrasingId}:%`)
    .select('key', 'channel');
  await wantCards(trx, cards);
}
