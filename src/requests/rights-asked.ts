/** Who holds a role, who may do what, and what somebody may do: asked, and nothing changed. */
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { holdersOf, holdersOfAny, peopleById, personById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { authorize, whoMay } from '../policy/authorize.ts';
import {
  type Action,
  actions,
  matrix,
  type Reach,
  reachOf,
  roleName,
  roleSaid,
  roles,
} from '../policy/matrix.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { count, list } from '../story/format.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { isOrAre, rightsOfRole, titleOf } from './roles.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; by: Person };

const reachSaid: Record<Reach, string> = {
  all: '',
  place: ' (of the own team or territory)',
  own: ' (their own)',
};

export async function roleHolders(use: Use, role: Role): Promise<Outcome> {
  const holders = await holdersOf(use.db, role);
  return outcome(
    {
      kind: 'text',
      sentence: holdersSaid(holders, role),
      lines: [`May: ${list(rightsOfRole(role))}.`],
      next: suggestions(['what may I do']),
    },
    'role_holders',
  );
}

const holdersSaid = (holders: Person[], role: Role): string =>
  holders.length === 0
    ? `Nobody is ${roleSaid[role]}.`
    : `${namesOf(holders)} ${isOrAre(holders.length)} ${titleOf(role, holders.length)}.`;

const mostNames = 12;
const namesOf = (people: Person[]): string => {
  const names = people.map(({ name }) => name);
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : list(names);
};

/** "Is Tom an approver?": yes or no of each, and who is. */
export async function roleAsked(
  use: Use,
  { people: asked, role }: Extract<Command, { do: 'role_asked' }>,
): Promise<Outcome> {
  const ids = asked.map(({ id }) => (id === 'me' ? use.by.id : id));
  const found = await peopleById(use.db, ids);
  const people = ids.flatMap((id) => found.get(id) ?? []);
  const said = (person: Person): string => {
    const { name, has, is } =
      person.id === use.by.id
        ? { name: 'You', has: 'you have', is: 'are' }
        : { name: person.name, has: 'they have', is: 'is' };
    const mine = person.roles.map((one) => roleName[one]);
    if (person.roles.includes(role)) return `${name} ${is} ${roleSaid[role]}.`;
    return `${name} ${is} not ${roleSaid[role]}: ${mine.length === 0 ? `${has} no role` : `${has} the ${mine.length === 1 ? 'role' : 'roles'} ${list(mine)}`}.`;
  };
  const yes = people.filter((person) => person.roles.includes(role));
  const answer = yes.length === people.length ? 'Yes' : yes.length === 0 ? 'No' : 'Not all';
  const holders = yes.length === people.length ? [] : await holdersOf(use.db, role);
  return outcome(
    {
      kind: 'text',
      sentence: `${answer}. ${people.map(said).join(' ')}`,
      lines: yes.length === people.length ? [] : [holdersSaid(holders, role)],
      next: suggestions([`who is ${roleSaid[role]}`]),
    },
    'role_holders',
  );
}

/** "Who can pause agents", "may Tom approve": by which role, how far, and who holds it. */
export async function whoMayDo(
  use: Use,
  { actions: asked, who }: Extract<Command, { do: 'who_may' }>,
): Promise<Outcome> {
  const holders = await holdersOfAny(
    use.db,
    roles.filter((role) => asked.some((action) => reachOf(role, action) !== null)),
  );
  const person = who && (await personById(use.db, who.id === 'me' ? use.by.id : who.id));
  const lines = asked.flatMap((action) => linesOf(action, holders));
  const sentence = person
    ? asked.map((action) => answerFor(person, person.id === use.by.id, action)).join(' ')
    : asked.map((action) => `${capital(whoMay(action))} may ${said(action)}.`).join(' ');
  return outcome(
    { kind: 'text', sentence, lines, next: suggestions(['what may I do', 'who signs what']) },
    'rights',
  );
}

const said = (action: Action): string => matrix[action].said;

function answerFor(person: Person, self: boolean, action: Action): string {
  const found = authorize(person, action);
  const name = self ? 'You' : person.name;
  const of = found.may ? reachSaid[found.reach] : '';
  return found.may
    ? `Yes, ${self ? 'you' : name} may ${said(action)}${self ? toYou(of) : of}.`
    : `No, ${self ? 'you' : name} may not ${said(action)}: it needs ${found.needs}.`;
}

function linesOf(action: Action, holders: Person[]): string[] {
  return roles.flatMap((role) => {
    const reach = reachOf(role, action);
    const those = holders.filter((person) => person.roles.includes(role));
    return reach === null || those.length === 0
      ? []
      : [`${capital(said(action))}${reachSaid[reach]}, as ${roleSaid[role]}: ${namesOf(those)}.`];
  });
}

/** Of others only who sees the whole company, their manager, or themselves. */
export async function rightsAsked(use: Use, who: { id: string; name: string }): Promise<Outcome> {
  const person = await personById(use.db, who.id === 'me' ? use.by.id : who.id);
  const self = person?.id === use.by.id;
  if (!person || (!self && !('everything' in scopeOf(use.by)) && person.managerId !== use.by.id))
    return refusing(
      `What ${who.name} may do is told to themselves, their manager and who sees the whole company.`,
    );
  const can = actions.flatMap((action) => {
    const found = authorize(person, action);
    const said = found.may ? `${capital(matrix[action].said)}${reachSaid[found.reach]}.` : null;
    return said === null ? [] : [self ? toYou(said) : said];
  });
  const mine = list(person.roles.map((role) => roleName[role]));
  const name = self ? 'You' : person.name;
  return outcome(
    {
      kind: 'text',
      sentence:
        person.roles.length === 0
          ? `${name} ${self ? 'have' : 'has'} no role, so nothing is possible here.`
          : `${name} ${self ? 'are' : 'is'} ${mine}: ${count(can.length, 'thing')} ${self ? 'you' : 'they'} may do.`,
      lines: can,
      next: suggestions(['who is an approver', 'who is an administrator']),
    },
    'rights',
  );
}

/** The matrix speaks of whoever it is about. */
const toYou = (text: string): string =>
  text
    .replace(/\btheir own\b/g, 'your own')
    .replace(/\bthemselves\b/g, 'yourself')
    .replace(/\bthey are\b/g, 'you are')
    .replace(/\bthey\b/g, 'you')
    .replace(/\bthe own team\b/g, 'your own team');

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
