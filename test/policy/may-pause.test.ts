import { expect, test } from 'vitest';
import { mayPause } from '../../src/policy/may-pause.ts';
import type { Person, Role } from '../../src/policy/nouns.ts';

const holding = (roles: Role[], active = true): Person => ({
  id: 'P-1',
  name: 'Mara Lind',
  email: null,
  slackId: null,
  tz: null,
  roles,
  teamId: null,
  territoryId: null,
  managerId: null,
  active,
});

test('managers, owners, approvers and administrators may stop agents; reps, outsiders and those who left may not', () => {
  for (const role of ['manager', 'owner', 'approver', 'admin'] as const)
    expect(mayPause(holding([role])), role).toBe(true);
  expect(mayPause(holding(['rep']))).toBe(false);
  expect(mayPause(null)).toBe(false);
  expect(mayPause(holding(['admin'], false))).toBe(false);
});
