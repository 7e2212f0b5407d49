/** Stopping what cannot be taken back once it is out: until then the first word counts, the sender's or a person's. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { personById } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { type Change, changeById } from './nouns.ts';
import { redrawFor } from './request.ts';
import { mayNotUndo } from './undo.ts';

export type Stopped =
  | { say: 'stopped'; exceptionId: number | null }
  /** It went out, or was about to: `because` is a sentence. */
  | { say: 'too late'; because: string }
  | { say: 'over'; because: string }
  | { say: 'not allowed'; because: string };

/**
 * Nothing of it is sent any more. Whoever decides about it may, and whoever asked for it. Against the sender each word is one
 * conditional update of one row: of the change while it is held, of its mail while that waits for the server.
 */
export function stopOutside(
  use: { db: Db; now: Clock },
  input: { changeId: number; by: Person },
): Promise<Stopped> {
  return inTransaction(use.db, async (trx): Promise<Stopped> => {
    const change = await changeById(trx, input.changeId, { lock: true });
    if (change?.back !== 'irreversible')
      throw new NotFound(`There is nothing ${input.changeId} that goes out.`);
    const refusal = change.by.id === input.by.id ? null : await mayNotUndo(trx, change, input.by);
    if (refusal) {
      await note(trx, change, 'change.stop_refused', input.by, refusal.because);
      return { say: 'not allowed', because: refusal.because };
    }
    const { state } = change;
    if (state === 'abandoned') return { say: 'over', because: 'It was stopped before. Nothing was sent.' };
    const now = use.now.now();
    const first = (await heldStopped(trx, change.id, now)) || (await mailStopped(trx, change.id, now));
    if (!first) return { say: 'too late', because: await goneOut(trx, change) };
    await note(trx, change, 'change.stopped', input.by);
    await redrawFor(trx, change);
    return { say: 'stopped', exceptionId: change.exceptionId };
  });
}

const stopped = 'It was stopped. Nothing was sent.';

async function heldStopped(trx: Db, id: number, now: Date): Promise<boolean> {
  const changed = await trx('changes')
    .where({ id, state: 'pending' })
    .update({ state: 'abandoned', held: null, error: stopped, ended_at: now });
  return changed === 1;
}

/** The server was not to be reached until now, or takes no mail yet. */
async function mailStopped(trx: Db, id: number, now: Date): Promise<boolean> {
  const changed = await trx('mails')
    .where({ change_id: id, state: 'wanted' })
    .update({ state: 'stopped', because: stopped, ended_at: now });
  if (changed !== 1) return false;
  await trx('changes').where({ id }).update({ state: 'abandoned', error: stopped, ended_at: now });
  return true;
}

async function goneOut(trx: Db, { id, wants, state, error }: Change): Promise<string> {
  const to = wants.kind === 'nudge' ? await personById(trx, wants.nudge.to) : null;
  const who = to?.name ?? 'the reader';
  const mail = await trx('mails').where({ change_id: id }).first<{ state: string } | undefined>('state');
  if (mail?.state === 'sent') return `Too late: the e-mail to ${who} has gone. A correction can be drafted.`;
  if (mail?.state === 'sending' || state === 'applying') return `Too late: it is on its way to ${who}.`;
  if (state === 'failed') return error ?? 'It could not be sent.';
  return `Too late: ${who} has it in Slack.`;
}

const note = (trx: Db, change: Change, action: string, by: Person, because: string | null = null) =>
  record(trx, {
    action,
    subject: { kind: 'change', id: String(change.id) },
    by: { kind: 'person', id: by.id },
    because,
    runId: change.runId,
    details: { of: change.subject, exceptionId: change.exceptionId },
  });
