/** Leads that are closed: none, probably none, or the same as another. A lead is open where none of these stands. */
import type { Db } from '../db/pool.ts';

export type ClosedAs = 'not a lead' | 'probably not a lead' | 'merged';
export type Closing = {
  id: number;
  as: ClosedAs;
  reason: string | null;
  signs: string[];
  /** Null: the rules by which leads are read. */
  by: { id: string; name: string } | null;
  into: { kind: 'lead' | 'contact'; id: string; name: string } | null;
  changeId: number | null;
  fillId: number | null;
  at: Date;
};

type Row = Omit<Closing, 'by' | 'into'> & {
  by_id: string | null;
  by_name: string | null;
  into_kind: 'lead' | 'contact' | null;
  into_id: string | null;
  into_name: string | null;
};

/** Null: the lead is open. */
export async function closingOf(db: Db, leadId: string): Promise<Closing | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.id, c.closed_as as "as", c.reason, c.signs, c.by_id, p.name as by_name, c.into_kind, c.into_id, c.at,
       c.change_id as "changeId", c.fill_id as "fillId",
       coalesce(nullif(concat_ws(', ', l.name, l.company), ''), nullif(concat_ws(', ', k.name, a.name), ''), c.into_id) as into_name
     from lead_closings c left join people p on p.id = c.by_id
       left join leads l on c.into_kind = 'lead' and l.id = c.into_id
       left join contacts k on c.into_kind = 'contact' and k.id = c.into_id left join accounts a on a.id = k.account_id
     where c.lead_id = ? and c.reopened_at is null`,
    [leadId],
  );
  const row = rows[0];
  if (!row) return null;
  const { by_id: byId, by_name: byName, into_kind: kind, into_id: id, into_name: name, ...closing } = row;
  return {
    ...closing,
    by: byId === null ? null : { id: byId, name: byName ?? 'Somebody' },
    into: kind === null || id === null ? null : { kind, id, name: name ?? id },
  };
}

/** That the lead of this row is open, as SQL. */
export const isOpenLead = (lead: string): string =>
  `not exists (select 1 from lead_closings z where z.lead_id = ${lead}.id and z.reopened_at is null)`;
