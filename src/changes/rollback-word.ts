/** What a person says of a field that a rollback had to leave: theirs is kept, or ours is restored. */
import { createHash } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { redrawCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import type { FieldValue, Person } from '../policy/nouns.ts';
import { changeById } from './nouns.ts';
import { requestChange } from './request.ts';
import { staysOf } from './rollback-state.ts';
import { mayNotUndo } from './undo.ts';

export type WordSaid =
  | { say: 'kept' }
  | { say: 'requested'; changeId: number }
  /** Something else stands there than what was on the screen. */
  | { say: 'changed' }
  | { say: 'late'; byName: string }
  | { say: 'not allowed'; because: string };

/** Of what was on the screen, for the button under it. */
export const markOf = (value: FieldValue): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/**
 * The first word counts. Restoring is a change of its own, by this person and within their rights, from what was on the
 * screen: whoever changes it meanwhile is not overwritten.
 */
export function sayOfStay(
  use: { db: Db; now: Clock },
  input: { changeId: number; field: string; say: 'keep' | 'restore'; shown: string; by: Person },
): Promise<WordSaid> {
  return inTransaction(use.db, async (trx): Promise<WordSaid> => {
    const { changeId, field, say, by } = input;
    const change = await changeById(trx, changeId, { lock: true });
    if (change?.rollbackId == null) throw new NotFound(`There is no change ${changeId} of a rollback.`);
    const refusal = await mayNotUndo(trx, change, by);
    if (refusal) return { say: 'not allowed', because: refusal.because };
    const stay = (await staysOf(trx, change.rollbackId, [changeId])).find((one) => one.field === field);
    if (!stay) return { say: 'changed' };
    if (stay.decided)
      return { say: 'late', byName: (await personById(trx, stay.decided.byId))?.name ?? 'Somebody' };
    if (markOf(stay.now) !== input.shown) return { say: 'changed' };
    const restored =
      say === 'keep'
        ? null
        : await requestChange(trx, {
            subject: change.subject,
            wants: { kind: 'change', fields: [{ field, before: stay.now, after: stay.wanted }] },
            by: { kind: 'person', id: by.id },
            now: use.now.now(),
            card: `rollback:${change.rollbackId}`,
            replaces: changeId,
          });
    await trx('rollback_words')
      .insert({ change_id: changeId, field, say, by_id: by.id, at: use.now.now(), restored_by: restored })
      .onConflict(['change_id', 'field'])
      .merge();
    await record(trx, {
      action: say === 'keep' ? 'rollback.kept' : 'rollback.restored',
      subject: { kind: 'rollback', id: String(change.rollbackId) },
      by: { kind: 'person', id: by.id },
      details: { change: changeId, of: change.subject, field, stands: stay.now, wanted: stay.wanted },
    });
    await redrawCard(trx, `rollback:${change.rollbackId}`);
    return restored === null ? { say: 'kept' } : { say: 'requested', changeId: restored };
  });
}
