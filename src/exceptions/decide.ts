/** A person decides: approve, edit or reject. The first one counts; everybody else is told who it was. */
import { record } from '../audit/record.ts';
import { verdictIf } from '../changes/circumstances.ts';
import { requestChange } from '../changes/request.ts';
import { signaturesOn } from '../changes/signing.ts';
import { type Refusal, refusalOf, stakeIn } from '../changes/stake.ts';
import { checkFields, type FieldError } from '../changes/values.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { wantCard } from '../jobs/cards.ts';
import { namedByAuthority, whyStopped } from '../policy/decide.ts';
import { changeHash, isShown } from '../policy/hash.ts';
import type { Person, Role, Wanted } from '../policy/nouns.ts';
import { whomSaid } from '../policy/signatures.ts';
import { dayIn } from '../sales/days.ts';
import { noRightsAnyMore, type Said } from '../story/decision.ts';
import { nobodyElse, signedBefore } from '../story/signing.ts';
import { type Exception, exceptionById } from './nouns.ts';
import { askedNow, proposeAnew, type Signed, signIfNotLast } from './signing.ts';

export type Decide = {
  exceptionId: number;
  say: Said;
  /** Null for somebody who is not among the people; then `slackUser` says who clicked. */
  by: Person | null;
  slackUser?: string;
  /** Of the change that was on the screen. */
  shownHash: string;
  /** Of an edit: new values by field; fields left out are not changed. For a nudge: `text`. All as proposed: an approval. */
  fields?: Record<string, unknown>;
  reason?: string | null;
};

export type Decided =
  | { say: 'decided'; changeId: number | null }
  /** Others have to sign, too; nothing is changed before. */
  | Signed
  /** Its values are above a threshold: it is theirs now, and somebody else signs it. */
  | { say: 'proposed anew'; left: Role[]; inOrder: boolean }
  | { say: 'late'; byName: string; at: Date; said: Said; mine: boolean }
  | { say: 'stale' }
  | { say: 'expired'; at: Date }
  | { say: 'withdrawn'; because: string; at: Date }
  | { say: 'not allowed'; because: string; whoCan: string[] }
  | { say: 'invalid'; errors: FieldError[] };

/**
 * Decides the exception, if it is open, the person may, and the change is the one they saw. The decision, its record and
 * the change it asks for are one transaction; of simultaneous clicks exactly one gets through.
 */
export function decide(use: { db: Db; now: Clock; zone: string }, input: Decide): Promise<Decided> {
  return inTransaction(use.db, async (trx) => {
    try {
      return await decideIn({ ...use, db: trx }, input);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      // It was closed between our look and our word; a second look tells by whom.
      return decideIn({ ...use, db: trx }, input);
    }
  });
}

/**
 * For a form that opens before anything is decided: null where this person may decide now, otherwise the sentence for
 * them, and their click is recorded. What the form sends is judged again.
 */
export function refusedNow(
  use: { db: Db; now: Clock },
  input: Pick<Decide, 'exceptionId' | 'by' | 'slackUser'> & { say: Said | 'review' },
): Promise<string | null> {
  return use.db.transaction(async (trx) => {
    const exception = await exceptionById(trx, input.exceptionId);
    if (!exception) throw new NotFound(`There is no exception ${input.exceptionId}.`);
    const refusal = await refusalFor({ ...use, db: trx }, exception, input.by, input.say);
    if (refusal) await refuse(trx, exception, input, refusal);
    return refusal?.because ?? null;
  });
}

/** Whoever has signed may still say no. */
async function refusalFor(
  { db: trx, now }: { db: Db; now: Clock },
  exception: Exception,
  by: Person | null,
  say: Said | 'review',
): Promise<Refusal | null> {
  const stake = await stakeIn(trx, exception, say === 'reject' ? 'signatures' : undefined);
  if (!stake) return { because: 'It is no longer in the CRM.', whoCan: [] };
  const refusal = await refusalOf(trx, by, exception.subject, stake, now.now());
  const mine = by && stake.signed?.some(({ byId }) => byId === by.id);
  return refusal && mine ? { ...refusal, because: signedBefore } : refusal;
}

class Overtaken extends Error {}
type Use = { db: Db; now: Clock; zone: string };

async function decideIn(use: Use, input: Decide): Promise<Decided> {
  const trx = use.db;
  const found = await exceptionById(trx, input.exceptionId);
  if (!found) throw new NotFound(`There is no exception ${input.exceptionId}.`);
  const { exception, more } =
    input.say === 'reject' ? { exception: found, more: null } : await askedNow(use, found);
  const stops = await refusalFor(use, exception, input.by, input.say);
  const refusal = stops && more !== null ? { ...stops, because: noRightsAnyMore(more, stops.whoCan) } : stops;
  if (refusal || !input.by) return refuse(trx, exception, input, refusal ?? { because: '', whoCan: [] });
  const over = closedAlready(exception, input.by, use.now.now());
  if (over) return over;
  // Of what would be written as well as of what was noted beside it: somebody may have reached into the table.
  if (![exception.hash, changeHash(exception.wants)].every((hash) => isShown(hash, input.shownHash))) {
    await wantCard(trx, { key: exception.card, channel: exception.channel });
    return { say: 'stale' };
  }
  const asked = await whatIsWanted(use, exception, input);
  if ('errors' in asked) return { say: 'invalid', errors: asked.errors };
  // A form that was saved as it was opened is a yes to the proposal: it counts for the agent as one.
  const asProposed = input.say === 'edit' && trimmedHash(asked.wants) === trimmedHash(exception.wants);
  const meant: Decide = asProposed ? { ...input, say: 'approve' } : input;
  const wants = asProposed ? exception.wants : asked.wants;
  const unmet = await stillNeeds(use, exception, meant, wants, input.by);
  if (unmet) return unmet;
  const signed = meant.say === 'approve' ? await signIfNotLast(use, exception, input.by) : null;
  if (signed) return signed;
  const { by } = input;
  // Taken back by itself where somebody was faster. Most who come late are told so before.
  return trx.transaction((within) => writeDown({ ...use, db: within }, exception, meant, wants, by));
}

/** Forms trim what they hold, so blanks around a proposed text are no difference. */
function trimmedHash(wants: Wanted): string {
  if (wants.kind === 'nudge')
    return changeHash({ ...wants, nudge: { ...wants.nudge, text: wants.nudge.text.trim() } });
  if (wants.kind === 'form') return changeHash(wants);
  const fields = wants.fields.map((field) => ({
    ...field,
    after: typeof field.after === 'string' ? field.after.trim() : field.after,
  }));
  return changeHash({ ...wants, fields });
}

async function refuse(
  trx: Db,
  exception: Exception,
  input: Pick<Decide, 'by' | 'slackUser'> & { say: Said | 'review' },
  refusal: Refusal,
): Promise<Decided> {
  await record(trx, {
    action: 'exception.click_refused',
    subject: { kind: 'exception', id: String(exception.id) },
    by: { kind: 'person', id: input.by?.id ?? `slack:${input.slackUser ?? 'unknown'}` },
    because: refusal.because,
    runId: exception.runId,
    details: { say: input.say },
  });
  return { say: 'not allowed', ...refusal };
}

function closedAlready(exception: Exception, by: Person, now: Date): Decided | null {
  const { decision } = exception;
  if (decision)
    return {
      say: 'late',
      byName: decision.byName,
      at: decision.at,
      said: decision.say,
      mine: decision.byId === by.id,
    };
  if (exception.closedAs === 'withdrawn' && exception.closedAt)
    return { say: 'withdrawn', because: exception.closedBecause ?? '', at: exception.closedAt };
  if (exception.closedAt) return { say: 'expired', at: exception.closedAt };
  // Nobody decides what has expired, even before the clock work has closed it.
  return exception.expiresAt <= now ? { say: 'expired', at: exception.expiresAt } : null;
}

const fillInOf = ({ subject }: Exception): string =>
  subject.kind === 'deal' ? 'Fill it in: its stage requires it.' : 'Fill it in.';

/** What is to happen: the proposal as shown, or with the person's values in it. */
async function whatIsWanted(
  use: Use,
  exception: Exception,
  input: Decide,
): Promise<{ wants: Wanted } | { errors: FieldError[] }> {
  const { wants } = exception;
  const fillIn = fillInOf(exception);
  if (input.say === 'approve' && wants.kind === 'form')
    return { errors: wants.form.fields.map((field) => ({ field, sentence: fillIn })) };
  if (input.say !== 'edit') return { wants };
  if (wants.kind === 'nudge') {
    const text = typeof input.fields?.text === 'string' ? input.fields.text.replaceAll('\0', '').trim() : '';
    if (text.length === 0 || text.length > 1000)
      return { errors: [{ field: 'text', sentence: 'Enter a message of 1 to 1,000 characters.' }] };
    return { wants: { kind: 'nudge', nudge: { ...wants.nudge, text } } };
  }
  const asked =
    wants.kind === 'form'
      ? wants.form.fields.map((field) => ({ field, before: wants.form.before?.[field] ?? null }))
      : wants.fields;
  const proposed = new Set(asked.map(({ field }) => field));
  const typed = Object.entries(input.fields ?? {}).filter(([field]) => proposed.has(field));
  if (typed.length === 0)
    return { errors: [{ field: asked[0]?.field ?? '', sentence: 'Choose at least one field.' }] };
  const today = dayIn(use.now.now(), use.zone);
  const checked = await checkFields(use.db, Object.fromEntries(typed), today, exception.subject);
  if ('errors' in checked) return checked;
  const empty =
    wants.kind === 'form' ? wants.form.fields.filter((field) => (checked.ok[field] ?? null) === null) : [];
  if (empty.length > 0) return { errors: empty.map((field) => ({ field, sentence: fillIn })) };
  const fields = asked.flatMap((field) => {
    const after = checked.ok[field.field];
    return after === undefined ? [] : [{ ...field, after }];
  });
  return { wants: { kind: 'change', fields } };
}

/** An edit may go beyond what this person may sign for; policy says so before it is written down. */
async function stillNeeds(
  use: Use,
  exception: Exception,
  input: Decide,
  wants: Wanted,
  by: Person,
): Promise<Decided | null> {
  if (input.say === 'reject') return null;
  const { proposalId, subject, id, hash, asks, proposedBy } = exception;
  const signed = input.say === 'approve' ? ((await signaturesOn(use.db, [{ id, hash }])).get(id) ?? []) : [];
  const ids = [by.id, ...signed.map(({ byId }) => byId)];
  const on = { proposalId, subject, wants, hash: changeHash(wants), by: [...new Set(ids)] };
  const own = input.say === 'edit' && wants.kind === 'change';
  const verdict = await verdictIf(use, { ...on, asked: asks, proposedBy: own ? by.id : proposedBy });
  if (verdict.say === 'allow' || verdict.say === 'hold') return null;
  if (verdict.say === 'ask' && input.say === 'approve' && namedByAuthority(verdict.whom).length > 1)
    return null;
  if (verdict.say === 'ask' && own && namedByAuthority(verdict.whom).length > 0) {
    const anew = await proposeAnew(use, exception, { wants, verdict, by });
    const left = namedByAuthority(verdict.whom);
    if (anew) return { say: 'proposed anew', left, inOrder: anew.inOrder };
    const needs = `Needs ${whomSaid(left)}.`;
    return {
      say: 'invalid',
      errors: wants.fields.map(({ field }) => ({ field, sentence: nobodyElse(needs, left) })),
    };
  }
  const because = `${whyStopped(verdict).join(' ')} Nothing was changed.`;
  if (input.say === 'edit' && wants.kind === 'change')
    return { say: 'invalid', errors: wants.fields.map(({ field }) => ({ field, sentence: because })) };
  return refuse(use.db, exception, input, { because, whoCan: [] });
}

async function writeDown(
  use: Use,
  exception: Exception,
  input: Decide,
  wants: Wanted,
  by: Person,
): Promise<Decided> {
  const trx = use.db;
  const now = use.now.now();
  const { rows } = await trx.raw(
    `insert into decisions (exception_id, say, by_id, at, hash, shown, change, reason)
     select id, ?, ?, ?, hash, ?::jsonb, ?::jsonb, ? from exceptions
     where id = ? and hash = ? and closed_at is null and expires_at > ? for update
     on conflict (exception_id) where reopened_at is null do nothing returning id`,
    [
      // Of an agent's proposal that somebody has changed, and another has signed, nothing was accepted as it was.
      exception.proposedBy !== null && input.say === 'approve' ? 'edit' : input.say,
      by.id,
      now,
      JSON.stringify(exception.wants),
      JSON.stringify(wants),
      input.reason?.trim() || null,
      exception.id,
      exception.hash,
      now,
    ],
  );
  if (rows.length === 0) throw new Overtaken();
  const closed = await trx('exceptions')
    .where({ id: exception.id })
    .whereNull('closed_at')
    .update({ closed_at: now, closed_as: 'decided' });
  if (closed !== 1) throw new Overtaken();
  await trx('snoozes').where({ exception_id: exception.id }).whereNull('woken_at').update({ woken_at: now });
  // What was signed before a no is not signed after it.
  if (input.say === 'reject')
    await trx('signatures')
      .where({ exception_id: exception.id })
      .whereNull('withdrawn_at')
      .update({ withdrawn_at: now });
  await record(trx, {
    action: 'exception.decided',
    subject: { kind: 'exception', id: String(exception.id) },
    by: { kind: 'person', id: by.id },
    because: input.reason?.trim() || null,
    runId: exception.runId,
    details: { say: input.say, hash: exception.hash },
  });
  const changeId =
    input.say === 'reject' || wants.kind === 'form'
      ? null
      : await requestChange(trx, {
          subject: exception.subject,
          wants,
          by: { kind: 'person', id: by.id },
          now,
          proposalId: exception.proposalId,
          exceptionId: exception.id,
          runId: exception.runId,
        });
  await wantCard(trx, { key: exception.card, channel: exception.channel });
  return { say: 'decided', changeId };
}
