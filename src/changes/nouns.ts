/** A change: what is to be written or said, and how far it has come. */
import type { Db } from '../db/pool.ts';
import type { CardKey } from '../jobs/cards.ts';
import type { Return } from '../policy/acting-alone.ts';
import type { Actor, AgentName, Deed, FieldChange, Nudge, SubjectKind } from '../policy/nouns.ts';

export type ChangeState =
  | 'pending'
  | 'applying'
  | 'applied'
  | 'conflict'
  | 'failed'
  | 'unknown'
  | 'abandoned';
/** What an attempt to apply a change came to. */
export type Applied =
  | 'applied'
  | 'conflict'
  | 'failed'
  | 'unknown'
  | 'held'
  | 'refused'
  /** Somebody else is at it, it was over already, or it comes again by itself. */
  | 'nothing now';
export type Subject = { kind: SubjectKind; id: string };

/** Whether a kind of change can be taken back. What may be done by an agent alone is said in policy/acting-alone.ts. */
export const wayBack = {
  change: 'undo',
  nudge: 'none: a message that was read cannot be unread',
} as const satisfies Record<Deed['kind'], string>;
export const canBeUndone = (kind: Deed['kind']): boolean => wayBack[kind] === 'undo';

/** Something else stands in the CRM than was expected. `by` and `at` as the CRM tells them. */
export type Clash = {
  field: string;
  expected: FieldChange['before'];
  found: FieldChange['before'];
  by: string | null;
  at: string | null;
};
/** `gone`: the record is no longer in the CRM. `resolved`: somebody has said what holds. */
export type Conflict = {
  clashes: Clash[];
  gone?: true;
  resolved?: { say: 'use' | 'keep'; by: string; at: string };
};
export type Held = { pauses: number[]; until: string | null; because: string[] };

export type Change = {
  id: number;
  wants: Deed;
  subject: Subject;
  proposalId: number | null;
  exceptionId: number | null;
  runId: string | null;
  by: Actor;
  requestedAt: Date;
  /** Of what an agent does alone: when policy's last word was to go. */
  letGoAt: Date | null;
  state: ChangeState;
  back: Return;
  /** Of what cannot be taken back: nothing of it goes out before. */
  stoppableUntil: Date | null;
  /** Of what goes by e-mail, once it is on its way. */
  mail: 'wanted' | 'sending' | 'sent' | 'failed' | 'stopped' | null;
  key: string;
  requestHash: string;
  fence: number;
  attempts: number;
  nextTryAt: Date | null;
  calledAt: Date | null;
  callKey: string | null;
  expectedVersion: string | null;
  held: Held | null;
  appliedAt: Date | null;
  readBackAt: Date | null;
  conflict: Conflict | null;
  error: string | null;
  endedAt: Date | null;
  card: CardKey | null;
  /** The change that this one takes back. */
  undoes: number | null;
  /** The change whose conflict this one settles. */
  replaces: number | null;
  /** The rollback that it is a part of. */
  rollbackId: number | null;
};

type Row = {
  id: number;
  kind: 'change' | 'nudge';
  subject_kind: Subject['kind'];
  subject_id: string;
  fields: FieldChange[];
  message: Nudge | null;
  proposal_id: number | null;
  exception_id: number | null;
  run_id: string | null;
  by_kind: string;
  by_id: string;
  agent_version: number | null;
  requested_at: Date;
  let_go_at: Date | null;
  state: ChangeState;
  back: Return;
  stoppable_until: Date | null;
  mail: Change['mail'];
  key: string;
  request_hash: string;
  fence: number;
  attempts: number;
  next_try_at: Date | null;
  called_at: Date | null;
  call_key: string | null;
  expected_version: string | null;
  held: Held | null;
  applied_at: Date | null;
  read_back_at: Date | null;
  conflict: Conflict | null;
  error: string | null;
  ended_at: Date | null;
  card: CardKey | null;
  undoes: number | null;
  replaces: number | null;
  rollback_id: number | null;
};

const columns =
  'c.*, (select m.state from mails m where m.change_id = c.id) as mail, (select agent_version from proposals p where p.id = c.proposal_id) as agent_version';

/** The change of this id, or null. `lock`: nobody else changes it until the transaction ends. */
export async function changeById(
  db: Db,
  id: number,
  options: { lock?: boolean } = {},
): Promise<Change | null> {
  const { rows }: { rows: Row[] } = await db.raw(
    `select ${columns} from changes c where c.id = ? ${options.lock ? 'for update of c' : ''}`,
    [id],
  );
  return rows[0] ? noun(rows[0]) : null;
}

/** The changes of each exception in the order in which they were asked for. */
export async function changesOfExceptions(
  db: Db,
  exceptionIds: number[],
): Promise<Map<number | null, Change[]>> {
  const { rows }: { rows: Row[] } = await db.raw(
    `select ${columns} from changes c where c.exception_id = any(?) order by c.id`,
    [exceptionIds],
  );
  return Map.groupBy(rows.map(noun), ({ exceptionId }) => exceptionId);
}

const noun = (row: Row): Change => ({
  id: row.id,
  wants:
    row.kind === 'nudge' && row.message
      ? { kind: 'nudge', nudge: row.message }
      : { kind: 'change', fields: row.fields },
  subject: { kind: row.subject_kind, id: row.subject_id },
  proposalId: row.proposal_id,
  exceptionId: row.exception_id,
  runId: row.run_id,
  by: actor(row),
  requestedAt: row.requested_at,
  letGoAt: row.let_go_at,
  state: row.state,
  back: row.back,
  stoppableUntil: row.stoppable_until,
  mail: row.mail,
  key: row.key,
  requestHash: row.request_hash,
  fence: row.fence,
  attempts: row.attempts,
  nextTryAt: row.next_try_at,
  calledAt: row.called_at,
  callKey: row.call_key,
  expectedVersion: row.expected_version,
  held: row.held,
  appliedAt: row.applied_at,
  readBackAt: row.read_back_at,
  conflict: row.conflict,
  error: row.error,
  endedAt: row.ended_at,
  card: row.card,
  undoes: row.undoes,
  replaces: row.replaces,
  rollbackId: row.rollback_id,
});

const agents: readonly string[] = ['pipeline', 'forecasting', 'analytics', 'intake', 'quotes', 'outreach'];
const isAgent = (name: string): name is AgentName => agents.includes(name);

function actor(row: Row): Actor {
  if (row.by_kind === 'agent' && isAgent(row.by_id))
    return { kind: 'agent', id: row.by_id, version: row.agent_version ?? 1 };
  return row.by_kind === 'person' ? { kind: 'person', id: row.by_id } : { kind: 'system', id: row.by_id };
}
