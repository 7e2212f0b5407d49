/** What became of earlier leads from where a lead comes. */
import type { Db } from '../db/pool.ts';

/** `none`: marked as not a lead; `taken`: claimed, and called wrong by nobody. */
export type SenderRecord = { domain: string; none: number; taken: number };

/**
 * Of other leads of the same domain, where it says something of the company, those on which people have decided. Null: none.
 * One address is one lead, so that of an address alone there are no others.
 */
export async function senderRecord(
  db: Db,
  lead: { id: string | null; domain: string | null },
): Promise<SenderRecord | null> {
  if (lead.domain === null) return null;
  const { rows } = await db.raw<{ rows: { none: number; taken: number }[] }>(
    `select count(*) filter (where is_none)::int as none, count(*) filter (where claimed and not bad and not is_none)::int as taken from (
       select exists (select 1 from lead_closings c where c.lead_id = l.id and c.reopened_at is null and c.closed_as = 'not a lead') as is_none,
         exists (select 1 from lead_claims c where c.lead_id = l.id) as claimed,
         exists (select 1 from feedback f where f.subject_kind = 'lead' and f.subject_id = l.id and f.say = 'bad' and f.replaced_at is null) as bad
       from leads l where l.domain = ? and l.id is distinct from ?) others`,
    [lead.domain, lead.id],
  );
  const { none, taken } = rows[0] ?? { none: 0, taken: 0 };
  return none + taken === 0 ? null : { domain: lead.domain, none, taken };
}

/** What was assumed, or measured of all leads like it, counts as two cases beside those of the sender. */
export const withSender = (share: number, record: SenderRecord | null): number =>
  record === null ? share : (share * 2 + record.taken) / (2 + record.taken + record.none);
