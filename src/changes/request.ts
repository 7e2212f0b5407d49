/** The first step of every change: it is wanted, recorded, and on its way. */
import { randomUUID } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { type CardKey, redrawCard, wantCard } from '../jobs/cards.ts';
import { enqueue, enqueueAll } from '../jobs/outbox.ts';
import { personById } from '../people/people.ts';
import { returnOf } from '../policy/acting-alone.ts';
import { changeHash } from '../policy/hash.ts';
import type { Actor, Deed } from '../policy/nouns.ts';
import type { Change, Held, Subject } from './nouns.ts';
import { outsideIf } from './outside.ts';

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
  const outside = await outsideIf(trx, wants, { by, now: wish.now });
  const { rows }: { rows: { id: number }[] } = await trx.raw(
    `insert into changes (kind, subject_kind, subject_id, fields, message, proposal_id, exception_id, run_id, by_kind, by_id,
       requested_at, key, request_hash, card, undoes, replaces, back, stoppable_until)
     values (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
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
      returnOf(subject.kind, wants, { outside: outside !== null }),
      outside && new Date(wish.now.getTime() + outside.minutes * 60_000),
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

/** Of many that an agent does alone: a part of a batch, of which the rest is held until the first have shown what comes of it. */
export type Alone = {
  subject: Subject;
  wants: Deed;
  proposalId: number;
  batch: { id: number; first: boolean } | null;
};

/** `requestChange` for what an agent does alone, all in a few statements. `held` is why those wait that do not go first. */
export async function requestAlone(
  trx: Db,
  wishes: Alone[],
  on: { by: Actor; now: Date; runId: string; held: string },
): Promise<void> {
  if (wishes.length === 0) return;
  const held: Held = { pauses: [], until: null, because: [on.held] };
  const rows: { id: number; proposal_id: number }[] = await trx('changes')
    .insert(
      wishes.map(({ subject, wants, proposalId, batch }) => ({
        kind: wants.kind,
        subject_kind: subject.kind,
        subject_id: subject.id,
        fields: JSON.stringify(wants.kind === 'change' ? wants.fields : []),
        message: wants.kind === 'nudge' ? JSON.stringify(wants.nudge) : null,
        proposal_id: proposalId,
        run_id: on.runId,
        by_kind: on.by.kind,
        by_id: on.by.id,
        requested_at: on.now,
        key: `change-${randomUUID()}`,
        request_hash: changeHash(wants),
        // Nobody is written to outside Slack without a person: policy has asked for one before.
        back: returnOf(subject.kind, wants),
        batch_id: batch?.id ?? null,
        batch_first: batch?.first ?? null,
        held: batch?.first === false ? JSON.stringify(held) : null,
      })),
    )
    .returning(['id', 'proposal_id']);
  const wished = new Map(wishes.map((wish) => [wish.proposalId, wish]));
  const known = rows.flatMap(({ id, proposal_id }) => {
    const wish = wished.get(proposal_id);
    return wish ? [{ id, ...wish }] : [];
  });
  await record(
    trx,
    known.map(({ id, subject, wants, batch }) => ({
      action: 'change.requested',
      subject: { kind: 'change', id: String(id) },
      by: on.by,
      runId: on.runId,
      details: {
        of: subject,
        wants: factsOf(wants),
        ...(batch ? { batch: batch.id, first: batch.first } : {}),
      },
    })),
  );
  await enqueueApplies(
    trx,
    known.filter(({ batch }) => batch?.first !== false),
  );
}

/** `enqueueApply` for many at once. */
export const enqueueApplies = (trx: Db, changes: { id: number; subject: Subject }[]): Promise<void> =>
  enqueueAll(
    trx,
    'apply',
    changes.map(({ id, subject }) => ({
      key: `change:${id}`,
      body: { changeId: id },
      lane: `${subject.kind}:${subject.id}`,
    })),
  );

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
