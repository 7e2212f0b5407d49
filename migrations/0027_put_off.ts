import type { Knex } from 'knex';

/**
 * What Slack did not answer well is tried again at growing intervals; a card remembers how its post ended, when its message
 * was last looked for, how often it was refused, and which channel it had to leave.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table inbox add column put_off integer not null default 0;    -- how often in a row it was put off without a time
alter table outbox add column put_off integer not null default 0;
alter table cards add column answered boolean not null default false;   -- Slack answered the post that is in doubt: with an error
alter table cards add column looked_at timestamptz;                 -- when the message of that post was last looked for
alter table cards add column refusals integer not null default 0;   -- in a row
alter table cards add column refused_at timestamptz;
alter table cards add column moved_from text;                       -- the channel that did not take it
create index cards_refused on cards (refused_at) where state = 'failed';
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop index cards_refused;
alter table cards drop column moved_from, drop column refused_at, drop column refusals, drop column looked_at, drop column answered;
alter table outbox drop column put_off;
alter table inbox drop column put_off`);
}
