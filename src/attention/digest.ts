/** The morning's digest: one message to each person for whom something waits that has not interrupted them, or came at night. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { holdCards, wantCards } from '../jobs/cards.ts';
import { peopleById } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { digestDay } from '../policy/quiet-hours.ts';
import { instantAt } from '../sales/days.ts';
import { currentSettings, type SettingRow } from '../settings/settings.ts';
import { digestTime, restOf } from './rest.ts';
import { isAsleep, isOpen } from './waits.ts';
import { type Way, wantMails, wayTo } from './ways.ts';

type Use = { db: Db; now: Clock; zone: string };

/** Nothing waits for longer than that: a card lives a week, and sleeps for at most ninety days. */
const longestDays = 120;
const waits = `${isOpen('i.card')} and not ${isAsleep('i.card')}`;

/**
 * Sends the digests whose time has come, each person's once a day, however many replicas tick; where nothing waits, none.
 * What comes later in the day is for the next one where none was sent. Says how many.
 */
export function sendDigests(use: Use): Promise<number> {
  return inTransaction(use.db, async (trx) => {
    const now = use.now.now();
    const settings = await currentSettings(trx, now);
    const due = (await whoHasSome(trx, now)).flatMap((person) => dueOf(person, settings, use, now));
    if (due.length === 0) return 0;
    const { rows } = await trx.raw<{
      rows: { key: `digest:${string}:${string}`; channel: string; person: string; way: Way }[];
    }>(
      `with due as (
         select * from jsonb_to_recordset(?::jsonb) as d(key text, person text, day date, "from" timestamptz, channel text, way text)
       ), waiting as (
         select d.key, i.card, i.decided_at <= d."from" as early from due d join interruptions i on i.person_id = d.person
         where (i.goes = 'digest' or (i.goes = 'now' and i.until is not null and i.day = d.day))
           -- Of whom only Home is to tell the digest tells what Home does not.
           and (d.way <> 'home' or split_part(i.card, ':', 1) in ('nudge', 'finding', 'report'))
           and i.decided_at > ?::timestamptz - make_interval(days => ${longestDays}) and ${waits}
       ), made as (
         insert into digests (key, person_id, day, at)
         select key, person, day, ? from due d where exists (select 1 from waiting w where w.key = d.key and w.early)
         on conflict do nothing returning key
       ), filled as (
         insert into digest_rows (digest, card) select key, card from waiting join made using (key)
       )
       select key, channel, person, way from made join due using (key) order by key`,
      [JSON.stringify(due), now, now],
    );
    await holdCards(
      trx,
      rows.filter(({ way }) => way === 'email'),
    );
    await wantCards(trx, rows);
    const people = await peopleById(
      trx,
      rows.map(({ person }) => person),
    );
    await wantMails(
      trx,
      now,
      rows.flatMap(({ key, person, way }) => {
        const known = way === 'email' ? people.get(person) : undefined;
        return known ? [{ card: key, person: known }] : [];
      }),
    );
    return rows.length;
  });
}

async function whoHasSome(trx: Db, now: Date): Promise<Person[]> {
  const ids: string[] = await trx('interruptions')
    .where('decided_at', '>', new Date(now.getTime() - longestDays * 86_400_000))
    .andWhere((q) => q.where('goes', 'digest').orWhere((or) => or.where('goes', 'now').whereNotNull('until')))
    .distinct()
    .pluck('person_id');
  return [...(await peopleById(trx, ids)).values()].filter(({ active }) => active);
}

function dueOf(person: Person, settings: SettingRow[], use: Use, now: Date): object[] {
  const rest = restOf(person, settings, use.zone);
  const at = digestTime(person, settings);
  const day = digestDay(now, at, rest);
  if (day === null || person.slackId === null) return [];
  const from = instantAt(day, Math.floor(at / 60), at % 60, rest.zone);
  return [
    {
      ...{ key: `digest:${person.id}:${day}`, person: person.id, day, from, channel: `dm:${person.slackId}` },
      way: wayTo(person, settings),
    },
  ];
}
