/** Roles given and taken: who holds what stands with the person, who gave or took it in the audit log. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Role } from '../policy/nouns.ts';
import { peopleById } from './people.ts';

const lock = 'people:roles';
/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

export type RoleStep = { personId: string; role: Role; give: boolean };
export type RoleDone =
  | { say: 'done' }
  /** They hold it already, or do not. */
  | { say: 'as it was' }
  | { say: 'not possible'; because: string };

/** `setRoles` for one person. */
export const setRole = (
  use: { db: Db; now: Clock },
  { personId, ...step }: RoleStep & { byId: string; because: string | null },
): Promise<RoleDone> => setRoles(use, { ...step, personIds: [personId] });

/**
 * Gives or takes a role, and records it: of all of these people or of none. There is always somebody left who gives roles.
 */
export function setRoles(
  use: { db: Db; now: Clock },
  step: Omit<RoleStep, 'personId'> & { personIds: string[]; byId: string; because: string | null },
): Promise<RoleDone> {
  const { personIds, role, give, byId, because } = step;
  return withLock(use.db, lock, async (trx): Promise<RoleDone> => {
    const people = await peopleById(trx, personIds);
    const all = personIds.flatMap((id) => people.get(id) ?? []);
    if (all.length < personIds.length || all.some(({ active }) => !active))
      return { say: 'not possible', because: 'That person is not active any more.' };
    const turned = all.filter(({ roles }) => roles.includes(role) !== give);
    const ids = turned.map(({ id }) => id);
    if (ids.length === 0) return { say: 'as it was' };
    if (!give && role === 'admin' && (await othersWith(trx, 'admin', ids)) === 0)
      return {
        say: 'not possible',
        because: `${turned.map(({ name }) => name).join(' and ')} ${turned.length === 1 ? 'is the only administrator' : 'are the only administrators'}. Make somebody else one first.`,
      };
    await trx('people')
      .whereIn('id', ids)
      .update({ roles: trx.raw(give ? 'array_append(roles, ?)' : 'array_remove(roles, ?)', [role]) });
    await record(
      trx,
      ids.map((id) => ({
        action: give ? 'role.given' : 'role.taken',
        subject: { kind: 'person', id },
        by: { kind: 'person' as const, id: byId },
        because,
        details: { role, [give ? 'after' : 'before']: role, at: use.now.now().toISOString() },
      })),
    );
    return { say: 'done' };
  });
}

const othersWith = async (trx: Db, role: Role, personIds: string[]): Promise<number> => {
  const [row] = await trx('people')
    .where({ active: true })
    .whereNotIn('id', personIds)
    .whereRaw('? = any(roles)', [role])
    .count<{ count: number }[]>('* as count');
  return Number(row?.count ?? 0);
};

export type RoleDeed = RoleStep & { auditId: number; at: Date; name: string };

/** What this person gave or took since then and nobody has touched after it, the newest first. */
export async function roleDeeds(db: Db, byId: string, since: Date): Promise<RoleDeed[]> {
  const { rows } = await db.raw<{ rows: RoleDeed[] }>(
    `select a.id as "auditId", (a.details->>'at')::timestamptz as at, a.subject_id as "personId", p.name,
       a.details->>'role' as role, a.action = 'role.given' as give
     from audit a join people p on p.id = a.subject_id
     where a.subject_kind = 'person' and a.action in ('role.given', 'role.taken') and a.actor_kind = 'person'
       and a.actor_id = ? and coalesce(a.because, '') <> ? and (a.details->>'at')::timestamptz > ?
       and not exists (select 1 from audit u where u.subject_kind = 'person' and u.subject_id = a.subject_id
         and u.action in ('role.given', 'role.taken') and u.details->>'role' = a.details->>'role' and u.id > a.id)
     order by a.id desc limit 200`,
    [byId, undone, since],
  );
  return rows;
}

/** Null: it was taken back. Otherwise why not. */
export async function undoRole(
  use: { db: Db; now: Clock },
  deed: RoleDeed,
  byId: string,
): Promise<string | null> {
  const mine = await roleDeeds(use.db, byId, new Date(0));
  if (!mine.some(({ auditId }) => auditId === deed.auditId))
    return 'Somebody has changed it since, so it stays.';
  const { personId, role } = deed;
  const done = await setRole(use, { personId, role, give: !deed.give, byId, because: undone });
  return done.say === 'not possible' ? done.because : null;
}
