/** Leads from a file. */
import { domainOf, readAddress } from '../../sales/addresses.ts';
import { startOfDay } from '../../sales/days.ts';
import { readPhone } from '../../sales/phones.ts';
import { identitiesLock } from '../arrivals.ts';
import { companiesOf, directoryDoubt, fromDirectory } from '../lead-companies.ts';
import { touch } from '../mirror.ts';
import { query, raw, rowsOf, type Sql, sql } from '../sql.ts';
import { type Context, text, type Writer } from './context.ts';
import { upsert } from './upsert.ts';
import { ids } from './work.ts';

type Row = { id: string; source_id: string } & Record<string, unknown>;

const leadColumns = {
  name: 'text',
  email: 'text',
  company: 'text',
  title: 'text',
  phone: 'text',
  phone_ext: 'text',
  message: 'text',
  identity: 'text',
  domain: 'text',
  territory_id: 'text',
  lead_source: 'text',
  status: 'text',
  owner_id: 'text',
  created_at: 'timestamptz',
  assigned_on: 'date',
  first_touch_on: 'date',
  segment: 'text',
  converted: 'boolean',
};

const doubtsOf = (lead: string): Sql => raw(`select doubt from unnest(${lead}.uncertain) doubt`);
const isDirectoryDoubt = raw(`starts_with(doubt, '${directoryDoubt}')`);

/** An empty cell empties nothing that another arrival of this person, its account or the company directory has filled. */
const kept = (column: string, where: string): string =>
  `case when excluded.${column} is null and (${where}) then t.${column} else excluded.${column} end`;
const cameAgain = 'exists (select 1 from arrivals a where a.lead_id = t.id)';
const filledByOthers = {
  ...Object.fromEntries(
    ['name', 'title', 'phone', 'phone_ext', 'message'].map((column) => [column, kept(column, cameAgain)]),
  ),
  company: kept(
    'company',
    `${cameAgain} or t.account_id is not null or exists (${doubtsOf('t').text} where ${isDirectoryDoubt.text})`,
  ),
  territory_id: kept('territory_id', 't.account_id is not null'),
};

/**
 * A row whose address is that of another lead is no second lead: it fills what that one lacks, and counts as an arrival.
 * Leads that are two already stay two.
 */
export function leadWriter(at: Context): Writer<Row> {
  const once = ids();
  return {
    take: ({ values }) => {
      const created = text(values.created_at);
      if (created === null) return { wrong: 'it has no created date' };
      const known = once(text(values.id));
      if ('wrong' in known) return known;
      const full = [text(values.first_name), text(values.last_name)].filter(Boolean).join(' ');
      const {
        id: _id,
        first_name: _first,
        last_name: _last,
        owner: _owner,
        territory: _place,
        ...rest
      } = values;
      return {
        record: {
          ...rest,
          id: known.id,
          source_id: known.id,
          name: text(values.name) ?? (full === '' ? null : full),
          ...reachedBy(text(values.email), text(values.phone)),
          status: text(values.status) ?? 'new',
          owner_id: at.people.idOf(text(values.owner), text(values.owner_id)),
          territory_id: at.territories.idOf(text(values.territory)),
          created_at: created.length === 10 ? startOfDay(created, at.zone).toISOString() : created,
        },
      };
    },
    write: async (rows) => {
      for (const known of [at.territories, at.people]) await known.flush(at.trx);
      const derived: Record<string, string[]> = {
        owner_id: ['owner', 'owner_id'],
        territory_id: ['territory'],
        name: ['name', 'first_name', 'last_name'],
        identity: ['email'],
        domain: ['email'],
        phone_ext: ['phone'],
      };
      const { own, merged } = await apart(at, rows);
      const changed = await upsert(at.trx, {
        table: 'leads',
        source: at.source,
        columns: leadColumns,
        has: (column) => (derived[column] ?? [column]).some((field) => at.has(field)),
        rows: own,
        rules: filledByOthers,
        stamps: {
          insert: { changed_at: sql`${at.now}::timestamptz`, changed_by: sql`${'import'}::text` },
          update: {
            changed_at: sql`${at.now}::timestamptz`,
            changed_by: sql`${'import'}::text`,
            version: sql`t.version + 1`,
          },
        },
      });
      const filled = await merge(at, merged);
      const come = [...changed.map((one) => one.id), ...filled];
      const named = new Set(own.flatMap((row) => (row.company ? [row.source_id] : [])));
      await leaveDirectory(
        at,
        changed.flatMap(({ id, source_id }) => (named.has(source_id) ? [id] : [])),
      );
      await toCompanies(at, come);
      await touch(at.trx, 'lead', come);
      const written = changed.length + filled.length;
      return { written, unchanged: rows.length - written };
    },
  };
}

/** An address and a number as leads that come in have them; what cannot be read as one stays as the file has it. */
function reachedBy(email: string | null, phone: string | null) {
  const read = email === null ? null : readAddress(email);
  const number = phone === null ? null : readPhone(phone, null);
  const address = read === null || 'wrong' in read ? null : read;
  return {
    email: address?.address ?? email,
    identity: address?.identity ?? null,
    domain: address && !address.freeMail ? domainOf(address.identity) : null,
    phone: number?.e164 ?? phone,
    phone_ext: number?.ext ?? null,
  };
}

/** Which rows are leads of their own, and which belong to another one by their address. */
async function apart(at: Context, rows: Row[]): Promise<{ own: Row[]; merged: Row[] }> {
  await query(at.trx, sql`select pg_advisory_xact_lock(${raw(identitiesLock)})`);
  const identities = rows.flatMap(({ identity }) => (typeof identity === 'string' ? [identity] : []));
  if (identities.length === 0) return { own: rows, merged: [] };
  const known = await rowsOf<{ identity: string | null; source: string; source_id: string }>(
    at.trx,
    sql`select identity, source, source_id from leads
      where identity = any(${identities}::text[]) or (source = ${at.source} and source_id = any(${rows.map((row) => row.source_id)}::text[]))`,
  );
  const name = (source: string, id: string) => `${source}\0${id}`;
  const there = new Set(known.map((one) => name(one.source, one.source_id)));
  const holder = new Map(known.map((one) => [one.identity, name(one.source, one.source_id)]));
  const own: Row[] = [];
  const merged: Row[] = [];
  for (const row of rows) {
    const me = name(at.source, row.source_id);
    const held = row.identity === null ? me : (holder.get(String(row.identity)) ?? me);
    if (held === me) {
      if (row.identity !== null) holder.set(String(row.identity), me);
      own.push(row);
    } else if (there.has(me)) own.push({ ...row, identity: null });
    else merged.push(row);
  }
  return { own, merged };
}

/** What the directory had said of leads whose company the file names now counts no more, nor does what hangs on it. */
async function leaveDirectory(at: Context, leadIds: string[]): Promise<void> {
  await query(
    at.trx,
    sql`update leads l set account_id = null, ${raw(at.has('territory') ? '' : 'territory_id = null, ')}uncertain = array(${doubtsOf('l')} where not (${isDirectoryDoubt}))
      where l.id = any(${leadIds}::text[]) and exists (${doubtsOf('l')} where ${isDirectoryDoubt})`,
  );
}

/** Account, territory and, where the file gives none, the company of leads that have come: as of a lead that comes by itself. */
async function toCompanies(at: Context, leadIds: string[]): Promise<void> {
  const leads = await rowsOf<{ id: string; company: string | null; domain: string | null }>(
    at.trx,
    sql`select id, company, domain from leads where id = any(${leadIds}::text[]) and account_id is null and (company is not null or domain is not null) order by id`,
  );
  if (leads.length === 0) return;
  const found = await companiesOf(at.trx, leads);
  const rows = leads.flatMap(({ id }, n) => {
    const { account = null, name = null, listedOn = null } = found[n] ?? {};
    const doubt = listedOn === null ? null : fromDirectory(listedOn);
    return account || name !== null
      ? [{ id, company: name, account: account?.id, territory: account?.territory_id, doubt }]
      : [];
  });
  await query(
    at.trx,
    sql`update leads l set account_id = f.account, territory_id = coalesce(l.territory_id, f.territory), company = coalesce(l.company, f.company),
        uncertain = case when f.doubt is null then l.uncertain else array_append(l.uncertain, f.doubt) end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id text, company text, account text, territory text, doubt text) where f.id = l.id`,
  );
}

/** Ids of the leads that got something by it. A file that is imported again counts for nothing more. */
async function merge(at: Context, rows: Row[]): Promise<string[]> {
  if (rows.length === 0) return [];
  for (const _ of rows) at.count('the address of another lead, and went into that one');
  const found = await rowsOf<{ id: string }>(
    at.trx,
    sql`with given as (
        select g.*, l.id as lead_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as g(source_id text, identity text, name text, company text, title text, phone text, message text, created_at timestamptz)
        join leads l on l.identity = g.identity
      ), came as (
        insert into arrivals (key, lead_id, channel, came_at, fresh, via)
        select left('csv:' || ${at.source}::text || ':' || source_id, 400), lead_id, 'csv', created_at, false, 'rules' from given
        on conflict (key) do nothing returning lead_id
      ), first as (
        select distinct on (lead_id) * from given where lead_id in (select lead_id from came) order by lead_id, created_at, source_id
      )
      update leads l set name = coalesce(l.name, f.name), company = coalesce(l.company, f.company), title = coalesce(l.title, f.title),
        phone = coalesce(l.phone, f.phone), message = coalesce(l.message, f.message),
        last_came_at = greatest(l.last_came_at, l.created_at, f.created_at), version = l.version + 1, changed_by = 'import', changed_at = ${at.now}::timestamptz
      from first f where f.lead_id = l.id returning l.id`,
  );
  return found.map(({ id }) => id);
}
