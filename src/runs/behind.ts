/** What lies behind a thing: the sentences about why it is there, and the run that made it. */
import type { Verdict } from '../policy/nouns.ts';
import type { Versions, WokenBy } from './runs.ts';

export type Behind = {
  about: {
    exceptionId: number | null;
    changeId: number | null;
    leadId: string | null;
    alertId: number | null;
  };
  headline: string;
  because: string[];
  read: string[];
  verdict: Verdict | null;
  /** Where no verdict was needed. */
  decided: string;
  run: RunBehind | null;
  like: { cases: number; accepted: number; edited: number; rejected: number; undone: number } | null;
  evidence: unknown;
  notes: string[];
  /** Where its subject belongs, for the reader's scope; null: it belongs to nobody. */
  place: { territoryId: string | null; ownerId: string | null } | null;
  /** Of several: where the others belong. */
  otherPlaces?: { territoryId: string | null; ownerId: string | null }[];
  /** Who may read it wherever they belong: it was handed to them. */
  handedTo?: string[];
  /** Of a request: who asked. */
  askedBy?: string | null;
};
export type RunBehind = {
  id: string;
  agent: string;
  wokenBy: WokenBy;
  by: string | null;
  startedAt: Date;
  latencyMs: number | null;
  model: string | null;
  tokens: number;
  costUsd: number;
  versions: Versions;
  inputDeleted: boolean;
  keptDays: number;
  error: string | null;
};

export const nothing = { exceptionId: null, changeId: null, leadId: null, alertId: null };
export const runColumns = `r.id as run_id, r.agent as run_agent, r.woken_by, coalesce(w.name, r.actor_id) as run_by, r.actor_kind, r.started_at, r.latency_ms,
  r.model, r.tokens_in + r.tokens_out as tokens, r.cost_usd, r.versions, r.input_deleted_at is not null as input_deleted, r.error,
  coalesce((select (value#>>'{}')::int from settings where name = 'raw_payload_days' and scope = 'everyone' and ended_at is null), 7) as kept_days`;
export const runJoin = (column: string) =>
  `left join runs r on r.id = ${column} left join people w on w.id = r.actor_id and r.actor_kind = 'person'`;

export type RunRow = {
  run_id: string | null;
  run_agent: string;
  woken_by: WokenBy;
  run_by: string | null;
  actor_kind: string;
  started_at: Date;
  latency_ms: number | null;
  model: string | null;
  tokens: number;
  cost_usd: number;
  versions: Versions;
  input_deleted: boolean;
  kept_days: number;
  error: string | null;
};

export const runOf = (row: RunRow): RunBehind | null =>
  row.run_id === null
    ? null
    : {
        id: row.run_id,
        agent: row.run_agent,
        wokenBy: row.woken_by,
        by: row.actor_kind === 'person' ? row.run_by : null,
        startedAt: row.started_at,
        latencyMs: row.latency_ms,
        model: row.model,
        tokens: row.tokens,
        costUsd: row.cost_usd,
        versions: row.versions ?? {},
        inputDeleted: row.input_deleted,
        keptDays: row.kept_days,
        error: row.error,
      };

/** The limit that decided, without who set it and when. */
/** A number is a limit, a list is what is required. */
export const limitSaid = ({ value, said, rule }: { value: number; said?: string; rule?: string }): string =>
  rule?.replace(/\.$/, '') ?? (said === undefined ? `Limit ${value}` : `Required: ${said}`);

export const settingSentence = (limit: {
  setting: string;
  value: number;
  said?: string;
  rule?: string;
  version: number;
  playbook?: string;
}): string => {
  const from = limit.playbook
    ? `playbook ${limit.playbook}`
    : limit.version === 0
      ? 'standard value'
      : `v${limit.version}`;
  return `${limitSaid(limit)} (setting ${limit.setting.replaceAll('_', ' ')}, ${from}).`;
};
