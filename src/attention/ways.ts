/** By which way a person hears of what waits for them: in Slack, by e-mail, or in their Home alone. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import type { CardKey } from '../jobs/cards.ts';
import { enqueueAll } from '../jobs/outbox.ts';
import type { Person } from '../policy/nouns.ts';
import { type SettingRow, textSetting } from '../settings/settings.ts';
import { type Tone, toneNamed } from '../story/tone.ts';

export type Way = 'slack' | 'email' | 'home';

/** Without an address there is no mail, and it is Slack. */
export function wayTo({ id, teamId, territoryId, email }: Person, settings: SettingRow[]): Way {
  const way = textSetting(settings, 'reached_by', { personId: id, teamId, territoryId });
  if (way === 'Home') return 'home';
  return way === 'e-mail' && email !== null ? 'email' : 'slack';
}

/** How a person wants to be spoken to. */
export const toneFor = ({ id, teamId, territoryId }: Person, settings: SettingRow[]): Tone =>
  toneNamed(textSetting(settings, 'tone', { personId: id, teamId, territoryId }));

/** One's own messages may come by another way; a card in a channel is for everybody there. */
export const isOwn = (channel: string): boolean => channel.startsWith('dm:');

/**
 * Of these cards those that may go by mail. A message to somebody goes so only where it was declared as what cannot be taken
 * back, and so was held first; another one whose reader has chosen e-mail since comes in Slack.
 */
export async function mailable<C extends { card: CardKey }>(trx: Db, cards: C[]): Promise<C[]> {
  const ids = cards.flatMap(({ card }) => nudgeOf(card) ?? []);
  if (ids.length === 0) return cards;
  const declared: number[] = await trx('changes')
    .whereIn('id', ids)
    .where({ back: 'irreversible' })
    .pluck('id');
  return cards.filter(({ card }) => {
    const id = nudgeOf(card);
    return id === null || declared.includes(id);
  });
}

const nudgeOf = (card: CardKey): number | null => (card.startsWith('nudge:') ? Number(card.slice(6)) : null);

/** Mails in place of these cards, which stay held in the ledger. At most one for a card, whoever asks again. */
export async function wantMails(
  trx: Db,
  now: Date,
  mails: { card: CardKey; person: Pick<Person, 'id' | 'email'> }[],
): Promise<void> {
  const rows = mails.flatMap(({ card, person: { id, email } }) =>
    email === null
      ? []
      : [
          {
            card,
            change_id: nudgeOf(card),
            person_id: id,
            address: email,
            message_id: `<${randomBytes(16).toString('hex')}@steward.invalid>`,
            wanted_at: now,
          },
        ],
  );
  if (rows.length === 0) return;
  const made: { id: number }[] = await trx('mails').insert(rows).onConflict('card').ignore().returning('id');
  await enqueueAll(
    trx,
    'mail',
    made.map(({ id }) => ({ key: `mail:${id}`, body: { mailId: id } })),
  );
}
