import { createHmac } from 'node:crypto';

/** A sealed row: its place in the chain, and everything it says as one text that Postgres writes the same way every time. */
export type Link = { seq: number; auditId: number; content: string };

/** SQL for what the row of table `a` says. Its id is not part of it, so that a row that was moved can be told from one that was changed. */
export const content = `jsonb_build_array(to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.action, a.subject_kind,
  a.subject_id, a.actor_kind, a.actor_id, a.actor_version, a.run_id, a.because, a.details, a.transaction::text)::text`;

/** Keyed hash of a row and all rows before it: only who has the key can make one. */
export function sealOf(key: string, before: string, link: Link): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([before, link.seq, link.auditId, link.content]))
    .digest('hex');
}

/** What stands before the first row. */
export const beginning = 'steward audit log';
