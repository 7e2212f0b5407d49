/** Fields that a person has made their own since, although the very value of ours stands there. */
import { turnsOf } from '../crm/turns.ts';
import type { Db } from '../db/pool.ts';
import type { Change } from './nouns.ts';

/**
 * Of an undo: the fields of which somebody else's write was the last word. A value alone cannot tell: who sets another one and
 * then that of the agent again means it, and it stays. What holds:
 *
 * - The history of a deal says with which version of the deal a field got the value that stands there; the CRM's record of our
 *   calls says which versions are ours. A word that is none of ours is theirs, whatever the value.
 * - Who sets a field to the value that it has already changes nothing in the CRM, and so takes nothing over.
 * - What is written within the very instant of the clock (a millisecond) in which ours was is one version with it, and the value
 *   decides; so it does where the history does not show our write. A second is long: an edit later within it is seen.
 * - Of leads, contacts and accounts, and of a CRM that keeps no history here, the value decides, as `plan` reads it.
 */
export async function takenOver(db: Db, { undoes, subject, wants }: Change): Promise<ReadonlySet<string>> {
  if (undoes === null || subject.kind !== 'deal' || wants.kind !== 'change') return nothing;
  const ours = await ownVersions(db, undoes, subject.id);
  if (ours === null) return nothing;
  const turns = await turnsOf(
    db,
    [subject.id],
    wants.fields.map(({ field }) => field),
  );
  const within = ([after, upTo]: [number, number], own: number) => after < own && own <= upTo;
  const theirs = [...Map.groupBy(turns, ({ field }) => field)].filter(([, each]) => {
    const last = each.at(-1);
    return (
      last !== undefined &&
      each.some(({ versions }) => within(versions, ours.undone)) &&
      ![ours.undone, ...ours.back].some((own) => within(last.versions, own))
    );
  });
  return new Set(theirs.map(([field]) => field));
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Of the change that is taken back, and of what was taken back of this deal, with the way back: both within one instant leave no
 * trace of the second. Null: its call is not on record.
 */
async function ownVersions(
  db: Db,
  undoes: number,
  dealId: string,
): Promise<{ undone: number; back: number[] } | null> {
  const { rows } = await db.raw<{ rows: { own: boolean; version: number }[] }>(
    `select c.id = ? as own, w.version::float8 as version from changes c join crm_writes w on w.key = c.call_key
     where c.subject_kind = 'deal' and c.subject_id = ? and (c.id = ? or c.undoes is not null
       or exists (select from changes u where u.undoes = c.id and u.state = 'applied'))`,
    [undoes, dealId, undoes],
  );
  const undone = rows.find(({ own }) => own)?.version;
  return undone === undefined ? null : { undone, back: rows.map(({ version }) => version) };
}
