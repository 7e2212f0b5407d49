/** Deals whose answer is known because they were made for it: what is to be found, and what just misses. */
import type { Db } from '../../src/db/pool.ts';
import { addDays } from '../../src/sales/days.ts';
import { failing, namesOf } from '../support/names.ts';
import { type Before, type Deal, lost, negotiated, quiet, reps, won, write } from './deals.ts';
import { ago, limit, type Planted, type Right, today } from './planted.ts';

type Seed = { case: string; deal?: Deal; before?: Before; right?: Right };

const past = { close_date: ago(1) };

const stale = limit('stale_days');
const idle = limit('inactivity_days');
const grace = limit('close_date_grace_days');
const pushes = limit('push_limit');
const recent = limit('event_days');
const late = limit('owner_change_days');
const percent = limit('amount_change_percent');
const most = limit('open_deals_limit');

const another = (daysAgo: number, was: Deal): { before: Before } => ({ before: { daysAgo, was } });
const afterPercent = (more: number): number => 10_000 + 100 * percent + more;

const cases: Record<string, { found: Seed[]; missed: Seed[] }> = {
  stale_in_stage: {
    found: [
      { case: 'a day over the limit', deal: { stage_since: ago(stale + 1) } },
      {
        case: 'long over it, and past its close date',
        deal: { stage_since: ago(stale + 90), close_date: ago(grace + 9) },
        right: 'close date',
      },
    ],
    missed: [
      { case: 'exactly at the limit', deal: { stage_since: ago(stale) } },
      { case: 'long over it, but won', deal: { ...won, stage_since: ago(stale + 90) } },
      { case: 'since when is not known', deal: { stage_since: null } },
    ],
  },
  required_fields_missing: {
    found: [
      { case: 'no next step', deal: { ...negotiated, next_step: null }, right: 'form' },
      { case: 'an empty next step', deal: { ...negotiated, next_step: '' }, right: 'form' },
      { case: 'no amount', deal: { ...negotiated, amount: null }, right: 'form' },
      {
        case: 'no close date, and stale as well',
        deal: { ...negotiated, close_date: null, stage_since: ago(stale + 9) },
        right: 'form',
      },
    ],
    missed: [
      { case: 'all is there', deal: negotiated },
      { case: 'only the next stage requires it', deal: { next_step: null } },
      { case: 'nobody requires it', deal: { ...negotiated, lead_source: null } },
      { case: 'empty, but won', deal: { ...won, next_step: null } },
    ],
  },
  product_unlisted: {
    found: [
      { case: 'retired', deal: { product_id: 'PR-platform-classic' }, right: 'form' },
      { case: 'known to deals alone', deal: { product_id: 'PR-planted' }, right: 'form' },
      {
        case: 'the same name, written otherwise',
        deal: { product_id: 'PR-spelled' },
        right: 'mended value',
      },
    ],
    missed: [
      { case: 'in the price list', deal: { product_id: 'PR-platform' } },
      { case: 'no product', deal: { product_id: null } },
      { case: 'retired, but won', deal: { ...won, product_id: 'PR-platform-classic' } },
    ],
  },
  close_date_past: {
    found: [{ case: 'a day past', deal: { close_date: ago(grace + 1) }, right: 'close date' }],
    missed: [
      { case: 'it is today', deal: { close_date: ago(grace) } },
      { case: 'past, but lost', deal: { ...lost, ...past } },
      { case: 'no close date', deal: { close_date: null } },
    ],
  },
  no_activity: {
    found: [{ case: 'a day over the limit', deal: { last_activity_on: ago(idle + 1) } }],
    missed: [
      { case: 'exactly at the limit', deal: { last_activity_on: ago(idle) } },
      { case: 'none is on record', deal: { last_activity_on: null } },
      { case: 'long ago, but won', deal: { ...won, last_activity_on: ago(idle + 90) } },
    ],
  },
  close_date_pushed: {
    found: [{ case: 'as often as it may be', deal: { close_date_pushes: pushes } }],
    missed: [
      { case: 'once less', deal: { close_date_pushes: pushes - 1 } },
      { case: 'more often, but lost', deal: { ...lost, close_date_pushes: pushes + 2 } },
    ],
  },
  stage_moved_back: {
    found: [
      { case: 'one stage back lately', ...another(3, { stage_id: 'S-negotiation' }) },
      { case: 'on the first day that still counts', ...another(recent, { stage_id: 'S-negotiation' }) },
    ],
    missed: [
      { case: 'a day too long ago', ...another(recent + 1, { stage_id: 'S-negotiation' }) },
      { case: 'a stage forward', ...another(3, { stage_id: 'S-qualification' }) },
      { case: 'back, and lost since', deal: lost, ...another(3, { stage_id: 'S-negotiation' }) },
    ],
  },
  owner_changed_late: {
    found: [
      {
        case: 'as near to the close date as counts',
        deal: { close_date: addDays(today, late - 3) },
        ...another(3, { owner_id: 'P-planted-2' }),
      },
    ],
    missed: [
      {
        case: 'a day earlier',
        deal: { close_date: addDays(today, late - 2) },
        ...another(3, { owner_id: 'P-planted-2' }),
      },
      {
        case: 'from nobody',
        deal: { close_date: addDays(today, late - 3) },
        ...another(3, { owner_id: null }),
      },
    ],
  },
  amount_changed: {
    found: [
      {
        case: 'a dollar more than the limit',
        deal: { amount: afterPercent(1) },
        ...another(3, { amount: 10_000 }),
        right: 'nothing',
      },
      {
        case: 'down by more than the limit',
        deal: { amount: 10_000 - 100 * percent - 1 },
        ...another(3, { amount: 10_000 }),
        right: 'nothing',
      },
    ],
    missed: [
      { case: 'exactly the limit', deal: { amount: afterPercent(0) }, ...another(3, { amount: 10_000 }) },
      {
        case: 'another currency',
        deal: { amount: 50_000, currency: 'EUR' },
        ...another(3, { amount: 10_000, currency: 'USD' }),
      },
      { case: 'from nothing', deal: { amount: 50_000 }, ...another(3, { amount: 0 }) },
    ],
  },
};

type Person = { case: string; email?: string; phone?: string; nowhere?: true; right?: Right };

/** Contacts of a French account, and one of an account that is nowhere. */
const contacts: Record<string, { found: Person[]; missed: Person[] }> = {
  contact_email_wrong: {
    found: [
      { case: 'no domain', email: 'jane@acme', right: 'form' },
      { case: 'two addresses', email: 'jane@acme.com, tom@acme.com', right: 'form' },
      { case: 'a name around it', email: 'Jane Roe <jane@acme.com>', right: 'mended value' },
    ],
    missed: [
      { case: 'a tag and capital letters', email: 'Jane+CRM@Acme.com' },
      { case: 'letters of other scripts', email: 'jane@münchen.com' },
      { case: 'none at all' },
    ],
  },
  contact_email_domain: {
    found: [
      { case: 'a name that cannot exist', email: 'jane@acme.invalid', right: 'form' },
      { case: 'it says that it takes none', email: 'jane@silent.com', right: 'form' },
    ],
    missed: [
      { case: 'it takes mail', email: 'jane@taking.com' },
      { case: 'only an address of its own', email: 'jane@addressed.com' },
      { case: 'nobody could say', email: 'jane@slow.com' },
    ],
  },
  contact_phone_wrong: {
    found: [
      { case: 'as it is dialled at home', phone: '01 42 68 53 00', right: 'mended value' },
      { case: 'a digit too few', phone: '+33 1 42 68 53 0', right: 'form' },
      { case: 'nobody knows where', phone: '01 42 68 53 00', nowhere: true, right: 'form' },
    ],
    missed: [
      { case: 'in E.164', phone: '+33142685300' },
      { case: 'in E.164, with an extension', phone: '+33142685300 ext. 12' },
      { case: 'in E.164, of an account that is nowhere', phone: '+33142685300', nowhere: true },
    ],
  },
};

/** What a resolver says of the domains of these contacts. */
export const mailNames = namesOf({
  'acme.com': { mx: ['mx.acme.com'] },
  'xn--mnchen-3ya.com': { mx: ['mx.acme.com'] },
  'silent.com': { mx: ['.'] },
  'taking.com': { mx: ['mx.taking.com'] },
  'addressed.com': { a: ['192.0.2.1'] },
  'slow.com': { mx: failing('ETIMEOUT') },
});

async function plantContacts(db: Db): Promise<Planted[]> {
  const account = { source: 'truth', owner_id: 'P-planted', territory_id: 'T-emea' };
  await db('accounts').insert([
    { ...account, id: 'A-planted', source_id: 'A-planted', name: 'Planted', country: 'France' },
    { ...account, id: 'A-nowhere', source_id: 'A-nowhere', name: 'Nowhere' },
  ]);
  const planted: Planted[] = [];
  for (const [trigger, { found, missed }] of Object.entries(contacts))
    for (const [n, one] of [...found, ...missed].entries()) {
      const subject = `PC-${trigger}-${n}`;
      await db('contacts').insert({
        id: subject,
        source: 'truth',
        source_id: subject,
        account_id: one.nowhere ? 'A-nowhere' : 'A-planted',
        name: `Contact ${subject}`,
        email: one.email,
        phone: one.phone,
      });
      const isFound = n < found.length;
      planted.push({
        trigger,
        case: one.case,
        subject,
        found: isFound,
        right: isFound ? (one.right ?? 'form') : null,
      });
    }
  return planted;
}

/** Adds them to a company that is there, with two reps who have one open deal too many and just as many as they may. */
export async function plant(db: Db): Promise<Planted[]> {
  const manager = await db('people')
    .whereRaw(`'manager' = any(roles)`)
    .where({ territory_id: 'T-emea' })
    .first<{ id: string }>('id');
  await reps(db, ['P-planted', 'P-planted-2', 'P-full', 'P-just-full'], {
    team_id: 'G-emea',
    territory_id: 'T-emea',
    manager_id: manager.id,
  });
  await db('products').insert(
    [
      ['PR-planted', 'Plattform 9'],
      ['PR-spelled', 'plat-form'],
    ].map(([id, name]) => ({ id, source: 'truth', source_id: id, name })),
  );
  const [account] = await db('accounts').where({ territory_id: 'T-emea' }).orderBy('id').limit(1);
  const base = { ...quiet, account_id: account.id, owner_id: 'P-planted', territory_id: 'T-emea' };
  const planted: Planted[] = [];
  for (const [trigger, { found, missed }] of Object.entries(cases)) {
    for (const [n, seed] of [...found, ...missed].entries()) {
      const subject = `PL-${trigger}-${n}`;
      await write(db, { ...base, ...seed.deal }, subject, seed.before ? [seed.before] : []);
      const isFound = n < found.length;
      planted.push({
        trigger,
        case: seed.case,
        subject,
        found: isFound,
        right: isFound ? (seed.right ?? 'nudge') : null,
      });
    }
  }
  for (const [owner, deals, isFound] of [
    ['P-full', most + 1, true],
    ['P-just-full', most, false],
  ] as const) {
    for (let n = 0; n < deals; n++) await write(db, { ...base, owner_id: owner }, `PL-${owner}-${n}`);
    planted.push({
      trigger: 'over_capacity',
      case: isFound ? 'one open deal too many' : 'as many as one may have',
      subject: owner,
      found: isFound,
      right: isFound ? `told ${manager.id}` : null,
    });
  }
  return [...planted, ...(await plantContacts(db))];
}
