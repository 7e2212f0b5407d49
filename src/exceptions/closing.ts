/** A lead that is none: somebody says so with a reason, and anybody of its territory may take that back. */
import { record } from '../audit/record.ts';
import { requestChange } from '../changes/request.ts';
import { takeBack } from '../changes/take-back.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { redrawCard } from '../jobs/cards.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';
import { claimedBefore, closedBefore } from '../story/lead.ts';
import { type ClosedAs, closingOf } from './closings.ts';
import { type Lead, leadOf, managesLead, whyNot } from './leads.ts';
import { redrawCalls, showLeads } from './unclaimed.ts';

type Use = { db: Db; now: Clock };

/** `late`: somebody was faster, and nothing was changed. `fresh` is false for the same again. */
export type Closed =
  | { say: 'closed'; fresh: boolean }
  | { say: 'late'; because: string }
  | { say: 'not allowed'; because: string };

export type Close = {
  leadId: string;
  by: Person | null;
  slackUser?: string;
  /** Who had the lead on the screen of whoever closes it; null: nobody. */
  seenWith: string | null;
};

/** Says that a lead is none. Claiming, closing and merging it exclude each other: the first wins. */
export async function markNotALead(use: Use, input: Close & { reason: string | null }): Promise<Closed> {
  return inTransaction(use.db, async (trx) => {
    const lead = await leadOf(trx, input.leadId, { lock: true });
    const before = await closingOf(trx, lead.id);
    if (before?.as === 'not a lead' && before.by?.id === input.by?.id) return { say: 'closed', fresh: false };
    const against = await whyNotClose({ db: trx, now: use.now }, input, lead);
    if (against !== null || input.by === null) return against ?? { say: 'not allowed', because: '' };
    await close(trx, use, { lead, by: input.by, as: 'not a lead', reason: input.reason });
    return { say: 'closed', fresh: true };
  });
}

/** Null: this person may close it now. The caller holds the lead's row. */
export async function whyNotClose(
  use: Use,
  input: Close,
  lead: Lead,
): Promise<Exclude<Closed, { say: 'closed' }> | null> {
  const { by } = input;
  const has = await whoHas(use.db, lead);
  const now = use.now.now();
  const closing = await closingOf(use.db, lead.id);
  // Who may not close it at all is told so, whoever was faster.
  if (mayNotClose(by, lead, null) === null) {
    if (closing) return { say: 'late', because: closedBefore(closing, now) };
    if (has !== null && has.id !== input.seenWith && has.id !== by?.id)
      return { say: 'late', because: claimedBefore(has.name, has.at, now) };
  }
  const because = mayNotClose(by, lead, has?.id ?? null);
  if (because === null) return null;
  await record(use.db, {
    action: 'lead.close_refused',
    subject: { kind: 'lead', id: lead.id },
    by: { kind: 'person', id: by?.id ?? input.slackUser ?? 'unknown' },
    because,
  });
  return { say: 'not allowed', because };
}

/** The same people who may claim it; of a lead that somebody has, that person and a manager of its territory. */
export function mayNotClose(by: Person | null, lead: Lead, has: string | null): string | null {
  if (!by || !may(by, 'lead')) return 'Leads are for reps and managers.';
  if (whyNot(by, lead) !== null)
    return `That lead is outside your territory. Somebody of ${lead.territory ?? 'its territory'} can say so.`;
  if (has !== null && has !== by.id && !managesLead(by, lead))
    return 'Somebody else has this lead. Whoever has it, or a manager, can say so.';
  return null;
}

export async function whoHas(
  db: Db,
  lead: Lead,
): Promise<{ id: string; name: string; at: Date | null } | null> {
  const claim = await db('lead_claims as c')
    .join('people as p', 'p.id', 'c.by_id')
    .where('c.lead_id', lead.id)
    .first<{ id: string; name: string; at: Date } | undefined>('p.id', 'p.name', 'c.at');
  if (claim || lead.owner_id === null) return claim ?? null;
  const owner = await db('people').where({ id: lead.owner_id }).first<{ name: string } | undefined>('name');
  return { id: lead.owner_id, name: owner?.name ?? 'Somebody', at: null };
}

/** Writes it down, with the status in the CRM, which is changed like any other field. */
export async function close(
  trx: Db,
  use: { now: Clock },
  input: {
    lead: Lead;
    by: Person;
    as: Exclude<ClosedAs, 'probably not a lead'>;
    reason: string | null;
    into?: { kind: 'lead' | 'contact'; id: string };
    fillId?: number | null;
  },
): Promise<void> {
  const { lead, by, as, reason, into } = input;
  const now = use.now.now();
  const actor = { kind: 'person', id: by.id } as const;
  const changeId = await requestChange(trx, {
    subject: { kind: 'lead', id: lead.id },
    wants: { kind: 'change', fields: [{ field: 'status', before: lead.status, after: as }] },
    by: actor,
    now,
    card: `lead:${lead.id}`,
  });
  await trx('lead_closings').insert({
    lead_id: lead.id,
    closed_as: as,
    reason,
    by_id: by.id,
    into_kind: into?.kind ?? null,
    into_id: into?.id ?? null,
    change_id: changeId,
    fill_id: input.fillId ?? null,
    at: now,
  });
  await record(trx, {
    action: as === 'merged' ? 'lead.merged_by_hand' : 'lead.not_a_lead',
    subject: { kind: 'lead', id: lead.id },
    by: actor,
    because: reason,
    details: into ? { into } : {},
  });
  await redrawCard(trx, `lead:${lead.id}`);
  await redrawCalls(trx, lead.id);
}

export type Reopened = { say: 'reopened' } | { say: 'not allowed' | 'not now'; because: string };

/** The opposite: the lead is open again, and gets its card where it never had one. */
export async function reopenLead(use: Use, input: { leadId: string; by: Person }): Promise<Reopened> {
  return inTransaction(use.db, async (trx) => {
    const { by } = input;
    const lead = await leadOf(trx, input.leadId, { lock: true });
    const subject = { kind: 'lead', id: lead.id } as const;
    const actor = { kind: 'person', id: by.id } as const;
    const because = mayNotClose(by, lead, (await whoHas(trx, lead))?.id ?? null);
    if (because !== null) {
      await record(trx, { action: 'lead.reopen_refused', subject, by: actor, because });
      return { say: 'not allowed', because };
    }
    const closing = await closingOf(trx, lead.id);
    if (!closing) return { say: 'not now', because: 'This lead is open already.' };
    if (closing.changeId === null) {
      await requestChange(trx, {
        subject,
        wants: { kind: 'change', fields: [{ field: 'status', before: lead.status, after: 'new' }] },
        by: actor,
        now: use.now.now(),
        card: `lead:${lead.id}`,
      });
    } else {
      const stays = await takeBack(trx, use, { changeId: closing.changeId, by });
      if (stays) return { say: 'not now', because: stays.because };
    }
    await openAgain(trx, use, { lead, by, closingId: closing.id });
    if (closing.into?.kind === 'lead') await redrawCard(trx, `lead:${closing.into.id}`);
    return { say: 'reopened' };
  });
}

/** What an undo of its status has not done already. */
async function openAgain(
  trx: Db,
  use: { now: Clock },
  { lead, by, closingId }: { lead: Lead; by: Person; closingId: number },
): Promise<void> {
  const now = use.now.now();
  const [opened] = await trx('lead_closings')
    .where({ id: closingId })
    .whereNull('reopened_at')
    .update({ reopened_at: now, reopened_by: by.id })
    .returning<{ fill_id: number | null }[]>('fill_id');
  if (opened) {
    if (opened.fill_id !== null) await takeBack(trx, use, { changeId: opened.fill_id, by });
    await trx('leads').where({ id: lead.id }).update({ free_since: now });
    await record(trx, {
      action: 'lead.reopened',
      subject: { kind: 'lead', id: lead.id },
      by: { kind: 'person', id: by.id },
    });
  }
  await redrawCard(trx, `lead:${lead.id}`);
  const settings = await currentSettings(trx, now);
  const channel = textSetting(settings, 'leads_channel', { territoryId: lead.territory_id });
  const came = await trx('leads')
    .where({ id: lead.id })
    .first<{ at: Date }>(trx.raw('coalesce(last_came_at, created_at) as at'));
  const fresh = now.getTime() - came.at.getTime() < numberSetting(settings, 'lead_card_days') * 86_400_000;
  if (channel !== '' && fresh && (await whoHas(trx, lead)) === null)
    await showLeads(trx, [{ id: lead.id, channel }], now);
}
