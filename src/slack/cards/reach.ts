/** The messages about what an agent does to many, as they are now. */
import type { Card, Here } from '../../../blocks/kit.ts';
import { batchCard, breakCard, type Example } from '../../../blocks/reach.ts';
import type { Db } from '../../db/pool.ts';
import { kindOf } from '../../policy/acting-alone.ts';
import type { AgentName, SubjectKind } from '../../policy/nouns.ts';
import { activePauses, pauseOn } from '../../settings/pauses.ts';
import { list } from '../../story/format.ts';

type BatchRow = {
  agent: AgentName;
  first: number;
  total: number;
  opened_at: Date;
  goes_on_at: Date;
  run_id: string;
  stopped_at: Date | null;
  stopped_because: string | null;
  examples: StoredExample[];
  went_on_at: Date | null;
  dropped_at: Date | null;
  who: string | null;
  actions: string[];
};
type StoredExample = { of: SubjectKind; id: string; because: string };

/** The card of a batch; null when there is none. */
export async function batchNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const { rows } = await db.raw<{ rows: BatchRow[] }>(
    `select b.*, w.name as who, array(
       select distinct case when c.kind = 'nudge' then case when c.back = 'irreversible' then 'nudge.outside' else 'nudge' end else c.subject_kind || '.' || (f->>'field') end
       from changes c left join lateral jsonb_array_elements(c.fields) f on true where c.batch_id = b.id order by 1) as actions
     from batches b left join people w on w.id = coalesce(b.went_on_by, b.dropped_by) where b.id = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  return batchCard(
    {
      id,
      agent: row.agent,
      first: row.first,
      total: row.total,
      what: list(row.actions.map((action) => kindOf(action)?.said ?? action)),
      openedAt: row.opened_at,
      goesOnAt: row.goes_on_at,
      runId: row.run_id,
      state: await stateOf(db, row),
    },
    here,
  );
}

async function stateOf(db: Db, row: BatchRow): Promise<Parameters<typeof batchCard>[0]['state']> {
  if (row.went_on_at) return { is: 'went on', by: row.who, at: row.went_on_at };
  if (row.dropped_at) return { is: 'given up', by: row.who ?? 'Somebody', at: row.dropped_at };
  if (row.stopped_at)
    return {
      is: 'stopped',
      because: row.stopped_because ?? '',
      at: row.stopped_at,
      examples: await named(db, row.examples),
    };
  return { is: 'waits' };
}

type BreakRow = { agent: AgentName; bad: number; cases: number; at: Date; examples: StoredExample[] };

/** The message that an agent paused itself; null when there is none. */
export async function breakNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const row = await db('breaks').where({ id }).first<BreakRow | undefined>();
  if (!row) return null;
  const paused = pauseOn(await activePauses(db, here.now), { agent: row.agent }) !== null;
  return breakCard({ ...row, examples: await named(db, row.examples), paused }, here);
}

/** How a contact is reached stands nowhere, its name does; all in one statement. */
async function named(db: Db, examples: StoredExample[]): Promise<Example[]> {
  if (examples.length === 0) return [];
  const { rows } = await db.raw<{ rows: Example[] }>(
    `select coalesce(d.name, l.name, r.name, e->>'id') as what, e->>'because' as because
     from jsonb_array_elements(?::jsonb) with ordinality as g(e, n)
       left join deals d on e->>'of' = 'deal' and d.id = e->>'id' left join leads l on e->>'of' = 'lead' and l.id = e->>'id'
       left join records r on r.kind = e->>'of' and r.id = e->>'id' order by n`,
    [JSON.stringify(examples)],
  );
  return rows;
}
