/** What a person says where Steward must not go on by itself: a conflict, an unknown outcome, a long silence. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { personById } from '../people/people.ts';
import { mayChangeAll } from '../policy/may-change.ts';
import type { FieldChange, Person, Role } from '../policy/nouns.ts';
import { type Change, changeById } from './nouns.ts';
import { enqueueApply, redrawFor, requestChange } from './request.ts';
import { type Refusal, refusalOf, stakeOf } from './stake.ts';

export type Resolved =
  | { say: 'resolved'; changeId: number | null }
  | { say: 'late'; byName: string | null }
  | ({ say: 'not allowed' } & Refusal);

/**
 * `use`: write ours over what was found (for an unknown outcome: write it again). `keep`: leave what stands there.
 * One person's word counts; the next one is told whose.
 */
export function resolveConflict(
  use: { db: Db; now: Clock },
  input: { changeId: number; say: 'use' | 'keep'; by: Person },
): Promise<Resolved> {
  return inTransaction(use.db, async (trx): Promise<Resolved> => {
    const change = await locked(trx, input.changeId);
    const refusal = await mayNot(trx, change, input.by);
    if (refusal) return refuse(trx, change, input.by, refusal);
    if (change.state !== 'conflict' && change.state !== 'unknown') {
      const by = change.conflict?.resolved?.by ?? null;
      return { say: 'late', byName: by ? ((await personById(trx, by))?.name ?? null) : null };
    }
    const resolved = { say: input.say, by: input.by.id, at: use.now.now().toISOString() };
    const conflict = { clashes: change.conflict?.clashes ?? [], ...change.conflict, resolved };
    await trx('changes')
      .where({ id: change.id })
      .update({
        state: 'abandoned',
        conflict: JSON.stringify(conflict),
        ended_at: use.now.now(),
        called_at: null,
      });
    await record(trx, {
      action: 'change.resolved',
      subject: { kind: 'change', id: String(change.id) },
      by: { kind: 'person', id: input.by.id },
      runId: change.runId,
      details: { say: input.say, from: change.state },
    });
    const changeId = input.say === 'use' ? await writeOurs(trx, use.now, change, input.by) : null;
    await redrawFor(trx, change);
    return { say: 'resolved', changeId };
  });
}

/**
 * Takes back what policy holds, before anybody was called: it is never done. False: it is not held (any more), or a call
 * of which nobody knows the end may have done it. Who may is looked at by the caller, in whose transaction it happens.
 */
export async function dropHeld(
  trx: Db,
  use: { now: Clock },
  { change, by }: { change: Change; by: Person },
): Promise<boolean> {
  const resolved = { say: 'keep', by: by.id, at: use.now.now().toISOString() };
  const dropped = await trx('changes')
    .where({ id: change.id, state: 'pending' })
    .whereNotNull('held')
    .whereNull('called_at')
    .update({
      state: 'abandoned',
      held: null,
      conflict: JSON.stringify({ clashes: [], resolved }),
      ended_at: use.now.now(),
    });
  if (dropped === 0) return false;
  await record(trx, {
    action: 'change.taken_back',
    subject: { kind: 'change', id: String(change.id) },
    by: { kind: 'person', id: by.id },
    runId: change.runId,
    details: { of: change.subject, exceptionId: change.exceptionId },
  });
  return true;
}

/** A new change from what was found to what we wanted, so that it too overwrites nobody unseen. */
async function writeOurs(trx: Db, clock: Clock, change: Change, by: Person): Promise<number> {
  const { wants } = change;
  return requestChange(trx, {
    subject: change.subject,
    wants: wants.kind === 'change' ? { kind: 'change', fields: fromFound(wants.fields, change) } : wants,
    by: { kind: 'person', id: by.id },
    now: clock.now(),
    proposalId: change.proposalId,
    exceptionId: change.exceptionId,
    runId: change.runId,
    card: change.card ?? undefined,
    replaces: change.id,
  });
}

const fromFound = (fields: FieldChange[], change: Change): FieldChange[] =>
  fields.map((field) => {
    const clash = change.conflict?.clashes.find((one) => one.field === field.field);
    return clash ? { ...field, before: clash.found } : field;
  });

/** Tries at once what waits for a silent CRM; looks again at an unknown outcome; takes up again what was refused or failed. */
export function tryNow(
  use: { db: Db; now: Clock },
  input: { changeId: number; by: Person },
): Promise<Resolved> {
  return inTransaction(use.db, async (trx): Promise<Resolved> => {
    const change = await locked(trx, input.changeId);
    const refusal = await mayNot(trx, change, input.by);
    if (refusal) return refuse(trx, change, input.by, refusal);
    const again =
      ['pending', 'failed', 'unknown', 'abandoned'].includes(change.state) && !change.conflict?.resolved;
    if (!again) return { say: 'late', byName: null };
    // An undo of which another was asked for meanwhile stays ended: the index knows.
    const { rows } = await trx.raw(
      `update changes set state = 'pending', next_try_at = null, ended_at = null, error = null, attempts = 0
       where id = ? and (undoes is null or not exists (select 1 from changes o where o.undoes = changes.undoes and o.id <> changes.id
         and o.state not in ('failed', 'conflict', 'abandoned'))) returning id`,
      [change.id],
    );
    if (rows.length === 0) return { say: 'late', byName: null };
    await record(trx, {
      action: 'change.tried_now',
      subject: { kind: 'change', id: String(change.id) },
      by: { kind: 'person', id: input.by.id },
      runId: change.runId,
    });
    await enqueueApply(trx, change);
    await redrawFor(trx, change);
    return { say: 'resolved', changeId: change.id };
  });
}

async function locked(trx: Db, id: number): Promise<Change> {
  const change = await changeById(trx, id, { lock: true });
  if (!change) throw new NotFound(`There is no change ${id}.`);
  return change;
}

/** The same people who decide about it; an administrator, too, for it may be their own change. */
async function mayNot(trx: Db, change: Change, by: Person): Promise<Refusal | null> {
  const fresh = await personById(trx, by.id);
  if (mayChangeAll(fresh)) return null;
  const row = change.exceptionId
    ? await trx('exceptions').where({ id: change.exceptionId }).first<{ asks: Role[] } | undefined>('asks')
    : undefined;
  const stake = await stakeOf(trx, change.subject, row?.asks ?? ['manager']);
  return stake
    ? refusalOf(trx, by, change.subject, stake)
    : { because: 'It is no longer in the CRM.', whoCan: [] };
}

async function refuse(trx: Db, change: Change, by: Person, refusal: Refusal): Promise<Resolved> {
  await record(trx, {
    action: 'change.resolve_refused',
    subject: { kind: 'change', id: String(change.id) },
    by: { kind: 'person', id: by.id },
    because: refusal.because,
  });
  return { say: 'not allowed', ...refusal };
}
