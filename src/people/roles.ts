/** Roles given and taken: who holds what stands with the person, who gave or took it in the audit log. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Role } from '../policy/nouns.ts';
import { personById } from './people.ts';

const lock = 'people:roles';
/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

export type RoleStep = { personId: string; role: Role; give: boolean };
export type RoleDone =
  | { say: 'done' }
  /** They hold it already, or do not. */
  | { say: 'as it was' }
  | { say: 'not possible'; because: string };

/** Gives or takes a role, and records it. There is always somebody left who gives roles. */
export function setRole(
  use: { db: Db; now: Clock },
  { personId, role, give, byId, because }: RoleStep & { byId: string; because: string | null },
): Promise<RoleDone> {
  return withLock(use.db, lock, async (trx): Promise<RoleDone> => {
    const person = await personById(trx, personId);
    if (!person?.active) return { say: 'not possible', because: 'That person is not active any more.' };
    if (person.roles.includes(role) === give) return { say: 'as it was' };
    if (!give && role === 'admin' && (await othersWith(trx, 'admin', personId)) === 0)
      return {
        say: 'not possible',
        because: `${person.name} is the only administrator. Make somebody else one first.`,
      };
    await trx('people')
      .where({ id: personId })
      .update({ roles: trx.raw(give ? 'array_append(roles, ?)' : 'array_remove(roles, ?)', [role]) });
    await record(trx, {
      action: give ? 'role.given' : 'role.taken',
      subject: { kind: 'person', id: personId },
      by: { kind: 'person', id: byId },
      because,
      details: { role, [give ? 'after' : 'before']: role, at: use.now.now().toISOString() },
    });
    return { say: 'done' };
  });
}

const othersWith = async (trx: Db, role: Role, personId: string): Promise<number> => {
  const [row] = await trx('people')
    .where({ active: true })
    .whereNot({ id: personId })
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
