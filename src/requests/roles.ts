/** Roles in words: giving and taking them. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { holdersOf, peopleById } from '../people/people.ts';
import { setRoles } from '../people/roles.ts';
import { may, whoMay } from '../policy/authorize.ts';
import { actions, matrix, roleName, roleSaid } from '../policy/matrix.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { count, firstName, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import type { Done, Planned } from './plan.ts';
import { askOf } from './who-can.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type SetRole = Extract<Command, { do: 'set_role' }>;

const rolesSaid = (role: Role): string =>
  role === 'qa' || role === 'finance' ? roleName[role] : `${roleName[role]}s`;
/** "a manager", "managers" */
export const titleOf = (role: Role, many: number): string => (many === 1 ? roleSaid[role] : rolesSaid(role));
export const isOrAre = (many: number): string => (many === 1 ? 'is' : 'are');

const backTo = ({ give, role }: SetRole, names: string[]): string =>
  give
    ? `${list(names)} ${isOrAre(names.length)} no longer ${titleOf(role, names.length)}`
    : `make ${list(names)} ${titleOf(role, names.length)}`;

export async function rolePlan(use: Use, command: SetRole): Promise<Planned> {
  const { role, give } = command;
  if (!may(use.by, 'roles'))
    return {
      instead: refusing(
        `${give ? 'Giving' : 'Taking'} a role needs ${whoMay('roles')}.${await askOf(use, 'roles')}`,
      ),
    };
  const found = await peopleById(
    use.db,
    command.people.map(({ id }) => (id === 'me' ? use.by.id : id)),
  );
  const all = command.people.map(({ id, name }) => found.get(id === 'me' ? use.by.id : id) ?? name);
  const gone = all.find((one) => typeof one === 'string' || !one.active);
  if (gone !== undefined)
    return { nothing: `${typeof gone === 'string' ? gone : gone.name} is not active any more.` };
  const people = all.filter((one) => typeof one !== 'string');
  const turned = people.filter((person) => person.roles.includes(role) !== give);
  const names = turned.map(({ name }) => name);
  const already = people.filter((person) => !turned.includes(person)).map(({ name }) => name);
  const where = command.at ? elsewhere(use, command, people) : null;
  if (where !== null) return { nothing: `${where} Nothing was changed.` };
  const alreadySaid =
    already.length === 0
      ? ''
      : `${list(already)} ${isOrAre(already.length)} ${give ? '' : 'not '}${titleOf(role, already.length)} already.`;
  if (turned.length === 0) return { nothing: alreadySaid };
  const left = give ? 1 : (await holdersOf(use.db, role)).length - turned.length;
  if (role === 'admin' && left === 0)
    return {
      nothing: `${list(names)} ${turned.length === 1 ? 'is the only administrator' : 'are the only administrators'}. Make somebody else one first.`,
    };
  const who = list(turned.map(({ name }) => firstName(name)));
  const now = give
    ? `${who} may then: ${list(rightsOfRole(role))}.`
    : `${who} may then no longer do what only that role may. It holds at once, also for what was approved and is not written yet.`;
  const none = !give && left === 0 ? `Nobody else is ${roleSaid[role]}.` : '';
  const at = command.at ? ` of ${command.at.of.name}` : '';
  return {
    headline: give
      ? `Make ${list(names)} ${titleOf(role, names.length)}${at}.`
      : `${list(names)} ${isOrAre(names.length)} no longer ${titleOf(role, names.length)}.`,
    consequence: [
      now,
      command.at ? `They belong to ${command.at.of.name}, and decide there.` : '',
      alreadySaid,
      ...turned.map((person) => stays(person, role, give, turned.length > 1)),
      none,
      give ? '' : await waitsFor(use, turned),
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: `Way back: "${backTo(command, names)}".`,
    count: turned.length,
    verb: give ? 'Give the role' : 'Take the role',
    mark: turned.map(({ id, roles }) => `${id}:${[...roles].sort().join(',')}`).join(' '),
    command: { ...command, people: turned.map(({ id, name }) => ({ id, name })) },
  };
}

const stays = (person: Person, role: Role, give: boolean, many: boolean): string => {
  const others = person.roles.filter((one) => one !== role).map((one) => roleName[one]);
  if (others.length > 0) return `${many ? `${firstName(person.name)} stays` : 'Stays:'} ${list(others)}.`;
  if (give) return '';
  return `No role is left${many ? ` to ${firstName(person.name)}` : ''}: then they see and do nothing here.`;
};

/** Null: each of them belongs there, so that the role goes as far as that. */
function elsewhere(use: Use, { at, role, people: named }: SetRole, people: Person[]): string | null {
  if (!at) return null;
  const names = list(named.map(({ name }) => name));
  if (role !== 'manager' && role !== 'rep')
    return `${capital(titleOf(role, 1))} serves the whole company and no single ${at.scope}. Say "make ${names} ${titleOf(role, named.length)}".`;
  const other = people.find(
    ({ teamId, territoryId }) => at.of.id !== (at.scope === 'team' ? teamId : territoryId),
  );
  if (!other) return null;
  const { lexicon } = use.company;
  const place =
    lexicon.teams.find(({ id }) => id === other.teamId)?.name ??
    lexicon.territories.find(({ id }) => id === other.territoryId)?.name;
  return `${other.name} belongs to ${place ?? 'no team'}, not to ${at.of.name}, and ${roleSaid[role]} decides where they belong. Which team somebody is in comes from the CRM: move ${firstName(other.name)} there, then say "make ${other.name} ${roleSaid[role]}".`;
}

export const rightsOfRole = (role: Role): string[] =>
  actions.filter((action) => role in matrix[action].who).map((action) => matrix[action].said);

async function waitsFor(use: Use, people: Person[]): Promise<string> {
  const rows = await use
    .db('exceptions')
    .whereIn(
      'waits_for',
      people.map(({ id }) => id),
    )
    .whereNull('closed_at')
    .groupBy('waits_for')
    .select<{ id: string; count: number }[]>({ id: 'waits_for' }, use.db.raw('count(*) as count'));
  return people
    .flatMap(({ id, name }) => {
      const many = Number(rows.find((row) => row.id === id)?.count ?? 0);
      return many === 0
        ? []
        : [`${count(many, 'open card')} ${many === 1 ? 'names' : 'name'} ${firstName(name)}.`];
    })
    .join(' ');
}

export async function carryOutRole(use: Use, command: SetRole): Promise<Done> {
  const { role, give } = command;
  const names = command.people.map(({ name }) => name);
  const done = await setRoles(use, {
    personIds: command.people.map(({ id }) => (id === 'me' ? use.by.id : id)),
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
      ? `${who} made ${list(names)} ${titleOf(role, names.length)}.`
      : `${who} took a role: ${list(names)} ${isOrAre(names.length)} no longer ${titleOf(role, names.length)}.`,
    back: backTo(command, names),
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
