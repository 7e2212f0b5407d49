/** How far a rollback is, and what it left: counted from its changes at any time. */
import type { Db } from '../db/pool.ts';
import type { FieldChange, FieldValue, SubjectKind } from '../policy/nouns.ts';
import type { RollbackCounts as Counts } from '../story/rollback.ts';
import { same } from './compare.ts';
import type { Conflict } from './nouns.ts';
import { bySomebody, type Edited, recordsOf } from './rollback-plan.ts';

export type Rollback = {
  id: number;
  says: string;
  /** What went back with it at once, and is no change of a record, as sentences. */
  beside: string[];
  byId: string;
  at: Date;
  sent: number;
  undoes: number | null;
  endedAt: Date | null;
  /** By a later one. */
  undoneBy: number | null;
  counts: Counts;
};

/** Somebody has put back by hand all that it had to leave. */
const restored = `(c.conflict is not null and c.conflict->>'gone' is null and not exists (
  select 1 from jsonb_array_elements(c.conflict->'clashes') clash where not exists (
    select 1 from rollback_words w join changes r on r.id = w.restored_by
    where w.change_id = c.id and w.field = clash->>'field' and w.say = 'restore' and r.state = 'applied')))`;

export async function countsOf(db: Db, id: number): Promise<Counts> {
  const { rows } = await db.raw<{ rows: Counts[] }>(
    `select count(*) as total,
       count(*) filter (where restored or (state = 'applied' and conflict is null)) as undone,
       count(*) filter (where not restored and state = 'applied' and conflict is not null) as partly,
       count(*) filter (where not restored and state in ('conflict', 'abandoned') and conflict->>'gone' is null and conflict is not null) as stay,
       count(*) filter (where state in ('conflict', 'abandoned') and conflict->>'gone' = 'true') as gone,
       count(*) filter (where state in ('failed', 'unknown') or (state = 'abandoned' and conflict is null)) as failed,
       count(*) filter (where state in ('pending', 'applying')) as left
     from (select c.state, c.conflict, ${restored} as restored from changes c where c.rollback_id = ?) each`,
    [id],
  );
  const [counts] = rows;
  if (!counts) throw new Error('Nothing was counted.');
  return counts;
}

/** Null: there is none of that number. */
export async function rollbackById(db: Db, id: number): Promise<Rollback | null> {
  const { rows } = await db.raw<{ rows: Omit<Rollback, 'counts'>[] }>(
    `select r.id, r.says, r.beside, r.by_id as "byId", r.at, r.sent, r.undoes, r.ended_at as "endedAt",
       (select max(u.id) from rollbacks u where u.undoes = r.id) as "undoneBy"
     from rollbacks r where r.id = ?`,
    [id],
  );
  const [row] = rows;
  return row ? { ...row, counts: await countsOf(db, id) } : null;
}

/** The last one of a person; of everybody where none is given. */
export async function lastRollback(db: Db, personId: string | null): Promise<Rollback | null> {
  const row = await db('rollbacks')
    .where((q) => (personId === null ? q : q.where({ by_id: personId })))
    .max<{ id: number | null }>('id as id')
    .first();
  return row?.id ? rollbackById(db, Number(row.id)) : null;
}

/** A field that stays as somebody has made it; what they said of it since. */
export type Stay = Edited & { decided: { say: 'keep' | 'restore'; byId: string } | null };

type Row = {
  id: number;
  of: SubjectKind;
  subjectId: string;
  fields: FieldChange[];
  conflict: Conflict;
  done: Date;
};
/** `state` of the change that restores it. */
type Word = {
  change_id: number;
  field: string;
  say: 'keep' | 'restore';
  by_id: string;
  state: string | null;
};

/** Field by field, with what stands there now; what holds by now what was wanted, stays no longer. */
export async function staysOf(db: Db, id: number, only: number[] | null = null): Promise<Stay[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.id, c.subject_kind as of, c.subject_id as "subjectId", c.fields, c.conflict, o.applied_at as done
     from changes c join changes o on o.id = c.undoes
     where c.rollback_id = ? and c.conflict is not null and c.state in ('applied', 'conflict', 'abandoned')
       and (?::bigint[] is null or c.id = any(?)) order by c.id`,
    [id, only, only],
  );
  const [records, words] = [
    await recordsOf(db, rows),
    await db<Word>('rollback_words as w')
      .leftJoin('changes as r', 'r.id', 'w.restored_by')
      .whereIn(
        'w.change_id',
        rows.map((row) => row.id),
      )
      .select<Word[]>('w.*', 'r.state'),
  ];
  const said = new Map(words.map((word) => [`${word.change_id} ${word.field}`, word]));
  const stays = rows.flatMap((row) =>
    row.conflict.clashes.flatMap((clash): Edited[] => {
      const wanted = row.fields.find(({ field }) => field === clash.field)?.after ?? null;
      const record = records.get(`${row.of} ${row.subjectId}`);
      const now: FieldValue = record ? (record.fields[clash.field] ?? null) : clash.found;
      if (same(now, wanted) && !said.has(`${row.id} ${clash.field}`)) return [];
      const { of, subjectId } = row;
      const at = record?.changedAt ?? null;
      return [
        {
          changeId: row.id,
          of,
          subjectId,
          field: clash.field,
          wanted,
          now,
          since: row.done,
          by: record?.changedBy ?? clash.by,
          at,
        },
      ];
    }),
  );
  const resolved = new Map(rows.map((row) => [row.id, row.conflict.resolved]));
  return (await bySomebody(db, stays)).map((stay) => {
    const word = said.get(`${stay.changeId} ${stay.field}`);
    const onCard = resolved.get(stay.changeId);
    if (word && !cameToNothing(word.state)) return { ...stay, decided: { say: word.say, byId: word.by_id } };
    const say = onCard?.say === 'use' ? ('restore' as const) : ('keep' as const);
    return { ...stay, decided: onCard ? { say, byId: onCard.by } : null };
  });
}

/** What was to be restored and was not, is open again. */
export const cameToNothing = (state: string | null): boolean =>
  state !== null && ['failed', 'conflict', 'abandoned'].includes(state);
