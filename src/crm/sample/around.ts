/** What stands around the sample's deals: contacts, activities, leads, quotas, and the note that all deals are new to the agents. */
import type { Db } from '../../db/pool.ts';
import type { SampleAccount } from './cast.ts';

type Around = { seed: number; today: string; now: Date; accounts: SampleAccount[]; large: boolean };

export async function writeAround(trx: Db, make: Around): Promise<void> {
  await writeContacts(trx, make.today);
  await writeActivities(trx, make);
  await writeProspecting(trx, make);
  await writeLeads(trx, make);
  await writeQuotas(trx, make.today);
  await offerRetired(trx);
  await trx.raw(
    `insert into touched (noun, subject_id) select 'deal', id from deals where status = 'open' order by id`,
  );
}

const firstNames = [
  'Jane',
  'Marco',
  'Aiko',
  'Lucía',
  'Omar',
  'Ingrid',
  'Pavel',
  'Fatima',
  'Noah',
  'Zoë',
  'Ravi',
  'Mei',
];
const lastNames = [
  'Roe',
  'Bianchi',
  'Sato',
  'Fernández',
  'Haddad',
  'Berg',
  'Novák',
  'Rahman',
  'Carter',
  'Janssen',
  'Iyer',
  'Lin',
];
const titles = ['Head of IT', 'Procurement lead', 'VP Operations', 'CFO', 'Data lead', 'Security officer'];

/** Contacts that do not keep a contract, each in its way: by their number, e-mail and phone where those are not as usual. */
const careless = [
  { n: 8, email: 'contact8@borealis' },
  { n: 9, phone: '01 42 68 53 00' },
  { n: 10, phone: '+48 22 628' },
  { n: 12, email: 'Jane Bianchi <mailto:contact12@a-1006.example>' },
  { n: 30, email: 'contact30@a-1015.invalid' },
];

async function writeContacts(trx: Db, today: string): Promise<void> {
  await trx.raw(
    `insert into contacts (id, source, source_id, account_id, name, title, email, phone, changed_at)
     select 'C-' || c.n, 'sample', 'C-' || c.n, a.id, f.name || ' ' || l.name, t.title,
       coalesce(w.email, 'contact' || c.n || '@' || lower(a.id) || '.example'), coalesce(w.phone, '+120255501' || lpad((c.n % 100)::text, 2, '0')),
       ?::date - 400
     from (select id, row_number() over (order by id) as place from accounts) a
     cross join lateral (select (a.place * 2 + k)::int as n from generate_series(0, 1) as k) c
     join unnest(?::text[]) with ordinality as f(name, i) on f.i = 1 + c.n % 12
     join unnest(?::text[]) with ordinality as l(name, i) on l.i = 1 + (c.n / 12 + c.n) % 12
     join unnest(?::text[]) with ordinality as t(title, i) on t.i = 1 + c.n % 6
     left join jsonb_to_recordset(?::jsonb) as w(n int, email text, phone text) on w.n = c.n`,
    [today, firstNames, lastNames, titles, JSON.stringify(careless)],
  );
}

/** One with each move of a deal, and one some days later; of a very large sample only the recent last ones. */
async function writeActivities(trx: Db, make: Around): Promise<void> {
  await trx.raw(
    `insert into activities (id, source, source_id, deal_id, person_id, kind, subject, done_on, recorded_on, status)
     select d.id || '-' || to_char(t.day, 'YYYYMMDD'), 'sample', d.id || '-' || to_char(t.day, 'YYYYMMDD'), d.id, d.owner_id, kinds.kind,
       initcap(kinds.kind) || ' with ' || a.name, t.day, t.day, 'completed'
     from (
       select deal_id, last_activity_on as day from deal_versions
       union select deal_id, valid_from::date from deal_versions where not ?::boolean
     ) t join deals d on d.id = t.deal_id join accounts a on a.id = d.account_id
     cross join lateral (select (array['call','mail','meeting','task'])[1 + ((hashtextextended(d.id || t.day, ?) & 3)::int)] as kind) kinds
     where t.day <= d.last_activity_on and (not ?::boolean or (t.day = d.last_activity_on and t.day > ?::date - 60))`,
    [make.large, make.seed, make.large, make.today],
  );
}

/** Somebody who calls more than all others of the team, and has not for five working days: out of the ordinary on purpose. */
const caller = 'P-yuki-tanaka';

/** Calls that belong to no deal yet, on the working days since the first deal. */
async function writeProspecting(trx: Db, { seed, today }: Around): Promise<void> {
  await trx.raw(
    `insert into activities (id, source, source_id, person_id, kind, subject, done_on, recorded_on, status)
     select a.id, 'sample', a.id, a.person_id, 'call', 'Call to a prospect', a.day, a.day, 'completed'
     from (
       select 'PC-' || p.id || '-' || to_char(d.day, 'YYYYMMDD') || '-' || n as id, p.id as person_id, d.day
       from people p cross join (select ?::date - back as day, back from generate_series(1, 546) as back) d
       cross join lateral (select (hashtextextended(p.id || d.day, ?) & 1023)::float8 / 1024 as chance) c
       cross join lateral generate_series(1, floor(case when p.id = ? then 8 + 5 * c.chance else 3 * c.chance end)::int) as n
       where 'rep' = any(p.roles) and extract(isodow from d.day) < 6 and not (p.id = ? and d.back <= 7)
     ) a`,
    [today, seed, caller, caller],
  );
}

/** One deal is still about a product that is no longer sold. */
async function offerRetired(trx: Db): Promise<void> {
  await trx.raw(
    `with one as (
       update deals set product_id = 'PR-platform-classic' where id = (
         select id from deals where status = 'open' and stage_id = 'S-qualification' and territory_id = 'T-emea' order by id limit 1) returning id)
     update deal_versions v set product_id = 'PR-platform-classic' from one where v.deal_id = one.id`,
  );
}

const wishes = [
  'We need 40 seats before May. Who can call us?',
  'Please send a quote for the Security product.',
  'We compare three vendors and decide this month.',
  'Is there a trial?',
  'Our renewal with another vendor ends in June.',
  null,
];

/** Forty leads of the last month; the newest six are nobody's yet. One came without a company, one with somebody's first name only. */
async function writeLeads(trx: Db, make: Around): Promise<void> {
  const reps = await trx('people').whereRaw(`'rep' = any(roles)`).orderBy('id').select('id', 'territory_id');
  const leads = Array.from({ length: 40 }, (_, i) => {
    const open = i < 6;
    const account = make.accounts[(i * 7) % make.accounts.length];
    const rep = reps[i % reps.length];
    const name = `${firstNames[(i * 5) % 12]} ${lastNames[(i * 3 + 1) % 12]}`;
    const createdAt = new Date(
      make.now.getTime() - (open ? 9 + i * 23 : 60 * 24 * (1 + (i - 6) * 0.8)) * 60_000,
    );
    return {
      id: `L-${201 + i}`,
      source: 'sample',
      source_id: `L-${201 + i}`,
      name: i === 4 ? firstNames[3] : name,
      email: `lead${i + 1}@${i % 3 === 0 && account ? account.id.toLowerCase() : `newcomer-${i + 1}`}.example`,
      company: i === 2 ? null : i % 3 === 0 ? account?.name : `Newcomer ${i + 1} Ltd`,
      account_id: i % 3 === 0 && i !== 2 ? account?.id : null,
      title: titles[i % titles.length],
      phone: i % 4 === 0 ? `+1 202 555 01${String(10 + i)}` : null,
      message: wishes[i % wishes.length],
      territory_id: open ? account && `T-${account.territory.toLowerCase()}` : rep?.territory_id,
      lead_source: ['Web form', 'Event', 'Referral'][i % 3],
      status: open ? 'new' : 'working',
      owner_id: open ? null : rep?.id,
      created_at: createdAt,
      assigned_on: open ? null : createdAt,
      first_touch_on: open || i % 5 === 0 ? null : createdAt,
      converted: !open && i % 6 === 0,
    };
  });
  await trx('leads').insert(leads);
}

/** Quotas of the last six quarters, this one and the next: near what the rep usually wins, so that some reach it and some do not. */
async function writeQuotas(trx: Db, today: string): Promise<void> {
  await trx.raw(
    `insert into quotas (person_id, starts_on, ends_on, amount, currency)
     select p.id, q.starts_on, (q.starts_on + interval '3 months - 1 day')::date,
       greatest(30000, round(coalesce(w.won, 0) / 6 * (0.8 + 0.6 * ((hashtextextended(p.id, 11) & 1023)::numeric / 1024)), -4)), 'USD'
     from people p
     cross join lateral (select (date_trunc('quarter', ?::date) + n * interval '3 months')::date as starts_on from generate_series(-6, 1) as n) q
     left join (select owner_id, sum(amount) as won from deals where status = 'won' and currency = 'USD' group by owner_id) w on w.owner_id = p.id
     where 'rep' = any(p.roles)`,
    [today],
  );
}
