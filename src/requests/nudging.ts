/** Reminding many reps of their deals by one sentence: each by one message, shown before the yes and taken back together. */

import { restOf } from '../attention/rest.ts';
import { peopleOutside } from '../changes/outside.ts';
import { askedSince, type Reminder, remind, remindable } from '../changes/remind.ts';
import type { Clock } from '../clock.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import { questionOf } from '../language/question.ts';
import type { Command } from '../language/request.ts';
import { understanding } from '../language/understanding.ts';
import { peopleById } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { quietUntil } from '../policy/quiet-hours.ts';
import type { DealRow } from '../sales/answer.ts';
import { numberSetting } from '../settings/settings.ts';
import { count, firstName, list, money, number } from '../story/format.ts';
import { contextOf } from './asking.ts';
import { bulkDone, bulkSaid, framed } from './assigning.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { beyondScope } from './outside.ts';
import type { Done, Planned } from './plan.ts';
import type { ThingsTable } from './reply.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Nudge = Extract<Command, { do: 'nudge' }>;

/** More are never looked through for one sentence. */
const atOnce = 500;
const namedAtMost = 3;
const dayMs = 86_400_000;

/** One rep and the deals that the message is about, the largest first. */
type Reader = { person: Person; deals: [DealRow, ...DealRow[]] };
type Found = {
  /** "Open deals stale in their stage" */
  what: string;
  readers: Reader[];
  /** Deals of which nobody is reminded: without a rep in Slack, one's own, asked about lately, of somebody else's place. */
  nobody: number;
  own: number;
  lately: number;
  beyond: number;
  needs: string | null;
};

export async function nudgePlan(use: Use, command: Nudge): Promise<Planned> {
  const outside = await beyondScope(use.db, framed(command.what), use.by, use.company);
  if (outside) return { instead: outside };
  const found = await readersOf(use, command);
  if ('instead' in found || 'nothing' in found) return found;
  const { readers, what } = found;
  const [first] = readers;
  if (!first)
    return found.beyond > 0 && found.nobody + found.own + found.lately === 0
      ? {
          instead: refusing(
            `Reminding the reps of these deals is not possible for you: it needs ${found.needs}.`,
          ),
        }
      : { nothing: [`${what}: nobody is to be reminded.`, ...leftOut(use, found)].join(' ') };
  const bulk = await bulkSaid(use, readers.length, 'message');
  if ('because' in bulk) return { instead: refusing(bulk.because) };
  const deals = readers.reduce((sum, one) => sum + one.deals.length, 0);
  return {
    headline: `Remind ${count(readers.length, 'rep')} of ${count(deals, 'deal')}: ${lowered(what)}.`,
    consequence: [
      `One message each, in their own messages. For example to ${first.person.name}: "${textFor(use, first, what)}"`,
      ...(await whenSaid(use, readers)),
      ...bulk.lines,
      ...leftOut(use, found),
    ].join(' '),
    table: tableOf(use, readers, what),
    wayBack:
      'Way back: "undo": who has not been written to is not, and a message in Slack says that it was taken back. An e-mail stays.',
    count: readers.length,
    verb: readers.length === 1 ? 'Send it' : `Send ${number(readers.length)} messages`,
    mark: JSON.stringify(readers.map(({ person, deals }) => [person.id, deals.map(({ id }) => id)])),
  };
}

export async function carryOutNudge(use: Use, command: Nudge): Promise<Done> {
  const found = await readersOf(use, command);
  const readers = 'readers' in found ? found.readers : [];
  if (!('readers' in found) || readers.length === 0)
    return { sentence: 'Nobody is to be reminded any more. Nothing was sent.', back: null };
  const deals = readers.reduce((sum, one) => sum + one.deals.length, 0);
  const what = `remind ${count(readers.length, 'rep')} of ${count(deals, 'deal')}`;
  await remind(use, {
    reminders: readers.map(
      (reader): Reminder => ({
        to: reader.person.id,
        dealId: reader.deals[0].id,
        text: textFor(use, reader, found.what),
      }),
    ),
    says: what,
    asks: `my ${command.said}`,
    by: use.by,
  });
  const so = bulkDone(use, readers.length);
  return so.waits
    ? {
        sentence: `${firstName(use.by.name)} asked to ${what}. It waits for a second approval; nobody is written to before.`,
        back: 'undo',
      }
    : {
        sentence: `${firstName(use.by.name)} had ${count(readers.length, 'rep')} reminded of ${count(deals, 'deal')}.${so.said}`,
        back: 'undo',
      };
}

async function readersOf(
  use: Use,
  command: Nudge,
): Promise<Found | Extract<Planned, { nothing: string } | { instead: unknown }>> {
  const frame = framed(command.what);
  const what = understanding(frame, use.company);
  const answer = await answerQuestion(
    use.db,
    questionOf(frame, use.by),
    contextOf({ ...use, longest: atOnce }),
  );
  if (answer.kind !== 'rows') return { nothing: 'People can be reminded of a list of deals only.' };
  if (answer.total === 0) return { nothing: `${what}: there are none. Nobody is to be reminded.` };
  if (answer.total > atOnce)
    return {
      instead: lacking(
        `${what}: ${count(answer.total, 'deal')} are too many at once (at most ${atOnce}). Say which of them.`,
      ),
    };
  const ids = answer.rows.map(({ id }) => id);
  const { may, needs } = await remindable(use, ids, use.by);
  const allowed = answer.rows.filter(({ id }) => may.has(id));
  const since = new Date(
    use.company.now.getTime() - numberSetting(use.company.settings, 'nudge_days') * dayMs,
  );
  const asked = await askedSince(use.db, ids, since);
  const people = await peopleById(
    use.db,
    allowed.flatMap(({ ownerId }) => ownerId ?? []),
  );
  const reachable = (deal: DealRow): Person | null => {
    const person = people.get(deal.ownerId ?? '');
    return person?.active && person.slackId !== null ? person : null;
  };
  const theirs = allowed.filter((deal) => deal.ownerId !== use.by.id);
  const fresh = theirs.filter((deal) => reachable(deal) !== null && !asked.has(deal.id));
  const readers = [...Map.groupBy(fresh, ({ ownerId }) => ownerId ?? '')]
    .flatMap(([id, deals]): Reader[] => {
      const person = people.get(id);
      const [first, ...others] = deals.toSorted(
        (a, b) => (b.amount ?? 0) - (a.amount ?? 0) || (a.id < b.id ? -1 : 1),
      );
      return person && first ? [{ person, deals: [first, ...others] }] : [];
    })
    .toSorted((a, b) => b.deals.length - a.deals.length || (a.person.name < b.person.name ? -1 : 1));
  return {
    ...{ what, readers, needs, own: allowed.length - theirs.length, beyond: ids.length - allowed.length },
    nobody: theirs.filter((deal) => reachable(deal) === null).length,
    lately: theirs.filter((deal) => reachable(deal) !== null && asked.has(deal.id)).length,
  };
}

/** What the rep reads after the greeting. */
function textFor({ by }: Use, { deals }: Reader, what: string): string {
  const named = deals.slice(0, namedAtMost).map(({ name }) => name);
  const more = deals.length - named.length;
  const these = list(more > 0 ? [...named, `${number(more)} more`] : named);
  const is = deals.length === 1 ? 'is' : 'are';
  return `${by.name} asks about ${deals.length === 1 ? 'this deal' : `${number(deals.length)} of your deals`}: ${these} ${is} among ${lowered(what)}. ${deals.length === 1 ? 'What comes next?' : 'What comes next for each?'}`;
}

/** Who reads it later, and who by e-mail. */
async function whenSaid({ db, company, by }: Use, readers: Reader[]): Promise<string[]> {
  const resting = readers.filter(
    ({ person }) => quietUntil(company.now, restOf(person, company.settings, company.zone)) !== null,
  );
  const outside = await peopleOutside(db, company.settings);
  const mailed = readers.filter(({ person }) => person.id !== by.id && outside.has(person.id));
  const minutes = numberSetting(company.settings, 'stop_minutes');
  return [
    resting.length > 0
      ? `For ${namesOf(resting)} it comes when their quiet hours end.`
      : 'Nobody of them has quiet hours now.',
    'Beyond the cards of a day it waits in their digest.',
    ...(mailed.length > 0
      ? [
          `To ${namesOf(mailed)} it goes by e-mail: it is held for ${count(minutes, 'minute')}, and cannot be taken back after that.`,
        ]
      : []),
  ];
}

const namesOf = (readers: Reader[]): string => {
  const names = readers.slice(0, namedAtMost).map(({ person }) => person.name);
  const more = readers.length - names.length;
  return list(more > 0 ? [...names, `${number(more)} more`] : names);
};

const leftOut = ({ company }: Use, { nobody, own, lately, beyond, needs }: Found): string[] => [
  ...(own > 0 ? [`${count(own, 'deal')} of your own ${own === 1 ? 'is' : 'are'} left out.`] : []),
  ...(nobody > 0
    ? [`${count(nobody, 'deal')} ${nobody === 1 ? 'has' : 'have'} no rep who is in Slack.`]
    : []),
  ...(lately > 0
    ? [
        `${count(lately, 'deal')} left out: asked about within the last ${count(numberSetting(company.settings, 'nudge_days'), 'day')} already.`,
      ]
    : []),
  ...(beyond > 0
    ? [`${count(beyond, 'deal')} left out: ${beyond === 1 ? 'it needs' : 'they need'} ${needs}.`]
    : []),
];

const tableOf = ({ company }: Use, readers: Reader[], what: string): ThingsTable => ({
  caption: what,
  head: ['Rep', 'Deals', 'The largest'],
  rows: readers.map(({ person, deals }) => [
    person.name,
    { value: deals.length, text: number(deals.length) },
    `${deals[0].name}${deals[0].amount === null ? '' : `, ${money(deals[0].amount, deals[0].currency, company.companyCurrency)}`}`,
  ]),
});

const lowered = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
