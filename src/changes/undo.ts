/** The way back. An undo is a change too: before and after swapped, and it overwrites nobody. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { redrawCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import { inScope, scopeOf } from '../people/scope.ts';
import { may } from '../policy/authorize.ts';
import { mayChangeAll } from '../policy/may-change.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { type Change, canBeUndone, changeById } from './nouns.ts';
import { redrawFor, requestChange } from './request.ts';
import { refusalOf, stakeOf } from './stake.ts';

export type Undone =
  | { say: 'requested'; changeId: number }
  | { say: 'already'; byName: string; at: Date }
  | { say: 'not possible'; because: string }
  | { say: 'not allowed'; because: string; whoCan: string[] };

const DAY_MS = 86_400_000;

/**
 * Wants a change taken back; of an undo, done again. Twice is once. Whether somebody has changed a field since is found
 * when it is applied, field by field.
 */
export function undo(use: { db: Db; now: Clock }, input: { changeId: number; by: Person }): Promise<Undone> {
  return inTransaction(use.db, async (trx): Promise<Undone> => {
    const change = await changeById(trx, input.changeId, { lock: true });
    if (!change) throw new NotFound(`There is no change ${input.changeId}.`);
    const refusal = await mayNotUndo(trx, change, input.by);
    if (refusal) {
      await record(trx, {
        action: 'change.undo_refused',
        subject: { kind: 'change', id: String(change.id) },
        by: { kind: 'person', id: input.by.id },
        because: refusal.because,
      });
      return { say: 'not allowed', ...refusal };
    }
    const earlier = await undoOf(trx, change.id);
    if (earlier) return earlier;
    const because = await whyNot(trx, use.now, change);
    if (because !== null || change.wants.kind !== 'change') {
      return { say: 'not possible', because: because ?? 'A message that was sent cannot be taken back.' };
    }
    const left = new Set((change.conflict?.clashes ?? []).map((clash) => clash.field));
    const fields = change.wants.fields
      .filter((field) => !left.has(field.field))
      .map(({ field, before, after }) => ({ field, before: after, after: before }));
    const id = await requestChange(trx, {
      subject: change.subject,
      wants: { kind: 'change', fields },
      by: { kind: 'person', id: input.by.id },
      now: use.now.now(),
      proposalId: change.proposalId,
      exceptionId: change.exceptionId,
      runId: change.runId,
      card: change.card ?? undefined,
      undoes: change.id,
    });
    if (id === null)
      return (await undoOf(trx, change.id)) ?? { say: 'not possible', because: 'It is being undone.' };
    await reclaim(trx, change);
    await openAgain(trx, use.now, change, input.by);
    await redrawFor(trx, change);
    return { say: 'requested', changeId: id };
  });
}

/** Who has a lead goes back together with its owner, so that the others can claim it again; and a first contact with its day. */
async function reclaim(trx: Db, change: Change): Promise<void> {
  const fields = change.subject.kind === 'lead' && change.wants.kind === 'change' ? change.wants.fields : [];
  if (fields.some(({ field }) => field === 'first_touch_on'))
    await trx('first_contacts').where({ lead_id: change.subject.id }).delete();
  const owner = fields.find(({ field }) => field === 'owner');
  if (!owner) return;
  const claim = trx('lead_claims').where({ lead_id: change.subject.id });
  if (owner.before === null) await claim.delete();
  else await claim.update({ by_id: owner.before });
}

/** A lead that was closed by this change is open again, and the one into which it was merged has only what is its own. */
async function openAgain(trx: Db, clock: Clock, change: Change, by: Person): Promise<void> {
  if (change.subject.kind !== 'lead') return;
  const [closing] = await trx('lead_closings')
    .where({ change_id: change.id })
    .whereNull('reopened_at')
    .update({ reopened_at: clock.now(), reopened_by: by.id })
    .returning<{ fill_id: number | null; into_kind: string | null; into_id: string | null }[]>([
      'fill_id',
      'into_kind',
      'into_id',
    ]);
  if (!closing) return;
  await trx('leads').where({ id: change.subject.id }).update({ free_since: clock.now() });
  await record(trx, {
    action: 'lead.reopened',
    subject: change.subject,
    by: { kind: 'person', id: by.id },
  });
  if (closing.into_kind === 'lead' && closing.into_id !== null)
    await redrawCard(trx, `lead:${closing.into_id}`);
  if (closing.fill_id !== null) await undo({ db: trx, now: clock }, { changeId: closing.fill_id, by });
}

async function undoOf(trx: Db, changeId: number): Promise<Extract<Undone, { say: 'already' }> | null> {
  const row = await trx('changes')
    .where({ undoes: changeId })
    .whereNotIn('state', ['failed', 'conflict', 'abandoned'])
    .first<{ by_id: string; requested_at: Date } | undefined>('by_id', 'requested_at');
  if (!row) return null;
  return {
    say: 'already',
    byName: (await personById(trx, row.by_id))?.name ?? 'Somebody',
    at: row.requested_at,
  };
}

async function whyNot(trx: Db, clock: Clock, change: Change): Promise<string | null> {
  if (!canBeUndone(change.wants.kind)) return 'A message that was sent cannot be taken back.';
  if (change.state !== 'applied' || !change.appliedAt) return 'It was not done, so there is nothing to undo.';
  const days = numberSetting(await currentSettings(trx, clock.now()), 'undo_days');
  const over = change.appliedAt.getTime() + days * DAY_MS <= clock.now().getTime();
  return over ? `It can be undone for ${days} days, and they are over.` : null;
}

/** A lead that nobody has is everybody's of its territory: who could close it may open it again. */
export async function mayOpenAgain(
  trx: Db,
  change: Pick<Change, 'id' | 'subject'>,
  by: Person | null,
): Promise<boolean> {
  if (change.subject.kind !== 'lead' || !by || !may(by, 'lead')) return false;
  const lead = await trx('leads as l')
    .where({ id: change.subject.id })
    .whereExists(
      trx('lead_closings as c').where((q) =>
        q.where('c.change_id', change.id).orWhere('c.fill_id', change.id),
      ),
    )
    .first<{ territory_id: string | null; owner_id: string | null } | undefined>('territory_id', 'owner_id');
  if (!lead) return false;
  if (lead.owner_id !== null && lead.owner_id !== by.id) return false;
  return (
    lead.territory_id === null ||
    inScope(scopeOf(by), { territoryId: lead.territory_id, ownerId: lead.owner_id })
  );
}

/** The same people who decide about it. */
export async function mayNotUndo(trx: Db, change: Change, by: Person) {
  const row = change.exceptionId
    ? await trx('exceptions').where({ id: change.exceptionId }).first<{ asks: Role[] } | undefined>('asks')
    : undefined;
  const fresh = await personById(trx, by.id);
  if (mayChangeAll(fresh)) return null;
  if (await mayOpenAgain(trx, change, fresh)) return null;
  const stake = await stakeOf(trx, change.subject, row?.asks ?? ['manager']);
  if (!stake) return { because: 'It is no longer in the CRM.', whoCan: [] };
  return refusalOf(trx, by, change.subject, stake);
}
