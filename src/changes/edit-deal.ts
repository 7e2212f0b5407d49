import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { CardKey } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import { mayChangeAll } from '../policy/may-change.ts';
import type { Stake } from '../policy/may-decide.ts';
import type { FieldChange, FieldValue, Person } from '../policy/nouns.ts';
import { mayOwn, ownNeeds } from '../policy/own.ts';
import { dayIn } from '../sales/days.ts';
import { aboveYou } from '../story/decision.ts';
import { authorityOver } from './authority.ts';
import { same } from './compare.ts';
import { requestChange } from './request.ts';
import { blockedProgress } from './stage-progress.ts';
import { type Refusal, refusalOf, stakeOf, whoCanDecide } from './stake.ts';
import { checkFields, type FieldError } from './values.ts';

export type Edited =
  | { say: 'requested'; changeId: number }
  /** Nothing differs from what was shown. */
  | { say: 'nothing' }
  | { say: 'not allowed'; because: string; whoCan: string[] }
  | { say: 'invalid'; errors: FieldError[] };

/**
 * A person's own edit of a deal, through the same machinery as everything else: what the form showed is the condition, so
 * an edit made meanwhile by somebody else is a conflict and is not overwritten.
 */
export function editDeal(
  use: { db: Db; now: Clock; zone: string },
  input: {
    dealId: string;
    fields: Record<string, unknown>;
    shown: Record<string, FieldValue>;
    by: Person;
    card?: CardKey;
  },
): Promise<Edited> {
  return inTransaction(use.db, async (trx): Promise<Edited> => {
    const subject = { kind: 'deal', id: input.dealId } as const;
    const stake = await stakeOf(trx, subject, []);
    if (!stake) return { say: 'not allowed', because: 'There is no such deal any more.', whoCan: [] };
    // What was left as it was shown is not checked: an old date may stay where it is.
    const typed = Object.entries(input.fields).filter(
      ([field, value]) => !same(plain(value), input.shown[field] ?? null),
    );
    const checked = await checkFields(trx, Object.fromEntries(typed), dayIn(use.now.now(), use.zone));
    const fields = Object.entries('ok' in checked ? checked.ok : {})
      .map(([field, after]) => ({ field, before: input.shown[field] ?? null, after }))
      .filter(({ before, after }) => !same(before, after));
    const refusal = await refusalTo({ ...use, db: trx }, input, { stake, fields });
    if (refusal) {
      await record(trx, {
        action: 'deal.edit_refused',
        subject,
        by: { kind: 'person', id: input.by.id },
        because: refusal.because,
      });
      return { say: 'not allowed', ...refusal };
    }
    if ('errors' in checked) return { say: 'invalid', errors: checked.errors };
    if (fields.length === 0) return { say: 'nothing' };
    const blocked = await blockedProgress({ db: trx, now: use.now }, input.dealId, fields);
    if (blocked) return { say: 'invalid', errors: [blocked] };
    const changeId = await requestChange(trx, {
      subject,
      wants: { kind: 'change', fields },
      by: { kind: 'person', id: input.by.id },
      now: use.now.now(),
      card: input.card,
    });
    return { say: 'requested', changeId };
  });
}

/** Null: this person may. Above the limit on amounts an approver may, and nobody else. */
async function refusalTo(
  use: { db: Db; now: Clock },
  { dealId, by }: { dealId: string; by: Person },
  { stake, fields }: { stake: Stake; fields: FieldChange[] },
): Promise<Refusal | null> {
  if (mayChangeAll(await personById(use.db, by.id))) return null;
  const subject = { kind: 'deal', id: dealId } as const;
  const needs = ownNeeds(fields, (await authorityOver(use, [dealId], fields)).get(dealId));
  if (needs === null) return refusalOf(use.db, by, subject, { ...stake, asks: [] });
  const may = mayOwn(await personById(use.db, by.id), stake, needs);
  if (may.may) return null;
  const alone = needs.whom.length === 1;
  const can = alone ? await whoCanDecide(use.db, subject, { ...stake, asks: needs.whom }) : [];
  const whoCan = can.map(({ name }) => name);
  return { because: aboveYou(needs.sentence, whoCan), whoCan };
}

const plain = (value: unknown): FieldValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
