/** A person's own edit of a deal, from the form: told how it ended, because no card waits for it. */
import { about, actions } from '../../../blocks/ids.ts';
import { button, type Card, row, section } from '../../../blocks/kit.ts';
import { bold, data, md, spoken } from '../../../blocks/text.ts';
import { editDeal } from '../../changes/edit-deal.ts';
import { changeById } from '../../changes/nouns.ts';
import { toldFields } from '../../exceptions/view.ts';
import type { CardKey } from '../../jobs/cards.ts';
import type { Job } from '../../jobs/topics.ts';
import type { FieldChange, FieldValue } from '../../policy/nouns.ts';
import { notApplied, settled, whoChanged } from '../../story/change.ts';
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
    const card = await endOf(use, changeId);
    if (card) return card;
    if (Date.now() > until) return note('The CRM has not answered yet. It is tried again; you need not act.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function endOf(use: DoorUse, changeId: number): Promise<Card | null> {
  const change = await changeById(use.db, changeId);
  if (change?.wants.kind !== 'change') return note('This change is no longer there.');
  const here = await hereNow(use);
  const deal = await use.db('deals').where({ id: change.subject.id }).first('name', 'currency');
  const name: string = deal?.name ?? change.subject.id;
  const told = (fields: FieldChange[]) => toldFields(use.db, fields, deal?.currency ?? null);
  if (change.state === 'applied') {
    const sentence = settled('You', await told(change.wants.fields), name, here.currency);
    return {
      text: spoken(sentence),
      blocks: [
        section(md`✅ ${bold(data(sentence))}`),
        ...row(
          button(actions.undo, 'Undo', { value: about('change', changeId), label: `Undo: edit of ${name}` }),
        ),
      ],
    };
  }
  if (change.state === 'conflict') {
    const clashes = change.conflict?.clashes ?? [];
    const fields = await told(
      clashes.map(({ field, expected, found }) => ({ field, before: expected, after: found })),
    );
    const found = await Promise.all(
      fields.map(async (field, n) => ({ field, by: await nameIn(use, clashes[n]?.by ?? null) })),
    );
    const sentence =
      found.length > 0 ? notApplied(found, here.currency) : 'Not applied: it is no longer in the CRM.';
    return {
      text: spoken(sentence),
      blocks: [
        section(md`⚠️ ${bold(data(sentence))}`),
        ...(found.length > 0
          ? row(
              button(actions.useOurs, 'Use mine', {
                value: about('change', changeId),
                label: `Use my values: ${name}`,
              }),
              button(actions.keepTheirs, 'Keep theirs', {
                value: about('change', changeId),
                label: `Keep: ${whoChanged(found, here.currency)}`,
              }),
            )
          : []),
      ],
    };
  }
  if (change.state === 'failed' || change.state === 'abandoned')
    return note(`Not done: ${change.error ?? 'the CRM refused it'} Nothing was changed.`);
  if (change.state === 'unknown')
    return note('The answer of the CRM was lost. Look at the deal before you try again.');
  return null;
}

async function nameIn(use: DoorUse, by: string | null): Promise<string | null> {
  if (!by) return null;
  const person = await use
    .db('people')
    .where({ id: by.replace(/^person:/, '') })
    .first('name');
  return person?.name ?? by;
}
