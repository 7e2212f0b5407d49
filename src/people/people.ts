/** Who is who: people by Slack id, e-mail or id, and who answers for what. */
import { record } from '../audit/record.ts';
import { type Db, type Planned, planned } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Actor, Person, Role } from '../policy/nouns.ts';
import { localOperator } from './operator.ts';

type Row = {
  id: string;
  name: string;
  email: string | null;
  slack_id: string | null;
  tz: string | null;
  roles: Role[];
  team_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
  active: boolean;
};

/** A person without a territory of their own has the one of their team. */
const columns = `p.id, p.name, p.email, p.slack_id, p.tz, p.roles, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
  p.manager_id, p.active`;
const people = (db: Db) =>
  db('people as p').leftJoin('teams as t', 't.id', 'p.team_id').select<Row[]>(db.raw(columns));
/** Asked with each click. */
const oneBy = (what: string, where: string): Planned => ({
  name: `person by ${what}`,
  text: `select ${columns} from people p left join teams t on t.id = p.team_id where ${where}`,
});
const bySlackId = oneBy('slack id', 'p.slack_id = $1 and p.active');
const byId = oneBy('id', 'p.id = $1');

const person = (row: Row): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  slackId: row.slack_id,
  tz: row.tz,
  roles: row.roles,
  teamId: row.team_id,
  territoryId: row.territory_id,
  managerId: row.manager_id,
  active: row.active,
});

const one = (rows: Row[]): Person | null => (rows[0] ? person(rows[0]) : null);

/** The active person behind a Slack id, or null for an outsider. */
export async function personBySlackId(db: Db, slackId: string): Promise<Person | null> {
  return one(await planned<Row>(db, bySlackId, [slackId]));
}

/** The active person of an e-mail address, however it is spelled. */
export async function personByEmail(db: Db, email: string): Promise<Person | null> {
  return one(await people(db).whereRaw('lower(p.email) = lower(?)', [email.trim()]).where('p.active', true));
}

/** Also finds people who have left: old records name them; and the local operator, whose changes are judged again, too. */
export async function personById(db: Db, id: string): Promise<Person | null> {
  return one(await planned<Row>(db, byId, [id])) ?? (id === localOperator.id ? localOperator : null);
}

/** `personById` for many at once; who is not known is left out. */
export async function peopleById(db: Db, ids: string[]): Promise<Map<string, Person>> {
  const rows = ids.length > 0 ? await people(db).whereIn('p.id', ids) : [];
  const own = ids.includes(localOperator.id) ? [[localOperator.id, localOperator] as const] : [];
  return new Map([...own, ...rows.map((row) => [row.id, person(row)] as const)]);
}

/** These people in the order of their ids, each locked until the transaction ends: whoever counts for them does it alone. */
export async function lockPeople(trx: Db, ids: string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  return (await people(trx).whereIn('p.id', ids).orderBy('p.id').forNoKeyUpdate('p')).map(person);
}

/** Everybody active, by name. */
export async function everybody(db: Db): Promise<Person[]> {
  return (await people(db).where('p.active', true).orderBy('p.name')).map(person);
}

/**
 * Ties a Slack user to the person with the same e-mail; the zone is kept for "9:00 tomorrow". Null when nobody has that
 * e-mail: then they stay an outsider. A person's earlier Slack id is replaced, so an address that changed hands is not.
 * `personId`: whose they are, where that is known without an address.
 */
export async function linkSlackUser(
  db: Db,
  user: { slackId: string; email: string | null; tz: string | null; personId?: string | undefined },
): Promise<Person | null> {
  return inTransaction(db, async (trx) => {
    const known = await personBySlackId(trx, user.slackId);
    const named = known ?? (user.personId ? await personById(trx, user.personId) : null);
    const found = named ?? (user.email ? await personByEmail(trx, user.email) : null);
    if (!found) return null;
    if (found.slackId === user.slackId && found.tz === (user.tz ?? found.tz)) return found;
    const unlinked = await trx('people')
      .where({ slack_id: user.slackId })
      .whereNot({ id: found.id })
      .update({ slack_id: null })
      .returning<{ id: string }[]>('id');
    await trx('people')
      .where({ id: found.id })
      .update({ slack_id: user.slackId, tz: user.tz ?? found.tz });
    if (found.slackId !== user.slackId) {
      await record(trx, {
        action: 'person.linked',
        subject: { kind: 'person', id: found.id },
        by: { kind: 'system', id: 'slack' },
        details: { slackId: user.slackId, before: found.slackId, unlinked: unlinked.map(({ id }) => id) },
      });
    }
    return { ...found, slackId: user.slackId, tz: user.tz ?? found.tz };
  });
}

const territorial: Role[] = ['rep', 'manager'];

/** Active holders of a role. Reps and managers can be asked for by territory; the other roles serve the whole company. */
export async function holdersOf(
  db: Db,
  role: Role,
  where: { territoryId?: string | null } = {},
): Promise<Person[]> {
  const query = people(db).whereRaw('? = any(p.roles)', [role]).where('p.active', true).orderBy('p.name');
  if (where.territoryId && territorial.includes(role)) {
    void query.whereRaw('coalesce(p.territory_id, t.territory_id) = ?', [where.territoryId]);
  }
  return (await query).map(person);
}

/** Active holders of any of these roles, each once. */
export async function holdersOfAny(db: Db, roles: Role[]): Promise<Person[]> {
  const rows = await people(db)
    .whereRaw('p.roles && ?::text[]', [roles])
    .where('p.active', true)
    .orderBy('p.name');
  return rows.map(person);
}

/** Who manages the deal: its owner's manager, else a manager of its territory. */
export async function managerFor(db: Db, dealId: string): Promise<Person | null> {
  const { rows } = await db.raw<{ rows: { manager_id: string | null }[] }>(
    `select coalesce(
       (select m.id from people o join people m on m.id = o.manager_id and m.active where o.id = d.owner_id),
       (select m.id from people m left join teams t on t.id = m.team_id
        where m.active and 'manager' = any(m.roles) and coalesce(m.territory_id, t.territory_id) = d.territory_id
        order by m.name limit 1)) as manager_id
     from deals d where d.id = ?`,
    [dealId],
  );
  const id = rows[0]?.manager_id;
  return id ? personById(db, id) : null;
}

/** Makes the people of these e-mails administrators; one who is not known yet becomes a person. Harmless to repeat. */
export async function ensureAdmins(db: Db, emails: string[], by: Actor): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { rows } = await trx.raw<{ rows: { id: string }[] }>(
      `insert into people (id, source, source_id, name, email, roles)
       select 'admin:' || e, 'steward', 'admin:' || e, split_part(e, '@', 1), e, '{admin}'
       from (select distinct lower(trim(x)) from unnest(?::text[]) x) as given(e)
       on conflict (lower(email)) do update set roles = array_append(people.roles, 'admin')
       where not 'admin' = any(people.roles) returning id`,
      [emails],
    );
    for (const { id } of rows) {
      await record(trx, {
        action: 'person.made_admin',
        subject: { kind: 'person', id },
        by,
        because: 'STEWARD_ADMINS',
      });
    }
  });
}
