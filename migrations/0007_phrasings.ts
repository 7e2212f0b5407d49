import type { Knex } from 'knex';

/**
 * Phrasings: words with slots that a language model's readings have taught. What they were learned from stays with the
 * requests, and goes with them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table phrasings (
  id bigint generated always as identity primary key,
  template text not null,                       -- "deals gone quiet on <person>"
  key text not null,                            -- the same however the words are written
  slots jsonb not null, pattern jsonb not null, -- what stands in them, and the question that they mean
  hash text not null,                           -- of the pattern
  first_seen_at timestamptz not null
);
create unique index one_phrasing_each on phrasings (key, hash);

-- Each request that was looked at, and the phrasing that it taught, if any.
create table phrasing_sightings (
  request_id bigint primary key references requests on delete cascade, phrasing_id bigint references phrasings,
  looked_at timestamptz not null
);
create index sightings_by_phrasing on phrasing_sightings (phrasing_id) where phrasing_id is not null;

create table phrasing_rejections (
  id bigint generated always as identity primary key, phrasing_id bigint not null references phrasings,
  by_id text not null, at timestamptz not null, reopened_at timestamptz, reopened_by text
);
create unique index one_rejection_each on phrasing_rejections (phrasing_id) where reopened_at is null;

-- What is read by is the version that has no end. One that was switched off comes back as a new version.
create table phrasing_versions (
  id bigint generated always as identity primary key, phrasing_id bigint not null references phrasings, version integer not null,
  template text not null, key text not null, slots jsonb not null, pattern jsonb not null,
  by_id text not null, at timestamptz not null,
  ended_at timestamptz, ended_by_kind text, ended_by text, ended_because text,
  unique (phrasing_id, version)
);
create unique index one_live_version on phrasing_versions (phrasing_id) where ended_at is null;
create unique index one_meaning_of_words on phrasing_versions (key) where ended_at is null;

alter table requests
  add column phrasing_version bigint references phrasing_versions,   -- by which it was read
  add column rephrases bigint;                                       -- the request whose answer was not what was meant
create index requests_by_phrasing on requests (phrasing_version) where phrasing_version is not null;
create index requests_rephrased on requests (rephrases) where rephrases is not null;
create index requests_read_by_model on requests (answered_at) where via = 'model';
create index requests_that_go_on on requests (continues) where continues is not null;
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
drop index requests_that_go_on, requests_read_by_model;
alter table requests drop column rephrases, drop column phrasing_version;
drop table phrasing_versions, phrasing_rejections, phrasing_sightings, phrasings;
`);
}
