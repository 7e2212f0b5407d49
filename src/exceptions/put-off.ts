/** Not now: snooze and its opposite, wake; and taking back a rejection, or an approval of which nothing was done yet. */
import { record } from '../audit/record.ts';
import { changeById } from '../changes/nouns.ts';
import { dropHeld } from '../changes/resolve.ts';
import { refusalOf, stakeIn } from '../changes/stake.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { BadInput, NotFound } from '../errors.ts';
import { wantCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import type { Said } from '../story/decision.ts';
import { type Exception, exceptionById } from './nouns.ts';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 90;

type Refused =
  | { say: 'late'; byName: string; at: Date; said: Said }
  | { say: 'closed'; because: string }
  | { say: 'not allowed'; because: string; whoCan: string[] };
export type Snoozed = { say: 'snoozed'; until: Date; byName: string } | Refused;
export type Woken = { say: 'woken' } | { say: 'awake' } | Refused;
export type Reopened =
  | { say: 'reopened' }
  | { say: 'not possible'; because: string }
  | Extract<Refused, { say: 'not allowed' }>;
type Use = { db: Db; now: Clock };

/** Puts the card aside until an instant. Twice is once: the first snooze stays. It never expires while it sleeps. */
export function snooze(use: Use, input: { exceptionId: number; until: Date; by: Person }): Promise<Snoozed> {
  const now = use.now.now();
  if (input.until <= now || input.until.getTime() > now.getTime() + LONGEST_DAYS * DAY_MS) {
    throw new BadInput('A card can be snoozed for up to 90 days.', {
      fix: 'Choose a later moment within 90 days.',
    });
  }
  return inTransaction(use.db, async (trx): Promise<Snoozed> => {
    const exception = await open(trx, use, input);
    if ('say' in exception) return exception;
    const made = await trx.raw(
      `insert into snoozes (exception_id, by_id, at, until) values (?, ?, ?, ?)
       on conflict (exception_id) where woken_at is null do nothing returning id`,
      [exception.id, input.by.id, now, input.until],
    );
    if (made.rows.length === 1) {
      await trx('exceptions')
        .where({ id: exception.id })
        .update({
          expires_at: trx.raw('greatest(expires_at, ?::timestamptz)', [
            new Date(input.until.getTime() + DAY_MS),
          ]),
        });
      await note(trx, exception, 'exception.snoozed', input.by, { until: input.until });
    }
    await wantCard(trx, { key: exception.card, channel: exception.channel });
    const held = await trx('snoozes')
      .where({ exception_id: exception.id })
      .whereNull('woken_at')
      .first('until', 'by_id');
    return {
      say: 'snoozed',
      until: held.until,
      byName: (await personById(trx, held.by_id))?.name ?? 'Somebody',
    };
  });
}

/** The opposite of `snooze`: the card is open again. */
export function wake(use: Use, input: { exceptionId: number; by: Person }): Promise<Woken> {
  return inTransaction(use.db, async (trx): Promise<Woken> => {
    const exception = await open(trx, use, input);
    if ('say' in exception) return exception;
    const woken = await trx('snoozes')
      .where({ exception_id: exception.id })
      .whereNull('woken_at')
      .update({ woken_at: use.now.now() });
    if (woken === 0) return { say: 'awake' };
    await note(trx, exception, 'exception.woken', input.by);
    await wantCard(trx, { key: exception.card, channel: exception.channel });
    return { say: 'woken' };
  });
}

/** Takes a rejection back within the days that a setting allows; the card is open again for everybody who may decide. */
export function reopen(use: Use, input: { exceptionId: number; by: Person }): Promise<Reopened> {
  return inTransaction(use.db, async (trx): Promise<Reopened> => {
    await trx('exceptions').where({ id: input.exceptionId }).forUpdate().select('id');
    const exception = await found(trx, input.exceptionId);
    const refusal = await mayNot(trx, use, exception, input.by);
    if (refusal) return { say: 'not allowed', ...refusal };
    const { decision } = exception;
    if (decision?.say !== 'reject')
      return { say: 'not possible', because: 'Only a rejected card can be opened again.' };
    const now = use.now.now();
    const settings = await currentSettings(trx, now);
    const days = numberSetting(settings, 'reopen_days');
    if (decision.at.getTime() + days * DAY_MS <= now.getTime())
      return {
        say: 'not possible',
        because: `A rejection can be taken back for ${days} days, and they are over.`,
      };
    await openAgain(trx, exception, input.by, { now, expireDays: numberSetting(settings, 'expire_days') });
    await note(trx, exception, 'exception.reopened', input.by, { rejectedBy: decision.byId });
    return { say: 'reopened' };
  });
}

/**
 * Takes an approval back while its change is held: nothing is written, and the card is open again for everybody who may
 * decide. Null where the change is not held, so that there is something else to do.
 */
export function takeBackHeld(use: Use, input: { changeId: number; by: Person }): Promise<Reopened | null> {
  return inTransaction(use.db, async (trx): Promise<Reopened | null> => {
    const change = await changeById(trx, input.changeId, { lock: true });
    if (!change?.held || change.state !== 'pending' || change.exceptionId === null || change.undoes !== null)
      return null;
    const exception = await found(trx, change.exceptionId);
    const refusal = await mayNot(trx, use, exception, input.by);
    if (refusal) return { say: 'not allowed', ...refusal };
    if (!(await dropHeld(trx, use, { change, by: input.by })))
      return {
        say: 'not possible',
        because:
          'The CRM was called already and its answer was lost. Once it is known what was done, undo it.',
      };
    const now = use.now.now();
    const expireDays = numberSetting(await currentSettings(trx, now), 'expire_days');
    await openAgain(trx, exception, input.by, { now, expireDays });
    await note(trx, exception, 'exception.reopened', input.by, { approvedBy: exception.decision?.byId });
    return { say: 'reopened' };
  });
}

export async function openAgain(
  trx: Db,
  exception: Exception,
  by: Person,
  at: { now: Date; expireDays: number },
): Promise<void> {
  await trx('decisions')
    .where({ exception_id: exception.id })
    .whereNull('reopened_at')
    .update({ reopened_at: at.now, reopened_by: by.id });
  await trx('exceptions')
    .where({ id: exception.id })
    .update({
      closed_at: null,
      closed_as: null,
      reminded_at: null,
      escalated_to: null,
      expires_at: new Date(at.now.getTime() + at.expireDays * DAY_MS),
    });
  await wantCard(trx, { key: exception.card, channel: exception.channel });
}

async function found(trx: Db, id: number): Promise<Exception> {
  const exception = await exceptionById(trx, id);
  if (!exception) throw new NotFound(`There is no exception ${id}.`);
  return exception;
}

/** The exception while it is open and this person may decide about it; otherwise what to tell them. */
async function open(
  trx: Db,
  use: Use,
  { exceptionId: id, by }: { exceptionId: number; by: Person },
): Promise<Exception | Refused> {
  await trx('exceptions').where({ id }).forUpdate().select('id');
  const exception = await found(trx, id);
  const refusal = await mayNot(trx, use, exception, by);
  if (refusal) return { say: 'not allowed', ...refusal };
  const { decision } = exception;
  if (decision) return { say: 'late', byName: decision.byName, at: decision.at, said: decision.say };
  if (exception.closedAt) return { say: 'closed', because: exception.closedBecause ?? 'It has expired.' };
  return exception;
}

async function mayNot(trx: Db, use: Use, exception: Exception, by: Person) {
  const stake = await stakeIn(trx, exception, 'signatures');
  const refusal = stake
    ? await refusalOf(trx, by, exception.subject, stake, use.now.now())
    : { because: 'It is no longer in the CRM.', whoCan: [] };
  if (refusal) await note(trx, exception, 'exception.click_refused', by, { because: refusal.because });
  return refusal;
}

const note = (trx: Db, exception: Exception, action: string, by: Person, details = {}) =>
  record(trx, {
    action,
    subject: { kind: 'exception', id: String(exception.id) },
    by: { kind: 'person', id: by.id },
    runId: exception.runId,
    details,
  });
