/** Leads on the table: which may be claimed by whom, what their cards show, and a card for each new one. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { wantCards } from '../jobs/cards.ts';
import { inScope, scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';

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
  if (!by.active || !by.roles.some((role) => role === 'rep' || role === 'manager'))
    return { total: 0, leads: [] };
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
    .where('l.created_at', '>', new Date(now.getTime() - days * 86_400_000))
    .whereNotExists(db('lead_claims as c').whereRaw('c.lead_id = l.id').select(db.raw('1')));

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
        key: `lead:${lead.id}` as const,
        channel: textSetting(settings, 'leads_channel', { territoryId: lead.territory_id }),
      }))
      .filter((card) => card.channel !== '');
    await wantCards(trx, cards);
    return cards.length;
  });
}

export type LeadView = {
  id: string;
  name: string | null;
  title: string | null;
  company: string | null;
  territory: string | null;
  message: string | null;
  source: string | null;
  cameAt: Date;
  /** "Company matched: Borealis GmbH, 2 open deals" or "Company unknown. Needs Review." */
  matched: string;
  /** `applied`: the CRM has the new owner. */
  state: { is: 'open' } | { is: 'claimed'; by: string; byId: string; at: Date; applied: boolean };
};

/** What the lead's card shows. Address and phone are not among it: see `leadContact`. */
export async function leadView(db: Db, id: string): Promise<LeadView> {
  const { rows } = await db.raw<{ rows: ViewRow[] }>(
    `select l.id, l.name, l.title, l.company, t.name as territory, l.message, l.lead_source, l.created_at, l.owner_id, o.name as owner, l.changed_at,
       a.name as account, (select count(*) from deals d where d.account_id = a.id and d.status = 'open') as open_deals,
       c.by_id, p.name as by_name, c.at as claimed_at
     from leads l left join territories t on t.id = l.territory_id left join accounts a on a.id = l.account_id
       left join people o on o.id = l.owner_id left join lead_claims c on c.lead_id = l.id left join people p on p.id = c.by_id
     where l.id = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new NotFound(`There is no lead ${id}.`);
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    company: row.company,
    territory: row.territory,
    message: row.message,
    source: row.lead_source,
    cameAt: row.created_at,
    matched: row.account
      ? `Company matched: ${row.account}, ${row.open_deals} open ${row.open_deals === 1 ? 'deal' : 'deals'}`
      : 'Company unknown. Needs Review.',
    state: stateOf(row),
  };
}

type ViewRow = {
  id: string;
  name: string | null;
  title: string | null;
  company: string | null;
  territory: string | null;
  message: string | null;
  lead_source: string | null;
  created_at: Date;
  owner_id: string | null;
  owner: string | null;
  changed_at: Date;
  account: string | null;
  open_deals: number;
  by_id: string | null;
  by_name: string | null;
  claimed_at: Date | null;
};

function stateOf(row: ViewRow): LeadView['state'] {
  if (row.by_id && row.by_name && row.claimed_at) {
    return {
      is: 'claimed',
      by: row.by_name,
      byId: row.by_id,
      at: row.claimed_at,
      applied: row.owner_id === row.by_id,
    };
  }
  if (row.owner_id && row.owner)
    return { is: 'claimed', by: row.owner, byId: row.owner_id, at: row.changed_at, applied: true };
  return { is: 'open' };
}

/** E-mail and phone of a lead: for its claimer, and for managers of its territory; null for everybody else. */
export async function leadContact(
  db: Db,
  id: string,
  by: Person,
): Promise<{ email: string | null; phone: string | null } | null> {
  const lead = await leadOf(db, id);
  const view = await leadView(db, id);
  if (view.state.is !== 'claimed') return null;
  const manages = by.roles.includes('manager') && whyNot(by, lead) === null;
  if (view.state.byId !== by.id && !manages) return null;
  return (
    (await db('leads')
      .where({ id })
      .first<{ email: string | null; phone: string | null } | undefined>('email', 'phone')) ?? null
  );
}

export async function leadOf(db: Db, id: string): Promise<Lead> {
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
  if (!by?.active) return 'Leads are claimed by reps and managers.';
  if (!by.roles.some((role) => role === 'rep' || role === 'manager'))
    return 'Leads are claimed by reps and managers.';
  const scope = scopeOf(by);
  if (
    lead.territory_id === null ||
    inScope(scope, { territoryId: lead.territory_id, ownerId: lead.owner_id })
  )
    return null;
  return `That lead is outside your territory. A rep of ${lead.territory ?? 'its territory'} can claim it.`;
}
