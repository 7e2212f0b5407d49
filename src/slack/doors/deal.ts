/** A person's own edit of a deal, from the form: told how it ended, because no card waits for it. */
import type { Card } from '../../../blocks/kit.ts';
import { editDeal } from '../../changes/edit-deal.ts';
import type { CardKey } from '../../jobs/cards.ts';
import type { Job } from '../../jobs/topics.ts';
import type { FieldValue } from '../../policy/nouns.ts';
import { changeEnd } from '../cards/change.ts';
import { hereNow } from '../here.ts';
import { cardAt } from '../ledger.ts';
import { effect } from '../once.ts';
import { note, type Where, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';

type Saved = {
  dealId: string;
  fields: Record<string, string | null>;
  shown: Record<string, FieldValue>;
  asker: Asker;
  where: Where;
  messageTs: string | null;
};

/** What the form of a deal offers, in this order. */
export const editableInForm = ['close_date', 'next_step', 'amount', 'stage'] as const;

const WAIT_MS = 8_000;

export async function saveDeal(use: DoorUse, job: Job<unknown>, saved: Saved): Promise<void> {
  const { asker, where } = saved;
  const { person: by } = asker;
  if (!by) return whisper(use, where, note('Editing deals needs a role in Steward. Nothing was changed.'));
  const ledger = saved.messageTs ? await cardAt(use.db, where.channel, saved.messageTs) : null;
  const result = await effect(use.db, job, (trx) =>
    editDeal(
      { db: trx, now: use.clock, zone: use.zone },
      {
        dealId: saved.dealId,
        fields: Object.fromEntries(Object.entries(saved.fields).filter(([field]) => editable.has(field))),
        shown: saved.shown,
        by,
        card: ledger ? (ledger.key as CardKey) : undefined,
      },
    ),
  );
  if (result === null) {
    const changeId = await lastEdit(use, saved.dealId, by.id);
    if (changeId !== null) await whisper(use, where, await outcomeCard(use, changeId));
    return;
  }
  if (result.say === 'nothing')
    return whisper(use, where, note('Nothing differs from what the deal has. Nothing was changed.'));
  if (result.say === 'not allowed') return whisper(use, where, note(result.because));
  if (result.say === 'invalid')
    return whisper(
      use,
      where,
      note(`${result.errors.map((error) => error.sentence).join(' ')} Nothing was changed.`),
    );
  await whisper(use, where, await outcomeCard(use, result.changeId));
}

/** Of the form; whatever else is sent is not taken. */
const editable = new Set<string>(editableInForm);

/** On a second attempt: the edit that the first one asked for. */
async function lastEdit(use: DoorUse, dealId: string, by: string): Promise<number | null> {
  const row = await use
    .db('changes')
    .where({ subject_kind: 'deal', subject_id: dealId, by_kind: 'person', by_id: by })
    .orderBy('id', 'desc')
    .first('id');
  return row?.id ?? null;
}

/** Waits until the CRM has it, or has not; what takes longer is told as under way. */
async function outcomeCard(use: DoorUse, changeId: number): Promise<Card> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const card = await changeEnd(use.db, changeId, await hereNow(use));
    if (card) return card;
    if (Date.now() > until) return note('The CRM has not answered yet. It is tried again; you need not act.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
