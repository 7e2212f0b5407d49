/**
 * What ought to be found, worked out again by plain loops over the rows: nothing of the compiler, the sweeps or the triggers
 * is used. Days are calendar days in UTC.
 */
import type { Db } from '../../src/db/pool.ts';
import { limit } from './planted.ts';

type Row = {
  deal_id: string;
  id: string;
  status: string;
  stage_id: string;
  owner_id: string | null;
  product_id: string | null;
  amount: number | null;
  currency: string | null;
  stage_since: string | null;
  last_activity_on: string | null;
  close_date: string | null;
  close_date_pushes: number;
  next_step: string | null;
  valid_from: Date;
  valid_to: Date | null;
};

const dialledAnywhere = /^\+(?:1\d{10}|33\d{9})(?: ext\. \d+)?$/;
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const between = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** The subjects of each trigger of the pipeline agent that single deals and reps have. */
export async function truth(db: Db, today: string): Promise<Map<string, Set<string>>> {
  const deals: Row[] = await db('deals');
  const versions: Row[] = await db('deal_versions').orderBy(['deal_id', 'valid_from']);
  const stages = new Map(
    (await db('stages').where({ is: 'open' })).map((stage: { id: string; order: number }) => [
      stage.id,
      stage.order,
    ]),
  );
  const people = new Set(await db('people').where({ active: true }).pluck('id'));
  const found = new Map<string, Set<string>>();
  const add = (trigger: string, subject: string) =>
    found.set(trigger, (found.get(trigger) ?? new Set()).add(subject));
  const olderThan = (day: string | null, days: number): boolean => day !== null && between(day, today) > days;

  const negotiation = (await db('stages').where({ name: 'Negotiation' }).first()).id;
  const listed = new Set(await db('products').where({ listing: 'listed' }).pluck('id'));
  const open = deals.filter(({ status }) => status === 'open');
  const load = new Map<string, number>();
  for (const deal of open) {
    if (olderThan(deal.stage_since, limit('stale_days'))) add('stale_in_stage', deal.id);
    if (olderThan(deal.close_date, limit('close_date_grace_days'))) add('close_date_past', deal.id);
    if (olderThan(deal.last_activity_on, limit('inactivity_days'))) add('no_activity', deal.id);
    if (deal.close_date_pushes >= limit('push_limit')) add('close_date_pushed', deal.id);
    if (deal.stage_id === negotiation && (deal.amount === null || !deal.close_date || !deal.next_step))
      add('required_fields_missing', deal.id);
    if (deal.product_id !== null && !listed.has(deal.product_id)) add('product_unlisted', deal.id);
    if (deal.owner_id !== null) load.set(deal.owner_id, (load.get(deal.owner_id) ?? 0) + 1);
  }
  const contacts: { id: string; email: string | null; phone: string | null }[] = await db('contacts');
  for (const { id, email, phone } of contacts) {
    if (email && !/^[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,.]{2,}$/.test(email)) add('contact_email_wrong', id);
    // Of all domains of the company these alone are known to take none.
    if (email && /@(?:.*\.invalid|silent\.com)$/.test(email)) add('contact_email_domain', id);
    if (phone && !dialledAnywhere.test(phone)) add('contact_phone_wrong', id);
  }
  for (const id of await enrichable(db)) add('account_enrichable', id);
  for (const [owner, n] of load)
    if (people.has(owner) && n > limit('open_deals_limit')) add('over_capacity', owner);

  const current = new Map(open.map((deal) => [deal.id, deal]));
  for (let n = 1; n < versions.length; n++) {
    const [was, is] = [versions[n - 1], versions[n]];
    if (!was || !is || was.deal_id !== is.deal_id) continue;
    const deal = current.get(is.deal_id);
    const on = dayOf(is.valid_from);
    if (!deal || between(on, today) > limit('event_days')) continue;
    const [from, to] = [stages.get(was.stage_id), stages.get(is.stage_id)];
    if (from !== undefined && to !== undefined && from - to >= limit('stage_back_steps'))
      add('stage_moved_back', deal.id);
    if (
      was.owner_id !== null &&
      is.owner_id !== null &&
      was.owner_id !== is.owner_id &&
      deal.close_date !== null &&
      between(on, deal.close_date) <= limit('owner_change_days')
    )
      add('owner_changed_late', deal.id);
    if (
      was.amount &&
      is.amount !== null &&
      was.currency === is.currency &&
      Math.abs(is.amount - was.amount) * 100 > limit('amount_change_percent') * Math.abs(was.amount)
    )
      add('amount_changed', deal.id);
  }
  return found;
}

type Company = Record<string, unknown>;

/** Accounts of which the directory has something to say, by a domain that no other account has. */
async function enrichable(db: Db): Promise<string[]> {
  const accounts: (Company & { id: string; website: string | null; origins: Record<string, string> })[] =
    await db('accounts');
  const contacts: { account_id: string; email: string | null }[] = await db('contacts');
  const entries = new Map<string, Company>(
    (await db('company_directory')).map((entry: Company) => [String(entry.domain), entry]),
  );
  // Of the contacts of one account all have one domain here, or are too few.
  const domains = new Map(
    accounts.map(({ id, website }) => {
      const mine = contacts.filter((one) => one.account_id === id && one.email?.includes('@'));
      const first = mine.length > 1 ? mine[0]?.email?.split('@')[1] : undefined;
      return [id, website ? new URL(website).hostname.replace('www.', '') : first];
    }),
  );
  const holders = Map.groupBy(accounts, ({ id }) => domains.get(id));
  const names: Record<string, string> = { frankreich: 'france' };
  const word = (value: unknown): string => names[String(value).toLowerCase()] ?? String(value).toLowerCase();
  return accounts.flatMap((account) => {
    const domain = domains.get(account.id);
    const entry = domain === undefined ? undefined : entries.get(domain);
    if (!entry || holders.get(domain)?.length !== 1) return [];
    const says = ['industry', 'country', 'employees', 'revenue'].some((field) => {
      const [is, other] = [account[field] ?? null, entry[field] ?? null];
      if (other === null || account.origins[field] === 'person') return false;
      if (is === null || is === '') return true;
      if (typeof is !== 'number' || typeof other !== 'number') return word(is) !== word(other);
      return Math.abs(other - is) * 100 > limit('company_percent') * Math.abs(is);
    });
    return says ? [account.id] : [];
  });
}
