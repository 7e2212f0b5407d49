/** Who has signed for what is shown on a card, with the rights of this moment. */
import type { Db } from '../db/pool.ts';
import type { Role } from '../policy/nouns.ts';
import type { Signature } from '../policy/signatures.ts';

export type Signed = Signature & { at: Date };

/** By exception, those who signed for the change of its hash, in the order in which they did. Who has left counts no more. */
export async function signaturesOn(
  db: Db,
  exceptions: { id: number; hash: string }[],
): Promise<Map<number, Signed[]>> {
  if (exceptions.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: (Signed & { exceptionId: number })[] }>(
    `select s.exception_id as "exceptionId", s.by_id as "byId", p.name as by, p.roles, s.at
     from signatures s join people p on p.id = s.by_id and p.active
       join jsonb_to_recordset(?::jsonb) as g(id bigint, hash text) on g.id = s.exception_id and g.hash = s.hash
     where s.withdrawn_at is null order by s.id`,
    [JSON.stringify(exceptions.map(({ id, hash }) => ({ id, hash })))],
  );
  return Map.groupBy(rows, ({ exceptionId }) => exceptionId);
}

export type AskedOn = { asks: Role[]; inOrder: boolean; hash: string; proposedBy: string | null };

/** What the card of this exception asks for; null where there is none. */
export async function askedOn(db: Db, exceptionId: number): Promise<AskedOn | null> {
  const row = await db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .where('e.id', exceptionId)
    .first<AskedOn | undefined>({
      asks: 'e.asks',
      inOrder: 'e.asks_in_order',
      hash: 'e.hash',
      proposedBy: 'p.proposed_by',
    });
  return row ?? null;
}
