/** What a rollback would do, before it is begun: what goes back, what people have changed since, what nobody can take back. */
import type { Clock } from '../clock.ts';
import { readRecords } from '../crm/builtin.ts';
import type { CrmRecord } from '../crm/crm.ts';
import { turnsOf } from '../crm/turns.ts';
import type { Db } from '../db/pool.ts';
import type { FieldChange, FieldValue, Person, SubjectKind } from '../policy/nouns.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { same } from './compare.ts';
import { type Candidate, candidatesOf, type RollbackOf } from './rollback-scope.ts';

/** One change with what is to be written: `before` is what has to stand there. */
export type Back = {
  id: number;
  of: SubjectKind;
  subjectId: string;
  fields: FieldChange[];
  /** When it was done. */
  at: Date;
  closes: boolean;
};

/** A field that somebody has changed since. `by` as the CRM tells it. */
export type Edited = {
  changeId: number;
  of: SubjectKind;
  subjectId: string;
  field: string;
  /** What would have been put back. */
  wanted: FieldValue;
  now: FieldValue;
  /** When it was changed by what is taken back. */
  since: Date;
  by: string | null;
  at: Date | null;
};

export type RollbackPlan = {
  /** In the order in which they are taken back: of one record the newest first. */
  backs: Back[];
  /** How many of them are to be taken back whole or in part, as far as can be seen now. */
  goBack: number;
  records: number;
  edited: Edited[];
  /** Messages that were read cannot be unread. */
  sent: number;
  tooOld: number;
  undoDays: number;
};

const DAY_MS = 86_400_000;

export async function rollbackPlan(
  use: { db: Db; now: Clock },
  of: RollbackOf,
  by: Person,
): Promise<RollbackPlan> {
  const { db } = use;
  const all = await candidatesOf(db, of, by);
  const undoDays = numberSetting(await currentSettings(db, use.now.now()), 'undo_days');
  const oldest = use.now.now().getTime() - undoDays * DAY_MS;
  const changes = all.filter(({ kind }) => kind === 'change');
  const recent = changes.filter(({ at }) => at.getTime() > oldest);
  const backs = recent.map(backOf).filter(({ fields }) => fields.length > 0);
  const { edited, untouched } = await seenNow(db, backs);
  return {
    backs,
    goBack: untouched,
    records: new Set(backs.map((one) => `${one.of} ${one.subjectId}`)).size,
    edited,
    sent: all.length - changes.length,
    tooOld: changes.length - recent.length,
    undoDays,
  };
}

/** A field that an undo had to leave is not its to give back. */
function backOf({ id, of, subjectId, fields, conflict, closes, at }: Candidate): Back {
  const left = new Set((conflict?.clashes ?? []).map(({ field }) => field));
  return {
    id,
    of,
    subjectId,
    closes,
    at,
    fields: fields
      .filter(({ field }) => !left.has(field))
      .map(({ field, before, after }) => ({ field, before: after, after: before })),
  };
}

/** Goes through them as they will be applied: each finds what the one before it left. */
async function seenNow(db: Db, backs: Back[]): Promise<{ edited: Edited[]; untouched: number }> {
  const records = await recordsOf(db, backs);
  const values = new Map<string, FieldValue>();
  const edited: Edited[] = [];
  let untouched = 0;
  for (const { id, of, subjectId, fields, at } of backs) {
    const record = records.get(`${of} ${subjectId}`);
    let some = false;
    for (const { field, before, after } of fields) {
      const key = `${of} ${subjectId} ${field}`;
      const now = values.has(key) ? (values.get(key) ?? null) : (record?.fields[field] ?? null);
      if (record && (same(now, before) || same(now, after))) {
        values.set(key, after);
        some = true;
      } else
        edited.push({
          changeId: id,
          of,
          subjectId,
          field,
          wanted: after,
          now,
          since: at,
          by: record?.changedBy ?? null,
          at: record?.changedAt ?? null,
        });
    }
    if (some) untouched += 1;
  }
  return { edited: await bySomebody(db, edited), untouched };
}

export async function recordsOf(
  db: Db,
  about: { of: SubjectKind; subjectId: string }[],
): Promise<Map<string, CrmRecord>> {
  const records = new Map<string, CrmRecord>();
  for (const [of, group] of Map.groupBy(about, (one) => one.of)) {
    const ids = [...new Set(group.map(({ subjectId }) => subjectId))];
    for (const [id, record] of await readRecords(db, of, ids)) records.set(`${of} ${id}`, record);
  }
  return records;
}

/**
 * The record says who changed it last; of a deal the history says who gave this field its value. What stays twice, because
 * two of the changes were of the same field, is one: the oldest of them says what would have been put back.
 */
export async function bySomebody(db: Db, edited: Edited[]): Promise<Edited[]> {
  const each = [...new Map(edited.map((one) => [`${one.of} ${one.subjectId} ${one.field}`, one])).values()];
  const deals = each.filter(({ of }) => of === 'deal');
  const turns = await turnsOf(
    db,
    [...new Set(deals.map(({ subjectId }) => subjectId))],
    deals.map(({ field }) => field),
  );
  const known = Map.groupBy(turns, (turn) => `${turn.dealId} ${turn.field}`);
  return each.map((one) => {
    const turn = (one.of === 'deal' ? known.get(`${one.subjectId} ${one.field}`) : undefined)?.findLast(
      ({ at, value }) => at >= one.since && same(value, one.now),
    );
    return turn ? { ...one, by: turn.by, at: turn.at } : one;
  });
}
