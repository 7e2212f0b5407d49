/** When quiet hours end: what waited for it comes, as it came, as far as the day's limit goes; the rest is for the digest. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { type CardKey, letGo, wantCards } from '../jobs/cards.ts';
import { everybody } from '../people/people.ts';
import { quietAt } from '../policy/quiet-hours.ts';
import { dayIn } from '../sales/days.ts';
import { currentSettings, type SettingRow } from '../settings/settings.ts';
import { intoDigestOfToday, lockedPeople } from './interrupt.ts';
import { cardsADay, restOf } from './rest.ts';
import { isAsleep, isOpen } from './waits.ts';
import { isOwn, mailable, wantMails, wayTo } from './ways.ts';

type Use = { db: Db; now: Clock; zone: string };

/**
 * Lets go what waited for quiet hours that are over, by the settings and zones of this moment. What nobody has to see any
 * more stays held. Clock work, safe to repeat; says how many cards come.
 */
export function releaseQuiet(use: Use): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const waiting: string[] = await trx('interruptions')
      .where({ goes: 'later' })
      .distinct()
      .pluck('person_id');
    const people = await lockedPeople(trx, waiting);
    const settings = await currentSettings(trx, now);
    const quietUntil = quietAt(now);
    const free = [...people.values()].flatMap((person) => {
      const rest = restOf(person, settings, use.zone);
      return quietUntil(rest) === null
        ? [
            {
              ...{ person: person.id, day: dayIn(now, rest.zone), most: cardsADay(person, settings) },
              own: wayTo(person, settings) === 'home' ? 0 : cardsADay(person, settings),
            },
          ]
        : [];
    });
    // Nobody can be interrupted any more who has left, or is not in Slack: it is nobody's then, and comes.
    const nobodys = waiting
      .filter((id) => !people.has(id))
      .map((person) => ({ person, day: null, most: 1e6, own: 1e6 }));
    const decided = await decide(trx, now, [...free, ...nobodys]);
    const beyond = decided.filter(({ goes }) => goes === 'digest');
    await intoDigestOfToday(trx, beyond);
    const wanted = decided.flatMap(({ card, channel, person, goes }) => {
      const known = goes === 'now' && isOwn(channel) ? people.get(person) : undefined;
      return known && wayTo(known, settings) === 'email' ? [{ card, person: known }] : [];
    });
    const byMail = await mailable(trx, wanted);
    await wantMails(trx, now, byMail);
    await letGo(
      trx,
      decided
        .filter(({ card, goes }) => goes === 'now' && !byMail.some((one) => one.card === card))
        .map(({ card }) => card),
    );
    await wantCards(
      trx,
      beyond.map(({ card, channel }) => ({ key: card, channel })),
    );
    return decided.length - beyond.length;
  });
}

type Decided = { card: CardKey; channel: string; person: string; day: string; goes: 'now' | 'digest' };

/** Most worth first within the limit, but posted in the order in which they came. */
async function decide(
  trx: Db,
  now: Date,
  free: { person: string; day: string | null; most: number; own: number }[],
): Promise<Decided[]> {
  if (free.length === 0) return [];
  const { rows } = await trx.raw<{ rows: Decided[] }>(
    `with free as (select * from jsonb_to_recordset(?::jsonb) as f(person text, day date, most int, own int)),
     due as (
       select i.id, i.person_id, i.critical, i.worth, f.day, case when i.channel like 'dm:%' then f.own else f.most end as most, ${isOpen('i.card')} as open
       from interruptions i join free f on f.person = i.person_id
       where i.goes = 'later' and not (${isOpen('i.card')} and ${isAsleep('i.card')})
     ), placed as (
       select d.*, row_number() over (partition by d.person_id, d.open order by d.critical desc, d.worth desc, d.id)
         + (select count(*) from interruptions i where i.person_id = d.person_id and i.day = d.day and i.goes = 'now') as place
       from due d
     ), went as (
       update interruptions i set goes = case when p.open and (p.critical or p.place <= p.most) then 'now' else 'digest' end,
         day = case when p.open and (p.critical or p.place <= p.most) then p.day end, went_at = ?
       from placed p where p.id = i.id returning i.id, i.card, i.channel, i.person_id as person, p.day, i.goes
     )
     select card, channel, person, day, goes from went order by id`,
    [JSON.stringify(free), now],
  );
  return rows;
}

/** Ids of the people whom nothing may interrupt at this moment. */
export async function quietPeople(
  trx: Db,
  use: { now: Date; zone: string; settings: SettingRow[] },
): Promise<string[]> {
  const quietUntil = quietAt(use.now);
  return (await everybody(trx))
    .filter((person) => quietUntil(restOf(person, use.settings, use.zone)) !== null)
    .map(({ id }) => id);
}
