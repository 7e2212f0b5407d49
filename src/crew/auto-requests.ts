/** Requests for auto mode as they stand: rows that wait for somebody's signature, or say what became of them. */
import type { Db } from '../db/pool.ts';
import type { ModeScope } from '../policy/modes.ts';
import type { AgentName } from '../policy/nouns.ts';
import { ofScope, type ScopeRow, scopeOfRow } from '../settings/modes.ts';

export type Wanted = { agent: AgentName; scope: ModeScope };
export type EndedAs = 'approved' | 'rejected' | 'withdrawn' | 'expired' | 'lost';

export type AutoRequest = Wanted & {
  id: number;
  evidence: string;
  because: string | null;
  askedBy: string;
  askedAt: Date;
  expiresAt: Date;
  ended: { as: EndedAs; by: string | null; at: Date } | null;
};

/** The request that waits for exactly this scope. */
export async function openRequest(db: Db, { agent, scope }: Wanted, now: Date): Promise<AutoRequest | null> {
  const row: Row | undefined = await ofScope(
    db('mode_requests').where({ agent }).whereNull('ended_at').where('expires_at', '>', now),
    scope,
  ).first();
  return row ? requestOf(row) : null;
}

/** All that wait, the oldest first. */
export async function openRequests(db: Db, now: Date): Promise<AutoRequest[]> {
  const rows = await db('mode_requests')
    .whereNull('ended_at')
    .where('expires_at', '>', now)
    .orderBy('id')
    .select<Row[]>();
  return rows.map(requestOf);
}

/** Those that nobody signed in time, held until the transaction ends. */
export async function requestsOver(trx: Db, now: Date): Promise<AutoRequest[]> {
  const rows = await trx('mode_requests')
    .whereNull('ended_at')
    .where('expires_at', '<=', now)
    .forUpdate()
    .select<Row[]>();
  return rows.map(requestOf);
}

export async function autoRequestById(db: Db, id: number): Promise<AutoRequest | null> {
  const row = await db('mode_requests').where({ id }).first<Row | undefined>();
  return row ? requestOf(row) : null;
}

type Row = ScopeRow & {
  id: number;
  agent: AgentName;
  evidence: { said: string };
  because: string | null;
  asked_by: string;
  asked_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  ended_as: EndedAs | null;
  ended_by: string | null;
};

const requestOf = (row: Row): AutoRequest => ({
  id: row.id,
  agent: row.agent,
  scope: scopeOfRow(row),
  evidence: row.evidence.said,
  because: row.because,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  expiresAt: row.expires_at,
  ended: row.ended_at && row.ended_as ? { as: row.ended_as, by: row.ended_by, at: row.ended_at } : null,
});
