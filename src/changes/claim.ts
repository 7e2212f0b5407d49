/** Taking a change into one's hands, and letting go of it. A worker that lost its lease can write nothing of this down. */
import { hearersOf } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { whyStopped } from '../policy/decide.ts';
import type { Verdict } from '../policy/nouns.ts';
import { sendSignal } from '../runs/signals.ts';
import { beforeAnyPause } from '../settings/pauses.ts';
import { list } from '../story/format.ts';
import { verdictOn } from './circumstances.ts';
import { type Change, type ChangeState, changeById, type Held } from './nouns.ts';
import { enqueueApply, redrawFor, showNotDone } from './request.ts';
import { tellPutBack } from './stage-progress.ts';

export type Use = { db: Db; now: Clock; leaseMs?: number };
const LEASE_MS = 15_000;

export type Claim =
  | { say: 'claimed'; change: Change; msSinceCall: number | null; verdict: Verdict }
  | { say: 'over'; state: ChangeState }
  | { say: 'elsewhere' }
  | { say: 'held' }
  | { say: 'refused'; because: string };

/** Takes the change if it is still to be done, and judges it in the same transaction: pauses and rights of this moment count. */
export function claim(use: Use, changeId: number): Promise<Claim> {
  return use.db.transaction(async (trx): Promise<Claim> => {
    const change = await changeById(trx, changeId, { lock: true });
    if (!change) return { say: 'over', state: 'abandoned' };
    if (change.state !== 'pending' && change.state !== 'applying')
      return { say: 'over', state: change.state };
    const { rows } = await trx.raw(
      `select coalesce(lease_until > clock_timestamp(), false) as taken, lease_until,
         (extract(epoch from clock_timestamp() - called_at) * 1000)::float8 as "msSinceCall" from changes where id = ?`,
      [changeId],
    );
    const { taken, lease_until: leaseUntil, msSinceCall } = rows[0];
    if (taken) {
      await enqueueApply(trx, change, new Date(leaseUntil.getTime() + 50));
      return { say: 'elsewhere' };
    }
    // Of what an agent does alone one is let go after the other, so that each is counted before the next.
    const alone = change.by.kind === 'agent' && change.undoes === null;
    const verdict = alone
      ? await withLock(trx, `reach:${change.by.id}`, () => verdictOn({ ...use, db: trx }, change))
      : await verdictOn({ ...use, db: trx }, change);
    // Looking is always allowed: a call without an answer may have been done before the pause.
    const unanswered = change.calledAt !== null;
    if (verdict.say !== 'allow' && !unanswered) return stopAt(trx, use, change, verdict);
    const letGoAt = alone && verdict.say === 'allow' ? (change.letGoAt ?? use.now.now()) : change.letGoAt;
    await trx.raw(
      `update changes set state = 'applying', fence = fence + 1, attempts = attempts + 1, held = null, next_try_at = null, let_go_at = ?,
         lease_until = clock_timestamp() + ? * interval '1 millisecond' where id = ?`,
      [letGoAt, use.leaseMs ?? LEASE_MS, changeId],
    );
    await redrawFor(trx, change);
    const mine = { ...change, letGoAt, fence: change.fence + 1, attempts: change.attempts + 1 };
    return { say: 'claimed', change: mine, msSinceCall, verdict };
  });
}

/** Held until the pause ends, or given up with the reason; in both cases nothing is written. */
async function stopAt(trx: Db, use: Use, change: Change, verdict: Verdict): Promise<Claim> {
  const sentences = whyStopped(verdict);
  if (verdict.say === 'hold') {
    const pauses = verdict.because.flatMap((one) =>
      one.restsOn.kind === 'pause' ? [one.restsOn.version] : [],
    );
    const held: Held = { pauses, until: verdict.until, because: sentences };
    // While it cannot be done before, it can be stopped.
    const stoppable = change.back === 'irreversible' && pauses.length === 0 && verdict.until !== null;
    await trx('changes')
      .where({ id: change.id })
      .update({
        state: 'pending',
        held: JSON.stringify(held),
        lease_until: null,
        ...(stoppable ? { stoppable_until: verdict.until } : {}),
      });
    await note(trx, change, 'change.held', held.because.join(' '));
    await redrawFor(trx, change);
    return { say: 'held' };
  }
  const because = refusalSentence(verdict, sentences);
  await trx('changes')
    .where({ id: change.id })
    .update({ state: 'abandoned', error: because, lease_until: null, ended_at: use.now.now() });
  await note(trx, change, 'change.refused', because);
  await redrawFor(trx, change);
  return { say: 'refused', because };
}

function refusalSentence(verdict: Verdict, sentences: string[]): string {
  if (verdict.say !== 'ask') return sentences.join(' ');
  const beyondMode = verdict.because.some(({ decides, restsOn }) => decides && restsOn.kind !== 'mode');
  return `The approval does not count any more. ${beyondMode ? sentences.join(' ') : 'Somebody who may decide has to do it.'}`;
}

/**
 * Writes down, in a transaction of its own, that the CRM is being called now: before the call, so that a crash leaves the
 * question "was it done?" and never a second call in good faith. The lease begins anew with the call, so that nobody else
 * begins one beside it, however long the looking took. False: somebody else has taken over, a pause has begun or a right has
 * ended; call nobody.
 */
export function recordCall(
  use: Use,
  change: Change,
  call: { key: string; version: string | null },
): Promise<boolean> {
  return use.db.transaction(async (trx) => {
    await beforeAnyPause(trx);
    await beforeRightsEnd(trx, change);
    const verdict = await verdictOn({ ...use, db: trx }, change);
    if (verdict.say !== 'allow') {
      await stopIfMine(trx, use, change, verdict);
      return false;
    }
    const { rows } = await trx.raw(
      `update changes set called_at = clock_timestamp(), call_key = ?, expected_version = ?,
         lease_until = clock_timestamp() + ? * interval '1 millisecond'
       where id = ? and fence = ? and state = 'applying' returning id`,
      [call.key, call.version, use.leaseMs ?? LEASE_MS, change.id, change.fence],
    );
    return rows.length === 1;
  });
}

/**
 * Until the transaction ends none of those on whose word it is done, and signed for, loses a right: who takes one away
 * meanwhile has waited until the call was written down, and afterwards there is none on it.
 */
async function beforeRightsEnd(trx: Db, { by, exceptionId }: Change): Promise<void> {
  await trx.raw(
    `select 1 from people where id = ? or id in (select by_id from signatures where exception_id = ? and withdrawn_at is null)
     order by id for share`,
    [by.kind === 'person' ? by.id : null, exceptionId],
  );
}

/** Policy allows no call: held or given up. A call whose answer was lost stays on record, so that it is looked for later. */
export async function stop(
  use: Use,
  change: Change,
  verdict: Verdict,
): Promise<'held' | 'refused' | 'nothing now'> {
  const stopped = await use.db.transaction((trx) => stopIfMine(trx, use, change, verdict));
  return stopped?.say === 'held' || stopped?.say === 'refused' ? stopped.say : 'nothing now';
}

async function stopIfMine(trx: Db, use: Use, change: Change, verdict: Verdict): Promise<Claim | null> {
  const locked = await changeById(trx, change.id, { lock: true });
  return locked?.fence === change.fence && locked.state === 'applying'
    ? stopAt(trx, use, locked, verdict)
    : null;
}

/** The CRM has certainly not done it: the call is answered, and the next one is another call. */
export async function callWasRefused(use: Use, change: Change): Promise<void> {
  await use.db.raw(
    'update changes set called_at = null, expected_version = null, call_key = null where id = ? and fence = ?',
    [change.id, change.fence],
  );
}

/** Lets go of the change for a while. `error` is shown on its card; without one nobody notices the wait. */
export function putOff(use: Use, change: Change, afterMs: number, error: string | null): Promise<void> {
  return use.db.transaction(async (trx) => {
    const nextTry = error === null ? null : new Date(use.now.now().getTime() + afterMs);
    const { rows } = await trx.raw(
      `update changes set state = 'pending', lease_until = null, next_try_at = ?, error = ?
       where id = ? and fence = ? and state = 'applying' returning clock_timestamp() + ? * interval '1 millisecond' as at`,
      [nextTry, error, change.id, change.fence, afterMs],
    );
    const at: Date | undefined = rows[0]?.at;
    if (!at) return;
    await enqueueApply(trx, change, at);
    if (error !== null) {
      await note(trx, change, 'change.put_off', error, { attempts: change.attempts });
      await redrawFor(trx, change);
    }
  });
}

type End = {
  state: 'applied' | 'conflict' | 'failed' | 'unknown' | 'abandoned';
  set?: Record<string, unknown>;
  because?: string;
  details?: Record<string, unknown>;
};

/** Writes the end down with its record, if the change is still in our hands; false otherwise. */
export function end(use: Use, change: Change, how: End): Promise<boolean> {
  return use.db.transaction(async (trx) => {
    const ended = await trx('changes')
      .where({ id: change.id, fence: change.fence, state: 'applying' })
      .update({
        state: how.state,
        lease_until: null,
        error: how.because ?? null,
        next_try_at: null,
        ended_at: how.state === 'unknown' ? null : use.now.now(),
        ...how.set,
      });
    if (ended !== 1) return false;
    await note(trx, change, `change.${how.state}`, how.because, how.details);
    if (how.state === 'applied') {
      // Of many that are taken back at once they hear when all is over.
      if (change.rollbackId === null) await tellAgents(trx, use, change);
      await tellPutBack(trx, change, use.now.now());
    } else await showNotDone(trx, change);
    await redrawFor(trx, change);
    return true;
  });
}

/** What an agent has changed about a deal concerns those that work with figures of deals. What a person does is noticed as any change is. */
async function tellAgents(trx: Db, use: Use, change: Change): Promise<void> {
  if (change.runId === null || change.wants.kind !== 'change' || change.subject.kind !== 'deal') return;
  const deal = await trx('deals')
    .where({ id: change.subject.id })
    .first<{ name: string } | undefined>('name');
  const fields = change.wants.fields.map(({ field }) => field.replaceAll('_', ' '));
  await sendSignal(trx, {
    kind: 'deals_changed',
    to: hearersOf('deals_changed'),
    runId: change.runId,
    what: `${list(fields)} of ${deal?.name ?? change.subject.id} changed`,
    now: use.now.now(),
  });
}

export const note = (
  trx: Db,
  change: Change,
  action: string,
  because?: string | null,
  details = {},
): Promise<void> =>
  record(trx, {
    action,
    subject: { kind: 'change', id: String(change.id) },
    by: change.by,
    because: because ?? null,
    runId: change.runId,
    details: { of: change.subject, exceptionId: change.exceptionId, ...details },
  });
