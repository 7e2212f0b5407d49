import type { Knex } from 'knex';

/** Agents, settings, pauses, prompts, runs, findings, proposals, exceptions, decisions, changes, feedback, requests and alerts. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table agents (
  name text primary key, version integer not null, mode text not null check (mode in ('shadow','suggest','auto')), mode_version integer not null default 1,
  owner_id text references people, fallback_id text references people, metric text not null, changed_at timestamptz not null default now()
);

create table settings (
  id bigint generated always as identity primary key,
  name text not null, scope text not null default 'everyone' check (scope in ('everyone','territory','team','person','account','agent','channel')),
  scope_id text not null default '', stage text not null default '', value jsonb not null, version integer not null,
  by_kind text not null, by_id text not null, reason text, at timestamptz not null default now(), until timestamptz,
  ended_at timestamptz                          -- the row is current while this is empty
);
create unique index one_current_setting on settings (name, scope, scope_id, stage) where ended_at is null;

create table pauses (
  id bigint generated always as identity primary key,
  scope text not null check (scope in ('everything','agent','customer')), subject_id text not null default '',
  by_kind text not null, by_id text not null, reason text, at timestamptz not null default now(), until timestamptz,
  resumed_at timestamptz, resumed_by text
);
create unique index one_pause_per_subject on pauses (scope, subject_id) where resumed_at is null;

create table prompt_versions (
  name text not null, version integer not null, hash text not null, purpose text not null, tier text not null,
  reply_schema text not null, note text, reason text, registered_at timestamptz not null default now(),
  primary key (name, version)
);

create table runs (
  id text primary key,                          -- short, spoken: 7F3K
  agent text not null, agent_version integer, woken_by text not null check (woken_by in ('schedule','change','threshold','question','signal','hand')),
  trigger text, actor_kind text not null, actor_id text not null,
  input jsonb, input_deleted_at timestamptz,    -- raw; emptied after raw_payload_days
  versions jsonb not null default '{}',         -- { agent, prompts: {name: version}, rules: {...}, settings }
  started_at timestamptz not null default now(), ended_at timestamptz, as_of timestamptz,
  decisions jsonb not null default '[]', output jsonb, model text, tokens_in integer not null default 0, tokens_out integer not null default 0,
  cost_usd numeric(12,6) not null default 0, latency_ms integer,
  error_category text check (error_category in ('parsing','validation','api','timeout','rate_limit','refusal','truncated','database','internal')), error text
);
create index runs_by_agent on runs (agent, started_at desc);
create index runs_by_time on runs (started_at);

-- The earliest instant at which time alone makes a trigger true of a subject.
create table due (
  trigger text not null, subject_id text not null, due_at timestamptz not null, since date, primary key (trigger, subject_id)
);
create index due_by_time on due (trigger, due_at);

create table findings (
  id bigint generated always as identity primary key, run_id text not null references runs, agent text not null, trigger text not null,
  kind text not null, subject_kind text not null, subject_id text not null, since date not null,
  severity text not null default 'attention' check (severity in ('critical','attention','information')),
  evidence jsonb not null default '{}', found_at timestamptz not null default now(), gone_at timestamptz, gone_because text,
  worth numeric(18,2) not null default 0,       -- the deal's amount when it was found: the most valuable is asked about first
  taken_up_at timestamptz                       -- empty while nothing has been proposed about it yet
);
create unique index one_finding_per_cause on findings (subject_id, kind, since);
create index findings_live on findings (subject_id) where gone_at is null;
create index findings_waiting on findings (agent, worth desc, id) where gone_at is null and taken_up_at is null;

-- How far a trigger has been swept, and under which settings: what lies behind need not be read again.
create table sweeps (trigger text primary key, swept_to timestamptz not null, made_with text not null, run_id text not null references runs);
-- Median days from a stage to being won, worked out once a day.
create table stage_pace (stage_id text primary key references stages, days numeric(8,1) not null, cases integer not null, worked_out_on date not null);

create table proposals (
  id bigint generated always as identity primary key, finding_id bigint references findings, run_id text not null references runs,
  agent text not null, agent_version integer not null, mode text not null, trigger text not null, kind text not null check (kind in ('change','nudge')),
  subject_kind text not null, subject_id text not null,
  change jsonb not null,                        -- { fields: [{ field, before, after }] } or { nudge: { to, text } }
  hash text not null, reason text not null, basis text, confidence numeric(5,4) not null, cases integer not null default 0, accepted integer not null default 0,
  verdict jsonb, proposed_at timestamptz not null default now()
);

create table exceptions (
  id bigint generated always as identity primary key, proposal_id bigint not null unique references proposals,
  hash text not null,                           -- of the change shown; an edit by the agent makes a new one
  asks text[] not null, waits_for text references people, channel text not null, severity text not null default 'attention',
  opened_at timestamptz not null default now(), expires_at timestamptz not null,
  reminded_at timestamptz, escalated_to text references people, closed_at timestamptz, closed_as text check (closed_as in ('decided','expired','withdrawn')), closed_because text
);
create index exceptions_open on exceptions (waits_for) where closed_at is null;

create table decisions (
  id bigint generated always as identity primary key, exception_id bigint not null references exceptions, say text not null check (say in ('approve','edit','reject')),
  by_id text not null references people, at timestamptz not null default now(), hash text not null, shown jsonb not null, change jsonb not null, reason text,
  reopened_at timestamptz, reopened_by text references people   -- a rejection that was taken back; the row stays
);
create unique index one_decision_per_exception on decisions (exception_id) where reopened_at is null;
create table snoozes (
  id bigint generated always as identity primary key, exception_id bigint not null references exceptions,
  by_id text not null references people, at timestamptz not null default now(), until timestamptz not null, woken_at timestamptz
);
create unique index one_snooze_at_a_time on snoozes (exception_id) where woken_at is null;

create table changes (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('change','nudge')), subject_kind text not null, subject_id text not null,
  fields jsonb not null,                        -- [{ field, before, after }] or [] for a nudge
  message jsonb,                                -- a nudge's { to, text }
  proposal_id bigint references proposals, exception_id bigint references exceptions, run_id text references runs,
  by_kind text not null, by_id text not null, requested_at timestamptz not null default now(),
  state text not null default 'pending' check (state in ('pending','applying','applied','conflict','failed','unknown','abandoned')),
  key text not null unique check (length(key) between 16 and 200), request_hash text not null,
  lease_until timestamptz, fence integer not null default 0, attempts integer not null default 0, next_try_at timestamptz, called_at timestamptz,
  call_key text, expected_version text,          -- of the call that called_at speaks of; no answer yet while called_at stands
  held jsonb,                                    -- { pauses: [id], until, because } while policy holds it
  applied_at timestamptz, read_back_at timestamptz, version_after text, conflict jsonb, error text, ended_at timestamptz,
  card text,                                     -- the card that shows it, where that is not its exception's
  undoes bigint references changes, replaces bigint references changes
);
create unique index one_undo_per_change on changes (undoes) where undoes is not null and state not in ('failed','conflict','abandoned');
create index changes_by_subject on changes (subject_kind, subject_id, id);
create index changes_held on changes (id) where state = 'pending' and held is not null;
create index changes_by_exception on changes (exception_id, id) where exception_id is not null;
create index changes_unfinished on changes (state) where state in ('pending','applying','unknown');

create table lead_claims (lead_id text primary key references leads on delete cascade, by_id text not null references people, at timestamptz not null default now());

create table feedback (
  id bigint generated always as identity primary key, subject_kind text not null, subject_id text not null, run_id text references runs,
  by_id text not null references people, say text not null check (say in ('good','bad','needs_edit')), correction text, wrong text[] not null default '{}',
  agent text, agent_version integer, prompt_versions jsonb not null default '{}', rule_versions jsonb not null default '{}',
  confidence numeric(5,4), model text, at timestamptz not null default now(), replaced_at timestamptz
);
create unique index one_opinion_each on feedback (subject_kind, subject_id, by_id) where replaced_at is null;

create table requests (
  id bigint generated always as identity primary key, run_id text references runs,
  person_id text, slack_user text, place text not null, channel text, thread text, text text not null,
  reading jsonb, reply jsonb, via text, confidence numeric(5,4), asked_at timestamptz not null default now(), answered_at timestamptz,
  continues bigint references requests,         -- the request this one answers, narrows or confirms
  cause text,                                   -- what came in; a second attempt at it finds its reply
  confirm_until timestamptz, settled_as text check (settled_as in ('done','cancelled','expired','superseded','stopped')), settled_at timestamptz
);
create index requests_by_thread on requests (thread, id desc);
create index requests_by_cause on requests (cause) where cause is not null;

create table alerts (
  id bigint generated always as identity primary key, kind text not null, agent text not null, opened_at timestamptz not null default now(),
  failed integer not null, total integer not null, examples jsonb not null default '[]', category text, told text[] not null default '{}',
  acknowledged_at timestamptz, acknowledged_by text references people, closed_at timestamptz, updated_at timestamptz not null default now()
);
create unique index one_open_alert on alerts (kind, agent) where closed_at is null;

create table access_requests (slack_user text primary key, at timestamptz not null default now(), told text);
create table admin_codes (hash text primary key, made_at timestamptz not null default now(), used_at timestamptz, used_by text);
create table clock_setting (one boolean primary key default true check (one), starts_at timestamptz not null, set_at timestamptz not null default clock_timestamp());
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'drop table clock_setting, admin_codes, access_requests, alerts, requests, feedback, lead_claims, changes, snoozes, decisions, exceptions, proposals, stage_pace, sweeps, findings, due, runs, prompt_versions, pauses, settings, agents',
  );
}
