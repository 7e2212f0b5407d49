import type { Knex } from 'knex';

/**
 * Modes: of a whole agent (mirrored in its row) and finer ones, each change a row; and requests for auto, which somebody else
 * than who asked has to sign. No row says auto without such a signature, whoever writes it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table mode_requests (
  id bigint generated always as identity primary key, agent text not null references agents (name),
  trigger text not null default '', kind text not null default '' check (kind in ('','change','nudge')), field text not null default '',
  territory_id text not null default '', up_to numeric(18,2), currency text,
  evidence jsonb not null,                      -- as it was when it was asked for, and again when it was signed
  because text, asked_by text not null references people, asked_at timestamptz not null, expires_at timestamptz not null,
  ended_at timestamptz, ended_as text check (ended_as in ('approved','rejected','withdrawn','expired','lost')), ended_by text references people,
  check ((up_to is null) = (currency is null)), check ((ended_at is null) = (ended_as is null)),
  check (ended_as is distinct from 'approved' or (ended_by is not null and ended_by <> asked_by))
);
create unique index one_request_per_scope on mode_requests (agent, trigger, kind, field, territory_id, coalesce(up_to, -1), coalesce(currency, '')) where ended_at is null;

create table modes (
  id bigint generated always as identity primary key, agent text not null references agents (name),
  trigger text not null default '', kind text not null default '' check (kind in ('','change','nudge')), field text not null default '',
  territory_id text not null default '', up_to numeric(18,2), currency text,
  mode text not null check (mode in ('shadow','suggest','auto')), before text not null check (before in ('shadow','suggest','auto')), version integer not null,
  by_kind text not null, by_id text not null, because text, request_id bigint references mode_requests, at timestamptz not null,
  ended_at timestamptz,                         -- the row is current while this is empty
  ended_by_kind text, ended_by text, told text references people,
  check ((up_to is null) = (currency is null)), check (mode <> 'auto' or request_id is not null)
);
create unique index one_mode_per_scope on modes (agent, trigger, kind, field, territory_id, coalesce(up_to, -1), coalesce(currency, '')) where ended_at is null;

alter table agents add column mode_request bigint references mode_requests;
update agents set mode = 'suggest', mode_version = mode_version + 1 where mode = 'auto';
alter table agents add constraint auto_is_signed check (mode <> 'auto' or mode_request is not null);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table agents drop column mode_request; drop table modes, mode_requests');
}
