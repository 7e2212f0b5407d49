import type { Knex } from 'knex';

/** What went to somebody by e-mail in place of a message in Slack: at most one mail for a card, and what became of it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table mails (
  id bigint generated always as identity primary key,
  card text not null unique,                    -- the ledger's key: a card goes by mail once
  person_id text not null references people, address text not null, message_id text not null unique,
  state text not null default 'wanted' check (state in ('wanted','sending','sent','failed')),
  attempts integer not null default 0, because text,        -- why it did not go; the card is in Slack then
  wanted_at timestamptz not null, ended_at timestamptz
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table mails');
}
