/** Looking up which domains take mail: asked outside of any transaction, kept for a while, and told to the next run. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { isConnected, type Names, reserved, type TakesMail, takesMail } from '../outside/mail-domain.ts';
import { dayIn } from '../sales/days.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';

type Use = { db: Db; now: Clock; zone: string; names: Names };

/** So many at most in one go, and so many at once. */
const most = 100;
const atOnce = 8;

/** Looks up domains of contacts that are not known or no longer. Says of how many something is known now. */
export async function lookUpMailDomains(use: Use): Promise<number> {
  const { db } = use;
  const now = use.now.now();
  const settings = await currentSettings(db, now);
  const held = settings.some(({ name, value }) => name === 'check_email_domain' && value === true);
  const domains = held ? await dueDomains(db, now) : [];
  if (domains.length === 0) return 0;
  const found = await lookUp(use.names, domains);
  const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  await keep(db, found, {
    now,
    today: dayIn(now, use.zone),
    known: after(24 * numberSetting(settings, 'mail_domain_days')),
    unknown: after(numberSetting(settings, 'mail_domain_hours')),
  });
  return found.length;
}

type Found = { domain: string } & TakesMail;

/** Without a network only what is known without asking. */
async function lookUp(names: Names, domains: string[]): Promise<Found[]> {
  const found: Found[] = [];
  const left: string[] = [];
  for (const domain of domains) {
    const known = reserved(domain);
    if (known) found.push({ domain, ...known });
    else left.push(domain);
  }
  if (left.length === 0 || !(await isConnected(names))) return found;
  const worker = async () => {
    for (let domain = left.pop(); domain !== undefined; domain = left.pop())
      found.push({ domain, ...(await takesMail(names, domain)) });
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
}

/** Of contacts that are there; those that nobody has asked for yet first. */
async function dueDomains(db: Db, now: Date): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { domain: string }[] }>(
    `select m.domain from mail_domains m where m.expires_at <= ?
       and exists (select 1 from email_contracts k join contacts c on md5(c.email) = k.key where k.domain = m.domain)
     order by m.expires_at, m.domain limit ?`,
    [now, most],
  );
  return rows.map(({ domain }) => domain);
}

type Kept = { now: Date; today: string; known: Date; unknown: Date };

/** Contacts of a domain that answers otherwise than before are looked at again. */
async function keep(db: Db, found: Found[], { now, today, known, unknown }: Kept): Promise<void> {
  await db.raw(
    `with given as (
       select * from jsonb_to_recordset(?::jsonb) as g(domain text, takes text, because text)
     ), moved as (
       select g.domain from given g join mail_domains m using (domain) where (g.takes = 'no') <> (m.takes = 'no')
     ), kept as (
       update mail_domains m set takes = g.takes, because = g.because, looked_at = ?, since = case when m.takes = g.takes then m.since else ?::date end,
         expires_at = case g.takes when 'maybe' then ?::timestamptz else ?::timestamptz end
       from given g where g.domain = m.domain)
     insert into touched (noun, subject_id)
     select 'contact', c.id from moved join email_contracts k on k.domain = moved.domain join contacts c on md5(c.email) = k.key`,
    [JSON.stringify(found), now, today, unknown, known],
  );
}
