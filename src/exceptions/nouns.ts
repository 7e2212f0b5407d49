/** An exception as it stands: what was proposed, what was decided, and who may see it done. */
import type { Subject } from '../changes/nouns.ts';
import { type Db, type Planned, planned } from '../db/pool.ts';
import type { CardKey } from '../jobs/cards.ts';
import type { FieldChange, Form, Nudge, Role, Wanted } from '../policy/nouns.ts';
import type { Said } from '../story/decision.ts';

export type Decision = {
  say: Said;
  byId: string;
  byName: string;
  at: Date;
  change: Wanted;
  reason: string | null;
};

export type Exception = {
  id: number;
  hash: string;
  asks: Role[];
  /** Those above a threshold sign one after the other. */
  inOrder: boolean;
  /** The person whose values these are, where somebody has changed what the agent proposed. */
  proposedBy: string | null;
  waitsFor: string | null;
  channel: string;
  /** On which it is shown: its own, or the one of its group. */
  card: CardKey;
  groupId: number | null;
  severity: 'critical' | 'attention' | 'information';
  openedAt: Date;
  expiresAt: Date;
  closedAt: Date | null;
  closedAs: 'decided' | 'expired' | 'withdrawn' | null;
  closedBecause: string | null;
  proposalId: number;
  runId: string;
  subject: Subject;
  wants: Wanted;
  /** Null while nobody has decided, and again after a decision was taken back. */
  decision: Decision | null;
};

type Row = {
  id: number;
  hash: string;
  asks: Role[];
  asks_in_order: boolean;
  proposed_by: string | null;
  waits_for: string | null;
  channel: string;
  card: CardKey;
  group_id: number | null;
  severity: Exception['severity'];
  opened_at: Date;
  expires_at: Date;
  closed_at: Date | null;
  closed_as: Exception['closedAs'];
  closed_because: string | null;
  proposal_id: number;
  run_id: string;
  kind: Wanted['kind'];
  subject_kind: Subject['kind'];
  subject_id: string;
  change: Kept;
  decided: {
    say: Said;
    byId: string;
    byName: string;
    at: string;
    change: Wanted;
    reason: string | null;
  } | null;
};

/** The exception of this id, or null. */
export async function exceptionById(db: Db, id: number): Promise<Exception | null> {
  return (await exceptionsById(db, [id]))[0] ?? null;
}

/** Those of these ids that there are, in their order. */
export async function exceptionsById(db: Db, ids: number[]): Promise<Exception[]> {
  const rows = await planned<Row>(db, reading, [ids]);
  return rows.map(noun);
}

const reading: Planned = {
  name: 'read exceptions',
  text: `select e.*, p.run_id, p.proposed_by, p.kind, p.subject_kind, p.subject_id, p.change,
       case when d.id is not null then jsonb_build_object('say', d.say, 'byId', d.by_id, 'byName', b.name, 'at', d.at, 'change', d.change, 'reason', d.reason) end as decided
     from exceptions e join proposals p on p.id = e.proposal_id
       left join decisions d on d.exception_id = e.id and d.reopened_at is null left join people b on b.id = d.by_id
     where e.id = any($1) order by e.id`,
};

const noun = (row: Row): Exception => ({
  id: row.id,
  hash: row.hash,
  asks: row.asks,
  inOrder: row.asks_in_order,
  proposedBy: row.proposed_by,
  waitsFor: row.waits_for,
  channel: row.channel,
  card: row.card,
  groupId: row.group_id,
  severity: row.severity,
  openedAt: row.opened_at,
  expiresAt: row.expires_at,
  closedAt: row.closed_at,
  closedAs: row.closed_as,
  closedBecause: row.closed_because,
  proposalId: row.proposal_id,
  runId: row.run_id,
  subject: { kind: row.subject_kind, id: row.subject_id },
  wants: wanted(row.kind, row.change),
  decision: row.decided ? { ...row.decided, at: new Date(row.decided.at) } : null,
});

/** A proposal as its row keeps it, without its kind. */
type Kept = { fields?: FieldChange[]; nudge?: Nudge; form?: Form };

export function wanted(kind: Wanted['kind'], { fields = [], nudge, form }: Kept): Wanted {
  if (kind === 'nudge' && nudge) return { kind, nudge };
  return kind === 'form' && form ? { kind, form } : { kind: 'change', fields };
}
