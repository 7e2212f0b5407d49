/** [Stop] under a question that takes long. Done twice it does nothing more. */
import { stopRequest } from '../../requests/stopping.ts';
import { isTheirs, requestRow } from '../cards/answer.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

export async function stop(use: DoorUse, clicked: Press, asker: Asker): Promise<void> {
  const row = await requestRow(use.db, clicked.actions[0]?.value ?? '');
  if (!row || row.reply) return outOfDate(use, clicked);
  if (!isTheirs(row, asker))
    return whisper(use, placeOf(clicked), note('Only the person who asked can stop this.'));
  await stopRequest(use.db, row.id);
}
