/** After a message that went out: a draft of a second one, which a person reads, edits and sends. It is never sent alone. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { type CardKey, wantCard } from '../jobs/cards.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { correctionText } from '../story/correction.ts';
import { type Change, type ChangeState, changeById } from './nouns.ts';
import { redrawFor, requestChange } from './request.ts';
import { mayNotUndo } from './undo.ts';

/** `zone` is the company's. */
type Use = { db: Db; now: Clock; zone: string };

export type Correction = {
  id: number;
  changeId: number;
  text: string;
  draftedBy: string;
  draftedAt: Date;
  ended: { as: 'sent' | 'discarded'; by: string; at: Date } | null;
  /** The message that came of it, and how far it is. */
  sent: { changeId: number; state: ChangeState; stoppableUntil: Date | null; irreversible: boolean } | null;
};

export type Drafted =
  | { say: 'drafted'; id: number }
  /** There is one already; whoever drafted it has it. */
  | { say: 'already'; id: number; byName: string }
  | { say: 'not possible'; because: string }
  | { say: 'not allowed'; because: string };

const dayMs = 86_400_000;
const card = (id: number): CardKey => `correction:${id}`;

/** Drafts it for this person, in their own messages; one for a message at a time. Whoever may undo may draft. */
export function draftCorrection(use: Use, input: { changeId: number; by: Person }): Promise<Drafted> {
  return inTransaction(use.db, async (trx): Promise<Drafted> => {
    const change = await changeById(trx, input.changeId, { lock: true });
    if (change?.wants.kind !== 'nudge') throw new NotFound(`There is no message ${input.changeId}.`);
    const own = change.by.id === input.by.id && may(input.by, 'undo');
    const refusal = own ? null : await mayNotUndo(trx, change, input.by);
    if (refusal) {
      await note(trx, change, 'correction.refused', input.by, { because: refusal.because });
      return { say: 'not allowed', because: refusal.because };
    }
    const now = use.now.now();
    const because = await whyNot(trx, change, input.by, now);
    if (because !== null) return { say: 'not possible', because };
    const open = await trx('corrections as c')
      .join('people as p', 'p.id', 'c.drafted_by')
      .where({ 'c.change_id': change.id })
      .whereRaw(`c.ended_as is distinct from 'discarded'`)
      .first<{ id: number; by: string } | undefined>('c.id', { by: 'p.name' });
    if (open) return { say: 'already', id: open.id, byName: open.by };
    const deal = await trx('deals')
      .where({ id: change.subject.id })
      .first<{ name: string } | undefined>('name');
    const [made] = await trx('corrections')
      .insert({
        change_id: change.id,
        text: correctionText({
          about: deal?.name ?? change.subject.id,
          on: dayIn(change.appliedAt ?? change.requestedAt, use.zone),
          said: change.wants.nudge.text,
        }),
        drafted_by: input.by.id,
        drafted_at: now,
      })
      .returning<{ id: number }[]>('id');
    const id = made?.id ?? 0;
    await note(trx, change, 'correction.drafted', input.by, { correction: id });
    await wantCard(trx, { key: card(id), channel: `dm:${input.by.slackId}` });
    await redrawFor(trx, change);
    return { say: 'drafted', id };
  });
}

async function whyNot(trx: Db, change: Change, by: Person, now: Date): Promise<string | null> {
  if (change.state !== 'applied' || !change.appliedAt)
    return 'Nothing was sent, so there is nothing to correct.';
  if (change.mail === 'wanted' || change.mail === 'sending')
    return 'It has not gone out yet: it can be stopped.';
  if (!by.slackId) return 'The draft comes in Slack, where you are not known.';
  const days = numberSetting(await currentSettings(trx, now), 'undo_days');
  return change.appliedAt.getTime() + days * dayMs <= now.getTime()
    ? `A message can be corrected for ${days} days, and they are over.`
    : null;
}

/** Only who drafted it sends it, once, with the words that they have read; what leaves the house is held as any other. */
export function sendCorrection(
  use: Use,
  input: { id: number; text: string; by: Person },
): Promise<{ say: 'sent'; changeId: number } | { say: 'late' } | { say: 'not yours' }> {
  return inTransaction(use.db, async (trx) => {
    const row = await ofOne(trx, input.id);
    if (!isTheirs(row, input.by)) return { say: 'not yours' } as const;
    const change = await changeById(trx, row.change_id);
    if (row.ended_at || change?.wants.kind !== 'nudge') return { say: 'late' } as const;
    const now = use.now.now();
    const changeId = await requestChange(trx, {
      subject: change.subject,
      wants: { kind: 'nudge', nudge: { to: change.wants.nudge.to, text: input.text } },
      by: { kind: 'person', id: input.by.id },
      now,
      runId: change.runId,
      card: card(input.id),
    });
    await trx('corrections').where({ id: input.id }).update({
      text: input.text,
      ended_at: now,
      ended_as: 'sent',
      ended_by: input.by.id,
      sent_change: changeId,
    });
    await note(trx, change, 'correction.sent', input.by, { correction: input.id, change: changeId });
    await wantCard(trx, { key: card(input.id), channel: `dm:${input.by.slackId}` });
    return { say: 'sent', changeId } as const;
  });
}

/** The draft is thrown away; another one can be made. */
export function discardCorrection(
  use: Use,
  input: { id: number; by: Person },
): Promise<{ say: 'discarded' | 'late' | 'not yours' }> {
  return inTransaction(use.db, async (trx) => {
    const row = await ofOne(trx, input.id);
    if (!isTheirs(row, input.by)) return { say: 'not yours' } as const;
    const change = await changeById(trx, row.change_id);
    if (row.ended_at || !change) return { say: 'late' } as const;
    await trx('corrections')
      .where({ id: input.id })
      .update({ ended_at: use.now.now(), ended_as: 'discarded', ended_by: input.by.id });
    await note(trx, change, 'correction.discarded', input.by, { correction: input.id });
    await wantCard(trx, { key: card(input.id), channel: `dm:${input.by.slackId}` });
    await redrawFor(trx, change);
    return { say: 'discarded' } as const;
  });
}

type Row = {
  id: number;
  change_id: number;
  text: string;
  drafted_by: string;
  drafted_at: Date;
  ended_at: Date | null;
  ended_as: 'sent' | 'discarded' | null;
  ended_by: string | null;
  sent_change: number | null;
};

/** While they hold a role by which they could have drafted it. */
const isTheirs = (row: { drafted_by: string }, by: Person): boolean =>
  row.drafted_by === by.id && may(by, 'undo');

async function ofOne(trx: Db, id: number): Promise<Row> {
  const row = await trx('corrections').where({ id }).forUpdate().first<Row | undefined>();
  if (!row) throw new NotFound(`There is no draft ${id}.`);
  return row;
}

export async function correctionById(db: Db, id: number): Promise<Correction | null> {
  const row = await db('corrections').where({ id }).first<Row | undefined>();
  if (!row) return null;
  const sent = row.sent_change === null ? null : await changeById(db, row.sent_change);
  return {
    id: row.id,
    changeId: row.change_id,
    text: row.text,
    draftedBy: row.drafted_by,
    draftedAt: row.drafted_at,
    ended:
      row.ended_as && row.ended_at && row.ended_by
        ? { as: row.ended_as, by: row.ended_by, at: row.ended_at }
        : null,
    sent: sent && {
      changeId: sent.id,
      state: sent.state,
      stoppableUntil: sent.held ? sent.stoppableUntil : null,
      irreversible: sent.back === 'irreversible',
    },
  };
}

const note = (trx: Db, change: Change, action: string, by: Person, details: Record<string, unknown>) =>
  record(trx, {
    action,
    subject: { kind: 'change', id: String(change.id) },
    by: { kind: 'person', id: by.id },
    because: typeof details.because === 'string' ? details.because : null,
    runId: change.runId,
    details: { of: change.subject, ...details },
  });
