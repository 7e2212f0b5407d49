import type { Card, Here } from '../../../blocks/kit.ts';
import { leadCard } from '../../../blocks/lead.ts';
import type { Db } from '../../db/pool.ts';
import { count } from '../../story/format.ts';

type Row = {
  id: string;
  name: string | null;
  title: string | null;
  company: string | null;
  message: string | null;
  lead_source: string | null;
  created_at: Date;
  territory: string | null;
  account: string | null;
  open_deals: number;
  claimed_by: string | null;
  claimed_at: Date | null;
  owner_id: string | null;
};

/** The card of a lead, as it is now; null when the lead is gone. */
export async function leadNow(db: Db, id: string, here: Here): Promise<Card | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select l.id, l.name, l.title, l.company, l.message, l.lead_source, l.created_at, l.owner_id, t.name as territory, a.name as account,
       (select count(*) from deals d where d.account_id = l.account_id and d.status = 'open') as open_deals,
       p.name as claimed_by, c.at as claimed_at
     from leads l left join territories t on t.id = l.territory_id left join accounts a on a.id = l.account_id
       left join lead_claims c on c.lead_id = l.id left join people p on p.id = c.by_id
     where l.id = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  return leadCard(
    {
      id: row.id,
      name: row.name,
      title: row.title,
      company: row.company,
      territory: row.territory,
      message: row.message,
      source: row.lead_source,
      cameAt: row.created_at,
      matched: row.account
        ? `Company matched: ${row.account}, ${count(row.open_deals, 'open deal')}`
        : 'Company unknown. Needs Review.',
      state:
        row.claimed_by && row.claimed_at
          ? { is: 'claimed', by: row.claimed_by, at: row.claimed_at, applied: row.owner_id !== null }
          : { is: 'open' },
    },
    here,
  );
}
