/** The intake agent: what leads it says are doubtful, who hears of many arrivals, and who of a lead that nobody claims. */
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { readDomains } from '../../src/crm/directory.ts';
import type { Db } from '../../src/db/pool.ts';
import { takeIn } from '../../src/exceptions/arriving.ts';
import { noModels } from '../../src/models/models.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { limit, type Measured, now, type Planted, type Right } from './planted.ts';
import { unclaimedKinds, unclaimedWorlds } from './unclaimed.ts';
import { caseOf, overWorlds, type World } from './worlds.ts';

const by = { kind: 'system', id: 'truth' } as const;
/** It has no triggers that look for something: these are what it says of what comes in. */
export const intakeKinds = ['company_unknown', 'needs_review', 'many_arrivals', ...unclaimedKinds];

/** Of the sample company of that day. */
export async function measureIntake(db: Db): Promise<Measured[]> {
  const use = { db, now: stoppedAt(now) };
  await db('people').update({ slack_id: db.raw(`'U' || upper(replace(id, '-', ''))`) });
  await ensureAgents({ db, local: true });
  for (const [name, value] of [
    ['leads_channel', 'CLEADS'],
    ['quiet_hours', 'none'],
    ['cards_per_day', 100],
  ] as const)
    await setSetting(use, { name, value, by });
  const unclaimed = await unclaimedWorlds(db);
  return overWorlds('intake', intakeKinds, [await doubts(db), await arrivals(db), ...unclaimed]);
}

let deliveries = 0;
async function arrive(db: Db, form: object, cameAt = now, key = `truth-${deliveries++}`): Promise<string> {
  const use = { db, now: stoppedAt(now), models: noModels };
  const { stored } = await takeIn(use, { channel: 'form', raw: JSON.stringify(form), key, cameAt, by });
  return ('leadId' in stored ? stored.leadId : null) ?? '';
}

type Form = { name?: string; email?: string; company?: string; phone?: string; message?: string };
const whole: Form = {
  name: 'Jane Roe',
  company: 'Planted Works',
  phone: '+33142685300',
  message: 'Who can call us about forty seats?',
};
type Doubtful = { case: string; form: Form; kinds: string[] };
const forms: Doubtful[] = [
  {
    case: 'no company, and a domain that nobody has',
    form: { company: '' },
    kinds: ['company_unknown', 'needs_review'],
  },
  {
    case: 'no company, and a free provider',
    form: { company: '', email: 'jane.roe.planted@gmail.com' },
    kinds: ['company_unknown', 'needs_review'],
  },
  { case: 'a number that is too short', form: { phone: '+33 1 42 68' }, kinds: ['needs_review'] },
  { case: 'an address without a domain', form: { email: 'jane@' }, kinds: ['needs_review'] },
  { case: 'no name', form: { name: '' }, kinds: ['needs_review'] },
  { case: 'all is said', form: {}, kinds: [] },
  { case: 'no number at all', form: { phone: '' }, kinds: [] },
  {
    case: 'no company, and the domain of a customer',
    form: { company: '', email: 'jane@globe.example' },
    kinds: [],
  },
  {
    case: 'no company, and the domain of a contact',
    form: { company: '', email: 'jane@of-globe.example' },
    kinds: [],
  },
];

/** Each comes once. What is doubtful bears it on its card in the channel for leads. */
async function doubts(db: Db): Promise<World> {
  await db('accounts').insert({
    id: 'A-known',
    source: 'truth',
    source_id: 'A-known',
    name: 'Globe',
    website: 'https://globe.example',
    territory_id: 'T-emea',
  });
  await db('contacts').insert({
    id: 'C-known',
    source: 'truth',
    source_id: 'C-known',
    account_id: 'A-known',
    name: 'Tom Li',
    email: 'tom@of-globe.example',
  });
  await readDomains(db, 'all');
  const planted: Planted[] = [];
  const known = new Map(['company_unknown', 'needs_review'].map((kind) => [kind, new Set<string>()]));
  for (const [n, { case: name, form, kinds }] of forms.entries()) {
    const lead = await arrive(db, { ...whole, email: `jane@planted-${n}.example`, ...form });
    for (const [kind, ids] of known) {
      planted.push(caseOf(kind, name, lead, kinds.includes(kind) ? 'told CLEADS' : null));
      if (kinds.includes(kind)) ids.add(lead);
    }
  }
  const leads: { id: string; company: string | null; uncertain: string[]; channel: string | null }[] =
    await db('leads as l')
      .leftJoin('cards as k', 'k.key', db.raw(`'lead:' || l.id`))
      .where('l.source', 'intake')
      .select('l.id', 'l.company', 'l.uncertain', 'k.channel');
  const found = (of: typeof leads) =>
    new Map(of.map(({ id, channel }): [string, Right] => [id, `told ${channel}`]));
  return {
    planted,
    known,
    found: new Map([
      ['company_unknown', found(leads.filter(({ company }) => company === null))],
      ['needs_review', found(leads.filter(({ uncertain }) => uncertain.length > 0))],
    ]),
  };
}

const most = limit('repeat_limit');
const hour = 3_600_000;
const day = 24 * hour;
const before = (ms: number): Date => new Date(now.getTime() - ms);
type Arrivals = {
  case: string;
  found: boolean /** How long ago each came, the first of them made the lead. */;
  ago: number[];
  spelled?: true;
  sameDelivery?: true;
};
const repeats: Arrivals[] = [
  {
    case: 'once more than is usual',
    found: true,
    ago: [5, 4, 3, 2, 1].map((n) => n * hour).slice(-most - 2),
  },
  {
    case: 'as often, each spelled otherwise',
    found: true,
    ago: [5, 4, 3, 2, 1].map((n) => n * hour),
    spelled: true,
  },
  {
    case: 'as often, the first of them just within the day',
    found: true,
    ago: [2 * day, day - 1_000, 3 * hour, 2 * hour, 0],
  },
  { case: 'as often as is usual', found: false, ago: [4, 3, 2, 1].map((n) => n * hour) },
  {
    case: 'once more, the first of them a whole day ago',
    found: false,
    ago: [2 * day, day, 3 * hour, 2 * hour, 0],
  },
  {
    case: 'one delivery that came again and again',
    found: false,
    ago: [0, 0, 0, 0, 0],
    sameDelivery: true,
  },
];
const spellings = (n: number): string[] => {
  const domain = `again-${n}.example`;
  return [
    `jane@${domain}`,
    `Jane@${domain}`,
    `jane+a@${domain}`,
    `JANE@${domain.toUpperCase()}`,
    `jane+b@${domain}`,
  ];
};

/** Who is told stands in the notices. */
async function arrivals(db: Db): Promise<World> {
  const planted: Planted[] = [];
  const owner = await db('agents').where({ name: 'intake' }).first('owner_id');
  for (const [n, { case: name, found, ago, spelled, sameDelivery }] of repeats.entries()) {
    let lead = '';
    for (const [i, ms] of ago.entries()) {
      const email = (spelled ? spellings(n)[i] : undefined) ?? `jane@again-${n}.example`;
      lead = await arrive(db, { ...whole, email }, before(ms), sameDelivery ? `truth-same-${n}` : undefined);
    }
    planted.push(caseOf('many_arrivals', name, lead, found ? `told ${owner.owner_id}` : null));
  }
  const notices: { lead_id: string; to_id: string }[] = await db('repeat_notices');
  const came: { lead_id: string; came_at: Date; fresh: boolean }[] =
    await db('arrivals').whereNotNull('lead_id');
  const again = came.filter(({ fresh }) => !fresh);
  const many = again.filter(
    (last) =>
      again.filter(
        ({ lead_id, came_at }) =>
          lead_id === last.lead_id &&
          came_at <= last.came_at &&
          last.came_at.getTime() - came_at.getTime() < day,
      ).length > most,
  );
  return {
    planted,
    known: new Map([['many_arrivals', new Set(many.map(({ lead_id }) => lead_id))]]),
    found: new Map([
      [
        'many_arrivals',
        new Map(notices.map(({ lead_id, to_id }): [string, Right] => [lead_id, `told ${to_id}`])),
      ],
    ]),
  };
}
