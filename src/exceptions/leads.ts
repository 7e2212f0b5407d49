/** Leads on the table: which may be claimed by whom, and a card for each new one. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { inScope, scopeOf } from '../people/scope.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';
import { isOpenLead } from './closings.ts';
import { showLeads } from './unclaimed.ts';

export type Lead = {
  id: string;
  name: string | null;
  territory_id: string | null;
  territory: string | null;
  owner_id: string | null;
  status: string;
};

export type ClaimableLead = { id: string; name: string | null; company: string | null; cameAt: Date };

/** New leads of the last days that nobody has, and that this person may claim; the newest first, at most ten of them. */
export async function claimableLeads(
  db: Db,
  now: Date,
  by: Person,
): Promise<{ total: number; leads: ClaimableLead[] }> {
  if (!may(by, 'lead')) return { total: 0, leads: [] };
  const scope = scopeOf(by);
  const query = unclaimed(db, now, numberSetting(await currentSettings(db, now), 'lead_card_days'));
  if (!('everything' in scope)) {
    const territories = 'territoryIds' in scope ? scope.territoryIds : [];
    void query.where((q) => q.whereNull('l.territory_id').orWhereIn('l.territory_id', territories));
  }
  const rows = await query
    .orderBy('l.created_at', 'desc')
    .limit(10)
    .select<(ClaimableLead & { total: number })[]>(
      'l.id',
      'l.name',
      'l.company',
      { cameAt: 'l.created_at' },
      db.raw('count(*) over () as total'),
    );
  return {
    total: rows[0]?.total ?? 0,
    leads: rows.map(({ id, name, company, cameAt }) => ({ id, name, company, cameAt })),
  };
}

const unclaimed = (db: Db, now: Date, days: number) =>
  db('leads as l')
    .where('l.status', 'new')
    .whereNull('l.owner_id')
    .where('l.created_at', '<=', now)
    .whereRaw('coalesce(l.last_came_at, l.created_at) > ?', [new Date(now.getTime() - days * 86_400_000)])
    .whereNotExists(db('lead_claims as c').whereRaw('c.lead_id = l.id').select(db.raw('1')))
    .whereRaw(isOpenLead('l'));

/**
 * Wants a card for each new lead that has none, the newest first and never many at once. Leads that are older than
 * `lead_card_days`, an import of old data for one, get none.
 */
export async function openLeadCards(use: { db: Db; now: Clock }): Promise<number> {
  const now = use.now.now();
  return withLock(use.db, 'leads:cards', async (trx) => {
    const settings = await currentSettings(trx, now);
    const ever = await trx('cards').where('key', 'like', 'lead:%').first('key');
    const most = numberSetting(settings, ever ? 'lead_cards_at_once' : 'lead_cards_first');
    const rows = await unclaimed(trx, now, numberSetting(settings, 'lead_card_days'))
      .whereNotExists(trx('cards as k').whereRaw(`k.key = 'lead:' || l.id`).select(trx.raw('1')))
      .orderBy('l.created_at', 'desc')
      .limit(most)
      .select<{ id: string; territory_id: string | null }[]>('l.id', 'l.territory_id');
    const cards = rows
      .map((lead) => ({
        id: lead.id,
        channel: textSetting(settings, 'leads_channel', { territoryId: lead.territory_id }),
      }))
      .filter((card) => card.channel !== '');
    await showLeads(trx, cards, now);
    return cards.length;
  });
}

/** `lock`: nobody else claims, closes or merges it until the transaction ends. */
export async function leadOf(db: Db, id: string, options: { lock?: boolean } = {}): Promise<Lead> {
  if (options.lock) await db.raw('select 1 from leads where id = ? for no key update', [id]);
  const lead = await db('leads as l')
    .leftJoin('territories as t', 't.id', 'l.territory_id')
    .where('l.id', id)
    .first<Lead | undefined>(
      'l.id',
      'l.name',
      'l.territory_id',
      { territory: 't.name' },
      'l.owner_id',
      'l.status',
    );
  if (!lead)
    throw new NotFound(`There is no lead ${id}.`, { fix: 'It may have been merged or deleted in the CRM.' });
  return lead;
}

/** Why this person may not claim the lead, as a sentence; null: they may. */
export function whyNot(by: Person | null, lead: Lead): string | null {
  if (!by || !may(by, 'lead')) return 'Leads are claimed by reps and managers.';
  const scope = scopeOf(by);
  if (
    lead.territory_id === null ||
    inScope(scope, { territoryId: lead.territory_id, ownerId: lead.owner_id })
  )
    return null;
  return `That lead is outside your territory. A rep of ${lead.territory ?? 'its territory'} can claim it.`;
}

/** Whether they answer for the leads of that place, and not for their own alone. */
export const managesLead = (by: Person, lead: Lead): boolean =>
  may(by, 'hand_over', 'place') && whyNot(by, lead) === null;
