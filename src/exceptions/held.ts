/** What has been asked for and goes out soon, where it cannot be taken back: until then whoever asked for it may stop it. */
import type { Db } from '../db/pool.ts';

export type HeldOne = {
  is: 'change' | 'start';
  id: number;
  /** "message to Priya Nair about Acme Platform", "customer onboarding for Acme Platform" */
  said: string;
  /** Null: it waits for something else than the time, such as a pause. */
  until: Date | null;
};

/** This person's, the next to go first. */
export async function heldFor(db: Db, personId: string, most: number): Promise<HeldOne[]> {
  const { rows } = await db.raw<{ rows: HeldOne[] }>(
    `select * from (
       select 'change' as is, c.id, 'message to ' || coalesce(p.name, 'somebody') || coalesce(' about ' || d.name, '') as said,
         (c.held->>'until')::timestamptz as until
       from changes c left join people p on p.id = c.message->>'to' left join deals d on c.subject_kind = 'deal' and d.id = c.subject_id
       where c.back = 'irreversible' and c.state = 'pending' and c.by_kind = 'person' and c.by_id = ?
       union all
       select 'start', s.id, w.name || coalesce(' for ' || d.name, ''), s.stoppable_until
       from starts s join workflows w on w.id = s.workflow_id left join deals d on d.id = s.subject_id
       where s.state = 'waiting' and s.called_at is null and s.ordered_by = ?
     ) held order by until nulls last, id limit ?`,
    [personId, personId, most],
  );
  return rows;
}
