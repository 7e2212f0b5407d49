/** What becomes of a card that Slack does not take: whoever waits for it, or can mend it, hears of it. */
import { type Card, context } from '../../blocks/kit.ts';
import { channelLink, md } from '../../blocks/text.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { askedToTell } from '../exceptions/findings.ts';
import { enqueue } from '../jobs/outbox.ts';
import { takeSlot } from '../jobs/slots.ts';
import type { Log } from '../log.ts';
import { holdersOfAny } from '../people/people.ts';
import { failAfterwards } from '../runs/runs.ts';
import { type Channels, isChannelId } from './channels.ts';
import { type LedgerCard, movedTo, unreachable } from './ledger.ts';

type Use = { db: Db; clock: Clock; channels: Channels; log: Log };
type Asked = { id: number; slackUser: string | null };

/** `asked`: the request that the card answers. What stands already is only out of date: its next click redraws it. */
export async function afterRefusal(
  use: Use,
  card: LedgerCard,
  asked: Asked | null,
  because: string,
): Promise<void> {
  if (card.ts !== null) return;
  if (!asked) {
    await tellWhoAsked(use, card, because);
    return tellWhoCanMend(use, card.channel, because);
  }
  const { slackUser } = asked;
  const moved =
    slackUser !== null &&
    (await use.db.transaction(async (trx) => {
      if (!(await movedTo(trx, card.key, slackUser))) return false;
      await enqueue(trx, 'draw', { key: card.key, body: { card: card.key } });
      return true;
    }));
  if (moved) return;
  use.log.error(
    { card: card.key, because },
    'An answer reaches its asker neither where it was asked nor directly.',
  );
  await use.db.transaction(async (trx) => {
    await unreachable(trx, card.key);
    await failAfterwards(trx, asked.id, {
      category: 'api',
      error: `Slack did not take the answer, neither where it was asked nor in a direct message: ${whyNot(because)}.`,
    });
  });
}

/** An answer that had to leave its channel says so. */
export function withWhere(card: Card, movedFrom: string | null): Card {
  if (movedFrom === null || movedFrom.startsWith('D') || movedFrom.startsWith('dm:')) return card;
  const sentence = md`Slack did not take this answer in ${channelLink(movedFrom)}, so only you see it.`;
  return { ...card, blocks: [...card.blocks.slice(0, -1), context(sentence), ...card.blocks.slice(-1)] };
}

/** Whoever has a rule or an alert tell that channel: once, with what could not be said there. */
async function tellWhoAsked(use: Use, { key, channel }: LedgerCard, because: string): Promise<void> {
  const id = /^finding:(\d+)$/.exec(key)?.[1];
  const by = id === undefined ? null : await askedToTell(use.db, Number(id));
  if (!by?.slackId || isDirect(channel)) return;
  const { what, slackId: user, fact } = by;
  const place = await placeSaid(use, channel);
  const text =
    `${capital(what)} cannot be posted in ${place}: ${whyNot(because)}. What it had to say: ${fact.replace(/\.$/, '')}. ` +
    `Invite Steward there, or change where ${what} tells: "show ${what.startsWith('rule') ? 'rules' : 'alerts'}".`;
  await use.db.transaction(async (trx) => {
    if (!(await takeSlot(trx, `${what} not heard in ${place}`, new Date(0)))) return;
    await enqueue(trx, 'whisper', {
      key: `not-heard:${what}:${place}`,
      body: { channel: `dm:${user}`, user, text },
    });
  });
}

const isDirect = (channel: string): boolean => channel.startsWith('dm:') || channel.startsWith('D');
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

async function placeSaid(use: Use, channel: string): Promise<string> {
  const name = isChannelId(channel) ? await use.channels.nameOf(channel) : channel.replace(/^#/, '');
  return name === null ? `the channel with the id ${channel}` : `#${name}`;
}

/** Once a day for a channel: cards about deals may wait there for people who never see them. */
async function tellWhoCanMend(use: Use, channel: string, because: string): Promise<void> {
  if (isDirect(channel)) return;
  const day = new Date(`${use.clock.now().toISOString().slice(0, 10)}T00:00:00Z`);
  const place = await placeSaid(use, channel);
  const text =
    `Cards cannot be posted in ${place}: ${whyNot(because)}. Nothing is lost: what waits for somebody is in Home. ` +
    'Invite Steward there, or choose another channel; it is tried again for most of a day.';
  await use.db.transaction(async (trx) => {
    if (!(await takeSlot(trx, `told of ${channel}`, day))) return;
    for (const { slackId: user } of await holdersOfAny(trx, ['admin', 'owner']))
      if (user !== null)
        await enqueue(trx, 'whisper', {
          key: `refused:${channel}:${user}`,
          body: { channel: `dm:${user}`, user, text },
        });
  });
}

const whyNot = (because: string): string =>
  ({
    channel_not_found: 'that channel does not exist, or Steward is not in it',
    not_in_channel: 'Steward is not in that channel',
    is_archived: 'that channel is archived',
    restricted_action: 'not everybody may post there',
    restricted_action_read_only_channel: 'nobody may post there',
    user_not_found: 'that person is no longer there',
    account_inactive: 'Steward’s account is switched off',
    token_revoked: 'Steward’s token was taken back',
    invalid_auth: 'Steward’s token is not valid',
  })[because] ?? 'Slack refused it';
