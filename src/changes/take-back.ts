/** Takes a change back, however far it has come. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Person } from '../policy/nouns.ts';
import { undo } from './undo.ts';

/**
 * What was not begun is never done; what is done is undone. Otherwise why it cannot be taken back now, as a sentence. In the
 * caller's transaction.
 */
export async function takeBack(
  trx: Db,
  use: { now: Clock },
  input: { changeId: number; by: Person },
): Promise<{ because: string } | null> {
  const dropped = await trx('changes')
    .where({ id: input.changeId, state: 'pending' })
    .whereNull('called_at')
    .update({ state: 'abandoned', held: null, ended_at: use.now.now(), error: 'It was taken back.' });
  if (dropped === 1) {
    await record(trx, {
      action: 'change.taken_back',
      subject: { kind: 'change', id: String(input.changeId) },
      by: { kind: 'person', id: input.by.id },
    });
    return null;
  }
  const done = await trx('changes')
    .where({ id: input.changeId })
    .first<{ state: string } | undefined>('state');
  // What never came into the CRM needs no way back from there.
  if (!done || ['failed', 'conflict', 'abandoned'].includes(done.state)) return null;
  const undone = await undo({ db: trx, now: use.now }, input);
  if (undone.say === 'requested' || undone.say === 'already') return null;
  return {
    because:
      done.state === 'applied' ? undone.because : 'It is being written to the CRM. Try again in a moment.',
  };
}
