import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { authorize, may, whoMay } from '../../src/policy/authorize.ts';
import { actions, matrix, matrixTable, reachOf, roles } from '../../src/policy/matrix.ts';
import { mayChangeAll, mayChangeThere, mayHaveLeads } from '../../src/policy/may-change.ts';
import type { Person, Role } from '../../src/policy/nouns.ts';

const person = (given: Role[], active = true): Person => ({
  id: 'P',
  name: 'Somebody',
  email: null,
  slackId: null,
  tz: null,
  roles: given,
  teamId: null,
  territoryId: null,
  managerId: null,
  active,
});

test('the README prints the matrix as it is', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const printed = readme.split('\n');
  expect(matrixTable().filter((line) => !printed.includes(line))).toEqual([]);
  const first = printed.indexOf(matrixTable()[0] ?? '');
  expect(printed.slice(first, first + actions.length + 3)).toEqual([...matrixTable(), '']);
});

test('every role has in every row what the matrix says, and nothing beside it', () => {
  for (const action of actions)
    for (const role of roles) {
      const reach = reachOf(role, action);
      expect(authorize(person([role]), action)).toEqual(
        reach === null ? { may: false, needs: whoMay(action) } : { may: true, reach },
      );
    }
});

test('nobody who has left, who has no role or who is not among the people may do anything', () => {
  for (const action of actions) {
    expect(may(null, action)).toBe(false);
    expect(may(person([]), action)).toBe(false);
    expect(may(person([...roles], false), action)).toBe(false);
  }
});

test('of several roles the one that goes furthest counts', () => {
  expect(authorize(person(['rep', 'manager']), 'change')).toEqual({ may: true, reach: 'place' });
  expect(may(person(['rep']), 'change', 'place')).toBe(false);
});

test('an auditor reads and changes nothing', () => {
  const mine = actions.filter((action) => may(person(['auditor']), action));
  expect(mine).toEqual(['see', 'see_rules', 'see_snapshots', 'quality', 'audit']);
});

test('each row that somebody may is said in words', () => {
  for (const action of actions) expect(matrix[action].said).toMatch(/^[a-z]/);
  expect(whoMay('roles')).toBe('an administrator');
  expect(whoMay('pause')).toBe('a manager, an agent owner, an approver or an administrator');
});

/** Where a role itself is meant, and not what it may do: who holds it, whom it names, who is a rep. */
const meansTheRole = [
  'src/commands.ts',
  'src/crew/ask.ts',
  'src/crew/playbook-reports.ts',
  'src/crm/sample/sample.ts',
  'src/exceptions/clock-work.ts',
  'src/language/named.ts',
  'src/language/unclear.ts',
  'src/local-company.ts',
  'src/people/roles.ts',
  'src/people/stand-ins.ts',
  'src/requests/about-steward.ts',
  'src/requests/approvals-listed.ts',
  'src/requests/meant-by.ts',
  'src/requests/rights-asked.ts',
  'src/requests/roles.ts',
  'src/requests/rolling-back.ts',
  'src/slack/doors/prompts.ts',
];

test('no room asks for a role where it means a right: the matrix says who may', () => {
  const src = new URL('../../src/', import.meta.url);
  const asking = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts') && !name.startsWith('src/policy/'))
    .filter((name) =>
      /\broles\.(?:includes|some)\(/.test(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')),
    );
  expect(asking.sort()).toEqual(meansTheRole);
});

test('who may change all, and whom leads are for, is what the matrix says', () => {
  for (const role of roles) {
    expect(mayChangeAll(person([role])), role).toBe(reachOf(role, 'change') === 'all');
    expect(mayChangeThere(person([role])), role).toBe(
      ['all', 'place'].includes(reachOf(role, 'change') ?? ''),
    );
    expect(mayHaveLeads(person([role])), role).toBe(reachOf(role, 'lead') !== null);
    expect(mayChangeAll(person([role], false)) || mayHaveLeads(person([role], false)), role).toBe(false);
  }
});
