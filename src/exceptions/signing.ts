/** What a card still asks for, and a signature where others have to follow; an edit above a threshold is proposed anew. */
import { record } from '../audit/record.ts';
import { verdictIf } from '../changes/circumstances.ts';
import { stakeIn, whoCanDecide } from '../changes/stake.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { wantCard } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { namedByAuthority } from '../policy/decide.ts';
import { changeHash } from '../policy/hash.ts';
import { stillToSign } from '../policy/may-decide.ts';
import type { Person, Role, Verdict, Wanted } from '../policy/nouns.ts';
import { together } from '../policy/signatures.ts';
import { signNext } from '../story/signing.ts';
import { type Exception, exceptionById } from './nouns.ts';

type Use = { db: Db; now: Clock; zone: string };

/**
 * The exception with all that it asks for at this moment: never less than when it was opened, and more where a threshold
 * was lowered or the deal has grown since. What has become more is written down, so that its card says it; `more` is why.
 */
export async function askedNow(
  use: Use,
  exception: Exception,
): Promise<{ exception: Exception; more: string | null }> {
  const { proposalId, wants, subject, hash, closedAt } = exception;
  if (closedAt || wants.kind !== 'change') return { exception, more: null };
  const verdict = await verdictIf(use, { proposalId, wants, subject, hash, by: [] });
  if (verdict.say !== 'ask') return { exception, more: null };
  const above = namedByAuthority(exception.asks);
  const now = together(above, namedByAuthority(verdict.whom));
  const inOrder = exception.inOrder || verdict.inOrder === true;
  if (now.length === above.length && inOrder === exception.inOrder) return { exception, more: null };
  const asks = [...exception.asks.filter((role) => !above.includes(role)), ...now];
  await use.db('exceptions').where({ id: exception.id }).update({ asks, asks_in_order: inOrder });
  await note(use.db, exception, 'exception.asks_more', { asks, inOrder });
  await wantCard(use.db, { key: exception.card, channel: exception.channel });
  const more = verdict.because.find(({ sentence }) => sentence.startsWith('Needs '))?.sentence ?? null;
  return { exception: { ...exception, asks, inOrder }, more };
}

export type Signed = { say: 'signed'; of: number; signed: number; left: Role[]; inOrder: boolean };

/** Null: with this person's signature nobody is left who has to sign. Otherwise it is written down, and the next one is told. */
export async function signIfNotLast(use: Use, exception: Exception, by: Person): Promise<Signed | null> {
  const above = namedByAuthority(exception.asks);
  if (above.length < 2) return null;
  // One after the other: of two who sign at the same time the second sees the first.
  await use.db('exceptions').where({ id: exception.id }).forUpdate().select('id');
  const stake = await stakeIn(use.db, exception);
  if (!stake) return null;
  const mine = { byId: by.id, by: by.name, roles: by.roles };
  const after = { ...stake, signed: [...(stake.signed ?? []), mine] };
  const left = stillToSign(after);
  if (left.length === 0) return null;
  await use
    .db('signatures')
    .insert({ exception_id: exception.id, hash: exception.hash, by_id: by.id, at: use.now.now() })
    .onConflict(use.db.raw('(exception_id, hash, by_id) where withdrawn_at is null'))
    .ignore();
  await note(use.db, exception, 'exception.signed', { hash: exception.hash, left }, by);
  const [next] = await whoCanDecide(use.db, exception.subject, after);
  await waitFor(use, exception, next ?? null);
  const counted = above.length - left.length;
  if (next) await tellNext(use.db, exception, next, { by: by.name, signed: counted, of: above.length });
  return { say: 'signed', of: above.length, signed: counted, left, inOrder: exception.inOrder };
}

/** The card waits for somebody else now; whoever it is, is reminded from now on. */
async function waitFor(use: Use, exception: Exception, next: Person | null): Promise<void> {
  await use
    .db('exceptions')
    .where({ id: exception.id })
    .update({ waits_for: next?.id ?? null, reminded_at: null, escalated_to: null });
  await wantCard(use.db, { key: exception.card, channel: exception.channel });
}

async function tellNext(
  trx: Db,
  { id, card, channel, hash, subject }: Exception,
  next: Person,
  { by, signed, of }: { by: string; signed: number; of: number },
): Promise<void> {
  if (!next.slackId) return;
  const about = await trx(subject.kind === 'deal' ? 'deals' : 'records')
    .where({ id: subject.id, ...(subject.kind === 'deal' ? {} : { kind: subject.kind }) })
    .first<{ name: string } | undefined>('name');
  const posted = await trx('cards').where({ key: card }).first<{ ts: string | null } | undefined>('ts');
  const threadTs = posted?.ts && !channel.startsWith('dm:') ? { threadTs: posted.ts } : {};
  await enqueue(trx, 'whisper', {
    key: `sign:${id}:${hash.slice(0, 12)}:${signed}`,
    body: {
      channel,
      user: next.slackId,
      text: signNext(by, signed, of, about?.name ?? subject.id),
      ...threadTs,
    },
  });
}

/**
 * Values of somebody's own above a threshold are proposed anew, by them: the card shows these, what was signed before
 * counts no more, and somebody else signs. Null: nobody else could.
 */
export async function proposeAnew(
  use: Use,
  exception: Exception,
  { wants, verdict, by }: { wants: Wanted; verdict: Extract<Verdict, { say: 'ask' }>; by: Person },
): Promise<Exception | null> {
  const change = partsOf(wants);
  const hash = changeHash(wants);
  const asks = together(verdict.whom, namedByAuthority(exception.asks));
  const inOrder = exception.inOrder || verdict.inOrder === true;
  const stake = await stakeIn(use.db, { ...exception, hash, asks, inOrder, proposedBy: by.id });
  const [next] = stake ? await whoCanDecide(use.db, exception.subject, stake) : [];
  if (!next) return null;
  const { rows } = await use.db.raw<{ rows: { id: number }[] }>(
    `insert into proposals (finding_id, run_id, agent, agent_version, mode, trigger, kind, subject_kind, subject_id, change, hash,
       reason, basis, confidence, cases, accepted, verdict, proposed_at, proposed_by)
     select finding_id, run_id, agent, agent_version, mode, trigger, 'change', subject_kind, subject_id, ?::jsonb, ?,
       reason, null, confidence, cases, accepted, ?::jsonb, ?, ? from proposals where id = ? returning id`,
    [
      JSON.stringify(change),
      hash,
      JSON.stringify({ ...verdict, whom: asks }),
      use.now.now(),
      by.id,
      exception.proposalId,
    ],
  );
  const proposalId = rows[0]?.id;
  await use
    .db('exceptions')
    .where({ id: exception.id })
    .update({ proposal_id: proposalId, hash, asks, asks_in_order: inOrder });
  await waitFor(use, exception, next);
  await note(use.db, exception, 'exception.proposed_anew', { ...change, hash, asks }, by);
  await tellNext(use.db, { ...exception, hash }, next, {
    by: by.name,
    signed: 0,
    of: namedByAuthority(asks).length,
  });
  return exceptionById(use.db, exception.id);
}

const partsOf = (wants: Wanted): Record<string, unknown> =>
  wants.kind === 'change' ? { fields: wants.fields } : {};

const note = (trx: Db, exception: Exception, action: string, details: Record<string, unknown>, by?: Person) =>
  record(trx, {
    action,
    subject: { kind: 'exception', id: String(exception.id) },
    by: by ? { kind: 'person', id: by.id } : { kind: 'system', id: 'policy' },
    runId: exception.runId,
    details,
  });
