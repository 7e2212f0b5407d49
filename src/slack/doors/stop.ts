/** [Stop] under a question that takes long. Done twice it does nothing more. */
import { readStop } from '../../../blocks/ids.ts';
import { stopRequest } from '../../requests/stopping.ts';
import { isTheirs, requestRow } from '../cards/answer.ts';
import { note, removeEphemeral, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

export async function stop(use: DoorUse, clicked: Press, asker: Asker): Promise<void> {
  const { requestId, note: isNote } = readStop(clicked.actions[0]?.value ?? '');
  const row = await requestRow(use.db, requestId);
  // The answer stands beside the note, and so will what came of stopping it.
  const over = async () => isNote && clicked.response_url && removeEphemeral(use, clicked.response_url);
  if (!row || row.reply) return (await over()) ? undefined : outOfDate(use, clicked);
  if (!isTheirs(row, asker))
    return whisper(use, placeOf(clicked), note('Only the person who asked can stop this.'));
  await stopRequest(use.db, row.id);
  await over();
}
