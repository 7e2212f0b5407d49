/** Who decides for somebody who is away: rows with an end that comes by itself; setting one, and its opposite. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Actor, Person } from '../policy/nouns.ts';
import { peopleById } from './people.ts';

export type StandIn = {
  id: number;
  personId: string;
  standInId: string;
  at: Date;
  until: Date;
  byId: string;
};

type Row = {
  id: number;
  person_id: string;
  stand_in_id: string;
  at: Date;
  until: Date;
  by_id: string;
  ended_at: Date | null;
};

const noun = ({ id, person_id, stand_in_id, at, until, by_id }: Row): StandIn => ({
  ...{ id, personId: person_id, standInId: stand_in_id, at, until, byId: by_id },
});

/** All that hold at that moment, the one that ends first first. */
export const standInsNow = async (db: Db, now: Date): Promise<StandIn[]> =>
  (await db<Row>('stand_ins').whereNull('ended_at').where('until', '>', now).orderBy(['until', 'id'])).map(
    noun,
  );

/** Those for whom this person decides at that moment. */
export async function absentFor(db: Db, personId: string, now: Date): Promise<Person[]> {
  const ids: string[] = await db('stand_ins')
    .where({ stand_in_id: personId })
    .whereNull('ended_at')
    .where('until', '>', now)
    .pluck('person_id');
  return ids.length === 0 ? [] : [...(await peopleById(db, ids)).values()].filter(({ active }) => active);
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

/** Null: it holds. Otherwise why it cannot. A stand-in is there, stands in for one at first hand, and is not away. */
export function setStandIn(
  use: { db: Db },
  input: { personId: string; standInId: string; byId: string; until: Date; now: Date },
): Promise<string | null> {
  const { personId, standInId, byId, until, now } = input;
  return withLock(use.db, 'stand-ins', async (trx) => {
    const why = await whyNotStandIn(trx, input);
    if (why !== null) return why;
    await trx('stand_ins')
      .where({ person_id: personId })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: byId, ended_because: 'Set anew.' });
    await trx('stand_ins').insert({
      person_id: personId,
      stand_in_id: standInId,
      at: now,
      until,
      by_id: byId,
    });
    await noted(
      trx,
      'stand_in.set',
      personId,
      { kind: 'person', id: byId },
      { standInId, until, after: `${standInId} until ${until.toISOString()}` },
    );
    return null;
  });
}

/** Null: nothing stands in the way. */
export async function whyNotStandIn(
  db: Db,
  { personId, standInId, until, now }: { personId: string; standInId: string; until: Date; now: Date },
): Promise<string | null> {
  const people = await peopleById(db, [personId, standInId]);
  const [person, standIn] = [people.get(personId), people.get(standInId)];
  if (!person?.active || !standIn?.active) return 'Somebody who has left neither stands in nor is away.';
  if (personId === standInId) return 'Nobody stands in for themselves. Name somebody else.';
  if (until <= now) return 'That end is past. Say one that is to come.';
  const holding = await standInsNow(db, now);
  const away = holding.find((one) => one.personId === standInId);
  if (away) return `${standIn.name} is away, too. Name somebody who is there.`;
  const behind = holding.find((one) => one.standInId === personId);
  if (behind) {
    const whom = (await peopleById(db, [behind.personId])).get(behind.personId)?.name ?? 'somebody';
    return `${person.name} stands in for ${whom}. Name somebody else for ${whom} first.`;
  }
  const mine = decides(person);
  return mine.some((role) => standIn.roles.includes(role))
    ? null
    : `${standIn.name} may not decide what ${person.name} may. Name somebody with the same role.`;
}

/** A stand-in decides nothing that they could not decide themselves: it takes one of the roles by which the other decides. */
const decides = ({ roles }: Person) =>
  roles.filter((role) => role === 'manager' || role === 'rep' || role === 'approver' || role === 'finance');

/** The opposite. Null: nobody stood in. */
export function endStandIn(
  use: { db: Db },
  { personId, byId, because, now }: { personId: string; byId: string; because: string | null; now: Date },
): Promise<StandIn | null> {
  return withLock(use.db, 'stand-ins', async (trx) => {
    const [row] = await trx<Row>('stand_ins')
      .where({ person_id: personId })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: byId, ended_because: because } as Partial<Row>)
      .returning('*');
    if (row) await noted(trx, 'stand_in.ended', personId, { kind: 'person', id: byId }, { because });
    return row ? noun(row) : null;
  });
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
