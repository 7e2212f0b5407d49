import { expect, test } from 'vitest';
import { maySet, type SettingPlace } from '../../src/policy/may-set.ts';
import type { Person, Role } from '../../src/policy/nouns.ts';

const person = (roles: Role[], more: Partial<Person> = {}): Person => ({
  id: 'P-1',
  name: 'Mara Lind',
  email: null,
  slackId: null,
  tz: null,
  roles,
  teamId: 'G-emea',
  territoryId: 'T-emea',
  managerId: null,
  active: true,
  ...more,
});
const none = { territoryId: null, teamId: null };
const everyone: SettingPlace = { scope: 'everyone', ...none };
const emea: SettingPlace = { scope: 'territory', territoryId: 'T-emea', teamId: null };
const amer: SettingPlace = { scope: 'territory', territoryId: 'T-amer', teamId: null };
const agent: SettingPlace = { scope: 'agent', ...none };
const rows: [string, Role[], SettingPlace, boolean, boolean][] = [
  ['an administrator sets everything', ['admin'], everyone, true, true],
  ['an approver moves the limits of authority', ['approver'], everyone, true, true],
  ['an agent owner does not', ['owner'], everyone, true, false],
  ['a manager does not, not even at home', ['manager'], emea, true, false],
  ['an agent owner sets what holds for everyone', ['owner'], everyone, false, true],
  ['a manager does not set what holds for everyone', ['manager'], everyone, false, false],
  ['a manager sets what holds at home', ['manager'], emea, false, true],
  ['a manager sets nothing elsewhere', ['manager'], amer, false, false],
  ['a manager sets how agents work', ['manager'], agent, false, true],
  ['a rep sets nothing', ['rep'], emea, false, false],
  ['a rep sets nothing of agents', ['rep'], agent, false, false],
];

test.each(rows)('%s', (_, roles, place, authority, may) => {
  expect(maySet(person(roles), { authority, place }) === null).toBe(may);
  // Whoever has left sets nothing at all.
  expect(maySet(person(roles, { active: false }), { authority, place })).not.toBeNull();
});

test('somebody without a team or territory has no home that could be matched', () => {
  const nowhere = person(['manager'], { teamId: null, territoryId: null });
  expect(maySet(nowhere, { authority: false, place: { scope: 'person', ...none } })).not.toBeNull();
});
