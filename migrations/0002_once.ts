import type { Knex } from 'knex';

/** Inbox, outbox, slots, the card ledger and the audit log: what makes every effect happen once. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table inbox (
  id bigint generated always as identity primary key,
  kind text not null,                           -- event | action | command | submission
  lane text,                                    -- things of a lane are handled one at a time, oldest first
  body jsonb,                                   -- raw payload; emptied after raw_payload_days
  received_at timestamptz not null default now(),
  not_before timestamptz not null default now(), attempts integer not null default 0,
  lease_until timestamptz, fence integer not null default 0,
  done_at timestamptz, failed_at timestamptz, error text
);
create index inbox_waiting on inbox (not_before, id) where done_at is null and failed_at is null;
create index inbox_lanes on inbox (lane, id) where lane is not null and done_at is null and failed_at is null;
create index inbox_raw on inbox (received_at) where body is not null;
-- One thing that happened may carry several identities (event id, channel + ts, client message id); each may be seen once.
create table inbox_keys (key text primary key check (length(key) between 6 and 400), inbox_id bigint not null references inbox on delete cascade, at timestamptz not null default now());

create table outbox (
  id bigint generated always as identity primary key,
  topic text not null, key text not null check (length(key) between 4 and 400), lane text,
  body jsonb not null, created_at timestamptz not null default now(), not_before timestamptz not null default now(),
  again boolean not null default false,         -- asked for once more while it was being done
  attempts integer not null default 0, lease_until timestamptz, fence integer not null default 0,
  done_at timestamptz, failed_at timestamptz, error text
);
-- A key is unique among what is still to be done; a finished key may come again (a card is drawn many times).
create unique index outbox_once on outbox (topic, key) where done_at is null and failed_at is null;
create index outbox_waiting on outbox (not_before, id) where done_at is null and failed_at is null;

create index outbox_lanes on outbox (lane, id) where lane is not null and done_at is null and failed_at is null;

create table slots (name text not null, at timestamptz not null, taken_at timestamptz not null default now(), primary key (name, at));

-- A card in Slack is a view of a row. The ledger knows where it is, and what was last drawn there.
create table cards (
  key text primary key check (length(key) between 4 and 200),   -- exception:12  answer:9  lead:L-7  alert:3
  channel text not null, thread_ts text, ts text, posted_by text,
  state text not null default 'wanted' check (state in ('wanted','sending','posted','gone','failed')),
  marker text not null unique,                  -- opaque key that travels in the message's metadata
  sending_since timestamptz, looks integer not null default 0, drawn_hash text, drawn_at timestamptz, error text,
  created_at timestamptz not null default now()
);
create unique index one_card_per_message on cards (channel, ts) where ts is not null;

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  action text not null, subject_kind text not null, subject_id text not null,
  actor_kind text not null, actor_id text not null, actor_version integer,
  run_id text, because text, details jsonb not null default '{}',
  transaction xid8 not null default pg_current_xact_id()
);
create index audit_by_subject on audit (subject_kind, subject_id, id);
-- The sealer's chain stands beside the log, so that the log itself is only ever inserted into.
create table audit_seals (seq bigint primary key, audit_id bigint not null unique, hash text not null, sealed_at timestamptz not null default clock_timestamp());
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table audit_seals, audit, cards, slots, outbox, inbox_keys, inbox');
}
