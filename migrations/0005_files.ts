import type { Knex } from 'knex';

/** The ledger of files that Steward puts into Slack: exports for one person, and pictures that cards show. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table files (
  key text primary key check (length(key) between 4 and 200),   -- export:12  chart:9
  request_id bigint not null,
  slack_user text, channel text, thread_ts text,                 -- for whom, and where it goes; a picture goes nowhere by itself
  said_in text, said_thread text,                                -- where its reader is told of it, if elsewhere
  state text not null default 'wanted' check (state in ('wanted','sending','sent','failed','doubtful')),
  file_id text,                                                  -- Slack's; known before the file can be seen by anybody
  comment jsonb,                                                 -- what stands beside it
  told text, details jsonb,
  sending_since timestamptz, looks integer not null default 0, error text,
  created_at timestamptz not null default clock_timestamp()
);
-- Pressed twice in a hurry is one file.
create unique index one_export_at_a_time on files (request_id, slack_user) where state in ('wanted','sending') and slack_user is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table files');
}
