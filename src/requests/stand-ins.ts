/** Away, and who decides meanwhile, in words: what goes to them, setting it, ending it, and who is away. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { redrawWaiting, tellStandIn, tellStandInEnded } from '../exceptions/standing-in.ts';
import { waitingFor } from '../exceptions/waiting.ts';
import type { Command } from '../language/request.ts';
import { peopleById, personById } from '../people/people.ts';
import {
  endStandIn,
  type StandIn,
  type StandInDeed,
  setStandIn,
  standInsAhead,
  whyNotStandIn,
} from '../people/stand-ins.ts';
import { may, whoMay } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { count, firstName, instant } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Set = Extract<Command, { do: 'stand_in' }>;
type End = Extract<Command, { do: 'stand_in_end' }>;

const meant = (use: Use, id: string): Promise<Person | null> =>
  personById(use.db, id === 'me' ? use.by.id : id);
const saidOf = (use: Use, person: Person): string => (person.id === use.by.id ? 'you' : person.name);

/** For others an administrator says it, or their manager. */
const mayFor = (use: Use, person: Person): boolean =>
  person.id === use.by.id
    ? may(use.by, 'stand_in')
    : may(use.by, 'stand_in', 'all') || (may(use.by, 'stand_in', 'place') && isOver(use.by, person));

const isOver = (by: Person, { managerId, teamId, territoryId }: Person): boolean =>
  managerId === by.id ||
  (teamId !== null && teamId === by.teamId) ||
  (territoryId !== null && territoryId === by.territoryId);

export async function standInPlan(use: Use, command: Set): Promise<Planned> {
  const [person, standIn] = [await meant(use, command.who.id), await meant(use, command.by.id)];
  if (!person || !standIn) return { nothing: 'That person is not known any more. Nothing was changed.' };
  if (!mayFor(use, person))
    return {
      instead: refusing(
        `Saying who stands in for ${person.name} needs themselves, their manager or ${whoMay('roles')}.`,
      ),
    };
  const until = new Date(command.until.at);
  const now = use.company.now;
  const from = fromOf(command, now);
  const why = await whyNotStandIn(use.db, { personId: person.id, standInId: standIn.id, from, until, now });
  if (why !== null) return { nothing: `${why} Nothing was changed.` };
  const waiting = (await waitingFor({ db: use.db, now }, person)).length;
  const before = (await standInsAhead(use.db, now)).filter(
    (one) => one.personId === person.id && one.startsAt < until && one.until > (from ?? now),
  );
  const whom = saidOf(use, person);
  const cards = `${count(waiting, 'card')} that ${waiting === 1 ? 'waits' : 'wait'} for ${whom} now`;
  return {
    headline: `${standIn.name} decides for ${whom}${spanSaid(command, from)}.`,
    consequence: [
      from
        ? `Until then everything stays as it is. From then on what waits for ${whom} goes to ${firstName(standIn.name)}, too (${count(waiting, 'card')} now).`
        : `${cards} ${waiting === 1 ? 'goes' : 'go'} to ${firstName(standIn.name)}, too, and what comes until then.`,
      `${firstName(standIn.name)} decides nothing that ${firstName(standIn.name)} may not, and signs nothing above a threshold on ${whom === 'you' ? 'your' : 'their'} own deals.`,
      from ? 'It begins and ends by itself.' : 'It ends by itself.',
      before.length === 0
        ? ''
        : before.some(({ startsAt }) => startsAt <= now)
          ? 'It takes the place of who stands in now.'
          : 'It takes the place of who was to stand in then.',
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: `Way back: "undo", or ${person.id === use.by.id ? '"I\'m back"' : `"${person.name} is back"`}.`,
    count: 1,
    verb: `${firstName(standIn.name)} stands in`.slice(0, 30),
    mark: before.map(({ id }) => id).join(','),
    command: { ...command, who: named(person), by: named(standIn) },
  };
}

/** Null: from now on. */
const fromOf = ({ from }: Set, now: Date): Date | null =>
  from && new Date(from.at) > now ? new Date(from.at) : null;
const spanSaid = ({ from, until }: Set, starts: Date | null): string =>
  `${starts && from ? ` from ${from.said}` : ''} until ${until.said}`;

const named = ({ id, name }: Person) => ({ id, name });

export async function carryOutStandIn(use: Use, command: Set): Promise<Done> {
  const [person, standIn] = [await meant(use, command.who.id), await meant(use, command.by.id)];
  if (!person || !standIn)
    return { sentence: 'That person is not known any more. Nothing was changed.', back: null };
  const now = use.now.now();
  const from = fromOf(command, now);
  const why = await setStandIn(use, {
    personId: person.id,
    standInId: standIn.id,
    byId: use.by.id,
    from,
    until: new Date(command.until.at),
    now,
  });
  if (why !== null) return { sentence: `${why} Nothing was changed.`, back: null };
  await redrawWaiting(use.db, [person.id]);
  const waiting = (await waitingFor({ db: use.db, now }, person)).length;
  await tellStandIn(use.db, {
    ...{ person, standIn, waiting, until: command.until.said },
    from: from && command.from ? command.from.said : null,
  });
  return {
    sentence: `${standIn.name} decides for ${saidOf(use, person)}${spanSaid(command, from)}.`,
    back: 'undo',
  };
}

/** Null: nobody stands in there any more, and the cards that wait say so. */
export async function undoStandIn(
  use: { db: Db; now: Clock; by: Person },
  { standIn: { id, personId }, names }: StandInDeed,
): Promise<string | null> {
  const now = use.now.now();
  const ended = await endStandIn(use, { personId, id, byId: use.by.id, because: 'Undo.', now });
  if (!ended) return `${names.standIn} stands in for ${names.person} no longer.`;
  await afterEnd(use, ended);
  return null;
}

/** The cards name again for whom they wait, and whoever stood in is told. */
async function afterEnd(use: { db: Db; by: Person }, { id, personId, standInId }: StandIn): Promise<void> {
  await redrawWaiting(use.db, [personId]);
  const people = await peopleById(use.db, [personId, standInId]);
  const [person, standIn] = [people.get(personId), people.get(standInId)];
  if (person && standIn) await tellStandInEnded(use.db, { id, person, standIn, by: use.by });
}

export async function standInEndPlan(use: Use, command: End): Promise<Planned> {
  const person = await meant(use, command.who.id);
  if (!person) return { nothing: 'That person is not known any more. Nothing was changed.' };
  if (!mayFor(use, person))
    return {
      instead: refusing(
        `Ending it for ${person.name} needs themselves, their manager or ${whoMay('roles')}.`,
      ),
    };
  const [found] = (await standInsAhead(use.db, use.company.now))
    .filter(({ personId }) => personId === person.id)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  if (!found) return { nothing: `Nobody stands in for ${saidOf(use, person)}. Nothing was changed.` };
  const standIn = await personById(use.db, found.standInId);
  const isAhead = found.startsAt > use.company.now;
  return {
    headline: isAhead
      ? `${standIn?.name ?? 'The stand-in'} will not decide for ${saidOf(use, person)} from ${instant(found.startsAt, use.by.tz ?? use.company.zone, use.company.now)} on.`
      : `${standIn?.name ?? 'The stand-in'} no longer decides for ${saidOf(use, person)}.`,
    consequence: `${isAhead ? '' : `What was decided meanwhile stays. Cards that wait name ${saidOf(use, person)} again. `}${firstName(standIn?.name ?? 'The stand-in')} is told.`,
    wayBack: 'Way back: say again who stands in, and until when.',
    count: 1,
    verb: 'End it',
    mark: String(found.id),
    command: { ...command, who: named(person) },
  };
}

export async function carryOutStandInEnd(use: Use, command: End): Promise<Done> {
  const person = await meant(use, command.who.id);
  const ended =
    person &&
    (await endStandIn(use, { personId: person.id, byId: use.by.id, because: null, now: use.now.now() }));
  if (!person || !ended) return { sentence: 'Nobody stands in any more. Nothing was changed.', back: null };
  await afterEnd(use, ended);
  const standIn = await personById(use.db, ended.standInId);
  return {
    sentence: `${standIn?.name ?? 'Nobody'} no longer decides for ${saidOf(use, person)}.`,
    back: null,
  };
}

export async function listStandIns(use: Use): Promise<Outcome> {
  const all = await standInsAhead(use.db, use.company.now);
  const now = use.company.now;
  const away = all.filter(({ startsAt }) => startsAt <= now).length;
  const people = await peopleById(
    use.db,
    all.flatMap(({ personId, standInId }) => [personId, standInId]),
  );
  const zone = use.by.tz ?? use.company.zone;
  const name = (id: string): string => people.get(id)?.name ?? 'Somebody';
  const lines = all.map(
    ({ personId, standInId, startsAt, until }) =>
      `${name(standInId)} decides for ${name(personId)}${startsAt > now ? ` from ${instant(startsAt, zone, now)}` : ''} until ${instant(until, zone, now)}.`,
  );
  return outcome(
    {
      kind: 'text',
      sentence: `${away === 0 ? 'Nobody is away now.' : `${count(away, 'person', 'people')} away.`}${all.length > away ? ` ${count(all.length - away, 'absence')} to come.` : ''}`,
      lines,
      next: suggestions(['what may I do']),
    },
    'list_stand_ins',
  );
}
