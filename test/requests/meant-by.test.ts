import { expect, test } from 'vitest';
import { emptyFrame, type Frame } from '../../src/language/request.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { meantBy } from '../../src/requests/meant-by.ts';

const mine: Frame = {
  ...emptyFrame,
  clauses: [{ says: 'mine', whose: 'mine', not: false }],
  measure: { kind: 'metric', metric: 'performance' },
  by: ['owner'],
};
const person = (roles: Person['roles'], teamId: string | null): Person => ({
  ...{ id: 'P-1', name: 'Mara Lind', email: 'mara.lind@northlight.example', slackId: null, roles, teamId },
  ...{ territoryId: teamId && 'T-emea', managerId: null, tz: null, active: true },
});

test("a manager's own performance is the team's, a rep's is the rep's", () => {
  expect(meantBy(person(['manager'], 'G-emea'), mine).clauses).toEqual([
    { says: 'mine', whose: 'team', not: false },
  ]);
  expect(meantBy(person(['rep'], 'G-emea'), mine).clauses).toEqual(mine.clauses);
});
