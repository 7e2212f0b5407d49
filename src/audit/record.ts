import type { Db } from '../db/pool.ts';
import type { Actor } from '../policy/nouns.ts';

/**
 * One thing that happened: `action` is a word with a dot (`change.applied`, `exception.decided`), `because` a sentence,
 * `details` facts without personal data.
 */
export type AuditEntry = {
  action: string;
  subject: { kind: string; id: string };
  by: Actor;
  because?: string | null;
  runId?: string | null;
  details?: Record<string, unknown>;
};

/** Writes entries in the caller's transaction, so that what happened and its record stand or fall together. */
export async function record(trx: Db, entries: AuditEntry | AuditEntry[]): Promise<void> {
  const rows = [entries].flat().map((entry) => ({
    action: entry.action,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    actor_kind: entry.by.kind,
    actor_id: entry.by.id,
    actor_version: entry.by.kind === 'agent' ? entry.by.version : null,
    run_id: entry.runId ?? null,
    because: entry.because ?? null,
    details: JSON.stringify(entry.details ?? {}),
  }));
  for (let at = 0; at < rows.length; at += 1000) await trx('audit').insert(rows.slice(at, at + 1000));
}
