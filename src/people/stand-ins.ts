/** Who decides for somebody who is away: rows with an end that comes by itself; setting one, and its opposite. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Actor, Person } from '../policy/nouns.ts';
import { holdersOfAny, peopleById } from './people.ts';

export type StandIn = {
  id: number;
  personId: string;
  standInId: string;
  at: Date;
  startsAt: Date;
  until: Date;
  byId: string;
};

type Row = {
  id: number;
  person_id: string;
  stand_in_id: string;
  at: Date;
  starts_at: Date;
  until: Date;
  by_id: string;
  ended_at: Date | null;
};

const noun = ({ id, person_id, stand_in_id, at, starts_at, until, by_id }: Row): StandIn => ({
  ...{ id, personId: person_id, standInId: stand_in_id, at, startsAt: starts_at, until, byId: by_id },
});

/** All that hold at that moment, the one that ends first first. */
export const standInsNow = async (db: Db, now: Date): Promise<StandIn[]> =>
  (await standInsAhead(db, now)).filter(({ startsAt }) => startsAt <= now);

/** Those that hold, and those that are to come. */
export const standInsAhead = async (db: Db, now: Date): Promise<StandIn[]> =>
  (await db<Row>('stand_ins').whereNull('ended_at').where('until', '>', now).orderBy(['until', 'id'])).map(
    noun,
  );

/** Those for whom this person decides at that moment. */
export const absentFor = async (db: Db, personId: string, now: Date): Promise<Person[]> =>
  (await absencesFor(db, personId, now)).map(({ person }) => person);

/** The same with the end of each. */
export async function absencesFor(
  db: Db,
  personId: string,
  now: Date,
): Promise<{ person: Person; until: Date }[]> {
  const rows = await db('stand_ins')
    .where({ stand_in_id: personId })
    .whereNull('ended_at')
    .where('starts_at', '<=', now)
    .where('until', '>', now)
    .orderBy('until')
    .select<{ person_id: string; until: Date }[]>('person_id', 'until');
  if (rows.length === 0) return [];
  const people = await peopleById(
    db,
    rows.map(({ person_id }) => person_id),
  );
  return rows.flatMap(({ person_id, until }) => {
    const person = people.get(person_id);
    return person?.active ? [{ person, until }] : [];
  });
}

/** `absentFor` for many at once; who stands in for nobody is left out. */
export async function absentForEach(db: Db, ids: string[], now: Date): Promise<Map<string, Person[]>> {
  const all = (await standInsNow(db, now)).filter(({ standInId }) => ids.includes(standInId));
  const people = await peopleById(
    db,
    all.map(({ personId }) => personId),
  );
  const found = Map.groupBy(all, ({ standInId }) => standInId);
  return new Map(
    [...found].map(([id, rows]) => [
      id,
      rows.flatMap(({ personId }) => people.get(personId) ?? []).filter(({ active }) => active),
    ]),
  );
}

type Wanted = { personId: string; standInId: string; from: Date | null; until: Date; now: Date };

/**
 * Null: it holds, from now on or from that instant. Otherwise why it cannot. A stand-in is there, stands in for one at first
 * hand, and is not away meanwhile. What overlaps with it ends.
 */
export function setStandIn(use: { db: Db }, input: Wanted & { byId: string }): Promise<string | null> {
  const { personId, standInId, byId, until, now } = input;
  return withLock(use.db, 'stand-ins', async (trx) => {
    const why = await whyNotStandIn(trx, input);
    if (why !== null) return why;
    const startsAt = input.from ?? now;
    await trx('stand_ins')
      .where({ person_id: personId })
      .whereNull('ended_at')
      .where('starts_at', '<', until)
      .where('until', '>', startsAt)
      .update({ ended_at: now, ended_by: byId, ended_because: 'Set anew.' });
    await trx('stand_ins').insert({
      person_id: personId,
      stand_in_id: standInId,
      at: now,
      starts_at: startsAt,
      until,
      by_id: byId,
      began_at: startsAt > now ? null : now,
    });
    const from = startsAt > now ? ` from ${startsAt.toISOString()}` : '';
    await noted(
      trx,
      'stand_in.set',
      personId,
      { kind: 'person', id: byId },
      { standInId, startsAt, until, after: `${standInId}${from} until ${until.toISOString()}` },
    );
    return null;
  });
}

/** Null: nothing stands in the way. */
export async function whyNotStandIn(
  db: Db,
  { personId, standInId, from, until, now }: Wanted,
): Promise<string | null> {
  const people = await peopleById(db, [personId, standInId]);
  const [person, standIn] = [people.get(personId), people.get(standInId)];
  if (!person?.active || !standIn?.active) return 'Somebody who has left neither stands in nor is away.';
  if (personId === standInId) return 'Nobody stands in for themselves. Name somebody else.';
  const startsAt = from ?? now;
  if (until <= now || until <= startsAt) return 'That end is past. Say one that is to come.';
  const meanwhile = (await standInsAhead(db, now)).filter(
    (one) => one.startsAt < until && one.until > startsAt,
  );
  const away = meanwhile.find((one) => one.personId === standInId);
  if (away)
    return `${standIn.name} is away${away.startsAt <= now ? '' : ' then'}, too. Name somebody who is there.`;
  const behind = meanwhile.find((one) => one.standInId === personId);
  if (behind) {
    const whom = (await peopleById(db, [behind.personId])).get(behind.personId)?.name ?? 'somebody';
    return `${person.name} stands in for ${whom}. Name somebody else for ${whom} first.`;
  }
  const mine = decides(person);
  if (mine.some((role) => standIn.roles.includes(role))) return null;
  const could = await othersWith(db, person, mine);
  const named = could.length > 0 ? `, such as ${could.join(' or ')}` : '';
  return `${standIn.name} may not decide what ${person.name} may. Name somebody with the same role${named}.`;
}

/** Names of some who hold one of these roles, those of the same territory first. */
async function othersWith(db: Db, { id, territoryId }: Person, roles: Person['roles']): Promise<string[]> {
  const holders = (await holdersOfAny(db, roles)).filter((one) => one.id !== id);
  const near = (one: Person): number => (one.territoryId === territoryId ? 0 : 1);
  return holders
    .toSorted((a, b) => near(a) - near(b))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** A stand-in decides nothing that they could not decide themselves: it takes one of the roles by which the other decides. */
const decides = ({ roles }: Person) =>
  roles.filter((role) => role === 'manager' || role === 'rep' || role === 'approver' || role === 'finance');

/**
 * The opposite. Null: nobody stood in. Ends the one of that id; without an id the one that holds, or else the next to come.
 */
export function endStandIn(
  use: { db: Db },
  {
    personId,
    id,
    byId,
    because,
    now,
  }: { personId: string; id?: number; byId: string; because: string | null; now: Date },
): Promise<StandIn | null> {
  return withLock(use.db, 'stand-ins', async (trx) => {
    const next = (await standInsAhead(trx, now))
      .filter((one) => one.personId === personId && (id === undefined || one.id === id))
      .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())[0];
    if (!next) return null;
    const [row] = await trx<Row>('stand_ins')
      .where({ id: next.id })
      .update({ ended_at: now, ended_by: byId, ended_because: because } as Partial<Row>)
      .returning('*');
    if (row) await noted(trx, 'stand_in.ended', personId, { kind: 'person', id: byId }, { because });
    return row ? noun(row) : null;
  });
}

/** Those whose time has come and of whom nobody was told yet; each is given once. */
export function beginStandInsDue(use: { db: Db }, now: Date): Promise<StandIn[]> {
  return withLock(use.db, 'stand-ins', async (trx) =>
    (
      await trx<Row>('stand_ins')
        .whereNull('ended_at')
        .whereNull('began_at')
        .where('starts_at', '<=', now)
        .where('until', '>', now)
        .update({ began_at: now } as Partial<Row>)
        .returning('*')
    ).map(noun),
  );
}

export type StandInDeed = {
  id: number;
  at: Date;
  standIn: StandIn;
  names: { person: string; standIn: string };
};

/** What this person has set since then and still holds, the newest first. */
export async function standInDeeds(db: Db, byId: string, since: Date, now: Date): Promise<StandInDeed[]> {
  const rows = await db<Row>('stand_ins as s')
    .join('people as p', 'p.id', 's.person_id')
    .join('people as i', 'i.id', 's.stand_in_id')
    .where('s.by_id', byId)
    .where('s.at', '>', since)
    .where('s.until', '>', now)
    .whereNull('s.ended_at')
    .orderBy('s.id', 'desc')
    .select<(Row & { person: string; standing: string })[]>('s.*', 'p.name as person', 'i.name as standing');
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    standIn: noun(row),
    names: { person: row.person, standIn: row.standing },
  }));
}

/** Ends those whose time has come, and says for whom. */
export function endStandInsDue(use: { db: Db }, now: Date): Promise<string[]> {
  return withLock(use.db, 'stand-ins', async (trx) => {
    const rows = await trx<Row>('stand_ins')
      .whereNull('ended_at')
      .where('until', '<=', now)
      .update({ ended_at: now } as Partial<Row>)
      .returning('*');
    const by = { kind: 'system', id: 'clock' } as const;
    await record(
      trx,
      rows.map(({ person_id }) => entry('stand_in.ended', person_id, by, { because: 'Its time had come.' })),
    );
    return rows.map(({ person_id }) => person_id);
  });
}

const entry = (action: string, personId: string, by: Actor, details: Record<string, unknown>) => ({
  action,
  subject: { kind: 'person', id: personId },
  by,
  details,
});
const noted = (trx: Db, action: string, personId: string, by: Actor, details: Record<string, unknown>) =>
  record(trx, entry(action, personId, by, details));
