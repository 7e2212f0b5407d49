import type { Knex } from 'knex';

/**
 * Each forecast as it was made, so that the next one can say what changed. `seen_by` says with whose sight: forecasts of
 * different sights are never compared. `expected` is `won`, the deals' `expected` and `later` together, to the cent.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table forecasts (
  id bigint generated always as identity primary key, at timestamptz not null, seen_by text not null,
  starts_on date not null, ends_on date not null, currency text not null,
  won numeric(18,2) not null, expected numeric(18,2) not null, low numeric(18,2) not null, middle numeric(18,2) not null, high numeric(18,2) not null,
  "commit" numeric(18,2) not null, best_case numeric(18,2) not null, pipeline numeric(18,2) not null, later numeric(18,2) not null,
  quota numeric(18,2), chance double precision,
  method integer not null,                      -- version of the arithmetic
  basis jsonb not null,                         -- what it was made from: periods, trust, swing
  run_id text references runs, report jsonb,    -- of one that an agent made: its run, and what its post says
  unique (seen_by, ends_on, at)
);
-- Names as they were; a deal that is gone from the CRM stays in the forecasts that held it.
create table forecast_deals (
  forecast_id bigint not null references forecasts on delete cascade, deal_id text not null, name text not null, owner_id text,
  status text not null check (status in ('open','won')), 
  closes text check (closes in ('past','within','after')), amount numeric(18,2) not null, rate double precision, expected numeric(18,2) not null,
  primary key (forecast_id, deal_id)
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table forecast_deals, forecasts');
}
