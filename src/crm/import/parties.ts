/** Accounts, contacts, products and people: found again by the source's id, else by name, so that no order of files makes doubles. */
import { count } from '../../story/format.ts';
import { query, raw, sql } from '../sql.ts';
import { byRank, countKept } from './account-ranks.ts';
import { type Context, number, text, type Writer, type Written } from './context.ts';
import { byName, idFor, nameKey, productKey } from './ids.ts';
import { type Columns, upsert } from './upsert.ts';

type Row = { id: string; source_id: string; name: string } & Record<string, unknown>;

type Spec = {
  table: 'accounts' | 'contacts' | 'products' | 'people';
  prefix: string;
  columns: Columns;
  from?: Record<string, string[]>;
  key: (name: string) => string;
  rules?: Record<string, string>;
};

function writer(
  at: Context,
  spec: Spec,
  rest: (values: Record<string, unknown>, name: string) => Record<string, unknown>,
  after?: () => Promise<undefined>,
): Writer<Row> {
  const seen = new Set<string>();
  return {
    take: ({ values }) => {
      const id = text(values.id);
      const full = [text(values.first_name), text(values.last_name)].filter(Boolean).join(' ');
      const name = text(values.name) ?? (full === '' ? null : full);
      if (name === null) return { wrong: 'it has no name' };
      const key = id ?? byName(spec.key(name));
      if (seen.has(key))
        return {
          wrong:
            id === null
              ? `"${name}" stands on an earlier line, too`
              : `its id "${id}" stands on an earlier line, too`,
        };
      seen.add(key);
      return {
        record: {
          id: id ?? idFor(spec.prefix, name),
          source_id: key,
          name,
          key: spec.key(name),
          ...rest(values, name),
        },
      };
    },
    write: (rows) => write(at, spec, rows),
    finish: after,
  };
}

async function write(at: Context, spec: Spec, rows: Row[]): Promise<Written> {
  for (const known of [at.territories, at.teams, at.people, at.accounts]) await known.flush(at.trx);
  if (spec.table !== 'contacts') await adopt(at, spec, rows);
  const changed = await upsert(at.trx, {
    table: spec.table,
    source: at.source,
    columns: { name: 'text', ...spec.columns },
    has: (column) => column === 'name' || (spec.from?.[column] ?? [column]).some((field) => at.has(field)),
    rows: rows.map(({ key: _key, ...row }) => row),
    ...(spec.rules ? { rules: spec.rules } : {}),
    stamps: stampsOf(at, spec),
  });
  return { written: changed.length, unchanged: rows.length - changed.length };
}

/** What a write can be conditional on gets another version, and an import as the one who changed it. */
function stampsOf(at: Context, { table }: Spec): NonNullable<Parameters<typeof upsert>[1]['stamps']> {
  const when = { changed_at: sql`${at.now}::timestamptz` };
  if (table !== 'accounts' && table !== 'contacts') return { insert: when, update: when };
  const stamp = { ...when, changed_by: sql`${'import'}::text` };
  return { insert: stamp, update: { ...stamp, version: sql`t.version + 1` } };
}

/** What an earlier file knew by name only gets this file's id; a person also by e-mail. Its own id stays: others refer to it. */
async function adopt(at: Context, spec: Spec, rows: Row[]): Promise<void> {
  const table = raw(spec.table);
  const given = JSON.stringify(
    rows.map(({ source_id, key, email }) => ({ source_id, name: byName(String(key)), email: email ?? null })),
  );
  const byEmail = spec.table === 'people' ? raw(' or lower(t.email) = lower(g.email)') : raw('');
  await query(
    at.trx,
    sql`update ${table} t set source = ${at.source}, source_id = g.source_id
      from jsonb_to_recordset(${given}::jsonb) as g(source_id text, name text, email text)
      where ((t.source = ${at.source} and t.source_id = g.name)${byEmail}) and (t.source, t.source_id) <> (${at.source}::text, g.source_id)
        and not exists (select 1 from ${table} x where x.source = ${at.source} and x.source_id = g.source_id)`,
  );
}

export function accountWriter(at: Context): Writer<Row> {
  const inner = accountsOf(at);
  return {
    ...inner,
    write: async (rows) => {
      const written = await inner.write(rows);
      await countKept(at, rows);
      return written;
    },
  };
}

const accountsOf = (at: Context): Writer<Row> =>
  writer(
    at,
    {
      table: 'accounts',
      prefix: 'A',
      key: nameKey,
      columns: {
        industry: 'text',
        segment: 'text',
        country: 'text',
        website: 'text',
        tags: 'text[]',
        parent_name: 'text',
        employees: 'integer',
        revenue: 'numeric',
        owner_id: 'text',
        territory_id: 'text',
      },
      from: { owner_id: ['owner', 'owner_id'], territory_id: ['territory'] },
      rules: byRank,
    },
    (values) => ({
      industry: values.industry,
      segment: values.segment,
      country: values.country,
      website: values.website,
      tags: values.tags ?? [],
      parent_name: values.parent_name,
      employees: wholeOrNull(values.employees),
      revenue: values.revenue,
      owner_id: at.people.idOf(asText(values.owner), asText(values.owner_id)),
      territory_id: at.territories.idOf(asText(values.territory)),
    }),
  );

export const contactWriter = (at: Context): Writer<Row> =>
  writer(
    at,
    {
      table: 'contacts',
      prefix: 'C',
      key: nameKey,
      columns: { account_id: 'text', title: 'text', email: 'text', phone: 'text' },
      from: { account_id: ['account', 'account_id'] },
    },
    (values) => ({
      account_id: at.accounts.idOf(asText(values.account), asText(values.account_id)),
      title: values.title,
      email: values.email,
      phone: values.phone,
    }),
  );

export const productWriter = (at: Context): Writer<Row> =>
  writer(
    at,
    {
      table: 'products',
      prefix: 'PR',
      key: productKey,
      columns: { series: 'text', list_price: 'numeric', currency: 'text', listing: 'text' },
      // Whoever stands in a price list is listed, whatever else the file says.
      from: { currency: ['list_price', 'currency'], listing: ['name'] },
    },
    (values) => ({
      series: values.series,
      list_price: values.list_price,
      currency: asText(values.currency)?.toUpperCase() ?? at.currency,
      listing: values.active === false ? 'retired' : 'listed',
    }),
  );

/** Managers named in the file become people with that role; without a column of teams, a manager's people are a team. */
export function peopleWriter(at: Context): Writer<Row> {
  const managers = new Set<string>();
  const byTeam = new Map<string, { manager: string; territory: string | null }>();
  const emails = new Set<string>();
  const inner = writer(
    at,
    {
      table: 'people',
      prefix: 'P',
      key: nameKey,
      columns: {
        email: 'text',
        manager_id: 'text',
        team_id: 'text',
        territory_id: 'text',
        roles: 'text[]',
        nicknames: 'text[]',
        hired_on: 'date',
        active: 'boolean',
      },
      // What an administrator has given is not taken by a file.
      rules: {
        roles: `excluded.roles || array(select r from unnest(t.roles) r where r not in ('rep', 'manager'))`,
      },
      from: { manager_id: ['manager'], team_id: ['team', 'manager'], territory_id: ['territory'] },
    },
    (values) => {
      const manager = asText(values.manager);
      const team = asText(values.team) ?? (manager === null ? null : `${manager}'s team`);
      const managerId = at.people.idOf(manager);
      const territory = at.territories.idOf(asText(values.territory));
      const teamId = at.teams.idOf(team);
      if (managerId !== null) managers.add(managerId);
      if (managerId !== null && teamId !== null) byTeam.set(teamId, { manager: managerId, territory });
      return {
        email: values.email,
        manager_id: managerId,
        team_id: teamId,
        territory_id: territory,
        roles: rolesOf(values.roles),
        nicknames: values.nicknames ?? [],
        hired_on: values.hired_on,
        active: values.active ?? true,
      };
    },
    () => finishPeople(at, managers, byTeam),
  );
  return {
    ...inner,
    take: (row) => {
      const email = text(row.values.email)?.toLowerCase();
      if (email !== undefined && emails.has(email))
        return { wrong: `its e-mail ${email} stands on an earlier line, too` };
      if (email !== undefined) emails.add(email);
      return inner.take(row);
    },
  };
}

/** Access is not given by a file: of the roles it names only rep and manager count. */
const rolesOf = (value: unknown): string[] => {
  const named = Array.isArray(value)
    ? value.map((role) => String(role).toLowerCase()).filter((role) => role === 'rep' || role === 'manager')
    : [];
  return named.length > 0 ? named : ['rep'];
};

async function finishPeople(
  at: Context,
  managers: Set<string>,
  byTeam: Map<string, { manager: string; territory: string | null }>,
): Promise<undefined> {
  const { trx } = at;
  await query(
    trx,
    sql`update people set roles = case when roles <@ '{rep}' then '{manager}' else array_append(roles, 'manager') end
      where id = any(${[...managers]}::text[]) and not 'manager' = any(roles)`,
  );
  const given = JSON.stringify([...byTeam].map(([team, one]) => ({ team, ...one })));
  await query(
    trx,
    sql`update teams t set territory_id = g.territory from jsonb_to_recordset(${given}::jsonb) as g(team text, manager text, territory text)
      where t.id = g.team and t.territory_id is null and g.territory is not null`,
  );
  await query(
    trx,
    sql`update people p set team_id = coalesce(p.team_id, g.team), territory_id = coalesce(p.territory_id, g.territory)
      from jsonb_to_recordset(${given}::jsonb) as g(team text, manager text, territory text)
      where p.id = g.manager and (p.team_id is null or (p.territory_id is null and g.territory is not null))`,
  );
  const { rowCount } = await query(
    trx,
    sql`update deals d set territory_id = coalesce(o.territory_id, t.territory_id)
      from people o left join teams t on t.id = o.team_id
      where o.id = d.owner_id and d.territory_id is null and coalesce(o.territory_id, t.territory_id) is not null`,
  );
  if (rowCount) {
    await query(
      trx,
      sql`update deal_versions v set territory_id = d.territory_id from deals d
        where d.id = v.deal_id and v.territory_id is null and d.territory_id is not null`,
    );
    await query(
      trx,
      sql`insert into touched (noun, subject_id) select 'deal', id from deals where territory_id is not null`,
    );
    at.note(`${count(rowCount, 'deal')} without a territory got the owner's.`);
  }
}

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** A count of people or things, as the tables hold it. */
export const wholeOrNull = (value: unknown): number | null => {
  const found = typeof value === 'number' ? number(value) : null;
  return found === null ? null : Math.min(Math.max(Math.round(found), 0), 2_147_483_647);
};
