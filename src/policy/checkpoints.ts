/** What always goes to a person, in every mode: accounts, tags and kinds of action that somebody has named. Pure. */
import type { SubjectKind, Wanted } from './nouns.ts';

/** Of two parts both have to be true. `action`: "change", "nudge", or a field with its noun: "deal.close_date". */
export type CheckpointOn = { accountId: string | null; tag: string | null; action: string | null };
export type Checkpoint = CheckpointOn & {
  id: number;
  /** "nudges to Globex" */
  said: string;
};

export type CheckpointFacts = { accountId: string | null; tags: string[]; of: SubjectKind; wants: Wanted };

/** As the gate takes them. */
export const checkpointsOver = (
  all: readonly Checkpoint[],
  facts: CheckpointFacts,
): { name: string; version: number; because: string }[] =>
  all
    .filter((one) => isOver(one, facts))
    .map(({ id, said }) => ({
      name: `checkpoint ${id}`,
      version: 1,
      because: `Always goes to a person: ${said} (checkpoint ${id}).`,
    }));

const isOver = ({ accountId, tag, action }: CheckpointOn, facts: CheckpointFacts): boolean =>
  (accountId === null || accountId === facts.accountId) &&
  (tag === null || facts.tags.some((one) => sameTag(one, tag))) &&
  (action === null || doesIt(action, facts));

const doesIt = (action: string, { of, wants }: CheckpointFacts): boolean =>
  wants.kind === action ||
  (wants.kind === 'change' && wants.fields.some(({ field }) => `${of}.${field}` === action));

/** However it is written. */
export const sameTag = (one: string, other: string): boolean => folded(one) === folded(other);
const folded = (tag: string): string => tag.normalize('NFKC').trim().toLowerCase();
