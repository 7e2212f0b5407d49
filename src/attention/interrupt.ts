/**
 * Whom a new card interrupts, and whether it may: in quiet hours it waits until they end, beyond the daily limit it goes to
 * the digest. What is critical comes all the same, and counts. Decided in the transaction in which the card comes about.
 */
import type { Db } from '../db/pool.ts';
import { type CardKey, holdCards, type WantedCard, wantCards } from '../jobs/cards.ts';
import { lockPeople } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { quietUntil } from '../policy/quiet-hours.ts';
import { dayIn } from '../sales/days.ts';
import type { SettingRow } from '../settings/settings.ts';
import { cardsADay, restOf } from './rest.ts';
import { isOwn, mailable, type Way, wantMails, wayTo } from './ways.ts';

export type Interruption = WantedCard & {
  key: CardKey;
  /** For whom it waits; null: for nobody by name, so that it interrupts nobody. */
  personId: string | null;
  critical: boolean;
  /** In the company's currency: of several the most valuable come first. */
  worth: number;
};

export type AttentionUse = {
  now: Date;
  /** The company's; of those whose own is not known. */
  zone: string;
  settings: SettingRow[];
  /** Who has asked for it at this moment, and so is there, whatever the hour. */
  present?: string | null;
};

type Goes = 'now' | 'later' | 'digest';

/** Posts what may come now and holds the rest. A card that is in the ledger already keeps its place. Says how many went where. */
export async function interrupt(
  trx: Db,
  use: AttentionUse,
  cards: Interruption[],
): Promise<Record<Goes, number>> {
  const counts = { now: 0, later: 0, digest: 0 };
  if (cards.length === 0) return counts;
  const people = await lockedPeople(
    trx,
    cards.flatMap(({ personId }) => personId ?? []),
  );
  const asked = cards.flatMap((card) => {
    const person = people.get(card.personId ?? '');
    return person ? [askedOf(card, person, use)] : [];
  });
  const decided = await decide(trx, use.now, asked);
  for (const { goes } of decided) counts[goes] += 1;
  const byMail = decided.flatMap(({ card, goes }) => {
    const one = goes === 'now' ? asked.find((each) => each.card === card) : undefined;
    const person = one?.way === 'email' ? people.get(one.person) : undefined;
    return person && one ? [{ card: one.card, person }] : [];
  });
  const mailed = await mailable(trx, byMail);
  const held = new Set([
    ...decided.filter(({ goes }) => goes !== 'now').map(({ card }) => card),
    ...mailed.map(({ card }) => card),
  ]);
  await holdCards(
    trx,
    cards.filter(({ key }) => held.has(key)),
  );
  await wantMails(trx, use.now, mailed);
  await intoDigestOfToday(
    trx,
    asked.filter(({ card }) => decided.some((one) => one.card === card && one.goes === 'digest')),
  );
  await wantCards(
    trx,
    cards.map(({ key, channel, threadTs }) => ({ key, channel, threadTs })),
  );
  return counts;
}

/**
 * Those of these people who can be interrupted at all, locked until the transaction ends: two that count at the same time
 * would both take the last card of a day.
 */
export async function lockedPeople(trx: Db, ids: string[]): Promise<Map<string, Person>> {
  const people = await lockPeople(trx, [...new Set(ids)]);
  const reachable = people.filter(({ active, slackId }) => active && slackId !== null);
  return new Map(reachable.map((person) => [person.id, person]));
}

type Asked = {
  card: CardKey;
  channel: string;
  person: string;
  critical: boolean;
  worth: number;
  day: string;
  until: Date | null;
  most: number;
  way: Way;
};

function askedOf(card: Interruption, person: Person, use: AttentionUse): Asked {
  const rest = restOf(person, use.settings, use.zone);
  const through = card.critical || use.present === person.id;
  // Who has asked for it looks here, and not into the mailbox.
  const way = isOwn(card.channel) && use.present !== person.id ? wayTo(person, use.settings) : 'slack';
  return {
    card: card.key,
    channel: card.channel,
    person: person.id,
    critical: card.critical,
    worth: card.worth,
    day: dayIn(use.now, rest.zone),
    until: through ? null : quietUntil(use.now, rest),
    most: way === 'home' ? 0 : cardsADay(person, use.settings),
    way,
  };
}

/** All in one statement: critical ones first, then by worth, as many as the day has left. */
async function decide(trx: Db, now: Date, asked: Asked[]): Promise<{ card: string; goes: Goes }[]> {
  if (asked.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { card: string; goes: Goes }[] }>(
    `with asked as (
       select a.* from jsonb_to_recordset(?::jsonb)
         as a(n int, card text, channel text, person text, critical boolean, worth numeric, day date, until timestamptz, most int)
       where not exists (select 1 from interruptions i where i.card = a.card) and not exists (select 1 from cards c where c.key = a.card)
     ), placed as (
       select a.*, row_number() over (partition by a.person, a.until is null order by a.critical desc, a.worth desc, a.n)
         + (select count(*) from interruptions i where i.person_id = a.person and i.day = a.day and i.goes = 'now') as place
       from asked a
     ), decided as (
       select p.*, case when until is not null then 'later' when critical or place <= most then 'now' else 'digest' end as goes from placed p
     )
     insert into interruptions (card, person_id, channel, critical, worth, decided_at, goes, until, day, went_at)
     select card, person, channel, critical, worth, ?::timestamptz, goes, until,
       case when goes = 'now' then day end, case when goes = 'now' then ?::timestamptz end
     from decided order by n
     on conflict (card) do nothing returning card, goes`,
    [JSON.stringify(asked.map((one, n) => ({ n, ...one }))), now, now],
  );
  return rows;
}

/** What is beyond the limit after the digest has come is added to it: a message that is rewritten interrupts nobody. */
export async function intoDigestOfToday(
  trx: Db,
  beyond: { card: string; person: string; day: string }[],
): Promise<void> {
  if (beyond.length === 0) return;
  await trx.raw(
    `insert into digest_rows (digest, card)
     select d.key, b.card from jsonb_to_recordset(?::jsonb) as b(card text, person text, day date)
       join digests d on d.person_id = b.person and d.day = b.day
     on conflict do nothing`,
    [JSON.stringify(beyond)],
  );
}
