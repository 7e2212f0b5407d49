/** The messages about what an agent does to many, as they are now. */
import type { Card, Here } from '../../../blocks/kit.ts';
import { batchCard, breakCard, type Example } from '../../../blocks/reach.ts';
import type { Db } from '../../db/pool.ts';
import { toldFields } from '../../exceptions/view.ts';
import { kindOf } from '../../policy/acting-alone.ts';
import type { AgentName, FieldChange, SubjectKind } from '../../policy/nouns.ts';
import { activePauses, pauseOn } from '../../settings/pauses.ts';
import { currentSettings, numberSetting } from '../../settings/settings.ts';
import { told } from '../../story/change.ts';
import { list } from '../../story/format.ts';

type BatchRow = {
  agent: AgentName | null;
  by_id: string | null;
  by_name: string | null;
  says: string | null;
  asks_until: Date | null;
  signed_at: Date | null;
  first: number;
  total: number;
  opened_at: Date;
  goes_on_at: Date;
  run_id: string | null;
  stopped_at: Date | null;
  stopped_because: string | null;
  examples: StoredExample[];
  went_on_at: Date | null;
  dropped_at: Date | null;
  who: string | null;
  actions: string[];
  standing: number;
  asked_below: boolean;
};
type StoredExample = { of: SubjectKind; id: string; because: string };

/** The card of a batch; null when there is none. */
export async function batchNow(db: Db, key: string, here: Here): Promise<Card | null> {
  const [number = '', as] = key.split(':');
  const id = Number(number);
  const { rows } = await db.raw<{ rows: BatchRow[] }>(
    `select b.*, w.name as who, m.name as by_name, array(
       select distinct case when c.kind = 'nudge' then case when c.back = 'irreversible' then 'nudge.outside' else 'nudge' end else c.subject_kind || '.' || (f->>'field') end
       from changes c left join lateral jsonb_array_elements(c.fields) f on true where c.batch_id = b.id order by 1) as actions,
       (select count(*)::int from changes c where c.batch_id = b.id and c.state = 'applied' and not exists (
         select 1 from changes u where u.undoes = c.id and u.state not in ('failed', 'conflict', 'abandoned'))) as standing,
       exists (select 1 from cards s where s.key = 'batch:' || b.id || ':stopped') as asked_below
     from batches b left join people w on w.id = coalesce(b.went_on_by, b.dropped_by) left join people m on m.id = b.by_id where b.id = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  return batchCard(
    {
      id,
      agent: row.agent,
      person: row.by_name,
      says: row.says,
      first: row.first,
      total: row.total,
      what: list(row.actions.map((action) => kindOf(action)?.said ?? action)),
      openedAt: row.opened_at,
      goesOnAt: row.goes_on_at,
      runId: row.run_id,
      standing: row.standing,
      askedBelow: as === undefined && row.asked_below,
      state: await stateOf(db, row, { id, own: as !== 'for', here }),
    },
    here,
  );
}

async function stateOf(
  db: Db,
  row: BatchRow,
  { id, own, here }: { id: number; own: boolean; here: Here },
): Promise<Parameters<typeof batchCard>[0]['state']> {
  if (row.went_on_at) return { is: 'went on', by: row.who, at: row.went_on_at };
  if (row.dropped_at && row.asks_until && !row.signed_at)
    return { is: 'not approved', by: row.who, at: row.dropped_at };
  if (row.dropped_at) return { is: 'given up', by: row.who ?? 'Somebody', at: row.dropped_at };
  if (row.stopped_at)
    return {
      is: 'stopped',
      because: row.stopped_because ?? '',
      at: row.stopped_at,
      examples: await named(db, row.examples),
    };
  if (row.asks_until && !row.signed_at) {
    const limit = numberSetting(await currentSettings(db, here.now), 'bulk_limit');
    return { is: 'asks', limit, until: row.asks_until, samples: await samplesOf(db, id, here), own };
  }
  return { is: 'waits' };
}

const mostSamples = 5;

/** What would become of the first few of them. */
async function samplesOf(db: Db, id: number, here: Here): Promise<Example[]> {
  const { rows } = await db.raw<{ rows: { name: string; of: SubjectKind; field: FieldChange }[] }>(
    `select coalesce(d.name, l.name, r.name, c.subject_id) as name, c.subject_kind as of, c.fields->0 as field
     from changes c left join deals d on c.subject_kind = 'deal' and d.id = c.subject_id
       left join leads l on c.subject_kind = 'lead' and l.id = c.subject_id
       left join records r on r.kind = c.subject_kind and r.id = c.subject_id
     where c.batch_id = ? and c.kind = 'change' order by c.id limit ?`,
    [id, mostSamples],
  );
  const [first] = rows;
  if (!first) return messagesOf(db, id);
  const fields = await toldFields(
    db,
    rows.map(({ field }) => field),
    null,
    first.of,
  );
  return rows.flatMap(({ name }, n) => {
    const field = fields[n];
    return field
      ? [
          {
            what: name,
            because: `${field.label.toLowerCase()} ${told(field, 'before', here.currency)} → ${told(field, 'after', here.currency)}`,
          },
        ]
      : [];
  });
}

/** Where they are messages: to whom, and what they say. */
async function messagesOf(db: Db, id: number): Promise<Example[]> {
  const { rows } = await db.raw<{ rows: Example[] }>(
    `select p.name as what, c.message->>'text' as because from changes c join people p on p.id = c.message->>'to'
     where c.batch_id = ? and c.kind = 'nudge' order by c.id limit ?`,
    [id, mostSamples],
  );
  return rows;
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
