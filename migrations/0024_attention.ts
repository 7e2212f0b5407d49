import type { Knex } from 'knex';

/**
 * Whom each card interrupts and when; the digests, and which cards stand in them; cards about figures that are put off. A
 * card that waits is in the ledger as held: it is not posted, whoever wants it drawn, until it is let go.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table cards drop constraint cards_state_check;
alter table cards add constraint cards_state_check check (state in ('held','wanted','sending','posted','gone','failed'));

create table interruptions (
  id bigint generated always as identity primary key,
  card text not null unique,                    -- the ledger's key: a card interrupts once
  person_id text not null references people, channel text not null,
  critical boolean not null, worth numeric(18,2) not null,
  decided_at timestamptz not null,
  goes text not null check (goes in ('now','later','digest')),
  until timestamptz,                            -- it came in quiet hours, which end then
  day date,                                     -- on which it counts, in the person's zone; empty while it waits
  went_at timestamptz                           -- when it was let go
);
create index interruptions_counted on interruptions (person_id, day) where goes = 'now';
create index interruptions_later on interruptions (person_id) where goes = 'later';
create index interruptions_in_digest on interruptions (person_id) where goes = 'digest';

create table digests (
  key text primary key,                         -- digest:<person>:<day>
  person_id text not null references people, day date not null, at timestamptz not null
);
create unique index one_digest_a_day on digests (person_id, day);
create table digest_rows (
  digest text not null references digests (key), card text not null, primary key (digest, card)
);
create index digest_rows_of_card on digest_rows (card);

create table card_snoozes (
  id bigint generated always as identity primary key, card text not null,
  by_id text not null references people, at timestamptz not null, until timestamptz not null, woken_at timestamptz
);
create index changes_nudges on changes (applied_at) where kind = 'nudge';
create unique index one_card_snooze_at_a_time on card_snoozes (card) where woken_at is null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop index changes_nudges;
drop table card_snoozes, digest_rows, digests, interruptions;
update cards set state = 'gone' where state = 'held';
alter table cards drop constraint cards_state_check;
alter table cards add constraint cards_state_check check (state in ('wanted','sending','posted','gone','failed'))`);
}
