/** Roles in words: giving and taking them, who holds one, and what somebody may do. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { holdersOf, personById } from '../people/people.ts';
import { setRole } from '../people/roles.ts';
import { scopeOf } from '../people/scope.ts';
import { authorize, may, whoMay } from '../policy/authorize.ts';
import { actions, matrix, type Reach, roleName, roleSaid } from '../policy/matrix.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { count, firstName, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type SetRole = Extract<Command, { do: 'set_role' }>;

const meant = (use: Use, id: string): Promise<Person | null> =>
  personById(use.db, id === 'me' ? use.by.id : id);

const backTo = ({ give, role }: SetRole, name: string): string =>
  give ? `${name} is no longer ${roleSaid[role]}` : `make ${name} ${roleSaid[role]}`;

export async function rolePlan(use: Use, command: SetRole): Promise<Planned> {
  const { role, give } = command;
  if (!may(use.by, 'roles'))
    return { instead: refusing(`${give ? 'Giving' : 'Taking'} a role needs ${whoMay('roles')}.`) };
  const person = await meant(use, command.person.id);
  if (!person?.active) return { nothing: `${command.person.name} is not active any more.` };
  if (person.roles.includes(role) === give)
    return { nothing: `${person.name} is ${give ? roleSaid[role] : `not ${roleSaid[role]}`} already.` };
  const left = give ? 1 : (await holdersOf(use.db, role)).length - 1;
  if (role === 'admin' && left === 0)
    return { nothing: `${person.name} is the only administrator. Make somebody else one first.` };
  const others = person.roles.filter((one) => one !== role).map((one) => roleName[one]);
  const now = give
    ? `${firstName(person.name)} may then: ${list(rightsOfRole(role))}.`
    : `${firstName(person.name)} may then no longer do what only that role may. It holds at once, also for what was approved and is not written yet.`;
  const stays =
    others.length > 0
      ? ` Stays: ${list(others)}.`
      : give
        ? ''
        : ' No role is left: then they see and do nothing here.';
  const none = !give && left === 0 ? ` Nobody else is ${roleSaid[role]}.` : '';
  return {
    headline: give
      ? `Make ${person.name} ${roleSaid[role]}.`
      : `${person.name} is no longer ${roleSaid[role]}.`,
    consequence: `${now}${stays}${none}${give ? '' : await waitsFor(use, person)}`,
    wayBack: `Way back: "${backTo(command, person.name)}".`,
    count: 1,
    verb: give ? 'Give the role' : 'Take the role',
    mark: [...person.roles].sort().join(','),
    command: { ...command, person: { id: person.id, name: person.name } },
  };
}

const rightsOfRole = (role: Role): string[] =>
  actions.filter((action) => role in matrix[action].who).map((action) => matrix[action].said);

async function waitsFor(use: Use, person: Person): Promise<string> {
  const [row] = await use
    .db('exceptions')
    .where({ waits_for: person.id })
    .whereNull('closed_at')
    .count<{ count: number }[]>('* as count');
  const waiting = Number(row?.count ?? 0);
  return waiting === 0 ? '' : ` ${count(waiting, 'open card')} names ${firstName(person.name)}.`;
}

export async function carryOutRole(use: Use, command: SetRole): Promise<Done> {
  const { role, give } = command;
  const person = await meant(use, command.person.id);
  const name = person?.name ?? command.person.name;
  const done = await setRole(use, {
    personId: command.person.id,
    role,
    give,
    byId: use.by.id,
    because: null,
  });
  if (done.say === 'not possible') return { sentence: `${done.because} Nothing was changed.`, back: null };
  if (done.say === 'as it was') return { sentence: 'It is so already. Nothing was changed.', back: null };
  const who = firstName(use.by.name);
  return {
    sentence: give
      ? `${who} made ${name} ${roleSaid[role]}.`
      : `${who} took a role: ${name} is no longer ${roleSaid[role]}.`,
    back: backTo(command, name),
  };
}

export async function roleHolders(use: Use, role: Role): Promise<Outcome> {
  const holders = await holdersOf(use.db, role);
  const sentence =
    holders.length === 0
      ? `Nobody is ${roleSaid[role]}.`
      : `${list(holders.map(({ name }) => name))} ${holders.length === 1 ? 'is' : 'are'} ${holders.length === 1 ? roleSaid[role] : `${roleName[role]}s`.replace(/^(QA|finance)s$/, '$1')}.`;
  return outcome(
    {
      kind: 'text',
      sentence,
      lines: [`May: ${list(rightsOfRole(role))}.`],
      next: suggestions(['what may I do']),
    },
    'role_holders',
  );
}

const reachSaid: Record<Reach, string> = {
  all: '',
  place: ' (of the own team or territory)',
  own: ' (their own)',
};

/** Of others only who sees the whole company, their manager, or themselves. */
export async function rightsAsked(use: Use, who: { id: string; name: string }): Promise<Outcome> {
  const person = await meant(use, who.id);
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
  const roles = list(person.roles.map((role) => roleName[role]));
  const name = self ? 'You' : person.name;
  return outcome(
    {
      kind: 'text',
      sentence:
        person.roles.length === 0
          ? `${name} ${self ? 'have' : 'has'} no role, so nothing is possible here.`
          : `${name} ${self ? 'are' : 'is'} ${roles}: ${count(can.length, 'thing')} ${self ? 'you' : 'they'} may do.`,
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
