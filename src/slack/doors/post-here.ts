/** An answer that only its asker saw is shown to everybody in the channel it was asked in. */
import { actions } from '../../../blocks/ids.ts';
import { button, row as buttons, type Card } from '../../../blocks/kit.ts';
import { wantCard } from '../../jobs/cards.ts';
import type { Job } from '../../jobs/topics.ts';
import { currentSettings } from '../../settings/settings.ts';
import { audienceOf } from '../audience.ts';
import { forAskerOnly, holdsRows, type RequestRow, requestRow } from '../cards/answer.ts';
import { once } from '../once.ts';
import { note, replaceEphemeral, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

/** The card with [Post here], where its reader may share all of it with the channel. */
export async function withPostHere(use: DoorUse, card: Card, row: RequestRow, asker: Asker): Promise<Card> {
  if (!(await mayShareHere(use, row, asker))) return card;
  const share = buttons(
    button(actions.postHere, 'Post here', {
      value: String(row.id),
      label: `Post here: ${row.reply?.understood ?? 'the answer'}`,
    }),
  );
  return { ...card, blocks: [...card.blocks.slice(0, -1), ...share, ...card.blocks.slice(-1)] };
}

async function mayShareHere(use: DoorUse, row: RequestRow, asker: Asker): Promise<boolean> {
  const { reply, channel } = row;
  if (!asker.person || !channel || channel.startsWith('D') || reply?.kind !== 'answer') return false;
  const audience = audienceOf(await currentSettings(use.db, use.clock.now()), channel);
  if (forAskerOnly(reply, audience) || (audience === 'totals' && holdsRows(reply))) return false;
  return !(await use.channels.isShared(channel));
}

export async function postHere(use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> {
  const row = await requestRow(use.db, clicked.actions[0]?.value ?? '');
  if (!row?.channel || row.slackUser !== asker.slackId) return outOfDate(use, clicked);
  const { id, channel } = row;
  if (!(await mayShareHere(use, row, asker)))
    return whisper(use, placeOf(clicked), note('This channel may not see the answer. Nothing was posted.'));
  await once(use.db, job.id, (trx) => wantCard(trx, { key: `answer:${id}`, channel }));
  if (clicked.response_url) await replaceEphemeral(use, clicked.response_url, note('Posted here.'));
}
