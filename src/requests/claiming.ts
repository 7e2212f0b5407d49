/** Claiming a lead in words: the same claim as the button's, after a yes. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { whyNotClaim } from '../exceptions/capacity.ts';
import { claimLead } from '../exceptions/claims.ts';
import { claimableLeads, leadOf } from '../exceptions/leads.ts';
import type { Command } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { count, firstName } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';
import { itOfLead, leadName, thingFound } from './things.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Claim = Extract<Command, { do: 'claim' }>;

export async function claimPlan(use: Use, command: Claim): Promise<Planned> {
  if (command.lead === null) return { instead: await claimable(use) };
  const found = await thingFound(use, command.lead, command);
  if ('instead' in found) return found;
  if ('deal' in found) return { nothing: 'Leads are claimed; deals are assigned.' };
  const { lead } = found;
  const because = await whyNotClaim(
    { db: use.db, now: use.company.now },
    use.by,
    await leadOf(use.db, lead.id),
  );
  if (because) return { instead: refusing(because) };
  const name = leadName(lead);
  if (lead.ownerId === use.by.id) return { nothing: `${name} is yours already.` };
  const taken = lead.owner ?? (await claimerOf(use.db, lead.id, use.by.id));
  if (taken) return { nothing: `${taken} has ${name} already. "Claim a lead" shows those that are free.` };
  return {
    headline: `Claim the lead ${name}.`,
    consequence: `You become its owner${lead.territory ? `, in ${lead.territory}` : ''}. The first claim wins.`,
    wayBack: 'Way back: "undo", and others can claim it again.',
    count: 1,
    verb: 'Claim it',
    mark: lead.id,
    command: { do: 'claim', lead: { kind: 'lead', name, id: lead.id } },
    it: itOfLead(lead),
  };
}

/** The leads that this person can have, with a button each. */
async function claimable(use: Use): Promise<Outcome> {
  const { total, leads } = await claimableLeads(use.db, use.company.now, use.by);
  const sentence =
    total === 0
      ? 'No new lead waits to be claimed by you.'
      : `You can claim ${count(total, 'lead')}${total > leads.length ? `; the newest ${leads.length} are shown` : ''}.`;
  const lines = leads.map((lead) => `${lead.id}: ${leadName(lead)}.`);
  const next = suggestions(leads.slice(0, 3).map(({ id }) => `claim lead ${id}`));
  return outcome({ kind: 'text', sentence, lines, next }, 'claim_lead');
}

async function claimerOf(db: Db, leadId: string, besides: string): Promise<string | null> {
  const row = await db('lead_claims as c')
    .join('people as p', 'p.id', 'c.by_id')
    .where('c.lead_id', leadId)
    .whereNot('c.by_id', besides)
    .first<{ name: string } | undefined>('p.name');
  return row?.name ?? null;
}

export async function carryOutClaim(use: Use, command: Claim): Promise<Done> {
  const id = command.lead?.id;
  if (!id) return { sentence: 'No lead was named. Nothing was changed.', back: null };
  const claimed = await claimLead(use, { leadId: id, by: use.by });
  if (claimed.say === 'not allowed' || claimed.say === 'closed')
    return { sentence: claimed.because, back: null };
  if (claimed.say === 'taken')
    return { sentence: `${claimed.byName} was first. Nothing was changed.`, back: null };
  return {
    sentence: `${firstName(use.by.name)} claimed the lead ${command.lead?.name ?? id}.`,
    back: claimed.changeId === null ? null : 'undo',
  };
}
