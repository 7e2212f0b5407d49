import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { CardKey } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import type { FieldValue, Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { same } from './compare.ts';
import { requestChange } from './request.ts';
import { refusalOf, stakeOf } from './stake.ts';
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
    const refusal = (await isAdmin(trx, input.by)) ? null : await refusalOf(trx, input.by, subject, stake);
    if (refusal) {
      await record(trx, {
        action: 'deal.edit_refused',
        subject,
        by: { kind: 'person', id: input.by.id },
        because: refusal.because,
      });
      return { say: 'not allowed', ...refusal };
    }
    // What was left as it was shown is not checked: an old date may stay where it is.
    const typed = Object.entries(input.fields).filter(
      ([field, value]) => !same(plain(value), input.shown[field] ?? null),
    );
    const checked = await checkFields(trx, Object.fromEntries(typed), dayIn(use.now.now(), use.zone));
    if ('errors' in checked) return { say: 'invalid', errors: checked.errors };
    const fields = Object.entries(checked.ok)
      .map(([field, after]) => ({ field, before: input.shown[field] ?? null, after }))
      .filter(({ before, after }) => !same(before, after));
    if (fields.length === 0) return { say: 'nothing' };
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

const plain = (value: unknown): FieldValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

async function isAdmin(trx: Db, by: Person): Promise<boolean> {
  const fresh = await personById(trx, by.id);
  return fresh?.active === true && fresh.roles.includes('admin');
}
