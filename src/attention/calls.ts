/** Calling somebody by name in a thread: it interrupts as a card does, and is counted as one. */
import type { Db } from '../db/pool.ts';
import type { CardKey } from '../jobs/cards.ts';
import { quietUntil } from '../policy/quiet-hours.ts';
import { dayIn } from '../sales/days.ts';
import { type AttentionUse, lockedPeople } from './interrupt.ts';
import { cardsADay, restOf } from './rest.ts';

/** How many more cards may come today; `quiet`: none at this hour, but later. */
export type Callable = { left: number; quiet: boolean; day: string };

/** Of these people those who can be interrupted at all, locked as for cards. */
export async function callable(
  trx: Db,
  use: Omit<AttentionUse, 'present'>,
  ids: string[],
): Promise<Map<string, Callable>> {
  const people = [...(await lockedPeople(trx, ids)).values()].map((person) => {
    const rest = restOf(person, use.settings, use.zone);
    return {
      person: person.id,
      day: dayIn(use.now, rest.zone),
      quiet: quietUntil(use.now, rest) !== null,
      most: cardsADay(person, use.settings),
    };
  });
  if (people.length === 0) return new Map();
  const { rows } = await trx.raw<{ rows: { person: string; had: number }[] }>(
    `select p.person, count(i.id)::int as had from jsonb_to_recordset(?::jsonb) as p(person text, day date)
       left join interruptions i on i.person_id = p.person and i.day = p.day and i.goes = 'now' group by p.person`,
    [JSON.stringify(people)],
  );
  const had = new Map(rows.map((row) => [row.person, row.had]));
  return new Map(
    people.map(({ person, day, quiet, most }) => [
      person,
      { day, quiet, left: Math.max(0, most - (had.get(person) ?? 0)) },
    ]),
  );
}

/** They count among the cards of the day. */
export async function countCalls(
  trx: Db,
  now: Date,
  calls: { card: CardKey; channel: string; personId: string; day: string }[],
): Promise<void> {
  if (calls.length === 0) return;
  await trx('interruptions')
    .insert(
      calls.map(({ card, channel, personId, day }) => ({
        card,
        channel,
        person_id: personId,
        critical: false,
        worth: 0,
        decided_at: now,
        goes: 'now',
        day,
        went_at: now,
      })),
    )
    .onConflict('card')
    .ignore();
}
