/** An answer as a file, by the button under it or in words: it goes to the one who wishes for it, and to nobody else. */
import type { Db } from '../../db/pool.ts';
import type { Job } from '../../jobs/topics.ts';
import type { Reply } from '../../requests/reply.ts';
import { requestRow } from '../cards/answer.ts';
import { wantExport } from '../files/ledger.ts';
import { once } from '../once.ts';
import type { Where } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

export const wishesFile = (reply: Reply): boolean => reply.kind === 'answer' && reply.file !== undefined;

/** Whoever presses gets what they may see. */
export async function exportCsv(
  use: DoorUse,
  clicked: Press,
  _asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const row = await requestRow(use.db, clicked.actions[0]?.value ?? '');
  if (row?.reply?.kind !== 'answer') return outOfDate(use, clicked);
  const { id } = row;
  await once(use.db, job.id, (trx) => sendPressed(trx, job, id, clicked));
}

/** To the one who pressed, in the thread of the card where that is a direct message. */
export function sendPressed(
  trx: Db,
  job: Job<unknown>,
  requestId: string | number,
  clicked: Press,
): Promise<void> {
  const { thread_ts, message_ts, is_ephemeral } = clicked.container;
  const where = placeOf(clicked);
  const root = is_ephemeral || !where.channel.startsWith('D') ? thread_ts : (thread_ts ?? message_ts);
  return sendAsFile(trx, job, { requestId, ...where, threadTs: root });
}

/** Into this place where it is the person's own; otherwise into their direct messages, and here a line for them alone. */
export function sendAsFile(
  trx: Db,
  job: Job<unknown>,
  { requestId, channel, user, threadTs }: Where & { requestId: string | number },
): Promise<void> {
  const file = { key: `export:${job.id}` as const, requestId, slackUser: user };
  const own = channel.startsWith('D') || channel.startsWith('dm:');
  return wantExport(
    trx,
    own
      ? { ...file, channel, threadTs }
      : { ...file, channel: `dm:${user}`, saidIn: channel, saidThread: threadTs },
  );
}
