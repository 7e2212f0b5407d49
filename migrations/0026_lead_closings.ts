import type { Knex } from 'knex';

/**
 * What ends a lead besides its being worked on: a person, or the rules by which leads are read, said that it is none, or a
 * person said that it is the same as another lead or a contact. A lead is open where none of these stands.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table lead_closings (
  id bigint generated always as identity primary key,
  lead_id text not null references leads on delete cascade,
  closed_as text not null check (closed_as in ('not a lead','probably not a lead','merged')),
  reason text,                                  -- of a person, a few words
  signs text[] not null default '{}',           -- what the rules saw
  by_id text references people,                 -- empty: the rules
  into_kind text check (into_kind in ('lead','contact')), into_id text,
  change_id bigint references changes,          -- its status in the CRM
  fill_id bigint references changes,            -- what was missing in the other lead
  at timestamptz not null,
  reopened_at timestamptz, reopened_by text references people,
  check ((closed_as = 'merged') = (into_id is not null and into_kind is not null)),
  check ((closed_as = 'probably not a lead') = (by_id is null))
);
create unique index one_closing_per_lead on lead_closings (lead_id) where reopened_at is null;
create index lead_closings_into on lead_closings (into_id) where reopened_at is null and into_kind = 'lead';
create index leads_of_domain on leads (domain) where domain is not null;
create index lead_closings_of_change on lead_closings (change_id) where change_id is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table lead_closings; drop index leads_of_domain');
}
