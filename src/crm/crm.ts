/** The CRM as Steward sees it, whichever it is. Writing stands apart (`write.ts`): one room alone may do it. */
import type { FieldValue, SubjectKind } from '../policy/nouns.ts';

export type Ref = { noun: SubjectKind; id: string };

/** Fields bear catalogue names; stage is a stage's name, owner a person's id. */
export type CrmRecord = {
  fields: Record<string, FieldValue>;
  /** Changes with each change of the record; null where the CRM has none. */
  version: string | null;
  changedBy: string | null;
  changedAt: Date | null;
};

/** What a CRM guarantees about writing: whether it knows a repeated call, and what a write may be conditional on. */
export type Capabilities = { idempotencyKeys: boolean; conditional: 'version' | 'second' | 'none' };

export type Crm = {
  name: string;
  capabilities: Capabilities;
  /** Null when there is no such record. Throws Unavailable, or OutcomeUnknown when the answer was lost. */
  read(ref: Ref): Promise<CrmRecord | null>;
};
