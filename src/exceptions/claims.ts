/** Claiming a lead: the first tap wins. */
import { record } from '../audit/record.ts';
import { requestChange } from '../changes/request.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { redrawCard } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { closedBefore, given } from '../story/lead.ts';
import { mayHandOver, whyNotClaim } from './capacity.ts';
import { closingOf } from './closings.ts';
import { claimableLeads, leadOf, managesLead } from './leads.ts';
import { redrawCalls } from './unclaimed.ts';

type Use = { db: Db; now: Clock };

export type Claimed =
  /** `fresh` is false for a second tap of the claimer. */
  | { say: 'claimed'; fresh: boolean; changeId: number | null }
  | { say: 'taken'; byName: string; at: Date | null; othersWaiting: number }
  /** Somebody, or the rules, said that it is none, or the same as another. */
  | { say: 'closed'; because: string }
  | { say: 'not allowed'; because: string };

/**
 * Claims a lead for a rep or manager of its territory. Who holds the lead's row first has it; the owner is then written to
 * the CRM like any other change. Refusals are recorded.
 */
export async function claimLead(
  use: Use,
  input: { leadId: string; by: Person | null; slackUser?: string },
): Promise<Claimed> {
  return inTransaction(use.db, async (trx) => {
    const seen = await leadOf(trx, input.leadId);
    const { by } = input;
    const because = await whyNotClaim({ db: trx, now: use.now.now() }, by, seen);
    if (by === null || because !== null) {
      await record(trx, {
        action: 'lead.claim_refused',
        subject: { kind: 'lead', id: seen.id },
        by: { kind: 'person', id: by?.id ?? input.slackUser ?? 'unknown' },
        because,
      });
      return { say: 'not allowed', because: because ?? '' };
    }
    // A hundred who come late are told so without a place in the queue for its row.
    const late = await cameLate(trx, use, seen.id, by);
    if (late) return late;
    const lead = await leadOf(trx, seen.id, { lock: true });
    const meanwhile = await cameLate(trx, use, lead.id, by);
    if (meanwhile) return meanwhile;
    // Somebody was made its owner in the CRM itself.
    if (lead.owner_id !== null && lead.owner_id !== by.id) {
      return {
        say: 'taken',
        byName: await nameOf(trx, lead.owner_id),
        at: null,
        othersWaiting: await waiting(trx, use, by),
      };
    }
    await trx('lead_claims').insert({ lead_id: lead.id, by_id: by.id, at: use.now.now() });
    const actor = { kind: 'person', id: by.id } as const;
    await record(trx, { action: 'lead.claimed', subject: { kind: 'lead', id: lead.id }, by: actor });
    const changeId =
      lead.owner_id === by.id
        ? null
        : await requestChange(trx, {
            subject: { kind: 'lead', id: lead.id },
            wants: { kind: 'change', fields: [{ field: 'owner', before: null, after: by.id }] },
            by: actor,
            now: use.now.now(),
            card: `lead:${lead.id}`,
          });
    await redrawCard(trx, `lead:${lead.id}`);
    await redrawCalls(trx, lead.id);
    return { say: 'claimed', fresh: true, changeId };
  });
}

export type Released = { say: 'released'; changeId: number | null } | { say: 'not allowed'; because: string };

/** The opposite of `claimLead`: the claimer or a manager of the territory puts the lead back for the others. */
export async function releaseLead(use: Use, input: { leadId: string; by: Person }): Promise<Released> {
  return inTransaction(use.db, async (trx) => {
    const lead = await leadOf(trx, input.leadId);
    const claim = await trx('lead_claims')
      .where({ lead_id: lead.id })
      .forUpdate()
      .first<{ by_id: string } | undefined>('by_id');
    if (!claim) return { say: 'not allowed', because: 'Nobody has claimed this lead.' };
    const manages = managesLead(input.by, lead);
    const actor = { kind: 'person', id: input.by.id } as const;
    const own = claim.by_id === input.by.id && may(input.by, 'lead');
    if (!own && !manages) {
      const because =
        claim.by_id === input.by.id
          ? 'Leads are for reps and managers.'
          : `${await nameOf(trx, claim.by_id)} has this lead.`;
      await record(trx, {
        action: 'lead.release_refused',
        subject: { kind: 'lead', id: lead.id },
        by: actor,
        because,
      });
      return { say: 'not allowed', because };
    }
    await trx('lead_claims').where({ lead_id: lead.id }).delete();
    await trx('leads').where({ id: lead.id }).update({ free_since: use.now.now() });
    await record(trx, {
      action: 'lead.released',
      subject: { kind: 'lead', id: lead.id },
      by: actor,
      details: { claimer: claim.by_id },
    });
    const changeId = await requestChange(trx, {
      subject: { kind: 'lead', id: lead.id },
      wants: { kind: 'change', fields: [{ field: 'owner', before: claim.by_id, after: null }] },
      by: actor,
      now: use.now.now(),
      card: `lead:${lead.id}`,
    });
    await redrawCard(trx, `lead:${lead.id}`);
    return { say: 'released', changeId };
  });
}

/** `passedOver`: what a manager has passed over. */
export type Assigned =
  | { say: 'assigned'; changeId: number; passedOver: string[] }
  | { say: 'not allowed'; because: string };

/** Gives a lead to somebody: nobody else can claim it from then on. */
export async function assignLead(
  use: Use,
  input: { leadId: string; to: Person; by: Person; because: string | null },
): Promise<Assigned> {
  return inTransaction(use.db, async (trx) => {
    const lead = await leadOf(trx, input.leadId, { lock: true });
    const actor = { kind: 'person', id: input.by.id } as const;
    const closing = await closingOf(trx, lead.id);
    if (closing) return { say: 'not allowed', because: closedBefore(closing, use.now.now()) };
    const verdict = await mayHandOver({ db: trx, now: use.now.now() }, input.by, input.to, lead);
    if (!verdict.may) {
      const { because } = verdict;
      const subject = { kind: 'lead', id: lead.id };
      await record(trx, { action: 'lead.assign_refused', subject, by: actor, because });
      return { say: 'not allowed', because };
    }
    await trx('lead_claims')
      .insert({ lead_id: lead.id, by_id: input.to.id, at: use.now.now() })
      .onConflict('lead_id')
      .merge(['by_id', 'at']);
    await record(trx, {
      action: 'lead.assigned',
      subject: { kind: 'lead', id: lead.id },
      by: actor,
      because: input.because,
      details: { to: input.to.id, before: lead.owner_id, passedOver: verdict.passedOver },
    });
    const changeId = await requestChange(trx, {
      subject: { kind: 'lead', id: lead.id },
      wants: { kind: 'change', fields: [{ field: 'owner', before: lead.owner_id, after: input.to.id }] },
      by: actor,
      now: use.now.now(),
      card: `lead:${lead.id}`,
    });
    await tellReceiver(trx, lead.id, input, changeId);
    await redrawCard(trx, `lead:${lead.id}`);
    await redrawCalls(trx, lead.id);
    return { say: 'assigned', changeId, passedOver: verdict.passedOver };
  });
}

/** Whoever gets a lead from somebody hears of it, with the way to reach it. */
async function tellReceiver(
  trx: Db,
  leadId: string,
  { to, by, because }: { to: Person; by: Person; because: string | null },
  changeId: number,
): Promise<void> {
  if (to.slackId === null || to.id === by.id) return;
  const lead = await trx('leads')
    .where({ id: leadId })
    .first<{ name: string | null; company: string | null; email: string | null; phone: string | null }>(
      'name',
      'company',
      'email',
      'phone',
    );
  await enqueue(trx, 'whisper', {
    key: `given:${changeId}`,
    body: { channel: `dm:${to.slackId}`, user: to.slackId, text: given(by.name, lead, because) },
  });
}

/** Null: it is open, and nobody has claimed it. */
async function cameLate(trx: Db, use: Use, leadId: string, by: Person): Promise<Claimed | null> {
  const closing = await closingOf(trx, leadId);
  if (closing) return { say: 'closed', because: closedBefore(closing, use.now.now()) };
  const first = await trx('lead_claims as c')
    .join('people as p', 'p.id', 'c.by_id')
    .where('c.lead_id', leadId)
    .first<{ by_id: string; at: Date; name: string } | undefined>('c.by_id', 'c.at', 'p.name');
  if (!first) return null;
  if (first.by_id === by.id) return { say: 'claimed', fresh: false, changeId: null };
  return { say: 'taken', byName: first.name, at: first.at, othersWaiting: await waiting(trx, use, by) };
}

/** How many other leads this person could claim now. */
async function waiting(trx: Db, use: Use, by: Person): Promise<number> {
  return (await claimableLeads(trx, use.now.now(), by)).total;
}

const nameOf = async (db: Db, id: string): Promise<string> =>
  (await db('people').where({ id }).first<{ name: string } | undefined>('name'))?.name ?? 'Somebody';
