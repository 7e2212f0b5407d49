/** What changes on cards when somebody decides for somebody who is away, and when that ends. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, wantCards } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { peopleById } from '../people/people.ts';
import { beginStandInsDue, endStandInsDue } from '../people/stand-ins.ts';
import type { Person } from '../policy/nouns.ts';
import { standsInFrom, standsInNoLonger, standsInNow } from '../story/decision.ts';
import { instant } from '../story/format.ts';

/** The open cards that wait for these people say who decides now. */
export async function redrawWaiting(trx: Db, personIds: string[]): Promise<void> {
  const cards = await trx('exceptions')
    .whereIn('waits_for', personIds)
    .whereNull('closed_at')
    .distinct<{ key: CardKey; channel: string }[]>({ key: 'card' }, 'channel');
  await wantCards(trx, cards);
}

/** `from`: once it is to come. */
export async function tellStandIn(
  trx: Db,
  on: { person: Person; standIn: Person; from: string | null; until: string; waiting: number },
): Promise<void> {
  const { person, standIn, from, until, waiting } = on;
  const text = from ? standsInFrom(person.name, from, until) : standsInNow(person.name, until, waiting);
  await whisper(trx, standIn, `stand-in:${person.id}:${standIn.id}:${from ?? ''}:${until}`, text);
}

/** Of one that has ended before its time, so that nobody goes on waiting for cards. `id`: of the row. */
export async function tellStandInEnded(
  trx: Db,
  { id, person, standIn, by }: { id: number; person: Person; standIn: Person; by: Person },
): Promise<void> {
  const text = standsInNoLonger(person.name, by.id === person.id ? null : by.name);
  if (by.id !== standIn.id) await whisper(trx, standIn, `stand-in-ended:${id}`, text);
}

async function whisper(trx: Db, { slackId }: Person, key: string, text: string): Promise<void> {
  if (!slackId) return;
  await enqueue(trx, 'whisper', { key, body: { channel: `dm:${slackId}`, user: slackId, text } });
}

/** Begins those whose time has come: their cards name them, and each of them is told what waits. */
export function beginStandIns(use: { db: Db; now: Clock; zone: string }): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const begun = await beginStandInsDue({ db: trx }, now);
    const ids = begun.flatMap(({ personId, standInId }) => [personId, standInId]);
    const people = await peopleById(trx, ids);
    await redrawWaiting(
      trx,
      begun.map(({ personId }) => personId),
    );
    const waiting = await countWaiting(trx, ids);
    for (const { personId, standInId, until } of begun) {
      const [person, standIn] = [people.get(personId), people.get(standInId)];
      const zone = standIn?.tz ?? use.zone;
      if (person && standIn)
        await tellStandIn(trx, {
          ...{ person, standIn, from: null, until: instant(until, zone, now) },
          waiting: waiting.get(personId) ?? 0,
        });
    }
    return begun.length;
  });
}

async function countWaiting(trx: Db, ids: string[]): Promise<Map<string, number>> {
  const rows = await trx('exceptions')
    .whereIn('waits_for', ids)
    .whereNull('closed_at')
    .groupBy('waits_for')
    .select<{ id: string; count: number }[]>({ id: 'waits_for' }, trx.raw('count(*) as count'));
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

/** Ends what has run out; the cards name again for whom they wait. */
export function endStandIns(use: { db: Db; now: Clock }): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const ended = await endStandInsDue({ db: trx }, use.now.now());
    await redrawWaiting(trx, ended);
    return ended.length;
  });
}
