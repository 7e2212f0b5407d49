/** The first step of every change: it is wanted, recorded, and on its way. */
import { randomUUID } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { type CardKey, redrawCard, wantCard } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { personById } from '../people/people.ts';
import { changeHash } from '../policy/hash.ts';
import type { Actor, Deed } from '../policy/nouns.ts';
import type { Change, Subject } from './nouns.ts';

export type RequestChange = {
  subject: Subject;
  wants: Deed;
  by: Actor;
  /** The house's time. */
  now: Date;
  proposalId?: number | null;
  exceptionId?: number | null;
  runId?: string | null;
  /** The card that shows it, where that is not its exception's. */
  card?: CardKey;
  undoes?: number;
  replaces?: number;
};

/**
 * Wants a change in the caller's transaction: recorded, and applied by a worker after the commit. Returns its id.
 * Null only for an undo that somebody else has already asked for.
 */
export async function requestChange(
  trx: Db,
  wish: RequestChange & { undoes: number },
): Promise<number | null>;
export async function requestChange(trx: Db, wish: RequestChange): Promise<number>;
export async function requestChange(trx: Db, wish: RequestChange): Promise<number | null> {
  const { wants, subject, by } = wish;
  if (wants.kind === 'change' && wants.fields.length === 0) {
    throw new BadInput('A change without a field changes nothing.', { facts: { subject } });
  }
  const { rows }: { rows: { id: number }[] } = await trx.raw(
    `insert into changes (kind, subject_kind, subject_id, fields, message, proposal_id, exception_id, run_id, by_kind, by_id,
       requested_at, key, request_hash, card, undoes, replaces)
     values (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
    [
      wants.kind,
      subject.kind,
      subject.id,
      JSON.stringify(wants.kind === 'change' ? wants.fields : []),
      wants.kind === 'nudge' ? JSON.stringify(wants.nudge) : null,
      wish.proposalId ?? null,
      wish.exceptionId ?? null,
      wish.runId ?? null,
      by.kind,
      by.id,
      wish.now,
      `change-${randomUUID()}`,
      changeHash(wants),
      wish.card ?? null,
      wish.undoes ?? null,
      wish.replaces ?? null,
    ],
  );
  const id = rows[0]?.id;
  if (id === undefined) return null;
  await record(trx, {
    action: 'change.requested',
    subject: { kind: 'change', id: String(id) },
    by,
    runId: wish.runId,
    details: {
      of: subject,
      wants: factsOf(wants),
      exceptionId: wish.exceptionId,
      undoes: wish.undoes,
      replaces: wish.replaces,
    },
  });
  await enqueueApply(trx, { id, subject });
  return id;
}

/** Applies of one subject keep their order. */
export async function enqueueApply(
  trx: Db,
  change: { id: number; subject: Subject },
  after?: Date,
): Promise<void> {
  await enqueue(trx, 'apply', {
    key: `change:${change.id}`,
    body: { changeId: change.id },
    lane: `${change.subject.kind}:${change.subject.id}`,
    after,
  });
}

/** The card on which the change is seen is drawn anew: its exception's, or its own. */
export async function redrawFor(trx: Db, change: Pick<Change, 'exceptionId' | 'card'>): Promise<void> {
  const { exceptionId } = change;
  const card =
    exceptionId === null
      ? change.card
      : (await trx('exceptions').where({ id: exceptionId }).first<{ card: CardKey } | undefined>('card'))
          ?.card;
  if (card) await redrawCard(trx, card);
}

/** Whether no other card shows the change: it has one of its own where it could not be done. */
const hasOwnCard = (card: CardKey | null): card is `change:${number}` => card?.startsWith('change:') === true;

/** These changes were asked for in words: no card waits for them, so each has one of its own if it is not done. */
export async function tellOnItsOwn(trx: Db, ids: number[]): Promise<void> {
  await trx('changes')
    .whereIn('id', ids)
    .update({ card: trx.raw(`'change:' || id`) });
}

/** A change that was not done is shown to whoever asked for it, where no other card shows it; in their own messages. */
export async function showNotDone(trx: Db, change: Pick<Change, 'card' | 'by'>): Promise<void> {
  if (!hasOwnCard(change.card) || change.by.kind !== 'person') return;
  const person = await personById(trx, change.by.id);
  if (person?.slackId) await wantCard(trx, { key: change.card, channel: `dm:${person.slackId}` });
}

/** For the audit log: fields and values, but not what a message says. */
export const factsOf = (wants: Deed): Record<string, unknown> =>
  wants.kind === 'change' ? { fields: wants.fields } : { nudgeTo: wants.nudge.to };
