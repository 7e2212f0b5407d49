/** What data contracts say of contacts and accounts: each text is read once, by code; what follows for whom is asked in SQL. */
import type { Db } from '../db/pool.ts';
import type { Condition } from '../sales/conditions.ts';
import { emailContract, phoneContract } from '../sales/contracts.ts';
import { countryCode } from '../sales/countries.ts';
import { type FieldName, fieldNamed } from '../sales/fields.ts';
import type { Reading } from '../sales/leaf.ts';
import { conditionSql, fromWhere, valueSql } from './compile.ts';
import { compiler } from './compiler.ts';
import { query, raw, rowsOf, type Sql, sql } from './sql.ts';

/** A condition on contacts or accounts; `since` is the day field since which its cause is known. */
type RecordCondition = { of: 'contact' | 'account'; condition: Condition; since: FieldName };
type Subjects = readonly string[] | 'all';

const batch = 5_000;

/**
 * Reads what these contacts say, and said before, as far as it was not read yet. `country`, an ISO 3166 code or empty, is
 * where numbers without a country are dialled whose account has none.
 */
export async function readContracts(
  trx: Db,
  subjects: Subjects,
  use: { today: string; country: string },
): Promise<void> {
  while ((await readEmails(trx, subjects, use.today)) === batch);
  while ((await readPhones(trx, subjects, use)) === batch);
}

const among = (subjects: Subjects): Sql =>
  subjects === 'all' ? raw('true') : sql`v.contact_id = any(${subjects}::text[])`;

async function readEmails(trx: Db, subjects: Subjects, today: string): Promise<number> {
  const texts = await rowsOf<{ text: string }>(
    trx,
    sql`select distinct v.email as text from contact_versions v where v.email <> '' and ${among(subjects)}
      and not exists (select 1 from email_contracts k where k.key = md5(v.email)) limit ${batch}::integer`,
  );
  const read = texts.map(({ text }) => ({ text, mended: null, because: null, ...emailContract(text) }));
  await query(
    trx,
    sql`with g as (
        select * from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as g(text text, "is" text, mended text, because text, domain text)
      ), named as (
        insert into mail_domains (domain, takes, since) select distinct domain, 'maybe', ${today}::date from g where domain is not null on conflict do nothing)
      insert into email_contracts (key, "is", mended, because, domain, since)
      select md5(text), "is", mended, because, domain, ${today}::date from g on conflict do nothing`,
  );
  return texts.length;
}

type Dialled = { text: string; country: string; said: string };

async function readPhones(
  trx: Db,
  subjects: Subjects,
  { today, country }: { today: string; country: string },
): Promise<number> {
  // What was read with the house's country is read again when that is another.
  const texts = await rowsOf<Dialled>(
    trx,
    sql`select p.text, p.country, min(p.said) as said from (
        select v.phone as text, fold(coalesce(a.country, '')) as country, coalesce(a.country, '') as said
        from contact_versions v left join accounts a on a.id = v.account_id where v.phone <> '' and ${among(subjects)}) p
      where not exists (select 1 from phone_contracts k where k.key = md5(p.text) and k.country = p.country
        and (not k.assumed or k.region is not distinct from ${country || null}::text))
      group by p.text, p.country limit ${batch}::integer`,
  );
  const read = texts.map(({ text, country: folded, said }) => {
    const known = said === '' ? null : countryCode(said);
    const region = known ?? (country || null);
    const contract = phoneContract(text, region);
    return {
      text,
      country: folded,
      region,
      assumed: known === null,
      mended: null,
      because: null,
      ...contract,
    };
  });
  await query(
    trx,
    sql`insert into phone_contracts as k (key, country, region, assumed, "is", mended, because, since)
      select md5(g.text), g.country, g.region, g.assumed, g."is", g.mended, g.because, ${today}::date
      from jsonb_to_recordset(${JSON.stringify(read)}::jsonb)
        as g(text text, country text, region text, assumed boolean, "is" text, mended text, because text)
      on conflict (key, country) do update set region = excluded.region, assumed = excluded.assumed, "is" = excluded."is",
        mended = excluded.mended, because = excluded.because, since = case when k."is" = excluded."is" then k.since else excluded.since end`,
  );
  return texts.length;
}

/** A `select` of subject_id, since and detail: the records of which the condition holds; of these only, when given. */
export function recordRows(
  trigger: RecordCondition,
  subjects: Subjects,
  use: Reading,
  asOf: Date | null = null,
): Sql {
  const at = compiler(trigger.of, use, asOf);
  const since = valueSql(at, fieldNamed(trigger.of, trigger.since));
  const holds = conditionSql(at, trigger.condition);
  const only = subjects === 'all' ? raw('true') : sql`d.id = any(${subjects}::text[])`;
  return sql`select d.id as subject_id, ${since} as since, null::jsonb as detail ${fromWhere(at, sql`${holds} and ${only}`)}`;
}

/** Removes what was read of texts that no contact bears any more, nor bore. Says how many. */
export async function forgetContracts(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { gone: number }[] }>(
    `with bare as (
       select md5(email) as email, md5(phone) as phone from contact_versions
     ), emails as (
       delete from email_contracts k where not exists (select 1 from bare where bare.email = k.key) returning 1
     ), phones as (
       delete from phone_contracts k where not exists (select 1 from bare where bare.phone = k.key) returning 1
     ), domains as (
       delete from mail_domains m where not exists (select 1 from email_contracts k where k.domain = m.domain) returning 1)
     select (select count(*) from emails) + (select count(*) from phones) + (select count(*) from domains) as gone`,
  );
  return rows[0]?.gone ?? 0;
}
