/** Carrying a change out, once. After a crash or a lost answer it looks before it does anything again. */
import type { Clock } from '../clock.ts';
import type { Crm, CrmRecord } from '../crm/crm.ts';
import type { CrmWriter } from '../crm/write.ts';
import type { Db } from '../db/pool.ts';
import { BadInput, OutcomeUnknown, Unavailable } from '../errors.ts';
import type { Log } from '../log.ts';
import type { FieldChange } from '../policy/nouns.ts';
import { crmSilent, outcomeUnknown, recordGone } from '../story/change.ts';
import { type Claim, callWasRefused, claim, end, putOff, recordCall, stop } from './claim.ts';
import { type Plan, plan } from './compare.ts';
import type { Applied, Change } from './nouns.ts';
import { applyNudge } from './nudge.ts';
import { originsOf } from './origins.ts';
import { takenOver } from './taken-over.ts';

export type ApplyUse = {
  /** Of people whose own is not known; UTC where it is not given. */
  zone?: string;
  db: Db;
  crm: Crm;
  writer: CrmWriter;
  now: Clock;
  log: Log;
  leaseMs?: number;
};
/** How long a call whose answer was lost may still land, for a CRM that can neither recognise a repeated call nor refuse a late one. */
const SETTLES_AFTER_MS = 10_000;
/** A condition by the second is only worth something when the second has passed. */
const SECOND_PASSES_AFTER_MS = 3_000;
const MOST_ATTEMPTS = 100;

/**
 * Applies the change: judged again, compared with what stands in the CRM, written with that as the condition, read back.
 * Call it as often as you like.
 */
export async function applyChange(use: ApplyUse, input: { changeId: number }): Promise<Applied> {
  const claimed = await claim(use, input.changeId);
  if (claimed.say === 'held' || claimed.say === 'refused') return claimed.say;
  if (claimed.say !== 'claimed') return 'nothing now';
  const { change } = claimed;
  if (change.wants.kind === 'nudge') return applyNudge(use, change);
  try {
    return await carry(use, claimed, change.wants.fields);
  } catch (error) {
    // Whatever went wrong here, `called_at` tells whether the CRM may have heard of it; the next attempt looks.
    use.log.warn({ err: error, change: change.id }, 'A change could not be carried on; it comes again.');
    const silent = error instanceof Unavailable || error instanceof OutcomeUnknown;
    return silent ? waitForCrm(use, change) : later(use, change, 1_000);
  }
}

type Claimed = Extract<Claim, { say: 'claimed' }>;

async function carry(use: ApplyUse, claimed: Claimed, fields: FieldChange[]): Promise<Applied> {
  let { change } = claimed;
  for (let round = 0; round < 3; round++) {
    const found = await use.crm.read({ noun: change.subject.kind, id: change.subject.id });
    const next = plan(fields, found, change.undoes !== null, await takenOver(use.db, change));
    if (next.say === 'done') return finish(use, change, fields, [], found);
    if (next.say === 'conflict') return clash(use, change, next);
    if (next.fields.length === 0) return finish(use, change, fields, next.left, found);
    if (change.calledAt !== null) {
      const again = mayCallAgain(use.crm, change, found, claimed.msSinceCall ?? 0);
      if (again === 'no') return giveToPerson(use, change);
      if (again !== 'yes') return later(use, change, again.inMs);
    }
    if (claimed.verdict.say !== 'allow') return stop(use, change, claimed.verdict);
    const runs = await secondStillRuns(use, found);
    if (runs > 0) return later(use, change, runs);
    const outcome = await write(use, change, next, found, round);
    if (outcome.say === 'applied')
      return finish(use, change, fields, next.left, outcome.found, outcome.version);
    if (outcome.say !== 'look again') return outcome.applied;
    change = { ...change, calledAt: null, callKey: null, expectedVersion: null };
  }
  return later(use, change, 1_000);
}

type Written =
  | { say: 'applied'; version: string | null; found: CrmRecord | null }
  | { say: 'look again' }
  | { say: 'over'; applied: Applied };

async function write(
  use: ApplyUse,
  change: Change,
  next: Extract<Plan, { say: 'write' }>,
  found: CrmRecord | null,
  round: number,
): Promise<Written> {
  const ref = { noun: change.subject.kind, id: change.subject.id };
  // A repeated call is the very call whose answer was lost, condition included; any other has a key of its own.
  const repeated = change.calledAt !== null && change.callKey !== null;
  const version = repeated ? change.expectedVersion : (found?.version ?? null);
  const key = repeated && change.callKey ? change.callKey : `${change.key}-${change.fence}.${round}`;
  if (!(await recordCall(use, change, { key, version }))) return { say: 'over', applied: 'nothing now' };
  try {
    const answer = await use.writer.write({
      ref,
      set: Object.fromEntries(next.fields.map((field) => [field.field, field.after])),
      expect: {
        fields: Object.fromEntries(next.fields.map((field) => [field.field, field.before])),
        version,
      },
      key,
      by: change.by,
      origins: await originsOf(use.db, change, next.fields),
    });
    if (answer.say === 'written') {
      const now = await use.crm.read(ref).catch(() => null);
      return { say: 'applied', version: answer.version, found: now };
    }
    if (answer.say === 'refused') {
      await end(use, change, {
        state: 'failed',
        because: `The CRM refused it: ${answer.because}`,
        set: { called_at: null },
      });
      return { say: 'over', applied: 'failed' };
    }
    await callWasRefused(use, change);
    return { say: 'look again' };
  } catch (error) {
    if (error instanceof Unavailable) {
      await callWasRefused(use, change);
      return { say: 'over', applied: await waitForCrm(use, change) };
    } else if (error instanceof BadInput) {
      // The record has changed so much that the repeated call is another one.
      await callWasRefused(use, change);
      return { say: 'look again' };
    } else {
      use.log.warn(
        { err: error, change: change.id },
        'The answer of the CRM was lost; looking before doing anything again.',
      );
      await putOff(use, change, 500, null);
    }
    return { say: 'over', applied: 'nothing now' };
  }
}

/**
 * May a call be made again whose answer was lost, now that the record still holds what was there before?
 * With a key the CRM knows the repetition. With a condition the late call would be refused; but when the record has
 * another version than the lost call named, it may have been done and taken back by somebody, and nobody can tell.
 */
function mayCallAgain(
  crm: Crm,
  change: Change,
  found: CrmRecord | null,
  msSinceCall: number,
): 'yes' | 'no' | { inMs: number } {
  const { idempotencyKeys, conditional } = crm.capabilities;
  if (idempotencyKeys) return 'yes';
  if (conditional === 'none')
    return msSinceCall < SETTLES_AFTER_MS ? { inMs: SETTLES_AFTER_MS - msSinceCall } : 'no';
  if (conditional === 'second' && msSinceCall < SECOND_PASSES_AFTER_MS)
    return { inMs: SECOND_PASSES_AFTER_MS - msSinceCall };
  return found?.version === change.expectedVersion ? 'yes' : 'no';
}

/** Where a write is conditional on the second of the last change: how long until nobody can change it unseen within that second. */
async function secondStillRuns(use: ApplyUse, found: CrmRecord | null): Promise<number> {
  if (use.crm.capabilities.conditional !== 'second' || !found?.changedAt) return 0;
  const { rows } = await use.db.raw(
    'select (extract(epoch from clock_timestamp() - ?::timestamptz) * 1000)::float8 as ago',
    [found.changedAt],
  );
  const left = SECOND_PASSES_AFTER_MS - Number(rows[0].ago);
  return left > 0 && left <= SECOND_PASSES_AFTER_MS ? left : 0;
}

async function finish(
  use: ApplyUse,
  change: Change,
  fields: FieldChange[],
  left: Extract<Plan, { say: 'write' }>['left'],
  found: CrmRecord | null,
  version?: string | null,
): Promise<Applied> {
  const readBack =
    found !== null &&
    fields.every((field) => left.some((one) => one.field === field.field) || standsIn(found, field));
  const ended = await end(use, change, {
    state: 'applied',
    set: {
      applied_at: use.now.now(),
      read_back_at: readBack ? use.now.now() : null,
      version_after: found?.version ?? version ?? null,
      conflict: left.length > 0 ? JSON.stringify({ clashes: left }) : null,
      called_at: change.calledAt ?? use.db.raw('called_at'),
    },
    details: { fields, left: left.map((one) => one.field), undoes: change.undoes, readBack },
  });
  return ended ? 'applied' : 'nothing now';
}

const standsIn = (found: CrmRecord, field: FieldChange): boolean =>
  plan([field], found, false).say === 'done';

async function clash(
  use: ApplyUse,
  change: Change,
  next: Extract<Plan, { say: 'conflict' }>,
): Promise<Applied> {
  const ended = await end(use, change, {
    state: 'conflict',
    because: next.conflict.gone ? recordGone : undefined,
    set: { conflict: JSON.stringify(next.conflict), called_at: null },
    details: { conflict: next.conflict },
  });
  return ended ? 'conflict' : 'nothing now';
}

async function giveToPerson(use: ApplyUse, change: Change): Promise<Applied> {
  return (await end(use, change, { state: 'unknown', because: outcomeUnknown })) ? 'unknown' : 'nothing now';
}

async function later(use: ApplyUse, change: Change, afterMs: number): Promise<Applied> {
  await putOff(use, change, afterMs, null);
  return 'nothing now';
}

/** Tries again after 5 s, 10 s, 20 s and so on, at most 5 minutes, for a working day; after that a person says when. */
async function waitForCrm(use: ApplyUse, change: Change): Promise<Applied> {
  if (change.attempts >= MOST_ATTEMPTS) {
    return (await end(use, change, { state: 'failed', because: crmSilent })) ? 'failed' : 'nothing now';
  }
  await putOff(use, change, Math.min(5_000 * 2 ** Math.max(0, change.attempts - 1), 300_000), crmSilent);
  return 'nothing now';
}
