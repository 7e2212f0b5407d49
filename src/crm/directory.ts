/** The company directory beside the accounts: which entry is whose, and what it would fill and mend. */
import type { Db } from '../db/pool.ts';
import type { FieldValue } from '../policy/nouns.ts';
import { accountDomain } from '../sales/company-domain.ts';
import { countryCode } from '../sales/countries.ts';
import { type DirectoryField, directoryFields, yieldsTo } from '../sales/precedence.ts';
import { raw, rowsOf, type Sql, sql } from './sql.ts';

type Subjects = string[] | 'all';

const batch = 5_000;

/**
 * Reads which domain these accounts have, and which countries theirs are. Says of which accounts something is another now:
 * these, and others of a domain that one of them has come to or left.
 */
export async function readDomains(trx: Db, subjects: Subjects): Promise<Subjects> {
  await readCountries(trx, subjects);
  const concerned = new Set(subjects === 'all' ? [] : subjects);
  let after = '';
  for (;;) {
    const accounts = await nextAccounts(trx, subjects, after);
    const read = accounts.map(({ id, website, addresses }) => ({
      id,
      domain: null,
      by: null,
      ...accountDomain(website, addresses ?? []),
    }));
    for (const id of await keepDomains(trx, read)) concerned.add(id);
    const last = accounts.at(-1);
    if (!last || accounts.length < batch) break;
    after = last.id;
  }
  return subjects === 'all' ? 'all' : [...concerned];
}

type AccountRow = {
  id: string;
  website: string | null;
  addresses: { domain: string; contacts: number }[] | null;
};

const nextAccounts = (trx: Db, subjects: Subjects, after: string): Promise<AccountRow[]> =>
  rowsOf(
    trx,
    sql`select a.id, a.website, (
        select jsonb_agg(x) from (
          select k.domain, count(*) as contacts from contacts c join email_contracts k on k.key = md5(c.email)
          where c.account_id = a.id and k.domain is not null group by k.domain) x) as addresses
      from accounts a where a.id > ${after} and ${among('a.id', subjects)} order by a.id limit ${batch}::integer`,
  );

const among = (id: string, subjects: Subjects): Sql =>
  subjects === 'all' ? raw('true') : sql`${raw(id)} = any(${subjects}::text[])`;

async function keepDomains(
  trx: Db,
  read: { id: string; domain: string | null; by: string | null }[],
): Promise<string[]> {
  const others = await rowsOf<{ id: string }>(
    trx,
    sql`with given as (
        select * from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as g(id text, domain text, "by" text)
      ), moved as (
        select g.*, w.domain as was from given g left join account_domains w on w.account_id = g.id
        where (w.domain, w."by") is distinct from (g.domain, g."by")
      ), gone as (
        delete from account_domains a using moved m where a.account_id = m.id and m.domain is null
      ), kept as (
        insert into account_domains (account_id, domain, "by") select id, domain, "by" from moved where domain is not null
        on conflict (account_id) do update set domain = excluded.domain, "by" = excluded."by")
      select a.account_id as id from account_domains a where a.domain in (select domain from moved union select was from moved)`,
  );
  return others.map(({ id }) => id);
}

async function readCountries(trx: Db, subjects: Subjects): Promise<void> {
  const texts = await rowsOf<{ said: string }>(
    trx,
    sql`select distinct fold(v.country) as said from account_versions v where v.country <> '' and ${among('v.account_id', subjects)}
      and not exists (select 1 from country_codes k where k.said = fold(v.country))`,
  );
  if (texts.length === 0) return;
  await trx('country_codes')
    .insert(texts.map(({ said }) => ({ said, code: countryCode(said) })))
    .onConflict('said')
    .ignore();
}

/** Same: nothing to be mended. Off: by how much of what stands there, in percent. */
const compared: Record<DirectoryField, { same: string; off?: string }> = {
  industry: { same: 'fold(d.industry) = fold(k.industry)' },
  country: { same: 'coalesce(cc.code, fold(d.country)) = coalesce(k.country_code, fold(k.country))' },
  employees: { same: 'd.employees = k.employees', off: offBy('employees') },
  revenue: { same: 'd.revenue = k.revenue', off: offBy('revenue') },
};

// Of nothing everything is infinitely much more, which JSON cannot say.
function offBy(field: string): string {
  return `case when d.${field} = 0 then 1e6 else abs(k.${field} - d.${field}) * 100.0 / abs(d.${field}) end`;
}

/**
 * Joins of an account `d` to its entry `k`, where exactly one account has that domain, and to what is to be said of it
 * (`ks`): how many empty fields the directory would fill, how many words it would mend, by how much in percent the number that
 * is furthest off differs, and each of these with before and after. What a person has said, or refused as it is, is left out.
 */
export const directoryJoins = {
  ad: {
    sql: `left join account_domains ad on ad.account_id = d.id
      and not exists (select 1 from account_domains o where o.domain = ad.domain and o.account_id <> ad.account_id)`,
  },
  k: { sql: 'left join company_directory k on k.domain = ad.domain', needs: ['ad'] },
  ks: {
    sql: `left join country_codes cc on cc.said = fold(d.country)
      left join lateral (
        select count(*) filter (where c.missing) as fills, count(*) filter (where not c.missing and c.off is null) as words, max(c.off) as drift,
          jsonb_agg(jsonb_build_object('field', c.field, 'before', c.was, 'after', c.says, 'off', c.off) order by c.n) as says
        from (values ${directoryFields.map(comparison).join(', ')}) c(n, field, was, says, missing, same, off)
        where c.says is not null and c.same is not true
          and coalesce(d.origins->>c.field, 'import') in (${yieldsTo('directory')
            .map((origin) => `'${origin}'`)
            .join(', ')})
          and not exists (
            select 1 from proposals p join exceptions e on e.proposal_id = p.id join decisions x on x.exception_id = e.id
            where p.subject_kind = 'account' and p.subject_id = d.id and x.say = 'reject' and x.reopened_at is null
              and p.change->'fields' @> jsonb_build_array(jsonb_build_object('field', c.field, 'before', c.was, 'after', c.says)))
      ) ks on k.domain is not null`,
    needs: ['ad', 'k'],
  },
};

/** What the directory says of an account that stands in an outer query under this name. */
export type Listed = {
  domain: string;
  by: 'website' | 'contacts';
  /** The day on which the entry came, YYYY-MM-DD. */
  on: string;
  says: { field: DirectoryField; before: FieldValue; after: FieldValue; off: number | null }[];
};
export const directoryOf = (account: string): string =>
  `select jsonb_build_object('domain', k.domain, 'by', ad."by", 'on', k.came_on, 'says', ks.says) as directory
   from accounts d ${Object.values(directoryJoins)
     .map((join) => join.sql)
     .join(' ')} where d.id = ${account}.id and ks.says is not null`;

function comparison(field: DirectoryField, n: number): string {
  const { same, off } = compared[field];
  const missing = off ? `d.${field} is null` : `coalesce(d.${field}, '') = ''`;
  return `(${n}, '${field}', to_jsonb(d.${field}), to_jsonb(k.${field}), ${missing}, ${same}, ${off ? `case when d.${field} is not null then ${off} end` : 'null::numeric'})`;
}
