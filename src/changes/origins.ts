/** Whose word the values of a change are (sales/precedence.ts). */
import type { Db } from '../db/pool.ts';
import type { FieldChange } from '../policy/nouns.ts';
import type { Origin } from '../sales/precedence.ts';
import { same } from './compare.ts';
import type { Change } from './nouns.ts';

/**
 * What an agent proposes about an account is what the directory says, and stays so when a person approves it; every other
 * value is the word of whoever wanted the change: one that was edited, and what an undo puts back.
 */
export async function originsOf(
  db: Db,
  { subject, proposalId, by }: Pick<Change, 'subject' | 'proposalId' | 'by'>,
  fields: FieldChange[],
): Promise<Record<string, Origin> | undefined> {
  if (subject.kind !== 'account') return undefined;
  const row =
    proposalId === null
      ? undefined
      : await db('proposals')
          .where({ id: proposalId })
          .first<{ change: { fields?: FieldChange[] } } | undefined>('change');
  const proposed = row?.change.fields ?? [];
  return Object.fromEntries(
    fields.map(({ field, after }) => {
      const asProposed = proposed.some((one) => one.field === field && same(one.after, after));
      return [field, asProposed || by.kind !== 'person' ? 'directory' : 'person'];
    }),
  );
}
